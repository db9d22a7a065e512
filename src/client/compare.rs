//! Two surfaces of one client, member by member.

use std::collections::{BTreeMap, BTreeSet};

use super::{Client, Key, Member, Origin, Role, Rule, Surface};

/// A difference that code of a client can see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Whose code.
    pub client: Client,
    /// As code names it: on the old side where it was there, else on the new one.
    pub member: String,
    /// What became of it.
    pub kind: Kind,
    /// The rule by which it is judged.
    pub rule: Rule,
    /// Whether code has to change.
    pub breaking: bool,
    /// What it means for code, in one sentence without a full stop.
    pub why: String,
    /// What it comes from, by the names of the new side where it is there, else of the old one.
    pub origin: Origin,
}

/// What became of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is called differently now.
    Renamed {
        /// As code names it now.
        to: String,
    },
    /// Its type, or whether it may be absent or left out.
    Changed,
}

/// What differs, in order of role and origin. What follows from a difference of the same kind that is told is left out.
pub fn differences(client: Client, old: &Surface, new: &Surface) -> Vec<Difference> {
    let renamed = renamed_types(old, new);
    let keys: BTreeSet<_> = old.members.keys().chain(new.members.keys()).collect();
    let judged = keys.into_iter().filter_map(|key| {
        let (old, new) = (old.members.get(key), new.members.get(key));
        Some((key, Judged { rule: rule(key, old, new, &renamed)?, old, new }))
    });
    let judged: BTreeMap<_, _> = judged.collect();
    let told = judged.values().filter(|one| !one.follows(client, &judged));
    told.map(|one| one.difference(client)).collect()
}

/// A member that differs.
struct Judged<'s> {
    rule: Rule,
    old: Option<&'s Member>,
    new: Option<&'s Member>,
}

impl Judged<'_> {
    /// Whether it is said with what it is a part of, or a part of a part.
    fn follows(&self, client: Client, judged: &BTreeMap<&Key, Judged<'_>>) -> bool {
        self.is_said_above(self, client, judged)
    }

    fn is_said_above(&self, part: &Self, client: Client, judged: &BTreeMap<&Key, Judged<'_>>) -> bool {
        let parents = self.new.or(self.old).into_iter().flat_map(|member| &member.parents);
        let mut parents = parents.filter_map(|key| judged.get(key));
        parents.any(|whole| whole.says(part, client) || whole.is_said_above(part, client, judged))
    }

    /// Whether a part's difference goes without saying once this one is said. What must be given to make a row does not,
    /// unless the whole entity is new.
    fn says(&self, part: &Self, client: Client) -> bool {
        match (self.old, self.new) {
            (None, Some(_)) if part.old.is_none() => {
                self.is_whole() || self.rule == part.rule || !part.rule.is_breaking(client)
            }
            (Some(_), _) | (None, _) => self.rule == part.rule,
        }
    }

    /// Whether it stands for an entity, an enum or the client itself.
    fn is_whole(&self) -> bool {
        self.new.or(self.old).is_some_and(|member| match member.origin {
            Origin::Entity(_) | Origin::Enum(_) | Origin::Project => true,
            Origin::Field(..) | Origin::Relation(..) | Origin::Key(..) | Origin::Value(..) => false,
        })
    }

    fn difference(&self, client: Client) -> Difference {
        Difference {
            client,
            member: self.old.or(self.new).map(|member| member.path.clone()).unwrap_or_default(),
            kind: match (self.old, self.new, self.rule) {
                (Some(_), Some(new), Rule::Renamed) => Kind::Renamed { to: new.path.clone() },
                (Some(_), Some(_), _) => Kind::Changed,
                (Some(_), None, _) => Kind::Removed,
                (None, _, _) => Kind::Added,
            },
            rule: self.rule,
            breaking: self.rule.is_breaking(client),
            why: self.rule.sentence(client, self.old, self.new),
            origin: self.new.or(self.old).map_or(Origin::Project, |member| member.origin.clone()),
        }
    }
}

fn rule(key: &Key, old: Option<&Member>, new: Option<&Member>, renamed: &BTreeMap<&str, &str>) -> Option<Rule> {
    match (old, new) {
        (Some(old), Some(new)) => Rule::of_changed(old, new, &up_to_date(&old.ty, renamed)),
        (Some(_), None) => Some(Rule::Removed),
        (None, Some(new)) => Some(Rule::of_added(key.0, new)),
        (None, None) => None,
    }
}

/// The types that are called differently now, by their old names.
fn renamed_types<'s>(old: &'s Surface, new: &'s Surface) -> BTreeMap<&'s str, &'s str> {
    let types = old.members.iter().filter(|((role, _), _)| is_type(*role));
    let pairs = types.filter_map(|(key, old)| Some((old.name.as_str(), new.members.get(key)?.name.as_str())));
    pairs.filter(|(old, new)| old != new).collect()
}

const fn is_type(role: Role) -> bool {
    match role {
        Role::Entity | Role::Id | Role::New | Role::Changes | Role::Enum => true,
        Role::Whole | Role::Function(_) | Role::Field | Role::NewField | Role::ChangesField | Role::Column => false,
        Role::Relation | Role::Inverse | Role::Unique | Role::Value => false,
    }
}

/// A type with the types in it called what they are called now.
fn up_to_date(ty: &str, renamed: &BTreeMap<&str, &str>) -> String {
    if renamed.is_empty() {
        return ty.to_owned();
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::with_capacity(ty.len());
    let mut rest = ty;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| is_word(c) != is_word(first)).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        out.push_str(renamed.get(part).copied().unwrap_or(part));
        rest = behind;
    }
    out
}
