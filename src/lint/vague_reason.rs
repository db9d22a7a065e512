//! A shared entity whose reason gives none.

use super::Lint;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Entity, Model, Tenancy};

/// The rule.
pub static LINT: Lint = Lint {
    name: "vague_reason",
    code: Code {
        id: "L0011",
        title: "shared entity without a real reason",
        explanation: "\
Every tenant sees every row of a shared entity. The reason is there for whoever reviews that: `shared: \"countries
are the same for everybody\"`. One word, or a few letters, is none.
",
    },
    check: |model: &Model| model.entities().filter_map(|(_, entity)| check(entity)).collect(),
};

/// A reason shorter than this, in characters, says nothing.
const SHORTEST: usize = 10;

fn check(entity: &Entity) -> Option<Diagnostic> {
    let Tenancy::Shared { reason } = &entity.tenancy else { return None };
    let is_vague = reason.trim().chars().count() < SHORTEST || reason.split_whitespace().count() < 2;
    is_vague.then(|| {
        let message = format!("the reason why `{}` is shared says nothing: `{reason}`", entity.name);
        Diagnostic::warning(&LINT.code, message)
            .about(entity.name.as_str())
            .at(entity.span, "every tenant sees these rows")
            .help("write why each row may be seen by every tenant")
    })
}
