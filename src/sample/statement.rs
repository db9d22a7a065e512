//! Rows as statements.

use crate::model::{Entity, EntityId, FieldId, Identity, Supply};
use crate::sql::name::column;
use crate::sql::table;

use super::{Group, Row, Sample, Value};

/// One row's INSERT: of its columns those that pass, with `overrides` as SQL in place of values.
pub fn insert(
    sample: &Sample<'_>,
    row: &Row,
    columns: impl Fn(FieldId) -> bool,
    overrides: &[(FieldId, String)],
) -> String {
    let kept: Vec<_> = row.values.iter().filter(|(field, _)| columns(*field)).collect();
    let fields: Vec<_> = kept.iter().map(|(field, _)| *field).collect();
    let text = |(field, value): &&(FieldId, Value)| {
        let written = overrides.iter().find(|(overridden, _)| overridden == field);
        written.map_or_else(|| sample.text(value), |(_, sql)| sql.clone())
    };
    let values: Vec<_> = kept.iter().map(text).collect();
    if fields.is_empty() {
        return format!("INSERT INTO {} DEFAULT VALUES", table(sample.model, sample.model.entity(row.entity)));
    }
    format!("{}\nVALUES ({})", head(sample, row.entity, &fields), values.join(", "))
}

/// Every row of a group in one statement: the circle that entities make is whole when PostgreSQL looks at it.
pub fn group(sample: &Sample<'_>, group: &Group) -> String {
    let parts: Vec<_> = group.rows.chunk_by(|a, b| a.entity == b.entity).map(|rows| entity(sample, rows)).collect();
    match &parts[..] {
        [only] => only.clone(),
        several => {
            let with = |(at, part): (usize, &String)| format!("part{at} AS (\n{part}\n)");
            let parts: Vec<_> = several.iter().enumerate().map(with).collect();
            format!("WITH {}\nSELECT", parts.join(", "))
        }
    }
}

/// The rows of one entity.
fn entity(sample: &Sample<'_>, rows: &[Row]) -> String {
    let Some(first) = rows.first() else { return "SELECT".to_owned() };
    let fields: Vec<_> = first.values.iter().map(|(field, _)| *field).collect();
    let line = |row: &Row| {
        let values: Vec<_> = row.values.iter().map(|(_, value)| sample.text(value)).collect();
        format!("({})", values.join(", "))
    };
    let lines: Vec<_> = rows.iter().map(line).collect();
    format!("{}\nVALUES\n    {}", head(sample, first.entity, &fields), lines.join(",\n    "))
}

/// `INSERT INTO t (a, b)`, with leave to fill what a sequence would.
fn head(sample: &Sample<'_>, entity: EntityId, fields: &[FieldId]) -> String {
    let entity = sample.model.entity(entity);
    let columns: Vec<_> = fields.iter().map(|&field| column(entity, field)).collect();
    let always = fields.iter().any(|&field| is_always(entity, field));
    let overriding = if always { " OVERRIDING SYSTEM VALUE" } else { "" };
    format!("INSERT INTO {} ({}){overriding}", table(sample.model, entity), columns.join(", "))
}

fn is_always(entity: &Entity, field: FieldId) -> bool {
    entity.field(field).supply == Supply::Identity(Identity::Always)
}
