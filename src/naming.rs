//! What each thing is called in each target. Nothing else decides a name.
//!
//! PostgreSQL keeps the model's names. The other targets' names are made here from them.

pub mod prisma;
pub mod rust;
mod scope;

use heck::{ToLowerCamelCase, ToUpperCamelCase};

use crate::model::{Entity, Enumeration, NameStyle};

/// The Prisma model of an entity: `leads`, or `Lead` in the idiomatic style.
#[must_use]
pub fn prisma_model(entity: &Entity, style: NameStyle) -> String {
    match style {
        NameStyle::Seed => entity.name.to_string(),
        NameStyle::Idiomatic => entity.singular.to_upper_camel_case(),
    }
}

/// The Prisma enum of an enum: its name, in camel case in the idiomatic style.
#[must_use]
pub fn prisma_enum(enumeration: &Enumeration, style: NameStyle) -> String {
    match style {
        NameStyle::Seed => enumeration.name.to_string(),
        NameStyle::Idiomatic => enumeration.name.as_str().to_upper_camel_case(),
    }
}

/// A Prisma field: `organization_id`, or `organizationId` in the idiomatic style.
#[must_use]
pub fn prisma_field(name: &str, style: NameStyle) -> String {
    match style {
        NameStyle::Seed => name.to_owned(),
        NameStyle::Idiomatic => name.to_lower_camel_case(),
    }
}

/// The singular of an English plural, well enough for table names; `singular:` in the schema overrides it.
#[must_use]
pub fn singular(plural: &str) -> String {
    const RULES: [(&str, &str); 7] =
        [("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("ss", "ss"), ("us", "us")];
    let rule = RULES.iter().find_map(|(end, put)| plural.strip_suffix(end).map(|stem| format!("{stem}{put}")));
    rule.or_else(|| plural.strip_suffix('s').map(str::to_owned))
        .filter(|singular| !singular.is_empty())
        .unwrap_or_else(|| plural.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_become_singular() {
        for (plural, one) in [
            ("leads", "lead"),
            ("activities", "activity"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("status", "status"),
            ("staff", "staff"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }
}
