//! A point in time whose zone nobody knows.

use super::{Lint, fields};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Model, Scalar};

/// The rule.
pub static LINT: Lint = Lint {
    name: "timestamp_without_zone",
    code: Code {
        id: "L0004",
        title: "timestamp without a time zone",
        explanation: "\
`timestamp` holds what a clock showed somewhere. Which instant that was depends on who reads it: each session
converts by its own `TimeZone`. `timestamptz` holds the instant, in the same eight bytes. Write `timestamptz`; for a
local time that must stay local (a shop opens at nine), keep the zone's name in a field beside it.
",
    },
    check: |model: &Model| {
        let found = fields(model).filter(|(_, field)| field.ty.scalar == Scalar::Timestamp);
        let report = found.map(|(entity, field)| {
            Diagnostic::warning(&LINT.code, format!("`{}.{}` is a time in no zone", entity.name, field.name))
                .at(field.span, "which instant this is depends on the reader")
                .help("write `timestamptz`")
        });
        report.collect()
    },
};
