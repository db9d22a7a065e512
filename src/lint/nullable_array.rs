//! An array with two ways to be empty.

use super::{Lint, at_field, fields};
use crate::diagnostic::Code;
use crate::model::Model;

/// The rule.
pub static LINT: Lint = Lint {
    name: "nullable_array",
    code: Code {
        id: "L0010",
        title: "nullable array",
        explanation: "\
A nullable array can be NULL or empty, which mean the same to people and differ in every condition: `'x' = ANY
(tags)` is NULL for the one and false for the other, and Prisma cannot tell them apart. Leave out the `?` and give
it the default `[]`.
",
    },
    check: |model: &Model| {
        let found = fields(model).filter(|(_, field)| field.ty.array && field.nullable);
        found
            .map(|at| {
                at_field(
                    &LINT,
                    at,
                    "can be NULL and empty",
                    "two ways to hold nothing",
                    "leave out the `?`, and write `default: []`",
                )
            })
            .collect()
    },
};
