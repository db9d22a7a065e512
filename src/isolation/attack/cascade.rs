//! What a delete does to the rows that refer to the one deleted, and to nobody else's.

use super::may;
use crate::isolation::cell::{Attempt, Cell, Denial, Expected, Family, Probe};
use crate::isolation::ground::{FIRST, FOREIGN_KEY_VIOLATION, Ground, OURS};
use crate::isolation::verbs::Trial;
use crate::model::{Entity, EntityId, FieldId, OnDelete, Relation, Role, Tenancy, Verb};
use crate::sql::name::column;

/// For each relation between rows of one tenant, the delete of the row pointed at. Who leaves a tenant is the
/// administrator's to say; all else is the application's.
pub fn cells(ground: &Ground<'_>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (child, entity, _) in ground.owned() {
        for relation in &entity.relations {
            let is_key = relation.fields.iter().any(|field| entity.primary_key.fields.contains(field));
            if let Some(parent) = parent(ground, relation).filter(|_| !is_key) {
                cells.extend(Cascade { ground, child, entity, relation, parent }.cell());
            }
        }
    }
    cells
}

/// The table whose rows are deleted: the relation's own target, or the membership behind a user.
fn parent(ground: &Ground<'_>, relation: &Relation) -> Option<EntityId> {
    match ground.model.entity(relation.to).tenancy {
        Tenancy::Owned { .. } | Tenancy::Members { .. } => Some(relation.to),
        Tenancy::Users => ground.members().map(|(members, ..)| members),
        Tenancy::Root | Tenancy::Shared { .. } => None,
    }
    .filter(|&parent| !ground.model.entity(parent).external)
}

struct Cascade<'a> {
    ground: &'a Ground<'a>,
    child: EntityId,
    entity: &'a Entity,
    relation: &'a Relation,
    parent: EntityId,
}

impl Cascade<'_> {
    /// A row that nothing refers to yet is added, the child is made to refer to it, and it is deleted.
    fn cell(&self) -> Option<Cell> {
        let ground = self.ground;
        let parent = ground.model.entity(self.parent);
        let role = if parent.allows(Role::App, Verb::Delete) { Role::App } else { Role::Admin };
        let trial = Trial { ground, id: self.parent, entity: parent, role };
        if role == Role::App && !may(&trial, &[Verb::Select, Verb::Delete]) {
            return None;
        }
        let spare = ground.sample.spare(self.parent, OURS)?;
        let row = ground.is_row(self.parent, OURS, spare.number);
        let statement = format!("DELETE FROM {} WHERE {row} RETURNING 'gone'", ground.table(self.parent));
        let before = vec![ground.sample.insert(&spare, |_| true, &[]), self.refer(spare.number)?];
        let cell =
            trial.cell(Family::Cascade, format!("delete behind {}.{} of", self.entity.name, self.relation.name), "own");
        Some(Cell {
            before,
            attempt: Attempt::Query(statement),
            expected: self.expected(),
            probe: self.probe(),
            ..cell
        })
    }

    /// Makes the first child refer to the parent of that number.
    fn refer(&self, number: usize) -> Option<String> {
        let (ground, table) = (self.ground, self.ground.table(self.child));
        let set: Option<Vec<_>> = self
            .pairs(number)
            .map(|pair| {
                let (field, value) = pair?;
                Some(format!("{} = {value}", column(self.entity, field)))
            })
            .collect();
        Some(format!("UPDATE {table} SET {} WHERE {}", set?.join(", "), ground.is_row(self.child, OURS, FIRST)))
    }

    /// The relation's columns with what they hold when they point at the parent of that number.
    fn pairs(&self, number: usize) -> impl Iterator<Item = Option<(FieldId, String)>> {
        let to_parent = self.relation.reference.keys().find(|key| key.to == self.parent);
        let pairs = to_parent.into_iter().flat_map(|key| key.fields.iter().zip(&key.to_fields));
        let own = pairs.filter(|(field, _)| self.relation.fields.contains(field));
        own.map(move |(&field, &to)| Some((field, self.ground.value(self.parent, OURS, number, to)?)))
    }

    fn expected(&self) -> Expected {
        match self.relation.on_delete() {
            OnDelete::SetNull | OnDelete::Cascade => Expected::Rows("SELECT 'gone'".to_owned()),
            OnDelete::Restrict | OnDelete::NoAction => Expected::Refused(Denial::code(FOREIGN_KEY_VIOLATION)),
        }
    }

    fn probe(&self) -> Option<Probe> {
        let ground = self.ground;
        let (table, row) = (ground.table(self.child), ground.is_row(self.child, OURS, FIRST));
        let empty = self.relation.fields.iter().map(|&field| format!("{} IS NULL", column(self.entity, field)));
        let empty = empty.collect::<Vec<_>>().join(" AND ");
        let own = ground.belongs(self.child, OURS);
        match self.relation.on_delete() {
            OnDelete::SetNull => Some(Probe {
                claim: "the row that referred to it stays with its tenant and refers to nothing".to_owned(),
                query: format!("SELECT count(*) = 1 FROM {table} WHERE {row} AND {own} AND {empty}"),
            }),
            OnDelete::Cascade => Some(Probe {
                claim: "the row that referred to it is gone".to_owned(),
                query: format!("SELECT count(*) = 0 FROM {table} WHERE {row}"),
            }),
            OnDelete::Restrict | OnDelete::NoAction => None,
        }
    }
}
