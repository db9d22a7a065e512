//! An enum that no field has.

use super::Lint;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{EnumId, Model, Scalar};

/// The rule.
pub static LINT: Lint = Lint {
    name: "unused_enum",
    code: Code {
        id: "L0015",
        title: "enum that no field has",
        explanation: "\
The enum becomes a type in the database and in every client, and nothing uses it. Remove it, or give a field its
type.
",
    },
    check: |model: &Model| {
        let is_used = |id| {
            let mut fields = model.entities.iter().flat_map(|entity| &entity.fields);
            fields.any(|field| field.ty.scalar == Scalar::Enum(id))
        };
        let enums = model.enums.iter().enumerate().filter(|(at, _)| !is_used(EnumId(*at)));
        let report = enums.map(|(_, found)| {
            Diagnostic::warning(&LINT.code, format!("no field is a `{}`", found.name))
                .at(found.span, "unused")
                .help("remove it, or give a field its type")
        });
        report.collect()
    },
};
