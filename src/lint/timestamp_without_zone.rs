//! A point in time whose zone nobody knows.

use super::{Lint, at_field, fields};
use crate::diagnostic::Code;
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
        found
            .map(|at| {
                at_field(
                    &LINT,
                    at,
                    "is a time in no zone",
                    "which instant this is depends on the reader",
                    "write `timestamptz`",
                )
            })
            .collect()
    },
};
