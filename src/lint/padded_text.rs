//! Text padded with blanks.

use super::{Lint, fields, of_member};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Entity, Field, Model, Scalar};

/// The rule.
pub static LINT: Lint = Lint {
    name: "padded_text",
    code: Code {
        id: "L0005",
        title: "text padded with blanks",
        explanation: "\
`char(n)` pads what is shorter with blanks, which then count in some comparisons and not in others, and saves
neither time nor room. Write `text` or `varchar(n)`; where the length is fixed, say so in a check: `length(code) =
2`.
",
    },
    check: |model: &Model| fields(model).filter_map(|(entity, field)| check(entity, field)).collect(),
};

fn check(entity: &Entity, field: &Field) -> Option<Diagnostic> {
    let Scalar::Char(length) = field.ty.scalar else { return None };
    let message = format!("`{}.{}` is padded with blanks to {length} characters", entity.name, field.name);
    Some(of_member(&LINT, entity, &field.name, message).at(field.span, "").help(format!(
        "write `varchar({length})`, with the check `length({0}) = {length}` if it is never shorter",
        field.name
    )))
}
