//! Where what a change concerns is written in a schema's files.

use serde::Serialize;

use crate::change::Object;
use crate::model::{Entity, Enumeration, Model};
use crate::side::Side;
use crate::source::{SourceFile, Span};
use crate::sql::facts::ObjectName;

/// A range in a file of one side. Lines and columns count from 1, columns in characters; the end is one past the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file's path, as its side shows it.
    pub file: String,
    /// The line it starts in.
    pub line: usize,
    /// The column it starts at.
    pub column: usize,
    /// The line it ends in.
    pub end_line: usize,
    /// The column it ends before.
    pub end_column: usize,
}

/// Where a change is shown, and where it can be remarked upon.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Where the object is written: on the new side, or on the old one where it is gone.
    pub written: Option<Place>,
    /// The nearest place on the new side, where remarks are put: the object, what it is a part of, or the first file.
    pub anchor: Option<Place>,
}

impl Places {
    /// Those of an object.
    #[must_use]
    pub fn of(object: &Object, old: &Side, new: &Side) -> Self {
        let (name, part) = (&object.name, object.part.as_deref());
        let exact = |side| span(side, name, part).map(|span| Place::of_span(side, span));
        let whole = |side| span(side, name, None).map(|span| Place::of_span(side, span));
        let written = exact(new).or_else(|| exact(old)).or_else(|| whole(new)).or_else(|| whole(old));
        let anchor = exact(new).or_else(|| whole(new)).or_else(|| Self::first(new));
        Self { written, anchor }
    }

    /// Those of what is written nowhere in particular.
    #[must_use]
    pub fn nowhere(new: &Side) -> Self {
        Self { written: None, anchor: Self::first(new) }
    }

    /// The start of a side's first file: of a schema, the project file.
    fn first(side: &Side) -> Option<Place> {
        side.sources.iter().next().map(|(_, file)| Place::at(file, 0, 0))
    }
}

impl Place {
    /// That of a span in a side's files.
    #[must_use]
    pub fn of_span(side: &Side, span: Span) -> Self {
        Self::at(side.sources.file(span.source), span.start, span.end)
    }

    /// Names the file by its place elsewhere, where it lies below the folder `from`: below the folder `to`, which may be
    /// the top.
    pub(super) fn relocate(&mut self, from: &str, to: &str) {
        if let Some(below) = self.file.strip_prefix(from).and_then(|rest| rest.strip_prefix('/')) {
            self.file = if to.is_empty() { below.to_owned() } else { format!("{to}/{below}") };
        }
    }

    fn at(file: &SourceFile, start: u32, end: u32) -> Self {
        let (start, end) = (file.position(start), file.position(end));
        let (line, column) = (start.line, start.column);
        Self { file: file.path().to_owned(), line, column, end_line: end.line, end_column: end.column }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

fn span(side: &Side, name: &ObjectName, part: Option<&str>) -> Option<Span> {
    let model = side.model.as_ref()?;
    if name.schema.as_deref().is_some_and(|schema| schema != model.project.postgres.schema.as_str()) {
        return None;
    }
    let entity = model.find(&name.name).map(|(_, entity)| entity);
    match (entity, part) {
        (Some(entity), Some(part)) => part_of_entity(entity, part),
        (Some(entity), None) => Some(entity.span),
        (None, part) => of_enum(find_enum(model, &name.name)?, part),
    }
}

/// A column, a relation's foreign key, a key, an index or a check. What is derived from access and tenancy (policies,
/// privileges) is written in the entity as a whole.
fn part_of_entity(entity: &Entity, part: &str) -> Option<Span> {
    let field = || entity.fields.iter().find(|field| field.name.as_str() == part).map(|field| field.span);
    let relation = || {
        let holds = |key: &crate::model::ForeignKey| key.name.as_str() == part;
        entity.relations.iter().find(|relation| relation.reference.keys().any(holds)).map(|relation| relation.span)
    };
    let index = || entity.indexes.iter().find(|index| index.name.as_str() == part).map(|index| index.span);
    let unique = || entity.uniques.iter().find(|unique| unique.name.as_str() == part).map(|unique| unique.span);
    let check = || entity.checks.iter().find(|check| check.name.as_str() == part).map(|check| check.span);
    let policy = || entity.policies.iter().find(|policy| policy.name.as_str() == part).map(|_| entity.span);
    field().or_else(relation).or_else(index).or_else(unique).or_else(check).or_else(policy)
}

fn of_enum(one: &Enumeration, part: Option<&str>) -> Option<Span> {
    match part {
        None => Some(one.span),
        Some(value) => one.values.iter().find(|known| known.name.as_str() == value).map(|known| known.span),
    }
}

fn find_enum<'a>(model: &'a Model, name: &str) -> Option<&'a Enumeration> {
    model.enums.iter().find(|one| one.name.as_str() == name)
}
