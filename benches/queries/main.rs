//! What row security costs: the queries that a CRM asks most, on a million leads of a thousand tenants, under the
//! generated policies, under policies with the setting's bare call in them, and with row security off:
//! `cargo bench --bench queries`.
//!
//! `-- --update` writes the table into `docs/performance.md`. Run as a test, it tries a small set once. It needs
//! PostgreSQL's programs, and as a bench some gigabytes of disk.

mod list;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crmgen::derived::Derived;
use crmgen::model::{Entity, Model, Role, Tenancy};
use crmgen::sample::{Sample, Tenant, bulk};
use crmgen::server::{Refusal, Server, Session, choose, find};
use crmgen::sql::{self, ident, literal};
use crmgen::target::{self, Files};

use list::QUERIES;

/// The database.
const DATABASE: &str = "queries";

/// Rows of each entity for each tenant, in proportion to its leads.
const SHARES: [(&str, usize); 9] = [
    ("activities", 30),
    ("appointments", 10),
    ("contacts", 5),
    ("customers", 2),
    ("deals", 10),
    ("leads", 100),
    ("listings", 2),
    ("organization_members", 1),
    ("users", 1),
];

/// How large the set is.
struct Size {
    tenants: usize,
    leads: usize,
    /// How often each query runs.
    runs: usize,
}

/// Under which rules a query runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rules {
    /// The generated policies.
    Ours,
    /// One policy a table, with the setting read and cast in the condition itself.
    Bare,
    /// None; the query names the tenant.
    Off,
}

impl Rules {
    fn database(self) -> &'static str {
        match self {
            Self::Ours | Self::Off => DATABASE,
            Self::Bare => "queries_bare",
        }
    }
}

const RULES: [Rules; 3] = [Rules::Ours, Rules::Bare, Rules::Off];

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let is_bench = arguments.iter().any(|argument| argument == "--bench");
    let size = if is_bench {
        Size { tenants: 1_000, leads: 1_000, runs: 101 }
    } else {
        Size { tenants: 3, leads: 100, runs: 1 }
    };
    let table = measure(&size).unwrap_or_else(|refusal| panic!("{refusal}"));
    println!("{table}");
    if arguments.iter().any(|argument| argument == "--update") {
        update(&table);
    }
}

/// Loads the set and measures every query under every set of rules.
fn measure(size: &Size) -> Result<String, Refusal> {
    let model = crmgen::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("schema")).model.expect("the CRM is right");
    let files = target::generate(&Derived::of(&model), None).expect("the templates are right");
    let found = choose(&find(), &[], 15..=18).expect("this needs PostgreSQL's programs");
    let server = Server::throwaway(&found[0].programs).unwrap_or_else(|none| panic!("{}", none.message));
    let sample = sample(&model, size);
    let loading = load(&server, &model, &files, &sample)?;
    let bench = Bench { server: &server, model: &model, sample: &sample, size };
    server.copy(DATABASE, Rules::Bare.database())?;
    server.connect(server.superuser(), Rules::Bare.database())?.run(&bench.bare_policies())?;
    let mut text = format!("| ms | {} |\n|---|---:|---:|---:|---:|\n", headings());
    for query in 0..=QUERIES.len() {
        let name = QUERIES.get(query).map_or("insert a lead", |query| query.name);
        text.push_str(&row(name, &bench.times(query)?));
    }
    let _ = writeln!(
        text,
        "\nPostgreSQL {}; {} tenants, {} leads each; loaded in {} s.",
        server.version(),
        size.tenants,
        size.leads,
        loading.as_secs()
    );
    Ok(text)
}

fn headings() -> &'static str {
    "generated policies | bare setting | off, tenant named | generated : off"
}

fn row(name: &str, times: &[Duration]) -> String {
    let millis: Vec<_> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
    let cells: Vec<_> = millis.iter().map(|one| format!("{one:.2}")).collect();
    format!("| {name} | {} | {:.2} |\n", cells.join(" | "), millis[0] / millis[2])
}

fn sample<'m>(model: &'m Model, size: &Size) -> Sample<'m> {
    let share = |entity: &Entity| {
        let share = SHARES.iter().find(|(name, _)| entity.name == *name).map_or(1, |(_, share)| *share);
        (size.leads * share / 100).max(5)
    };
    Sample::sized(model, share).with_tenants(size.tenants)
}

/// Makes the schema and fills it. Foreign keys are not looked at: the keys are worked out.
fn load(server: &Server, model: &Model, files: &Files, sample: &Sample<'_>) -> Result<Duration, Refusal> {
    server.create(DATABASE)?;
    let mut session = server.connect(server.superuser(), DATABASE)?;
    session.run(&files["postgres/roles.sql"])?;
    for role in [Role::Migrator, Role::App] {
        server.admit(model.project.roles.name(role).as_str())?;
    }
    for file in ["schema", "policies"] {
        session.run(&files[&format!("postgres/{file}.sql")])?;
    }
    let start = Instant::now();
    session.run("SET session_replication_role = replica")?;
    session.run(&bulk::script(sample))?;
    let loading = start.elapsed();
    session.run("VACUUM ANALYZE")?;
    Ok(loading)
}

