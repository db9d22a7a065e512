//! An enum that leaves no choice.

use super::Lint;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Model;

/// The rule.
pub static LINT: Lint = Lint {
    name: "single_value_enum",
    code: Code {
        id: "L0009",
        title: "enum with one value",
        explanation: "\
A field of this enum always holds the same, so it says nothing. Add the values that are missing, or remove the enum
and its fields until there is a second one; adding a value later is cheap.
",
    },
    check: |model: &Model| {
        let found = model.enums.iter().filter(|found| found.values.len() == 1);
        let report = found.map(|found| {
            Diagnostic::warning(&LINT.code, format!("`{}` has one value", found.name))
                .about(found.name.as_str())
                .at(found.span, "a field of it says nothing")
                .help("add the missing values, or remove the enum")
        });
        report.collect()
    },
};
