//! The program: exit status only.

use std::process::ExitCode;

fn main() -> ExitCode {
    crmgen::cli::main()
}
