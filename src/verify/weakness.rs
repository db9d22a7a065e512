//! Faults of PostgreSQL itself that let row security be passed by, and the releases that mend them.

use crate::server::Version;

/// A fault of PostgreSQL.
struct Weakness {
    /// Its public name.
    name: &'static str,
    /// What it lets happen.
    what: &'static str,
    /// The first release with the mend, for each major version that had the fault: (15, 3) is 15.3.
    mended: &'static [(u32, u32)],
}

/// Known faults, the oldest first, as <https://www.postgresql.org/support/security/> has them, of the major versions
/// that crmgen is for.
const WEAKNESSES: [Weakness; 4] = [
    Weakness {
        name: "CVE-2023-2455",
        what: "policies may be those of another role after a function was inlined",
        mended: &[(15, 3)],
    },
    Weakness { name: "CVE-2023-39418", what: "MERGE passes by the policies for UPDATE and SELECT", mended: &[(15, 4)] },
    Weakness {
        name: "CVE-2024-10976",
        what: "policies below a subquery may be those of another role",
        mended: &[(15, 9), (16, 5), (17, 1)],
    },
    Weakness {
        name: "CVE-2025-8713",
        what: "the planner's statistics show values of rows that policies hide",
        mended: &[(15, 14), (16, 10), (17, 6)],
    },
];

/// What no release mends yet, as of 15.18 and 18.4.
const OPEN: &str = "no release mends that the WHERE of INSERT … ON CONFLICT DO UPDATE reads the row it meets before that \
    row's policy does; unique keys that start with the tenant key never meet another tenant's row";

/// What is to be said of a server, a sentence each without a full stop.
#[must_use]
pub fn of(version: &Version) -> Vec<String> {
    let lacks = |weakness: &&Weakness| {
        let mended = weakness.mended.iter().find(|(major, _)| *major == version.major);
        mended.is_some_and(|(_, minor)| version.minor < *minor)
    };
    let told = WEAKNESSES.iter().filter(lacks).map(|weakness| {
        let mended = weakness.mended.iter().find(|(major, _)| *major == version.major);
        let mended = mended.map(|(major, minor)| format!("{major}.{minor}")).unwrap_or_default();
        format!("{version} has {}, mended in {mended}: {}", weakness.name, weakness.what)
    });
    told.chain([OPEN.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(version: &str) -> String {
        of(&Version::read(version).expect("a version")).join("\n")
    }

    #[test]
    fn a_fault_is_told_of_until_the_release_that_mends_it() {
        assert!(names("15.2").contains("CVE-2023-2455"));
        assert!(!names("15.3").contains("CVE-2023-2455") && names("15.3").contains("CVE-2023-39418"));
        assert!(names("17.5").contains("17.5 has CVE-2025-8713, mended in 17.6"));
        assert!(!names("18.4").contains("CVE"));
    }
}
