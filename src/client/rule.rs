//! What is breaking: one rule for each way in which a member can differ.

use super::facade::Sketch;
use super::{Client, Member, Role};

/// The way in which a member differs, which says whether code has to change for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The member is gone. Code that names it does not compile any more: breaking.
    Removed,
    /// The member has another name, which the schema declares. Code that names it does not compile any more: breaking.
    Renamed,
    /// The type is another one. Code that takes or gives the value does not compile any more, or means something else:
    /// breaking.
    TypeChanged,
    /// What was always there may be absent (`Option` in Rust, `| null` in TypeScript). Code that reads it has to say what
    /// it does then: breaking.
    MayBeAbsent,
    /// What could be absent is always there. In Rust the type is another one; in Prisma code that writes `null` does not
    /// compile any more: breaking.
    AlwaysThere,
    /// A row cannot be made without a value that there was no place for before. Code that makes rows does not compile any
    /// more: breaking.
    NewAndRequired,
    /// A value that could be left out when a row is made has to be given. Code that left it out does not compile any
    /// more: breaking.
    NowRequired,
    /// A value that had to be given when a row is made may be left out. In Prisma nothing changes for code that gives it;
    /// in Rust the field becomes an `Option`: breaking there.
    NowOptional,
    /// A value was added to an enum. A Rust enum is closed, so a `match` over it without `_` does not compile any more:
    /// breaking there, as the crate's enums are not `#[non_exhaustive]`. In Prisma it is one more member of a union. In
    /// both, a client that was built before fails on a row that holds the new value, which no compiler sees.
    ValueAdded,
    /// The member is new and nothing has to name it. Code that was written before goes on compiling, save where it writes
    /// a struct out to its last field or takes it apart without `..`, which the crate's `new` and `Default` make needless:
    /// compatible.
    Added,
}

impl Rule {
    /// Whether code of that kind of client has to change.
    #[must_use]
    pub const fn is_breaking(self, client: Client) -> bool {
        match (self, client) {
            (
                Self::Removed
                | Self::Renamed
                | Self::TypeChanged
                | Self::MayBeAbsent
                | Self::AlwaysThere
                | Self::NewAndRequired
                | Self::NowRequired,
                Client::Prisma | Client::Rust,
            ) => true,
            (Self::NowOptional | Self::ValueAdded, Client::Rust) => true,
            (Self::NowOptional | Self::ValueAdded, Client::Prisma) => false,
            (Self::Added, Client::Prisma | Client::Rust) => false,
        }
    }

    /// The rule for a member that is new.
    pub(super) const fn of_added(member: &Sketch<'_>) -> Self {
        match member.role {
            Role::Value => Self::ValueAdded,
            _ if member.required => Self::NewAndRequired,
            _ => Self::Added,
        }
    }

    /// The first rule for a member that both sides have, the gravest first; `None` where nothing differs but names of
    /// other things. `ty` is the old type, those names brought up to date.
    pub(super) fn of_changed(old: &Sketch<'_>, new: &Sketch<'_>, ty: &str) -> Option<Self> {
        [
            (old.name != new.name, Self::Renamed),
            (ty != new.ty, Self::TypeChanged),
            (!old.required && new.required, Self::NowRequired),
            (!old.optional && new.optional, Self::MayBeAbsent),
            (old.optional && !new.optional, Self::AlwaysThere),
            (old.required && !new.required, Self::NowOptional),
        ]
        .into_iter()
        .find(|(differs, _)| *differs)
        .map(|(_, rule)| rule)
    }

    /// What it means for code, in one sentence without a full stop.
    #[must_use]
    pub fn sentence(self, client: Client, old: Option<&Member>, new: Option<&Member>) -> String {
        let member = |side: Option<&Member>| side.map(|side| side.path.clone()).unwrap_or_default();
        let ty = |side: Option<&Member>| side.map(|side| side.ty.clone()).unwrap_or_default();
        match (self, client) {
            (Self::Removed, _) => format!("`{}` is gone", member(old)),
            (Self::Renamed, _) => format!("`{}` is called `{}` now", member(old), member(new)),
            (Self::TypeChanged, _) => format!("`{}` is `{}` instead of `{}`", member(new), ty(new), ty(old)),
            (Self::MayBeAbsent, Client::Prisma) => format!("`{}` may be null when it is read", member(new)),
            (Self::MayBeAbsent, Client::Rust) => format!("`{}` is an `Option` now", member(new)),
            (Self::AlwaysThere, Client::Prisma) => format!("`{}` takes no null any more", member(new)),
            (Self::AlwaysThere, Client::Rust) => format!("`{}` is no `Option` any more", member(new)),
            (Self::NewAndRequired | Self::NowRequired, _) => format!("`{}` must be given to make a row", member(new)),
            (Self::NowOptional, Client::Prisma) => format!("`{}` may be left out when a row is made", member(new)),
            (Self::NowOptional, Client::Rust) => format!("`{}` is an `Option` now, and may be left out", member(new)),
            (Self::ValueAdded, Client::Prisma) => {
                format!("`{}` is new; a client from before fails on rows that hold it", member(new))
            }
            (Self::ValueAdded, Client::Rust) => {
                format!("`{}` is new, so a `match` over all values lacks it", member(new))
            }
            (Self::Added, _) => format!("`{}` is new", member(new)),
        }
    }
}
