//! Versions of PostgreSQL, as programs and servers give them.

use std::fmt;

/// A release of PostgreSQL: `15.18`, `19beta1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The major version: 15.
    pub major: u32,
    /// The minor version: 18; 0 for what comes before a major version's first release.
    pub minor: u32,
    /// The version as PostgreSQL gives it, without what a packager adds.
    text: String,
}

impl Version {
    /// Reads the version out of what `postgres --version` prints (`postgres (PostgreSQL) 15.18 (Debian 15.18-0)`) or a
    /// server says of itself (`15.18 (Debian 15.18-0)`).
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let word = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
        let mut numbers = word.split(|c: char| !c.is_ascii_digit()).map(str::parse);
        let major = numbers.next()?.ok()?;
        let is_released = word.chars().all(|c| c == '.' || c.is_ascii_digit());
        let minor = if is_released { numbers.next().and_then(Result::ok).unwrap_or(0) } else { 0 };
        Some(Self { major, minor, text: word.to_owned() })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_programs_and_servers_say() {
        let read = |text: &str| Version::read(text).map(|version| (version.major, version.minor, version.to_string()));
        assert_eq!(read("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some((15, 18, "15.18".into())));
        assert_eq!(read("17.10"), Some((17, 10, "17.10".into())));
        assert_eq!(read("postgres (PostgreSQL) 19beta2"), Some((19, 0, "19beta2".into())));
        assert_eq!(read("sh: not found"), None);
    }

    #[test]
    fn a_later_release_is_greater() {
        let read = |text| Version::read(text).expect("a version");
        assert!(read("15.18") < read("17.2") && read("17.9") < read("17.10"));
    }
}
