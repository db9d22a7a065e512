//! A creation time that can be changed.

use super::{Lint, of_member};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Default, Entity, Field, FieldId, Model, Role, Verb};

/// The rule.
pub static LINT: Lint = Lint {
    name: "mutable_stamp",
    code: Code {
        id: "L0014",
        title: "creation time that services may change",
        explanation: "\
When and by whom a row was made does not change, yet here services may update it, by mistake or to cover something
up. Write `set_once: true`: the database then refuses.

The rule looks at `created_at`, `created_on`, `inserted_at` and the like with the default `now`, and at
`created_by`.
",
    },
    check: |model: &Model| {
        let open = model.managed().map(|(_, entity)| entity).filter(|entity| entity.allows(Role::App, Verb::Update));
        open.flat_map(|entity| entity.fields().filter_map(|(id, field)| check(entity, id, field))).collect()
    },
};

fn check(entity: &Entity, id: FieldId, field: &Field) -> Option<Diagnostic> {
    (is_stamp(field) && entity.is_updatable(id)).then(|| {
        let message = format!("services may change `{}.{}`", entity.name, field.name);
        of_member(&LINT, entity, &field.name, message)
            .at(field.span, "says how the row came to be")
            .help("write `set_once: true`")
    })
}

fn is_stamp(field: &Field) -> bool {
    match field.name.as_str() {
        "created_at" | "created_on" | "inserted_at" | "inserted_on" | "createdAt" => {
            field.default() == Some(&Default::Now) && !field.touched
        }
        "created_by" | "created_by_id" | "createdBy" | "createdById" => true,
        _ => false,
    }
}
