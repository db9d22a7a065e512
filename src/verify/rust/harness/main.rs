//! Uses a generated crate as a service would: as the app role, on a real database, row after row.
//!
//! Reads what to send as JSON from standard input. What does not hold is printed, a line of JSON each; the last line
//! says how much was tried. Another connection, which sees everything, looks at what PostgreSQL really holds.

mod entities;
mod loose;

use std::collections::BTreeMap;
use std::io::stdin;

use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, PgPool};

pub use models::TenantTx;

/// Columns with their values.
type Fields = Map<String, Value>;

/// What is to be done, and where.
#[derive(Deserialize)]
struct Plan {
    /// The database's address, for the app role.
    app: String,
    /// Its address for somebody who sees everything.
    witness: String,
    /// The two tenants.
    ours: Value,
    theirs: Value,
    entities: BTreeMap<String, Subject>,
}

/// What is to be done with one entity.
#[derive(Deserialize)]
pub struct Subject {
    /// Its table, as SQL.
    table: String,
    /// The column that names the tenant, where each row has one.
    tenant: Option<String>,
    key: Vec<String>,
    /// Columns that the database sets on each update.
    touched: Vec<String>,
    trips: Vec<Trip>,
}

/// A row's way there and back.
#[derive(Deserialize)]
struct Trip {
    /// What it holds where nothing else is said.
    base: BTreeMap<String, Cell>,
    /// What it holds instead, by column.
    edges: BTreeMap<String, Cell>,
}

/// A value.
#[derive(Clone, Deserialize)]
struct Cell {
    value: Value,
    /// The condition, in SQL, that the row `t` holds it.
    same: String,
    inserts: bool,
    updates: bool,
}

/// An entity of the crate, as every entity is used. Where services lack a verb, nothing comes of it.
#[allow(async_fn_in_trait, reason = "nobody asks whether it can be sent")]
pub trait Entity {
    const UPDATES: bool;
    const DELETES: bool;
    type Row: Clone + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned;
    type New: DeserializeOwned;
    type Changes: DeserializeOwned;

    async fn insert(tx: &mut TenantTx, new: Self::New) -> sqlx::Result<Self::Row>;
    async fn get(tx: &mut TenantTx, row: &Self::Row) -> sqlx::Result<Option<Self::Row>>;
    async fn list(tx: &mut TenantTx) -> sqlx::Result<Vec<Self::Row>>;
    async fn update(tx: &mut TenantTx, row: &Self::Row, changes: Self::Changes) -> sqlx::Result<Option<Self::Row>>;
    async fn delete(tx: &mut TenantTx, row: &Self::Row) -> sqlx::Result<bool>;
}

/// What keeps a row from coming back as it was sent.
enum Fault {
    /// A constraint of the schema refuses the values.
    Refused(String),
    /// It should have come back.
    Wrong(String),
}

type Result<T> = std::result::Result<T, Fault>;

/// Where rows are sent, and what has come of it.
pub struct Bench {
    pool: PgPool,
    witness: PgPool,
    ours: Value,
    theirs: Value,
    carried: usize,
    refused: Vec<String>,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run());
}

async fn run() {
    let plan: Plan = serde_json::from_reader(stdin().lock()).expect("a plan");
    let pool = |url: String| async move { PgPoolOptions::new().max_connections(2).connect(&url).await };
    let mut bench = Bench {
        pool: pool(plan.app).await.expect("a connection as the app role"),
        witness: pool(plan.witness).await.expect("a connection as the witness"),
        ours: plan.ours,
        theirs: plan.theirs,
        carried: 0,
        refused: Vec::new(),
    };
    for (name, subject) in &plan.entities {
        entities::send(&mut bench, name, subject).await;
    }
    println!("{}", json!({ "carried": bench.carried, "refused": bench.refused }));
}

impl Bench {
    /// Sends every row of an entity.
    pub async fn send<E: Entity>(&mut self, name: &str, subject: &Subject) {
        for trip in &subject.trips {
            let base = trip.base.clone();
            match self.travel::<E>(subject, &base, &trip.edges).await {
                Ok(()) => self.carried += trip.edges.len().max(1),
                Err(Fault::Wrong(what)) => complain(name, &what),
                Err(Fault::Refused(what)) if trip.edges.is_empty() => complain(name, &what),
                Err(Fault::Refused(_)) => self.send_singly::<E>(name, subject, trip).await,
            }
        }
    }

