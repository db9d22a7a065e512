//! Table constraints as they stand in `CREATE TABLE` and behind `ADD`, and the statements that are alike for all kinds.

use super::clause::when;
use super::{Lock, Node, Phase, Scope, Statement};
use crate::sql::facts::{Action, ForeignKey, Key, ObjectName, State, Tree, Unique};
use crate::sql::ident;

/// `CONSTRAINT leads_pkey PRIMARY KEY (id)`.
pub(super) fn primary_key(key: &Key) -> String {
    format!("CONSTRAINT {} PRIMARY KEY ({}){}", ident(&key.name), list(&key.columns), carried(&key.include))
}

/// `CONSTRAINT leads_email_key UNIQUE (email)`.
pub(super) fn unique(name: &str, unique: &Unique) -> String {
    let nulls = when(unique.nulls_not_distinct, " NULLS NOT DISTINCT");
    format!("CONSTRAINT {} UNIQUE{nulls} ({}){}", ident(name), list(&unique.columns), carried(&unique.include))
}

/// `CONSTRAINT leads_score_check CHECK (score >= 0)`.
pub(super) fn check(name: &str, condition: &Tree) -> String {
    format!("CONSTRAINT {} CHECK ({})", ident(name), condition.sql())
}

/// `CONSTRAINT leads_owner_fkey FOREIGN KEY (owner) REFERENCES public.users (id) ON DELETE CASCADE`.
pub(super) fn foreign_key(key: &ForeignKey) -> String {
    let target = format!("{} ({}){}", key.target.sql(), list(&key.target_columns), when(key.full, " MATCH FULL"));
    let action = |when: &str, action: Action| match action {
        Action::NoAction => String::new(),
        Action::Restrict | Action::Cascade | Action::SetNull | Action::SetDefault => {
            format!(" ON {when} {}", action.words())
        }
    };
    let set = if key.set_columns.is_empty() { String::new() } else { format!(" ({})", list(&key.set_columns)) };
    format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {target}{}{}{set}",
        ident(&key.name),
        list(&key.columns),
        action("UPDATE", key.on_update),
        action("DELETE", key.on_delete),
    )
}

/// A constraint's definition with how it is in force behind it.
pub(super) fn in_force(definition: &str, state: State) -> String {
    state.words().fold(definition.to_owned(), |text, word| text + " " + word)
}

/// The statement that adds a constraint.
pub(super) fn add(table: &ObjectName, definition: &str, state: State) -> String {
    format!("ALTER TABLE {} ADD {}", table.sql(), in_force(definition, state))
}

/// The statement that removes a constraint.
pub(super) fn drop(table: &ObjectName, name: &str) -> String {
    format!("ALTER TABLE {} DROP CONSTRAINT {}", table.sql(), ident(name))
}

/// The statement that gives a constraint another name.
pub(super) fn rename(table: &ObjectName, from: &str, to: &str) -> String {
    format!("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", table.sql(), ident(from), ident(to))
}

/// Looks at the rows there are, while others read and write. PostgreSQL does not ask row security which rows a check
/// may look at; of those that a foreign key compares it does.
pub(super) fn validate(table: &ObjectName, name: &str) -> Statement {
    Statement::new(Phase::Validate, format!("ALTER TABLE {} VALIDATE CONSTRAINT {}", table.sql(), ident(name)))
        .scope(Scope::Alone)
        .locks(Lock::ShareUpdateExclusive, [table.clone()])
        .needs([Node::Part(table.clone(), name.to_owned())])
        .makes([validity(table, name)])
}

/// That a constraint is known to hold for the rows there are.
pub(super) fn validity(table: &ObjectName, name: &str) -> Node {
    Node::Other("valid constraint".to_owned(), table.beside(name).to_string())
}

/// The columns that an index carries along, with a space in front.
fn carried(columns: &[String]) -> String {
    if columns.is_empty() { String::new() } else { format!(" INCLUDE ({})", list(columns)) }
}

/// Names in a row, quoted where needed: `organization_id, "order"`.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    names.into_iter().map(ident).collect::<Vec<_>>().join(", ")
}
