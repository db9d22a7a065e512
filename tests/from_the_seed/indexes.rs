//! Indexes and unique keys.

use crmgen::model::{Entity, IndexKey, Model};

use crate::facts::Table;
use crate::page::Row;
use crate::text;

/// An index of any kind, by its keys.
struct Found {
    keys: Vec<IndexKey>,
    shown: String,
}

/// A row for each index of the seed that has another form here, and for each index that the seed lacks.
pub fn compare(name: &str, table: &Table, entity: &Entity, _: &Model) -> Vec<Row> {
    let all = all(entity);
    let mut taken = Vec::new();
    let mut rows = Vec::new();
    for columns in &table.indexes {
        let Some(at) = serving(columns, &all, entity) else { continue };
        taken.push(at);
        let there = format!("`({})`", columns.join(", "));
        if there != all[at].shown {
            rows.push(Row::new(format!("{name} ({})", columns.join(", ")), there, all[at].shown.clone()));
        }
    }
    let added = all.iter().enumerate().filter(|(at, _)| !taken.contains(at));
    rows.extend(
        added.map(|(_, found)| Row::new(format!("{name} {}", found.shown.replace('`', "")), "", found.shown.clone())),
    );
    rows
}

/// Fails where an index of the seed has no heir.
pub fn are_kept(name: &str, table: &Table, entity: &Entity) {
    for columns in &table.indexes {
        assert!(serving(columns, &all(entity), entity).is_some(), "{name} has no index for ({})", columns.join(", "));
    }
}

/// Every index and unique key, the primary key left out.
fn all(entity: &Entity) -> Vec<Found> {
    let found = |keys: &[IndexKey], before: &str, filter: Option<&str>| {
        let filter = filter.map(|filter| format!(" where {filter}")).unwrap_or_default();
        Found { keys: keys.to_vec(), shown: format!("{before}`({}){filter}`", text::keys(entity, keys)) }
    };
    let filter = |filter: &Option<crmgen::model::Expression>| filter.as_ref().map(|filter| filter.text.clone());
    let indexes = entity.indexes.iter().map(|index| found(&index.keys, "", filter(&index.filter).as_deref()));
    let uniques = entity.uniques.iter().map(|unique| found(&unique.keys, "unique ", filter(&unique.filter).as_deref()));
    indexes.chain(uniques).collect()
}

/// The index that serves a look-up by these columns inside a tenant: the one whose first keys are these columns and the
/// tenant key, in any order; the shortest.
fn serving(columns: &[String], all: &[Found], entity: &Entity) -> Option<usize> {
    let tenant = entity.tenancy.key().map(|key| entity.field(key).name.to_string());
    let mut wanted: Vec<_> = columns.iter().cloned().chain(tenant.filter(|tenant| !columns.contains(tenant))).collect();
    wanted.sort();
    let serves = |found: &Found| {
        let first = found.keys.iter().take(wanted.len()).filter_map(IndexKey::as_field);
        let mut first: Vec<_> = first.map(|id| entity.field(id).name.to_string()).collect();
        first.sort();
        first == wanted
    };
    let serving = all.iter().enumerate().filter(|(_, found)| serves(found));
    serving.min_by_key(|(at, found)| (found.keys.len(), *at)).map(|(at, _)| at)
}
