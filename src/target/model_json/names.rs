//! What things are called in the targets that the project has.

use serde::Serialize;

use crate::model::{EntityId, EnumId, FieldId, Model, RelationId};
use crate::naming::prisma::PrismaNames;
use crate::naming::rust::RustNames;

/// The names that the project's targets give, worked out here.
pub(super) struct Given {
    prisma: Option<PrismaNames>,
    rust: Option<RustNames>,
}

/// The names that the project's targets give.
pub(super) struct Names<'n> {
    pub(super) prisma: Option<&'n PrismaNames>,
    pub(super) rust: Option<&'n RustNames>,
}

/// One thing's name in each target.
#[derive(Serialize)]
pub(super) struct View<'n> {
    #[serde(skip_serializing_if = "Option::is_none")]
    prisma: Option<&'n str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rust: Option<&'n str>,
}

/// The two ends of a relation in Prisma.
#[derive(Serialize)]
pub(super) struct Ends<'n> {
    /// The field of the entity itself.
    field: &'n str,
    /// The field of the entity pointed at.
    inverse: &'n str,
    /// The relation's own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<&'n str>,
}

impl Given {
    /// For a model by itself.
    pub(super) fn of(model: &Model) -> Self {
        let targets = &model.project.targets;
        Self {
            prisma: targets.prisma.map(|target| PrismaNames::of(model, target.names)),
            rust: targets.rust.as_ref().map(|_| RustNames::of(model)),
        }
    }

    pub(super) fn names(&self) -> Names<'_> {
        Names { prisma: self.prisma.as_ref(), rust: self.rust.as_ref() }
    }
}

impl<'n> Names<'n> {
    pub(super) fn entity(&self, id: EntityId) -> View<'n> {
        View {
            prisma: self.prisma.map(|names| names.model(id).name.as_str()),
            rust: self.rust.map(|names| names.entity(id).row.as_str()),
        }
    }

    pub(super) fn field(&self, entity: EntityId, id: FieldId) -> View<'n> {
        View {
            prisma: self.prisma.map(|names| names.model(entity).field(id)),
            rust: self.rust.map(|names| names.entity(entity).field(id)),
        }
    }

    pub(super) fn enumeration(&self, id: EnumId) -> View<'n> {
        View {
            prisma: self.prisma.map(|names| names.enumeration(id).name.as_str()),
            rust: self.rust.map(|names| names.enumeration(id).name.as_str()),
        }
    }

    /// The name of an enum's value, by its place.
    pub(super) fn value(&self, id: EnumId, at: usize) -> View<'n> {
        View {
            prisma: self.prisma.map(|names| names.enumeration(id).values[at].as_str()),
            rust: self.rust.map(|names| names.enumeration(id).variants[at].as_str()),
        }
    }

    pub(super) fn relation(&self, entity: EntityId, id: RelationId) -> Option<Ends<'n>> {
        let ends = &self.prisma?.model(entity).relation(id).shown;
        Some(Ends { field: &ends.field, inverse: &ends.inverse, relation: ends.relation.as_deref() })
    }
}

impl View<'_> {
    /// Whether no target gives a name.
    pub(super) fn is_empty(&self) -> bool {
        self.prisma.is_none() && self.rust.is_none()
    }
}
