//! A derived name that had to be shortened.

use super::{Lint, of_member};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Entity, Model, Name};
use crate::source::Span;

/// The rule.
pub static LINT: Lint = Lint {
    name: "shortened_name",
    code: Code {
        id: "L0013",
        title: "derived name shortened with a hash",
        explanation: "\
PostgreSQL keeps 63 bytes of a name. The name crmgen derives here is longer, so it was cut and a hash put in its
place; error messages and plans will show the hash. Give the constraint or index a `name:` of its own, or shorten
the names it derives from.
",
    },
    check: |model: &Model| model.managed().flat_map(|(_, entity)| check(entity)).collect(),
};

fn check(entity: &Entity) -> Vec<Diagnostic> {
    let shortened = names(entity).into_iter().filter(|(name, _)| Name::is_shortened(name));
    shortened
        .map(|(name, span)| {
            of_member(&LINT, entity, name, format!("the derived name `{name}` was shortened with a hash"))
                .at(span, "makes a name longer than 63 bytes")
                .help("give it a `name:`, or shorten the names it derives from")
        })
        .collect()
}

/// Every name of a constraint, index or policy, with what it derives from.
fn names(entity: &Entity) -> Vec<(&Name, Span)> {
    let mut names = vec![(&entity.primary_key.name, entity.span)];
    names.extend(entity.uniques.iter().map(|unique| (&unique.name, unique.span)));
    names.extend(entity.indexes.iter().map(|index| (&index.name, index.span)));
    names.extend(entity.checks.iter().map(|check| (&check.name, check.span)));
    for relation in &entity.relations {
        names.extend(relation.reference.keys().map(|key| (&key.name, relation.span)));
    }
    names.extend(entity.policies.iter().map(|policy| (&policy.name, entity.span)));
    names
}
