//! A boolean that says what is not so.

use super::{Lint, at_field, fields, words};
use crate::diagnostic::Code;
use crate::model::{Model, Name, Scalar};

/// The rule.
pub static LINT: Lint = Lint {
    name: "negated_boolean",
    code: Code {
        id: "L0007",
        title: "boolean named as a negation",
        explanation: "\
`not is_disabled` takes a second look, and `is_not_active = false` a third. Name the field after what is true when
it is true, `is_enabled`, and turn its default around.
",
    },
    check: |model: &Model| {
        let found = fields(model).filter(|(_, field)| field.ty.scalar == Scalar::Boolean && is_negated(&field.name));
        found
            .map(|at| {
                at_field(
                    &LINT,
                    at,
                    "says what is not so",
                    "true when something is false",
                    "name it after the opposite, and turn its default around",
                )
            })
            .collect()
    },
};

const NEGATIONS: [&str; 17] = [
    "cannot",
    "disabled",
    "disallowed",
    "inactive",
    "incomplete",
    "invalid",
    "invisible",
    "never",
    "no",
    "non",
    "not",
    "unapproved",
    "unavailable",
    "unconfirmed",
    "unpaid",
    "unread",
    "unverified",
];

fn is_negated(name: &Name) -> bool {
    words(name).iter().any(|word| NEGATIONS.contains(&word.as_str()))
}