struct Bench<'b> {
    server: &'b Server,
    model: &'b Model,
    sample: &'b Sample<'b>,
    size: &'b Size,
}

impl Bench<'_> {
    /// The time of a query, the lower quartile of its runs, under each set of rules, each time in a transaction of its own for another tenant. The
    /// rules take turns, so that whatever else the machine does meets all alike.
    fn times(&self, query: usize) -> Result<Vec<Duration>, Refusal> {
        let connect = |rules: &Rules| self.server.connect(self.server.superuser(), rules.database());
        let mut sessions: Vec<_> = RULES.iter().map(connect).collect::<Result<_, _>>()?;
        let mut times = vec![Vec::new(); RULES.len()];
        for run in 0..self.size.runs {
            let tenant = Tenant(run * 37 % self.size.tenants);
            // What the first of them reads from disk, all find in memory when they are measured.
            for is_measured in [false, true] {
                for (at, rules) in RULES.into_iter().enumerate() {
                    let time = self.once(&mut sessions[at], query, rules, tenant)?;
                    times[at].extend(is_measured.then_some(time));
                }
            }
        }
        times.iter_mut().for_each(|times| times.sort_unstable());
        Ok(times.iter().map(|times| times[times.len() / 4]).collect())
    }

    fn once(&self, session: &mut Session, query: usize, rules: Rules, tenant: Tenant) -> Result<Duration, Refusal> {
        session.run(&format!("BEGIN; {}", self.context(rules, tenant)))?;
        let text = self.statement(query, rules, tenant);
        let start = Instant::now();
        session.run(&text)?;
        let time = start.elapsed();
        session.run("ROLLBACK")?;
        Ok(time)
    }

    /// Who asks, and for whom.
    fn context(&self, rules: Rules, tenant: Tenant) -> String {
        let (key, role) = (literal(&self.sample.tenant_key(tenant)), |role| ident(self.model.project.roles.name(role)));
        match rules {
            Rules::Ours => format!("SET LOCAL ROLE {}; SELECT app.set_org({key})", role(Role::App)),
            Rules::Bare => {
                format!("SET LOCAL ROLE {}; SELECT set_config('bench.tenant', {key}, true)", role(Role::App))
            }
            Rules::Off => format!("SET LOCAL ROLE {}", role(Role::Admin)),
        }
    }

    fn statement(&self, query: usize, rules: Rules, tenant: Tenant) -> String {
        let key = |name: &str, number| {
            let (id, _) = self.model.find(name).expect("the CRM has it");
            let key = self.sample.key(id, tenant, number);
            key.last().map(|(_, text)| text.trim_matches('\'').to_owned()).expect("a key has a column")
        };
        let tenant = format!("'{}'", self.sample.tenant_key(tenant));
        match QUERIES.get(query) {
            Some(query) => query.text(&key("users", 1), &key("leads", 7), (rules == Rules::Off).then_some(&tenant)),
            None => {
                format!("INSERT INTO leads (organization_id, name, email) VALUES ({tenant}, 'New', 'new@example.com')")
            }
        }
    }

    /// Policies that read and cast the setting in the condition itself, in place of the generated ones.
    fn bare_policies(&self) -> String {
        let owned = self.model.managed().filter(|(_, entity)| matches!(entity.tenancy, Tenancy::Owned { .. }));
        owned.map(|(_, entity)| self.bare_policy(entity)).collect()
    }

    fn bare_policy(&self, entity: &Entity) -> String {
        let table = sql::table(self.model, entity);
        let dropped: String =
            entity.policies.iter().map(|policy| format!("DROP POLICY {} ON {table}; ", ident(&policy.name))).collect();
        format!(
            "{dropped}CREATE POLICY isolation ON {table} \
             USING (organization_id = current_setting('bench.tenant')::uuid); \
             ALTER TABLE {table} ALTER COLUMN organization_id DROP DEFAULT; "
        )
    }
}

/// Puts the table between the marks in the documentation.
fn update(table: &str) {
    const MARKS: [&str; 2] = ["<!-- queries -->\n", "<!-- /queries -->\n"];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/performance.md");
    let text = fs::read_to_string(&path).expect("docs/performance.md can be read");
    let (before, rest) = text.split_once(MARKS[0]).expect("the first mark is there");
    let (_, after) = rest.split_once(MARKS[1]).expect("the second mark is there");
    fs::write(&path, format!("{before}{}\n{table}\n{}{after}", MARKS[0], MARKS[1])).expect("it can be written");
}
