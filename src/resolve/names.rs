//! Every name of the schema: what is defined, where, and under which id.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::name::{MAX_BYTES, NameError};
use crate::model::{EntityId, EnumId, Name};
use crate::source::Span;
use crate::spec::{EntitySpec, EnumSpec, Spec, Text, TraitSpec};

/// Definitions by name; ids follow the order of names.
pub struct Names<'a> {
    entities: ByName<'a, EntitySpec>,
    enums: ByName<'a, EnumSpec>,
    traits: ByName<'a, TraitSpec>,
}

/// Definitions of one kind with their places in the order of names.
type ByName<'a, T> = BTreeMap<&'a str, (usize, &'a T)>;

impl<'a> Names<'a> {
    /// Collects every definition; one that stands a second time is reported and left out.
    pub fn collect(spec: &'a Spec, faults: &mut Diagnostics) -> Self {
        Self {
            entities: unique("entity", spec.entities().map(|entity| (&entity.name, entity)), faults),
            enums: unique("enum", spec.enums().map(|enumeration| (&enumeration.name, enumeration)), faults),
            traits: unique("trait", spec.traits().map(|one| (&one.name, one)), faults),
        }
    }

    /// Every entity, in order of id.
    pub fn entities(&self) -> impl Iterator<Item = &'a EntitySpec> {
        self.entities.values().map(|(_, spec)| *spec)
    }

    /// Every enum, in order of id.
    pub fn enums(&self) -> impl Iterator<Item = &'a EnumSpec> {
        self.enums.values().map(|(_, spec)| *spec)
    }

    /// The enum of that name.
    pub fn find_enum(&self, name: &str) -> Option<EnumId> {
        self.enums.get(name).map(|(at, _)| EnumId(*at))
    }

    /// Every enum's name.
    pub fn enum_names(&self) -> impl Iterator<Item = &'a str> {
        self.enums.keys().copied()
    }

    /// The entity of that name.
    pub fn find_entity(&self, name: &str) -> Option<EntityId> {
        self.entities.get(name).map(|(at, _)| EntityId(*at))
    }

    /// Every entity's name.
    pub fn entity_names(&self) -> impl Iterator<Item = &'a str> {
        self.entities.keys().copied()
    }

    /// The entity of that name, or a fault.
    pub fn entity(&self, name: &Text, faults: &mut Diagnostics) -> Option<EntityId> {
        let found = self.find_entity(&name.value);
        if found.is_none() {
            let fault = Diagnostic::error(&codes::UNKNOWN_ENTITY, format!("there is no entity `{}`", name.value));
            faults.push(fault.at(name.span, "not defined").did_you_mean(&name.value, self.entity_names()));
        }
        found
    }

    /// The trait of that name, or a fault.
    pub fn find_trait(&self, name: &Text, faults: &mut Diagnostics) -> Option<&'a TraitSpec> {
        let found = self.traits.get(name.value.as_str()).map(|(_, found)| *found);
        if found.is_none() {
            let fault = Diagnostic::error(&codes::UNKNOWN_TRAIT, format!("there is no trait `{}`", name.value));
            faults.push(fault.at(name.span, "not defined").did_you_mean(&name.value, self.traits.keys().copied()));
        }
        found
    }
}

fn unique<'a, T>(
    kind: &str,
    definitions: impl Iterator<Item = (&'a Text, &'a T)>,
    faults: &mut Diagnostics,
) -> ByName<'a, T> {
    let mut first: BTreeMap<&str, (Span, &T)> = BTreeMap::new();
    for (name, definition) in definitions {
        match first.get(name.value.as_str()) {
            Some((span, _)) => faults.push(defined_twice(kind, name, *span)),
            None => {
                first.insert(&name.value, (name.span, definition));
            }
        }
    }
    first.into_iter().enumerate().map(|(at, (name, (_, definition)))| (name, (at, definition))).collect()
}

/// A fault: a name is defined again.
pub fn defined_twice(kind: &str, again: &Text, first: Span) -> Diagnostic {
    Diagnostic::error(&codes::DEFINED_TWICE, format!("the {kind} `{}` is defined twice", again.value))
        .at(again.span, "here again")
        .at(first, "first here")
        .help("rename one of the two, or remove it")
}

/// A text as a name that PostgreSQL can hold, or a fault; `what` says what it names.
pub fn name(what: &str, text: &Text, faults: &mut Diagnostics) -> Option<Name> {
    let fault = match Name::new(&text.value) {
        Ok(name) => return Some(name),
        Err(NameError::Empty) => Diagnostic::error(&codes::BAD_NAME, format!("{what} has an empty name")),
        Err(NameError::Nul) => Diagnostic::error(&codes::BAD_NAME, format!("{what} has a NUL byte in its name")),
        Err(NameError::TooLong(bytes)) => {
            Diagnostic::error(&codes::NAME_TOO_LONG, format!("{what} has a name of {bytes} bytes"))
                .help(format!("PostgreSQL keeps {MAX_BYTES} bytes; shorten it"))
        }
    };
    faults.push(fault.at(text.span, ""));
    None
}

/// A text that may be left out, as a name.
pub fn optional(what: &str, text: Option<&Text>, faults: &mut Diagnostics) -> Option<Name> {
    text.and_then(|text| name(what, text, faults))
}
