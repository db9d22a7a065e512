//! Something that its name does not explain.

use super::{Lint, fields};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Model, Scalar};
use crate::source::Span;

/// The rule.
pub static LINT: Lint = Lint {
    name: "missing_doc",
    code: Code {
        id: "L0008",
        title: "missing doc",
        explanation: "\
Entities, enums and JSON fields need a sentence: what one row is, what the values decide, what the JSON holds. It
becomes a comment in the database, in the Prisma schema and in the Rust crate. Write `doc:`.

Other fields are left to your judgement: a name and a type often say enough.
",
    },
    check: |model: &Model| {
        let entities = model.managed().filter(|(_, entity)| is_blank(entity.doc.as_ref()));
        let entities = entities.map(|(_, entity)| report(entity.name.as_str(), entity.span, "one row is"));
        let enums = model.enums.iter().filter(|found| is_blank(found.doc.as_ref()));
        let enums = enums.map(|found| report(found.name.as_str(), found.span, "it decides"));
        let json = fields(model).filter(|(_, field)| is_json(field.ty.scalar) && is_blank(field.doc.as_ref()));
        let json =
            json.map(|(entity, field)| report(&format!("{}.{}", entity.name, field.name), field.span, "it holds"));
        entities.chain(enums).chain(json).collect()
    },
};

fn report(object: &str, span: Span, what: &str) -> Diagnostic {
    Diagnostic::warning(&LINT.code, format!("`{object}` does not say what {what}"))
        .about(object)
        .at(span, "no `doc`")
        .help("add a `doc:` of one sentence")
}

fn is_blank(doc: Option<&String>) -> bool {
    doc.is_none_or(|doc| doc.trim().is_empty())
}

fn is_json(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::Json | Scalar::Jsonb)
}
