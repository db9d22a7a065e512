//! Privileges on an object, as statements leave them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Described, describe};
use crate::sql::ident;

/// The word for every privilege that an object has.
const ALL: &str = "all";

/// Whom a privilege or policy is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grantee {
    /// Every role.
    Public,
    /// Whoever runs the statement.
    CurrentUser,
    /// One role.
    Role(String),
}

/// Who may do what with an object.
///
/// What stands before the first statement is not known here, so a `REVOKE` is kept as a fact: it holds until a `GRANT`
/// gives back what it took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Privileges(pub BTreeMap<Grantee, Held>);

/// What one role holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// What was taken away, in lower case; `all` for everything that is not granted.
    pub revoked: BTreeSet<String>,
    /// What is granted, in lower case, and on which columns.
    pub granted: BTreeMap<String, Columns>,
    /// Which of that the role may pass on (`WITH GRANT OPTION`).
    pub grantable: BTreeSet<String>,
}

/// The columns a privilege is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Columns {
    /// The whole object.
    All,
    /// These.
    Only(BTreeSet<String>),
}

impl Grantee {
    /// As SQL.
    #[must_use]
    pub fn sql(&self) -> String {
        match self {
            Self::Public | Self::CurrentUser => self.to_string(),
            Self::Role(name) => ident(name),
        }
    }
}

impl Columns {
    /// Whether the other holds all of it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::All) => true,
            (Self::Only(own), Self::Only(others)) => own.is_subset(others),
            (Self::All, Self::Only(_)) => false,
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Only(own), Self::Only(others)) => Self::Only(own.into_iter().chain(others).collect()),
            (Self::All, _) | (_, Self::All) => Self::All,
        }
    }
}

impl Privileges {
    /// Gives a privilege; an empty one is all of them.
    pub fn grant(&mut self, grantee: &Grantee, privilege: &str, columns: Columns) {
        let held = self.0.entry(grantee.clone()).or_default();
        let privilege = if privilege.is_empty() { ALL } else { privilege };
        held.revoked.remove(privilege);
        match (held.granted.get_mut(privilege), columns) {
            (Some(Columns::Only(held)), Columns::Only(more)) => held.extend(more),
            (_, columns) => _ = held.granted.insert(privilege.to_owned(), columns),
        }
    }

    /// Takes a privilege; an empty one is all of them. On a table that takes the privilege on its columns too.
    pub fn revoke(&mut self, grantee: &Grantee, privilege: &str) {
        let held = self.0.entry(grantee.clone()).or_default();
        if privilege.is_empty() {
            *held = Held { revoked: BTreeSet::from([ALL.to_owned()]), ..Held::default() };
        } else {
            held.granted.remove(privilege);
            held.grantable.remove(privilege);
            held.revoked.insert(privilege.to_owned());
        }
    }

    /// Takes a privilege on some columns.
    pub fn revoke_columns(&mut self, grantee: &Grantee, privilege: &str, columns: &BTreeSet<String>) {
        let privilege = if privilege.is_empty() { ALL } else { privilege };
        let Some(held) = self.0.get_mut(grantee) else { return };
        if let Some(Columns::Only(only)) = held.granted.get_mut(privilege) {
            only.retain(|column| !columns.contains(column));
            if only.is_empty() {
                held.granted.remove(privilege);
                held.grantable.remove(privilege);
            }
        }
    }

    /// Lets a role pass on a privilege; an empty one is all of them.
    pub fn allow_passing_on(&mut self, grantee: &Grantee, privilege: &str) {
        let privilege = if privilege.is_empty() { ALL } else { privilege };
        self.0.entry(grantee.clone()).or_default().grantable.insert(privilege.to_owned());
    }

    /// Lets a role pass on a privilege no more.
    pub fn forbid_passing_on(&mut self, grantee: &Grantee, privilege: &str) {
        if let Some(held) = self.0.get_mut(grantee) {
            held.grantable.retain(|one| !privilege.is_empty() && one != privilege);
        }
    }

    /// Only what is granted: what was taken without being there is forgotten.
    #[must_use]
    pub fn granted(&self) -> BTreeMap<&Grantee, &BTreeMap<String, Columns>> {
        let granted = self.0.iter().map(|(grantee, held)| (grantee, &held.granted));
        granted.filter(|(_, granted)| !granted.is_empty()).collect()
    }

    /// Adds who may do what, under the object's kind and name.
    pub fn describe(&self, of: &str, out: &mut Described) {
        for (grantee, held) in &self.0 {
            let mut object = out.object("privileges", format!("{grantee} on {of}"));
            object.list("revoked", &held.revoked);
            object.list("grantable", &held.grantable);
            object.list("granted", held.granted.iter().map(|(privilege, columns)| format!("{privilege}{columns}")));
        }
    }
}

impl fmt::Display for Grantee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("PUBLIC"),
            Self::CurrentUser => f.write_str("CURRENT_USER"),
            Self::Role(name) => f.write_str(name),
        }
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::Only(columns) => write!(f, " ({})", describe::list(columns)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revoking_after_granting_leaves_nothing() {
        let (mut late, mut early) = (Privileges::default(), Privileges::default());
        let app = Grantee::Role("app".into());
        late.grant(&app, "select", Columns::All);
        late.revoke(&app, "");
        early.revoke(&app, "");
        early.grant(&app, "select", Columns::All);
        assert!(late.granted().is_empty());
        assert_eq!(early.granted().len(), 1);
        assert_ne!(late, early);
    }

    #[test]
    fn columns_of_several_grants_add_up() {
        let mut privileges = Privileges::default();
        for column in ["a", "b"] {
            privileges.grant(&Grantee::Public, "insert", Columns::Only(BTreeSet::from([column.to_owned()])));
        }
        assert_eq!(privileges.0[&Grantee::Public].granted["insert"].to_string(), " (a, b)");
    }
}
