//! The program: exit status only.

fn main() {}
