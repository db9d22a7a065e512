//! `docs/from-the-seed.md` lists where the schema differs from the original session document, and why.
//!
//! The document's facts stand in `seed.yaml`, the reasons in `reasons.yaml`. The tables of the page are made from the
//! facts and the model, so a difference without a reason, a reason without a difference and a stale page all fail.
//! `UPDATE_GOLDEN=1` writes the page's tables anew.

mod additions;
mod columns;
mod facts;
mod indexes;
mod page;
mod relations;
mod rules;
#[path = "../support/mod.rs"]
mod support;
mod text;

use crmgen::model::{Entity, Model};

use facts::{Seed, Table};
use page::Row;

#[test]
fn the_page_lists_exactly_the_differences() {
    let seed = facts::read();
    let model = support::load(&support::crm()).unwrap_or_else(|faults| panic!("{faults}"));
    let sections = [
        ("columns", each_table(&seed, &model, columns::compare)),
        ("order", each_table(&seed, &model, columns::order)),
        ("relations", each_table(&seed, &model, relations::compare)),
        ("indexes", each_table(&seed, &model, indexes::compare)),
        ("rules", each_table(&seed, &model, |name, _, entity, model| rules::compare(&seed, name, entity, model))),
        ("additions", additions::compare(&seed, &model)),
    ];
    let page = page::fill(&sections);
    support::golden_file(&page::path(), &page).unwrap_or_else(|difference| panic!("{difference}"));
}

#[test]
fn nothing_of_the_seed_is_missing() {
    let seed = facts::read();
    let model = support::load(&support::crm()).unwrap_or_else(|faults| panic!("{faults}"));
    additions::enums_are_kept(&seed, &model);
    for (name, table) in &seed.tables.0 {
        let entity = entity(&model, name);
        columns::are_kept(name, table, entity);
        relations::are_kept(name, table, &model);
        indexes::are_kept(name, table, entity);
    }
    relations::users_are_kept(&seed, &model);
}

fn each_table(seed: &Seed, model: &Model, compare: impl Fn(&str, &Table, &Entity, &Model) -> Vec<Row>) -> Vec<Row> {
    seed.tables.0.iter().flat_map(|(name, table)| compare(name, table, entity(model, name), model)).collect()
}

fn entity<'m>(model: &'m Model, name: &str) -> &'m Entity {
    model.find(name).unwrap_or_else(|| panic!("the seed's table {name} is gone")).1
}
