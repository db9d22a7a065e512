//! Roles, and what holds for objects that they make later.

use std::collections::{BTreeMap, BTreeSet};

use super::{Described, Grantee, describe};

/// A role. Passwords are not read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Role {
    /// The attributes that statements set, by the parser's words: `canlogin`, `bypassrls`.
    pub attributes: BTreeMap<String, bool>,
    /// Other options and settings, as SQL: `CONNECTION LIMIT`, `VALID UNTIL`, `SET search_path`.
    pub options: BTreeMap<String, String>,
}

/// That one role is granted to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Membership {
    /// The role granted.
    pub role: String,
    /// Who may act as it.
    pub member: Grantee,
}

/// What holds for objects that are made later.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DefaultPrivileges {
    /// Whose objects; without, those of whoever runs the statement.
    pub owner: Option<String>,
    /// In which schema; without, everywhere.
    pub schema: Option<String>,
    /// What kind of objects, in lower case: `function`.
    pub kind: String,
    /// Whether it is given; otherwise it is taken.
    pub grant: bool,
    /// Which privileges, in lower case; none of them for all.
    pub privileges: BTreeSet<String>,
    /// To or from whom.
    pub grantees: BTreeSet<Grantee>,
}

impl Role {
    /// Adds what the role is.
    pub(super) fn describe(&self, name: &str, out: &mut Described) {
        let mut object = out.object("role", name);
        let said = |(attribute, on): (&String, &bool)| format!("{}{attribute}", if *on { "" } else { "no " });
        object.list("attributes", self.attributes.iter().map(said));
        object.list("options", describe::pairs(&self.options));
    }
}

impl Membership {
    /// Adds that it is there.
    pub(super) fn describe(&self, out: &mut Described) {
        out.object("membership", format!("{} in {}", self.member, self.role)).says("grant", "given");
    }
}

impl DefaultPrivileges {
    /// Adds what it says.
    pub(super) fn describe(&self, out: &mut Described) {
        let (owner, schema) = (self.owner.as_deref().unwrap_or("CURRENT_USER"), self.schema.as_deref());
        let place = schema.map_or_else(String::new, |schema| format!(" in {schema}"));
        let mut object = out.object("default privileges", format!("{owner} on {}s{place}", self.kind));
        object.list(if self.grant { "granted" } else { "revoked" }, &self.privileges);
        object.list("roles", &self.grantees);
    }
}
