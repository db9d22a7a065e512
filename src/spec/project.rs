//! The project file as written.

use crate::diagnostic::Diagnostics;
use crate::model::{Bind, IdStyle, NameStyle, WhenUnset};
use crate::source::{Span, Spanned};

use super::Text;
use super::accept::{self, AcceptSpec};
use super::reader::{self, Fields};
use super::yaml::{Kind, Node};

/// The project file.
#[derive(Debug)]
pub struct ProjectSpec {
    /// Where its map stands.
    pub span: Span,
    /// `crmgen`: the version of the language.
    pub version: Option<Text>,
    /// `name`.
    pub name: Option<Text>,
    /// `postgres`.
    pub postgres: PostgresSpec,
    /// `tenancy`.
    pub tenancy: Option<TenancyRulesSpec>,
    /// `roles`: names by role.
    pub roles: Vec<(Text, RoleSpec)>,
    /// `targets`.
    pub targets: Option<TargetsSpec>,
    /// `templates`: the folder of overrides.
    pub templates: Option<Text>,
    /// `dropped`: entities and enums that are gone on purpose.
    pub dropped: Vec<Text>,
    /// `accept`.
    pub accept: Vec<AcceptSpec>,
}

/// A name, and the one before a declared rename: a word, or a map with `name` and `was`.
#[derive(Debug)]
pub struct NamedSpec {
    /// The name.
    pub name: Text,
    /// `was`.
    pub was: Option<Text>,
}

/// `postgres`.
#[derive(Debug, Default)]
pub struct PostgresSpec {
    /// `versions`: `15-18`, or one.
    pub versions: Option<Text>,
    /// `schema`.
    pub schema: Option<Text>,
    /// `extensions`.
    pub extensions: Vec<Text>,
    /// `functions`: those that expressions may call besides PostgreSQL's own.
    pub functions: Vec<Text>,
}

/// `tenancy` of the project.
#[derive(Debug)]
pub struct TenancyRulesSpec {
    /// Where its map stands.
    pub span: Span,
    /// `tenant`.
    pub tenant: Option<Text>,
    /// `column`.
    pub column: Option<NamedSpec>,
    /// `relation`: the name of every relation to the tenant.
    pub relation: Option<Text>,
    /// `members`.
    pub members: Option<Text>,
    /// `users`.
    pub users: Option<Text>,
    /// `context`.
    pub context: ContextSpec,
}

/// `tenancy: context`.
#[derive(Debug, Default)]
pub struct ContextSpec {
    /// `setting`.
    pub setting: Option<NamedSpec>,
    /// `flavor`; `supabase` is the only one.
    pub flavor: Option<Spanned<()>>,
    /// `bind`.
    pub bind: Option<Spanned<Bind>>,
    /// `when_unset`.
    pub when_unset: Option<Spanned<WhenUnset>>,
}

/// A role's name: a word, or a map with `name`, `external` and `was`.
#[derive(Debug)]
pub struct RoleSpec {
    /// The name.
    pub name: Text,
    /// Whether the role exists elsewhere.
    pub external: bool,
    /// `was`.
    pub was: Option<Text>,
}

/// `targets`.
#[derive(Debug, Default)]
pub struct TargetsSpec {
    /// Whether `postgres` is there.
    pub postgres: bool,
    /// Whether its `tests` are wanted.
    pub tests: bool,
    /// `prisma`, with its `names`.
    pub prisma: Option<NameStyle>,
    /// `rust`.
    pub rust: Option<RustSpec>,
}

/// `targets: rust`.
#[derive(Debug)]
pub struct RustSpec {
    /// `crate`.
    pub crate_name: Option<Text>,
    /// `ids`.
    pub ids: IdStyle,
}

/// Reads the project file.
pub fn read(node: Node, faults: &mut Diagnostics) -> Option<ProjectSpec> {
    let mut fields = Fields::of(node, "the project file", faults)?;
    let project = ProjectSpec {
        span: fields.span,
        version: fields.required_text("crmgen", faults),
        name: fields.required_text("name", faults),
        postgres: fields.take("postgres").and_then(|node| read_postgres(node, faults)).unwrap_or_default(),
        tenancy: fields.take("tenancy").and_then(|node| read_tenancy(node, faults)),
        roles: fields.take("roles").map(|node| read_roles(node, faults)).unwrap_or_default(),
        targets: fields.take("targets").and_then(|node| read_targets(node, faults)),
        templates: fields.text("templates", faults),
        dropped: fields.texts("dropped", faults),
        accept: fields.take("accept").map(|node| accept::read_all(node, faults)).unwrap_or_default(),
    };
    fields.finish(faults);
    Some(project)
}

fn read_postgres(node: Node, faults: &mut Diagnostics) -> Option<PostgresSpec> {
    let mut fields = Fields::of(node, "`postgres`", faults)?;
    let spec = PostgresSpec {
        versions: fields.text("versions", faults),
        schema: fields.text("schema", faults),
        extensions: fields.texts("extensions", faults),
        functions: fields.texts("functions", faults),
    };
    fields.finish(faults);
    Some(spec)
}

