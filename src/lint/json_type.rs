//! `json` where `jsonb` does more.

use super::{Lint, at_field, fields};
use crate::diagnostic::Code;
use crate::model::{Model, Scalar};

/// The rule.
pub static LINT: Lint = Lint {
    name: "json_type",
    code: Code {
        id: "L0003",
        title: "json instead of jsonb",
        explanation: "\
`json` keeps the text as it came, white space and repeated keys included. It has no `=`, so `DISTINCT` and `UNION`
fail on it, no index helps it, and every read parses it again. Write `jsonb`.
",
    },
    check: |model: &Model| {
        let found = fields(model).filter(|(_, field)| field.ty.scalar == Scalar::Json);
        found.map(|at| at_field(&LINT, at, "is `json`", "cannot be compared or indexed", "write `jsonb`")).collect()
    },
};
