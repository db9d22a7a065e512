//! Table constraints as they stand in `CREATE TABLE` and behind `ADD`.
#![allow(dead_code)]

use crate::sql::facts::{Action, ForeignKey, Key, Tree, Unique};
use crate::sql::ident;

/// `CONSTRAINT leads_pkey PRIMARY KEY (id)`.
pub(super) fn primary_key(key: &Key) -> String {
    format!("CONSTRAINT {} PRIMARY KEY ({})", ident(&key.name), list(&key.columns))
}

/// `CONSTRAINT leads_email_key UNIQUE (email)`.
pub(super) fn unique(name: &str, unique: &Unique) -> String {
    let nulls = if unique.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    format!("CONSTRAINT {} UNIQUE{nulls} ({})", ident(name), list(&unique.columns))
}

/// `CONSTRAINT leads_score_check CHECK (score >= 0)`.
pub(super) fn check(name: &str, condition: &Tree) -> String {
    format!("CONSTRAINT {} CHECK ({})", ident(name), condition.sql())
}

/// `CONSTRAINT leads_owner_fkey FOREIGN KEY (owner) REFERENCES public.users (id) ON DELETE CASCADE`.
pub(super) fn foreign_key(key: &ForeignKey) -> String {
    let target = format!("{} ({})", key.target.sql(), list(&key.target_columns));
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

/// Names in a row, quoted where needed: `organization_id, "order"`.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    names.into_iter().map(ident).collect::<Vec<_>>().join(", ")
}
