//! Small pieces of statements.

use std::fmt::Write;

/// How long PostgreSQL lets a name be, in bytes.
const LONGEST: usize = 63;

/// Texts with commas between them.
pub(super) fn list<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    let mut out = String::new();
    for text in texts {
        let comma = if out.is_empty() { "" } else { ", " };
        let _ = write!(out, "{comma}{}", text.as_ref());
    }
    out
}

/// A text where something holds, else nothing.
pub(super) fn when(holds: bool, text: &str) -> &str {
    if holds { text } else { "" }
}

/// The name of what takes the place of something, until it does.
pub(super) fn newcomer(name: &str) -> String {
    temporary(name, "new")
}

/// The name of what is there for a while, for the sake of something.
pub(super) fn temporary(name: &str, purpose: &str) -> String {
    let whole = format!("crmgen_{purpose}_{name}");
    if whole.len() <= LONGEST {
        return whole;
    }
    let mark = format!("_{:08x}", mark(name));
    let end = (0..=LONGEST - mark.len()).rev().find(|&end| whole.is_char_boundary(end)).unwrap_or(0);
    format!("{}{mark}", &whole[..end])
}

/// A number that tells long names apart (FNV-1a).
fn mark(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |mark, byte| (mark ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_stay_apart_and_within_the_limit() {
        let long = |end: &str| newcomer(&format!("{}{end}", "é".repeat(30)));
        assert_eq!(newcomer("a_key"), "crmgen_new_a_key");
        assert!(long("a").len() <= LONGEST && long("a") != long("b"));
    }
}
