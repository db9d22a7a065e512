//! The tables that change, and those beside them, as a graph that Mermaid draws.

use std::collections::{BTreeMap, BTreeSet};

use super::Material;
use super::row::Action;
use crate::change::Object;
use crate::sql::facts::{Facts, ObjectName};

/// Tables and the foreign keys between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagram {
    /// Each table, and what becomes of it; nothing becomes of those that only stand beside one.
    tables: BTreeMap<ObjectName, Option<Action>>,
    /// From the table that points to the one pointed at.
    references: BTreeSet<(ObjectName, ObjectName)>,
}

/// What GitHub draws at most, with room to spare: beyond 500 lines or 50,000 characters it draws nothing.
const MOST_TABLES: usize = 60;
const MOST_REFERENCES: usize = 300;

impl Diagram {
    pub(super) fn of(material: &Material<'_>) -> Self {
        let mut tables: BTreeMap<_, Option<Action>> = BTreeMap::new();
        for change in material.changes {
            let Some(table) = table(&change.object, material) else { continue };
            let action = match (change.kind.code, &change.object.part) {
                ("table.add", None) => Action::Added,
                ("table.drop", None) => Action::Removed,
                _ => Action::Changed,
            };
            let known = tables.entry(table.clone()).or_insert(Some(action));
            if action != Action::Changed {
                *known = Some(action);
            }
        }
        let mut references = references(&material.old.facts);
        references.extend(self::references(&material.new.facts));
        references.retain(|(from, to)| tables.contains_key(from) || tables.contains_key(to));
        for (from, to) in &references {
            tables.entry(from.clone()).or_default();
            tables.entry(to.clone()).or_default();
        }
        Self { tables, references }
    }

    /// In Mermaid's language; `None` where there is nothing to draw, or too much.
    #[must_use]
    pub fn mermaid(&self) -> Option<String> {
        if self.tables.is_empty() || self.tables.len() > MOST_TABLES || self.references.len() > MOST_REFERENCES {
            return None;
        }
        let ids: BTreeMap<_, _> = self.tables.keys().enumerate().map(|(at, name)| (name, format!("t{at}"))).collect();
        let node = |(name, action): (&ObjectName, &Option<Action>)| {
            let class = action.map_or("beside", Action::word);
            let what = action.map(|action| format!(" ({})", action.word())).unwrap_or_default();
            format!("    {}[\"{}{what}\"]:::{class}\n", ids[name], label(name))
        };
        let nodes: String = self.tables.iter().map(node).collect();
        let line = |(from, to): &(ObjectName, ObjectName)| format!("    {} --> {}\n", ids[from], ids[to]);
        let lines: String = self.references.iter().map(line).collect();
        Some(format!("flowchart LR\n{nodes}{lines}{CLASSES}"))
    }
}

/// Colours that can be read on a light page and on a dark one.
const CLASSES: &str = "    classDef added fill:#1a7f37,color:#fff,stroke:#1a7f37
    classDef changed fill:#9a6700,color:#fff,stroke:#9a6700
    classDef removed fill:#cf222e,color:#fff,stroke:#cf222e
    classDef beside fill:none,stroke:#8c959f
";

/// The table that an object is, or is a part of.
fn table<'a>(object: &'a Object, material: &Material<'_>) -> Option<&'a ObjectName> {
    let is_there = |facts: &Facts| facts.tables.contains_key(&object.name);
    (is_there(&material.new.facts) || is_there(&material.old.facts)).then_some(&object.name)
}

/// Which table points at which; a table that points at itself is not drawn so.
fn references(facts: &Facts) -> BTreeSet<(ObjectName, ObjectName)> {
    let of_table = |(name, table): (&ObjectName, &crate::sql::facts::Table)| {
        let targets = table.foreign_keys.iter().map(|key| key.target.clone());
        targets.filter(|target| target != name).map(|target| (name.clone(), target)).collect::<Vec<_>>()
    };
    facts.tables.iter().flat_map(of_table).collect()
}

/// A name as Mermaid takes it: each character that could mean something to it, or to the page, by its number.
fn label(name: &ObjectName) -> String {
    let object = Object::whole("table", name).to_string();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ' ' | '-');
    object.chars().map(|c| if plain(c) { c.to_string() } else { format!("#{};", u32::from(c)) }).collect()
}
