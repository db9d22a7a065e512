//! Two sides of one client, thing by thing and member by member.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::facade::{Facade, Members, Sketch, Thing};
use super::{Client, Key, Member, Origin, Role, Rule};
use crate::agreement::Agreement;

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
/// Nothing is looked for where the models agree.
pub fn differences(client: Client, sides: &[impl Facade; 2], agreed: &Agreement) -> Vec<Difference> {
    let mut pairs = pairs(sides);
    pairs.retain(|[old, new]| match (&old[..], &new[..]) {
        (&[old], &[new]) => old != new || !is_agreed(agreed, new) || !sides[0].is_alike(&sides[1], new),
        _ => true,
    });
    let renamed = renamed_types(sides, &pairs);
    let judged = pairs.iter().flat_map(|pair| judged(&of_both(sides, pair, Facade::members), &renamed));
    let judged: BTreeMap<_, _> = judged.collect();
    let told = judged.values().filter(|one| !one.follows(client, &judged));
    told.map(|one| one.difference(client)).collect()
}

/// Whether two models say the same of a thing.
fn is_agreed(agreed: &Agreement, thing: Thing) -> bool {
    match thing {
        Thing::Project => false,
        Thing::Enum(_) => agreed.is_on_enums(),
        Thing::Entity(id) => agreed.is_on(id),
    }
}

/// What stands under one name on the two sides.
type Pair = [Vec<Thing>; 2];

fn pairs(sides: &[impl Facade; 2]) -> Vec<Pair> {
    let mut pairs = BTreeMap::<_, Pair>::new();
    for (at, side) in sides.iter().enumerate() {
        side.lineage().things().for_each(|(name, thing)| pairs.entry(name).or_default()[at].push(thing));
    }
    pairs.into_values().collect()
}

/// Members of both sides.
fn of_both<'m, F: Facade>(
    [old, new]: &'m [F; 2],
    [was, is]: &Pair,
    of: fn(&'m F, Thing) -> Members<'m>,
) -> [Members<'m>; 2] {
    [(old, was), (new, is)].map(|(side, things)| things.iter().flat_map(|&thing| of(side, thing)).collect())
}

/// The members of one thing that differ.
fn judged([old, new]: &[Members<'_>; 2], renamed: &Renamed<'_>) -> Vec<(Key, Judged)> {
    if is_same(old, new, renamed) {
        return Vec::new();
    }
    let [old, new] = [old, new].map(by_key);
    let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let judged = keys.into_iter().filter_map(|key| {
        let (old, new) = (old.get(key).copied(), new.get(key).copied());
        let rule = rule(old, new, renamed)?;
        Some(((key.0, key.1.to_owned()), Judged { rule, old: old.map(Sketch::member), new: new.map(Sketch::member) }))
    });
    judged.collect()
}

/// Whether nothing differs, in order too: so it is with most things.
fn is_same(old: &Members<'_>, new: &Members<'_>, renamed: &Renamed<'_>) -> bool {
    let is_same =
        |(old, new): (&Sketch<'_>, &Sketch<'_>)| old.is_beside(new) && rule(Some(old), Some(new), renamed).is_none();
    old.len() == new.len() && old.iter().zip(new).all(is_same)
}

fn by_key<'s, 'm>(members: &'s Members<'m>) -> BTreeMap<(Role, &'s Origin<&'m str>), &'s Sketch<'m>> {
    members.iter().map(|one| ((one.role, &one.was), one)).collect()
}

/// A member that differs.
struct Judged {
    rule: Rule,
    old: Option<Member>,
    new: Option<Member>,
}

impl Judged {
    /// Whether it is said with what it is a part of, or a part of a part.
    fn follows(&self, client: Client, judged: &BTreeMap<Key, Judged>) -> bool {
        self.is_said_above(self, client, judged)
    }

    fn is_said_above(&self, part: &Self, client: Client, judged: &BTreeMap<Key, Judged>) -> bool {
        let parents = self.last().into_iter().flat_map(|member| &member.parents);
        let mut parents = parents.filter_map(|key| judged.get(key));
        parents.any(|whole| whole.says(part, client) || whole.is_said_above(part, client, judged))
    }

    /// Whether a part's difference goes without saying once this one is said. What must be given to make a row does not,
    /// unless the whole entity is new.
    fn says(&self, part: &Self, client: Client) -> bool {
        match (&self.old, &self.new) {
            (None, Some(_)) if part.old.is_none() => {
                self.is_whole() || self.rule == part.rule || !part.rule.is_breaking(client)
            }
            (Some(_), _) | (None, _) => self.rule == part.rule,
        }
    }

    /// As it is now; as it was, where it is gone.
    fn last(&self) -> Option<&Member> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// Whether it stands for an entity, an enum or the client itself.
    fn is_whole(&self) -> bool {
        self.last().is_some_and(|member| match member.origin {
            Origin::Entity(_) | Origin::Enum(_) | Origin::Project => true,
            Origin::Field(..) | Origin::Relation(..) | Origin::Key(..) | Origin::Value(..) => false,
        })
    }

    fn difference(&self, client: Client) -> Difference {
        let (old, new) = (self.old.as_ref(), self.new.as_ref());
        Difference {
            client,
            member: old.or(new).map(|member| member.path.clone()).unwrap_or_default(),
            kind: match (old, new, self.rule) {
                (Some(_), Some(new), Rule::Renamed) => Kind::Renamed { to: new.path.clone() },
                (Some(_), Some(_), _) => Kind::Changed,
                (Some(_), None, _) => Kind::Removed,
                (None, _, _) => Kind::Added,
            },
            rule: self.rule,
            breaking: self.rule.is_breaking(client),
            why: self.rule.sentence(client, old, new),
            origin: self.last().map_or(Origin::Project, |member| member.origin.clone()),
        }
    }
}

fn rule(old: Option<&Sketch<'_>>, new: Option<&Sketch<'_>>, renamed: &Renamed<'_>) -> Option<Rule> {
    match (old, new) {
        (Some(old), Some(new)) => Rule::of_changed(old, new, &up_to_date(&old.ty, renamed)),
        (Some(_), None) => Some(Rule::Removed),
        (None, Some(new)) => Some(Rule::of_added(new)),
        (None, None) => None,
    }
}

/// The types that are called differently now, by their old names.
type Renamed<'m> = BTreeMap<Cow<'m, str>, Cow<'m, str>>;

fn renamed_types<'m, F: Facade>(sides: &'m [F; 2], pairs: &[Pair]) -> Renamed<'m> {
    let mut renamed = Renamed::new();
    for pair in pairs {
        let [old, new] = of_both(sides, pair, Facade::types);
        for old in old {
            let new = new.iter().rev().find(|new| new.is_beside(&old));
            let name = new.map(|new| new.name.clone()).filter(|name| *name != old.name);
            renamed.extend(name.map(|name| (old.name, name)));
        }
    }
    renamed
}

/// A type with the types in it called what they are called now.
fn up_to_date<'t>(ty: &'t str, renamed: &Renamed<'_>) -> Cow<'t, str> {
    if renamed.is_empty() {
        return ty.into();
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::with_capacity(ty.len());
    let mut rest = ty;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| is_word(c) != is_word(first)).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        out.push_str(renamed.get(part).map_or(part, |name| name));
        rest = behind;
    }
    out.into()
}
