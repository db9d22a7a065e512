//! An enum that no field has.

use std::collections::HashSet;

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
        let types: HashSet<_> =
            model.entities.iter().flat_map(|entity| &entity.fields).map(|field| field.ty.scalar).collect();
        let is_used = |at| types.contains(&Scalar::Enum(EnumId(at)));
        let enums = model.enums.iter().enumerate().filter(|(at, _)| !is_used(*at));
        let report = enums.map(|(_, found)| {
            Diagnostic::warning(&LINT.code, format!("no field is a `{}`", found.name))
                .about(found.name.as_str())
                .at(found.span, "unused")
                .help("remove it, or give a field its type")
        });
        report.collect()
    },
};
