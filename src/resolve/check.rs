//! CHECK constraints: those of fields, those by name, and those that hold text to an enum's values.

use crate::diagnostic::Diagnostics;
use crate::model::{Check, CheckOrigin, EnumStorage, EnumValue, Expression, FieldId, Name, Scalar};
use crate::spec::Text;
use crate::sql;
use crate::sql::expression::canonical;

use super::Scene;
use super::draft::Draft;
use super::expression::Place;

/// Makes every entity's checks: field by field in table order, then the named ones.
pub fn resolve(scene: &Scene<'_, '_>, drafts: &mut [Draft<'_>], faults: &mut Diagnostics) {
    for draft in drafts {
        let mut checks = of_enums(scene, draft);
        checks.extend(of_fields(scene, draft, faults));
        checks.extend(by_name(scene, draft, faults));
        draft.checks = checks;
    }
}

fn of_enums(scene: &Scene<'_, '_>, draft: &Draft<'_>) -> Vec<Check> {
    let check = |(at, field): (usize, &crate::model::Field)| {
        let Scalar::Enum(id) = field.ty.scalar else { return None };
        let enumeration = &scene.enums[id.0];
        let held = enumeration.storage == EnumStorage::Text && !enumeration.values.is_empty();
        held.then(|| Check {
            name: Name::derived(&draft.stem(&[FieldId(at)]), "_enum_check", 0),
            expression: one_of(FieldId(at), field, &enumeration.values),
            origin: CheckOrigin::EnumValues(FieldId(at)),
            was: None,
            span: field.span,
        })
    };
    draft.fields.iter().enumerate().filter_map(check).collect()
}

/// `status IN ('A', 'B')`; for an array, that it holds nothing else.
fn one_of(id: FieldId, field: &crate::model::Field, values: &[EnumValue]) -> Expression {
    let values: Vec<_> = values.iter().map(|value| sql::literal(value.name.as_str())).collect();
    let (column, values) = (sql::ident(&field.name), values.join(", "));
    let text =
        if field.ty.array { format!("{column} <@ ARRAY[{values}]::text[]") } else { format!("{column} IN ({values})") };
    Expression { text: canonical(&text), fields: vec![id] }
}

fn of_fields(scene: &Scene<'_, '_>, draft: &Draft<'_>, faults: &mut Diagnostics) -> Vec<Check> {
    let written = draft.spec.id.iter().chain(draft.members.fields());
    let check = |field: &crate::spec::FieldSpec| {
        let (text, id) = (field.check.as_ref()?, draft.field(&field.name.value)?);
        let prefix = if is_shorthand(text) { format!("{} ", sql::ident(&field.name.value)) } else { String::new() };
        let expression = scene.scope(draft).resolve_prefixed(&prefix, text, Place::Check, faults)?;
        let name = Name::derived(&draft.stem(&[id]), "_check", 0);
        Some(Check { name, expression, origin: CheckOrigin::Declared, was: None, span: text.span })
    };
    written.filter_map(check).collect()
}

/// Whether a field's check starts with an operator, so that the field's name belongs in front: `>= 0`, `between 0 and 100`.
fn is_shorthand(text: &Text) -> bool {
    const WORDS: [&str; 7] = ["between", "in", "is", "like", "ilike", "similar", "not"];
    let text = text.value.trim_start();
    let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    text.starts_with(['<', '>', '=', '!', '~', '@', '&']) || WORDS.contains(&word.as_str())
}

fn by_name(scene: &Scene<'_, '_>, draft: &Draft<'_>, faults: &mut Diagnostics) -> Vec<Check> {
    let check = |check: &crate::spec::CheckSpec| {
        let expression = scene.scope(draft).resolve(&check.expression, Place::Check, faults)?;
        let derived = |text: &Text| Name::derived(&format!("{}_{}", draft.name, text.value), "_check", 0);
        let (name, was) = (derived(&check.name), check.was.as_ref().map(derived));
        Some(Check { name, expression, origin: CheckOrigin::Declared, was, span: check.name.span })
    };
    draft.members.checks().filter_map(check).collect()
}
