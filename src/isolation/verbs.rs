//! The matrix in a good context: each role with each verb on each table, on its own rows and on another tenant's.

use super::cell::{Attempt, Cell, Denial, Expected, Family};
use super::ground::{FIRST, Ground, INSUFFICIENT_PRIVILEGE, OURS, THEIRS, filters};
use crate::model::{Entity, EntityId, Field, FieldId, Role, Tenancy, Verb};
use crate::sample::Tenant;
use crate::sql::ident;
use crate::sql::name::column;

/// The roles that services connect as.
pub const SERVICES: [Role; 2] = [Role::App, Role::Readonly];

/// The cells of the matrix.
pub fn cells(ground: &Ground<'_>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (id, entity) in ground.model.managed() {
        for role in SERVICES {
            let trial = Trial { ground, id, entity, role };
            cells.extend(Verb::ALL.into_iter().flat_map(|verb| trial.verb(verb)));
            cells.extend(trial.fixed());
        }
        cells.extend(above(ground, id, entity));
    }
    cells
}

/// A role at a table.
#[derive(Clone, Copy)]
pub struct Trial<'a> {
    pub ground: &'a Ground<'a>,
    pub id: EntityId,
    pub entity: &'a Entity,
    pub role: Role,
}

impl<'a> Trial<'a> {
    /// What a service is let do.
    pub fn allows(&self, verb: Verb) -> bool {
        self.entity.allows(self.role, verb) && (verb != Verb::Update || self.entity.updatable().next().is_some())
    }

    /// Whether access rules leave some of the tenant's own rows out for a verb.
    pub fn is_filtered(&self, verb: Verb) -> bool {
        !filters(self.entity.access(self.role), &[Verb::Select, verb]).is_empty()
    }

    /// A cell at this table in a good context.
    pub fn cell(&self, family: Family, what: impl Into<String>, whose: &'static str) -> Cell {
        Cell {
            family,
            who: self.role,
            table: self.entity.name.to_string(),
            what: what.into(),
            whose,
            context: "set",
            before: Vec::new(),
            enter: self.ground.enter(OURS),
            attempt: Attempt::Command(String::new()),
            expected: Expected::Harmless,
            probe: None,
        }
    }

    /// The rows that a verb reaches among those that meet a condition, as a query for one who sees everything.
    pub fn reached(&self, verb: Verb, condition: &str) -> String {
        let reads = self.allows(Verb::Select).then_some(Verb::Select);
        let verbs: Vec<_> = reads.into_iter().chain([verb]).collect();
        let filters = filters(self.entity.access(self.role), &verbs);
        format!("SELECT {} FROM {} WHERE {condition}{filters}", self.ground.key(self.id), self.ground.table(self.id))
    }

    /// Reading, changing or removing the rows that meet a condition. Where the role may not read, it names no column, and
    /// so means every row.
    pub fn attempt(&self, verb: Verb, condition: &str) -> Attempt {
        let (key, table) = (self.ground.key(self.id), self.ground.table(self.id));
        let blind = self.is_blind(verb);
        let rest = if blind { String::new() } else { format!(" WHERE {condition} RETURNING {key}") };
        let statement = match verb {
            Verb::Select => return Attempt::Query(format!("SELECT {key} FROM {table} WHERE {condition}")),
            Verb::Insert => return self.insert(OURS),
            Verb::Update => format!("UPDATE {table} SET {}{rest}", self.assignment(blind)),
            Verb::Delete => format!("DELETE FROM {table}{rest}"),
        };
        if blind { Attempt::Command(statement) } else { Attempt::Query(statement) }
    }

    /// Adding a tenant's spare row. For ourselves the database fills the tenant key in.
    pub fn insert(&self, tenant: Tenant) -> Attempt {
        let key = self.entity.tenancy.key();
        let given = |field| self.entity.is_insertable(field) && (tenant == THEIRS || Some(field) != key);
        self.returning(self.ground.sample.insert(&self.ground.any_row(self.id, tenant), given, &[]))
    }

    /// An insert that says, where it may read, whether the row is ours.
    pub fn returning(&self, insert: String) -> Attempt {
        if self.is_blind(Verb::Insert) {
            Attempt::Command(insert)
        } else {
            Attempt::Query(format!("{insert} RETURNING ({})::text", self.ground.belongs(self.id, OURS)))
        }
    }

    /// What must come of an insert that keeps to the rules: the row, unless an access rule does not let it through.
    pub fn inserted(&self) -> Expected {
        let rule = filters(self.entity.access(self.role), &[Verb::Select, Verb::Insert]);
        if rule.is_empty() {
            return Expected::Rows("SELECT 'true'".to_owned());
        }
        let query = format!("SELECT 'true' FROM ({}) AS spare WHERE true{rule}", self.ground.columns(self.id, OURS));
        Expected::RowsOr(query, Denial::code(INSUFFICIENT_PRIVILEGE))
    }

    fn is_blind(&self, verb: Verb) -> bool {
        self.allows(verb) && !self.allows(Verb::Select)
    }

    /// A change that changes nothing; without the right to read, one that writes what the first row holds.
    fn assignment(&self, blind: bool) -> String {
        let field = self.entity.updatable().next().unwrap_or(self.entity.primary_key.fields[0]);
        let name = column(self.entity, field);
        let value = if blind { self.ground.value(self.id, OURS, FIRST, field) } else { None };
        format!("{name} = {}", value.unwrap_or_else(|| name.clone()))
    }