    /// Sends values in a row each, as the schema refuses one of them.
    async fn send_singly<E: Entity>(&mut self, name: &str, subject: &Subject, trip: &Trip) {
        for (column, cell) in &trip.edges {
            let edge = BTreeMap::from([(column.clone(), cell.clone())]);
            match self.travel::<E>(subject, &trip.base, &edge).await {
                Ok(()) => self.carried += 1,
                Err(Fault::Wrong(what)) => complain(name, &what),
                Err(Fault::Refused(_)) => self.refused.push(format!("{name}.{column} = {}", cell.value)),
            }
        }
    }

    /// A row's whole life: inserted, read, changed and deleted, while another tenant sees nothing of it.
    async fn travel<E: Entity>(
        &self,
        subject: &Subject,
        base: &BTreeMap<String, Cell>,
        edges: &BTreeMap<String, Cell>,
    ) -> Result<()> {
        let all: BTreeMap<_, _> = base.iter().chain(edges).map(|(name, cell)| (name.clone(), cell)).collect();
        let given: BTreeMap<_, _> = all.into_iter().filter(|(_, cell)| cell.inserts).collect();
        let mut tx = self.begin(&self.ours).await?;
        let row = E::insert(&mut tx, read(&values(&given, |_| true))?).await.map_err(fault)?;
        same("inserted", &row, &expected(&row, &given, &[])?)?;
        same("read back", &E::get(&mut tx, &row).await.map_err(fault)?, &Some(row.clone()))?;
        tx.commit().await.map_err(fault)?;
        self.attest(subject, &row, &given).await?;
        if let Some(tenant) = &subject.tenant {
            self.hide::<E>(&row, tenant, &given).await?;
        }
        let changed = self.change::<E>(subject, row.clone(), &given, base, edges).await;
        self.end::<E>(&row).await.and(changed)
    }

    /// Deletes a row, so that the next may hold the same.
    async fn end<E: Entity>(&self, row: &E::Row) -> Result<()> {
        if !E::DELETES {
            return Ok(());
        }
        let mut tx = self.begin(&self.ours).await?;
        same("deleted", &E::delete(&mut tx, row).await.map_err(fault)?, &true)?;
        same("read after it was deleted", &E::get(&mut tx, row).await.map_err(fault)?, &None)?;
        tx.commit().await.map_err(fault)
    }

    /// Changes a row back to what it is without the edges, and again to them.
    async fn change<E: Entity>(
        &self,
        subject: &Subject,
        row: E::Row,
        given: &BTreeMap<String, &Cell>,
        base: &BTreeMap<String, Cell>,
        edges: &BTreeMap<String, Cell>,
    ) -> Result<()> {
        if !E::UPDATES {
            return Ok(());
        }
        let (mut row, mut given) = (row, given.clone());
        for cells in [base, edges] {
            let changed: BTreeMap<_, _> = cells.iter().filter(|(_, cell)| cell.updates).collect();
            let changed: BTreeMap<_, _> = changed.into_iter().map(|(name, cell)| (name.clone(), cell)).collect();
            let mut tx = self.begin(&self.ours).await?;
            let changes = read(&values(&changed, |_| true))?;
            let updated = E::update(&mut tx, &row, changes).await.map_err(fault)?;
            row = updated.ok_or_else(|| Fault::Wrong("a row that was to be updated is not there".to_owned()))?;
            given.extend(changed);
            same("updated", &row, &expected(&row, &given, &subject.touched)?)?;
            tx.commit().await.map_err(fault)?;
        }
        given.retain(|name, _| !subject.touched.contains(name));
        self.attest(subject, &row, &given).await
    }

