//! Privileges on tables.

use crate::model::{Access, Entity, FieldId, Verb};

/// Privileges that one `GRANT` gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Privileges {
    /// Verbs on whole rows, in the order of [`Verb::ALL`].
    Table(Vec<Verb>),
    /// One verb on some columns; never none.
    Columns(Verb, Vec<FieldId>),
}

/// What a role's access comes to: reading and removing on the table, adding and changing by column.
#[must_use]
pub fn privileges(entity: &Entity, access: &Access) -> Vec<Privileges> {
    let allowed = |verb: &Verb| access.allows(*verb);
    let rows: Vec<_> = [Verb::Select, Verb::Delete].into_iter().filter(allowed).collect();
    let insert = access.allows(Verb::Insert).then(|| (Verb::Insert, entity.insertable().collect()));
    let update = access.allows(Verb::Update).then(|| (Verb::Update, entity.updatable().collect()));
    let columns = [insert, update].into_iter().flatten();
    (!rows.is_empty())
        .then_some(Privileges::Table(rows))
        .into_iter()
        .chain(columns.filter(|(_, fields): &(_, Vec<_>)| !fields.is_empty()).map(|(v, f)| Privileges::Columns(v, f)))
        .collect()
}

/// The word of a privilege.
#[must_use]
pub const fn word(verb: Verb) -> &'static str {
    match verb {
        Verb::Select => "SELECT",
        Verb::Insert => "INSERT",
        Verb::Update => "UPDATE",
        Verb::Delete => "DELETE",
    }
}