fn read_tenancy(node: Node, faults: &mut Diagnostics) -> Option<TenancyRulesSpec> {
    let mut fields = Fields::of(node, "`tenancy`", faults)?;
    let spec = TenancyRulesSpec {
        span: fields.span,
        tenant: fields.required_text("tenant", faults),
        column: fields.take("column").and_then(|node| read_named(node, "the tenant key", faults)),
        relation: fields.text("relation", faults),
        members: fields.text("members", faults),
        users: fields.text("users", faults),
        context: fields.take("context").and_then(|node| read_context(node, faults)).unwrap_or_default(),
    };
    fields.finish(faults);
    Some(spec)
}

fn read_context(node: Node, faults: &mut Diagnostics) -> Option<ContextSpec> {
    let mut fields = Fields::of(node, "`context`", faults)?;
    let spec = ContextSpec {
        setting: fields.take("setting").and_then(|node| read_named(node, "the setting", faults)),
        flavor: fields.choice("flavor", &[("supabase", ())], faults),
        bind: fields.choice("bind", &[("transaction", Bind::Transaction), ("setting", Bind::Setting)], faults),
        when_unset: fields.choice("when_unset", &[("error", WhenUnset::Error), ("empty", WhenUnset::Empty)], faults),
    };
    fields.finish(faults);
    Some(spec)
}

fn read_named(node: Node, what: &'static str, faults: &mut Diagnostics) -> Option<NamedSpec> {
    if !matches!(node.kind, Kind::Map(_)) {
        return reader::text(node, faults).map(|name| NamedSpec { name, was: None });
    }
    let mut fields = Fields::of(node, what, faults)?;
    let name = fields.required_text("name", faults);
    let was = fields.text("was", faults);
    fields.finish(faults);
    name.map(|name| NamedSpec { name, was })
}

fn read_roles(node: Node, faults: &mut Diagnostics) -> Vec<(Text, RoleSpec)> {
    let entries = reader::map(node, "roles by key", faults).unwrap_or_default();
    reader::report_duplicate_keys(&entries, faults);
    entries.into_iter().filter_map(|(key, node)| Some((key, read_role(node, faults)?))).collect()
}

fn read_role(node: Node, faults: &mut Diagnostics) -> Option<RoleSpec> {
    if !matches!(node.kind, Kind::Map(_)) {
        return reader::text(node, faults).map(|name| RoleSpec { name, external: false, was: None });
    }
    let mut fields = Fields::of(node, "a role", faults)?;
    let name = fields.required_text("name", faults);
    let external = fields.flag("external", faults).is_some_and(|flag| flag.value);
    let was = fields.text("was", faults);
    fields.finish(faults);
    name.map(|name| RoleSpec { name, external, was })
}

/// Reads the targets. A key with nothing behind it (`postgres:`) wants the target as much as `postgres: {}` does.
fn read_targets(node: Node, faults: &mut Diagnostics) -> Option<TargetsSpec> {
    let entries = match &node.kind {
        Kind::Map(entries) => entries.iter().map(|(key, _)| key.value.clone()).collect(),
        Kind::Null | Kind::Scalar { .. } | Kind::List(_) => Vec::new(),
    };
    let wants = |key: &str| entries.iter().any(|entry| entry == key);
    let mut fields = Fields::of(node, "`targets`", faults)?;
    let (postgres, prisma, rust) = (fields.take("postgres"), fields.take("prisma"), fields.take("rust"));
    fields.finish(faults);
    Some(TargetsSpec {
        postgres: wants("postgres"),
        tests: read_tests(postgres, faults),
        prisma: wants("prisma").then(|| read_prisma(prisma, faults)),
        rust: wants("rust").then(|| read_rust(rust, faults)),
    })
}

fn read_tests(postgres: Option<Node>, faults: &mut Diagnostics) -> bool {
    let Some(mut fields) = postgres.and_then(|node| Fields::of(node, "the target `postgres`", faults)) else {
        return false;
    };
    let tests = fields.flag("tests", faults);
    fields.finish(faults);
    tests.is_some_and(|flag| flag.value)
}

fn read_prisma(node: Option<Node>, faults: &mut Diagnostics) -> NameStyle {
    let Some(mut fields) = node.and_then(|node| Fields::of(node, "the target `prisma`", faults)) else {
        return NameStyle::Seed;
    };
    let names = fields.choice("names", &[("seed", NameStyle::Seed), ("idiomatic", NameStyle::Idiomatic)], faults);
    fields.finish(faults);
    names.map_or(NameStyle::Seed, |names| names.value)
}

fn read_rust(node: Option<Node>, faults: &mut Diagnostics) -> RustSpec {
    let Some(mut fields) = node.and_then(|node| Fields::of(node, "the target `rust`", faults)) else {
        return RustSpec { crate_name: None, ids: IdStyle::Typed };
    };
    let crate_name = fields.text("crate", faults);
    let ids = fields.choice("ids", &[("typed", IdStyle::Typed), ("plain", IdStyle::Plain)], faults);
    fields.finish(faults);
    RustSpec { crate_name, ids: ids.map_or(IdStyle::Typed, |ids| ids.value) }
}