    /// Whether PostgreSQL holds what was sent, as somebody sees who sees everything.
    async fn attest<R: Serialize>(&self, subject: &Subject, row: &R, given: &BTreeMap<String, &Cell>) -> Result<()> {
        let row = fields(row)?;
        let key: Fields = subject.key.iter().filter_map(|name| Some((name.clone(), row.get(name)?.clone()))).collect();
        let conditions: Vec<_> = given.values().map(|cell| cell.same.as_str()).collect();
        let table = &subject.table;
        let query = format!(
            "SELECT ARRAY[{}]::boolean[] FROM {table} AS t WHERE to_jsonb(t) @> $1::text::jsonb",
            conditions.join(", ")
        );
        let query = sqlx::query_scalar(AssertSqlSafe(query)).bind(Value::Object(key).to_string());
        let held: Vec<bool> = query.fetch_one(&self.witness).await.map_err(fault)?;
        let wrong = given.iter().zip(held).filter(|(_, held)| !held);
        let wrong: Vec<_> = wrong.map(|((name, cell), _)| format!("{name} = {}", cell.value)).collect();
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(Fault::Wrong(format!("PostgreSQL does not hold {}", wrong.join(", "))))
        }
    }

    /// Whether another tenant sees nothing of a row, changes nothing of it, and cannot give away one of its own.
    async fn hide<E: Entity>(&self, row: &E::Row, tenant: &str, given: &BTreeMap<String, &Cell>) -> Result<()> {
        let mut tx = self.begin(&self.theirs).await?;
        same("read by another tenant", &E::get(&mut tx, row).await.map_err(fault)?, &None)?;
        same("listed by another tenant", &E::list(&mut tx).await.map_err(fault)?.contains(row), &false)?;
        if E::UPDATES {
            let changes = read(&Fields::new())?;
            same("updated by another tenant", &E::update(&mut tx, row, changes).await.map_err(fault)?, &None)?;
        }
        if E::DELETES {
            same("deleted by another tenant", &E::delete(&mut tx, row).await.map_err(fault)?, &false)?;
        }
        let mut gift = values(given, |name| name != tenant);
        gift.insert(tenant.to_owned(), self.ours.clone());
        match E::insert(&mut tx, read(&gift)?).await.map_err(|error| code(&error)) {
            Err(Some(code)) if code == "42501" || code.starts_with("23") => {}
            other => return Err(Fault::Wrong(format!("a row inserted for another tenant comes to {other:?}"))),
        }
        tx.rollback().await.map_err(fault)
    }

    async fn begin(&self, tenant: &Value) -> Result<TenantTx> {
        let tenant = serde_json::from_value(tenant.clone()).map_err(wrong)?;
        TenantTx::begin(&self.pool, tenant).await.map_err(fault)
    }
}

/// What a row must be: as it is, with what was given in its place.
fn expected<R: Serialize + DeserializeOwned>(
    row: &R,
    given: &BTreeMap<String, &Cell>,
    touched: &[String],
) -> Result<R> {
    let mut all = fields(row)?;
    all.extend(values(given, |name| !touched.iter().any(|one| one == name)));
    read(&all)
}

fn values(cells: &BTreeMap<String, &Cell>, wanted: impl Fn(&str) -> bool) -> Fields {
    let wanted = cells.iter().filter(|(name, _)| wanted(name));
    wanted.map(|(name, cell)| (name.clone(), cell.value.clone())).collect()
}

fn fields(row: &impl Serialize) -> Result<Fields> {
    match serde_json::to_value(row).map_err(wrong)? {
        Value::Object(fields) => Ok(fields),
        other => Err(Fault::Wrong(format!("a row is written as {other}"))),
    }
}

fn read<T: DeserializeOwned>(fields: &Fields) -> Result<T> {
    loose::read(fields).map_err(wrong)
}

fn same<T: PartialEq + std::fmt::Debug>(when: &str, got: &T, expected: &T) -> Result<()> {
    if got == expected {
        return Ok(());
    }
    Err(Fault::Wrong(format!("{when}, it is {got:?} instead of {expected:?}")))
}

fn wrong(error: serde_json::Error) -> Fault {
    Fault::Wrong(error.to_string())
}

/// A schema may refuse values by a check, a unique key or an exclusion, and PostgreSQL what is too long for an index.
fn fault(error: sqlx::Error) -> Fault {
    match code(&error).as_deref() {
        Some("23514" | "23505" | "23P01" | "54000") => Fault::Refused(error.to_string()),
        _ => Fault::Wrong(error.to_string()),
    }
}

fn code(error: &sqlx::Error) -> Option<String> {
    Some(error.as_database_error()?.code()?.into_owned())
}

fn complain(entity: &str, what: &str) {
    println!("{}", json!({ "entity": entity, "what": what }));
}