    /// The cells of one verb: on our rows, and on theirs.
    fn verb(&self, verb: Verb) -> Vec<Cell> {
        let (own, theirs) =
            (self.cell(Family::Verb, verb.key(), "own"), self.cell(Family::Verb, verb.key(), "another tenant's"));
        let own = if self.allows(verb) { self.own(verb, own) } else { Some(self.refused(verb, OURS, own)) };
        let theirs = if !self.allows(verb) {
            Some(self.refused(verb, THEIRS, theirs))
        } else {
            (self.is_walled() && (verb == Verb::Insert || !self.is_blind(verb))).then(|| self.theirs(verb, theirs))
        };
        [own, theirs].into_iter().flatten().collect()
    }

    /// `None` where no row can be added for it.
    fn own(&self, verb: Verb, cell: Cell) -> Option<Cell> {
        let everything = self.ground.belongs(self.id, OURS);
        match verb {
            Verb::Select | Verb::Update => {
                let expected = Expected::Rows(self.reached(verb, &everything));
                Some(Cell { attempt: self.attempt(verb, "true"), expected, ..cell })
            }
            Verb::Insert => {
                self.ground.sample.spare(self.id, OURS)?;
                Some(Cell { attempt: self.insert(OURS), expected: self.inserted(), ..cell })
            }
            Verb::Delete => self.delete(cell),
        }
    }

    /// Removing a row that nothing refers to.
    fn delete(&self, cell: Cell) -> Option<Cell> {
        let spare = self.ground.sample.spare(self.id, OURS)?;
        let condition = self.ground.is_row(self.id, OURS, spare.number);
        let expected = Expected::Rows(self.reached(Verb::Delete, &condition));
        let expected = if self.is_blind(Verb::Delete) { Expected::Harmless } else { expected };
        let before = vec![self.ground.sample.insert(&spare, |_| true, &[])];
        Some(Cell { before, attempt: self.attempt(Verb::Delete, &condition), expected, ..cell })
    }

    fn theirs(&self, verb: Verb, cell: Cell) -> Cell {
        let (attempt, expected) = match verb {
            Verb::Insert => (self.insert(THEIRS), Expected::Refused(Denial::code(INSUFFICIENT_PRIVILEGE))),
            Verb::Select | Verb::Update | Verb::Delete => (self.attempt(verb, &self.their_row()), Expected::Nothing),
        };
        Cell { attempt, expected, ..cell }
    }

    fn refused(&self, verb: Verb, tenant: Tenant, cell: Cell) -> Cell {
        let attempt = match verb {
            Verb::Insert => self.insert(tenant),
            Verb::Select | Verb::Update | Verb::Delete => {
                self.attempt(verb, &self.ground.is_row(self.id, tenant, FIRST))
            }
        };
        Cell { attempt, expected: Expected::Refused(Denial::code(INSUFFICIENT_PRIVILEGE)), ..cell }
    }

    /// The columns that are nobody's to change, each written with what it holds.
    fn fixed(&self) -> Vec<Cell> {
        if !self.allows(Verb::Update) || !self.allows(Verb::Select) {
            return Vec::new();
        }
        let fields = self.entity.fields().filter(|(id, field)| !self.entity.is_updatable(*id) && !field.is_computed());
        let cell = |(_, field): (FieldId, &Field)| {
            let (name, table) = (ident(&field.name), self.ground.table(self.id));
            let attempt = Attempt::Command(format!("UPDATE {table} SET {name} = {name}"));
            let cell = self.cell(Family::Verb, format!("update {} of", field.name), "own");
            Cell { attempt, expected: Expected::Refused(Denial::code(INSUFFICIENT_PRIVILEGE)), ..cell }
        };
        fields.map(cell).collect()
    }

    /// The condition that a row is another tenant's first.
    pub fn their_row(&self) -> String {
        self.ground.is_row(self.id, THEIRS, FIRST)
    }

    /// Whether a wall stands before the rows.
    pub fn is_walled(&self) -> bool {
        match self.entity.tenancy {
            Tenancy::Owned { .. } | Tenancy::Root | Tenancy::Members { .. } | Tenancy::Users => true,
            Tenancy::Shared { .. } => false,
        }
    }
}

/// What the roles that no service connects as see: the administrator everything, the owner nothing (row security holds
/// for it too, and no policy lets it in), the migrator nothing before it acts as the owner.
fn above(ground: &Ground<'_>, id: EntityId, entity: &Entity) -> Vec<Cell> {
    let read = |role, expected| {
        let trial = Trial { ground, id, entity, role };
        let statement = format!("SELECT {} FROM {}", ground.key(id), ground.table(id));
        let cell = trial.cell(Family::Verb, "select", "every");
        Cell { context: "", enter: Vec::new(), attempt: Attempt::Query(statement), expected, ..cell }
    };
    let everything = format!("SELECT {} FROM {}", ground.key(id), ground.table(id));
    vec![
        read(Role::Admin, Expected::Rows(everything)),
        read(Role::Owner, Expected::Nothing),
        read(Role::Migrator, Expected::Refused(Denial::code(INSUFFICIENT_PRIVILEGE))),
    ]
}
