//! The project's rules: versions, tenancy, roles, targets.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{
    Bind, Context as TenantContext, ContextSource, EntityId, Name, PostgresTarget, PrismaTarget, Project, Role,
    RoleName, Roles, RustTarget, Targets, TenancyRules, Versions, WhenUnset,
};
use crate::naming;
use crate::source::Span;
use crate::spec::project::{PostgresSpec, RoleSpec, TargetsSpec, TenancyRulesSpec};
use crate::spec::{ContextSpec, NamedSpec, ProjectSpec, Text, one_of};
use crate::sql::routine;

use super::draft::Kind;
use super::{Context, accept, enumeration, evolution, names};

/// The version of the schema language that this crmgen reads.
const LANGUAGE: &str = "1";

/// The PostgreSQL versions that crmgen writes for.
const KNOWN: Versions = Versions { oldest: 15, newest: 18 };

/// The project, and what the other steps need of its file.
pub struct Rules {
    /// The project.
    pub project: Project,
    /// The name of every relation to the tenant.
    pub relation: Name,
    /// What it was called under the tenant key's former name.
    pub relation_was: Option<Name>,
    /// What one tenant is called: `organization`.
    pub tenant: String,
    /// Where `tenancy` stands.
    pub span: Span,
    places: BTreeMap<EntityId, (Kind, Span)>,
}

impl Rules {
    /// What the project takes an entity for, and where it says so.
    pub fn kind_of(&self, entity: EntityId) -> Option<(Kind, Span)> {
        self.places.get(&entity).cloned()
    }
}

/// The rules; `None` after a fault that leaves nothing to go by.
pub fn resolve(
    context: &Context<'_>,
    spec: Option<&ProjectSpec>,
    folder: &str,
    faults: &mut Diagnostics,
) -> Option<Rules> {
    let spec = spec?;
    if let Some(version) = spec.version.as_ref().filter(|version| version.value != LANGUAGE) {
        let message = format!("version {} of the schema language is not known", version.value);
        let fault = Diagnostic::error(&codes::UNKNOWN_LANGUAGE, message).at(version.span, "unknown version");
        faults.push(fault.help(format!("this crmgen reads version {LANGUAGE}")));
    }
    let name = names::optional("this project", spec.name.as_ref(), faults).unwrap_or_else(enumeration::placeholder);
    let postgres = postgres(&spec.postgres, faults);
    let Some(tenancy) = &spec.tenancy else {
        faults.push(crate::spec::reader::missing("the project file", "tenancy", spec.span));
        return None;
    };
    let found = tenancy_rules(context, tenancy, faults)?;
    let roles = roles(&spec.roles, name.as_str(), &found.rules.context, faults);
    let targets = targets(spec, name.as_str(), faults);
    let tenant = tenant_noun(context, found.rules.tenant);
    let relation_was = found.rules.column_was.as_ref().map(relation_of).filter(|was| *was != found.relation);
    Some(Rules {
        project: Project {
            name,
            folder: folder.to_owned(),
            postgres,
            tenancy: found.rules,
            roles,
            targets,
            dropped: evolution::of_project(&context.names, spec, faults),
            accepted: accept::resolve(&spec.accept, faults),
        },
        relation: found.relation,
        relation_was,
        tenant,
        span: tenancy.span,
        places: found.places,
    })
}

fn tenant_noun(context: &Context<'_>, tenant: EntityId) -> String {
    let spec = context.names.entities().nth(tenant.0);
    let written = spec.and_then(|spec| spec.singular.as_ref()).map(|singular| singular.value.clone());
    written.unwrap_or_else(|| naming::singular(spec.map_or("tenant", |spec| spec.name.value.as_str())))
}

fn postgres(spec: &PostgresSpec, faults: &mut Diagnostics) -> PostgresTarget {
    let schema = spec.schema.as_ref().and_then(|schema| not_reserved(schema, "this database schema", faults));
    let mut extensions: Vec<_> =
        spec.extensions.iter().filter_map(|extension| names::name("this extension", extension, faults)).collect();
    extensions.sort();
    PostgresTarget {
        versions: spec.versions.as_ref().and_then(|text| versions(text, faults)).unwrap_or(KNOWN),
        schema: schema.unwrap_or_else(|| fixed("public")),
        extensions,
        functions: spec.functions.iter().map(|function| function.value.clone()).collect(),
    }
}

fn versions(text: &Text, faults: &mut Diagnostics) -> Option<Versions> {
    let (oldest, newest) = text.value.split_once('-').unwrap_or((&text.value, &text.value));
    let parsed = oldest.trim().parse().ok().zip(newest.trim().parse().ok());
    let range = parsed.filter(|&(oldest, newest)| KNOWN.oldest <= oldest && oldest <= newest && newest <= KNOWN.newest);
    if range.is_none() {
        let message = format!("`{}` is no range of PostgreSQL versions that crmgen writes for", text.value);
        let fault = Diagnostic::error(&codes::BAD_VERSIONS, message).at(text.span, "");
        faults.push(fault.help(format!("write `{}-{}` or a part of it", KNOWN.oldest, KNOWN.newest)));
    }
    range.map(|(oldest, newest)| Versions { oldest, newest })
}

/// The tenancy, and which entity it takes for what.
struct Found {
    rules: TenancyRules,
    relation: Name,
    places: BTreeMap<EntityId, (Kind, Span)>,
}

fn tenancy_rules(context: &Context<'_>, spec: &TenancyRulesSpec, faults: &mut Diagnostics) -> Option<Found> {
    let (tenant, place) = root(context, spec, faults)?;
    let mut places = BTreeMap::from([(tenant, (Kind::Root, place))]);
    let mut find = |text: &Option<Text>, kind: Kind, faults: &mut Diagnostics| {
        let text = text.as_ref()?;
        let id = context.names.entity(text, faults)?;
        if let Some((_, first)) = places.insert(id, (kind, text.span)) {
            let message = format!("`{}` cannot be two of tenant, members and users", text.value);
            let fault = Diagnostic::error(&codes::TENANCY_MISMATCH, message);
            faults.push(fault.at(text.span, "here again").at(first, "first here"));
        }
        Some(id)
    };
    let members = find(&spec.members, Kind::Members, faults);
    let users = find(&spec.users, Kind::Users, faults);
    let (column, column_was) = tenant_key(spec.column.as_ref(), faults);
    let relation = names::optional("the relation to the tenant", spec.relation.as_ref(), faults);
    let relation = relation.unwrap_or_else(|| relation_of(&column));
    let context = tenant_context(&spec.context, &column, faults);
    Some(Found { rules: TenancyRules { tenant, column, column_was, members, users, context }, relation, places })
}

/// What the relation to the tenant is called, where nothing else is said: `organization` for `organization_id`.
fn relation_of(column: &Name) -> Name {
    let stem = column.as_str().strip_suffix("_id").filter(|stem| !stem.is_empty());
    stem.map_or_else(|| Name::derived(column.as_str(), "_tenant", 0), fixed)
}

/// The name of the tenant key, and the one it had.
fn tenant_key(spec: Option<&NamedSpec>, faults: &mut Diagnostics) -> (Name, Option<Name>) {
    let column = names::optional("the tenant key", spec.map(|spec| &spec.name), faults);
    let was = spec.and_then(|spec| spec.was.as_ref());
    (column.unwrap_or_else(|| fixed("organization_id")), names::optional("the tenant key's former name", was, faults))
}

/// The entity whose rows are the tenants, and where the project names it.
fn root(context: &Context<'_>, spec: &TenancyRulesSpec, faults: &mut Diagnostics) -> Option<(EntityId, Span)> {
    let text = spec.tenant.as_ref()?;
    let found = context.names.find_entity(&text.value);
    if found.is_none() {
        let message = format!("the tenancy has no root: there is no entity `{}`", text.value);
        let fault = Diagnostic::error(&codes::NO_TENANCY_ROOT, message).at(text.span, "not defined");
        faults.push(fault.did_you_mean(&text.value, context.names.entity_names()));
    }
    found.map(|id| (id, text.span))
}

/// The context functions: their schema and names follow the setting's, so `app.current_org_id` gives
/// `app.current_org_id()`, `app.set_org()` and `app.org_context()`.
fn tenant_context(spec: &ContextSpec, column: &Name, faults: &mut Diagnostics) -> TenantContext {
    let (schema, current) =
        spec.setting.as_ref().map_or(USUAL_SETTING, |setting| parts_of_setting(&setting.name, faults));
    let was = spec.setting.as_ref().and_then(|setting| setting.was.as_ref());
    report_conflict(spec, faults);
    let (set, make) = context_functions(current);
    TenantContext {
        schema: fixed(schema),
        current: fixed(current),
        set,
        make,
        source: match spec.flavor {
            Some(_) => ContextSource::Supabase { claim: column.to_string() },
            None => ContextSource::Setting {
                name: format!("{schema}.{current}"),
                bind: spec.bind.as_ref().map_or(Bind::Transaction, |bind| bind.value),
            },
        },
        when_unset: spec.when_unset.as_ref().map_or(WhenUnset::Error, |when| when.value),
        was: was.map(|text| parts_of_setting(text, faults)).map(|(schema, current)| format!("{schema}.{current}")),
    }
}

/// What the functions are called that set the tenant and make the setting's value, by the one that returns it.
pub fn context_functions(current: &str) -> (Name, Name) {
    let subject = current.strip_prefix("current_").unwrap_or(current);
    let subject = subject.strip_suffix("_id").unwrap_or(subject);
    (Name::derived(&format!("set_{subject}"), "", 0), Name::derived(subject, "_context", 0))
}

/// The setting where none is written.
const USUAL_SETTING: (&str, &str) = ("app", "current_org_id");

/// The two parts of a setting's name.
fn parts_of_setting<'a>(text: &'a Text, faults: &mut Diagnostics) -> (&'a str, &'a str) {
    let (what, help) = match text.value.split_once('.').filter(|parts| is_setting(*parts)) {
        Some((_, current)) if routine::is_helper(current) => (
            "would name a function that crmgen makes for triggers and defaults",
            "choose another word behind the point",
        ),
        Some(parts) => return parts,
        None => (
            "is no name of a setting of your own",
            "write two lower-case words with a point between: `app.current_org_id`",
        ),
    };
    let fault = Diagnostic::error(&codes::BAD_NAME, format!("`{}` {what}", text.value));
    faults.push(fault.at(text.span, "").help(help));
    USUAL_SETTING
}

/// Whether both parts are what PostgreSQL takes for a custom setting without quotes, and fit a name.
fn is_setting((schema, current): (&str, &str)) -> bool {
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            && part.len() <= crate::model::name::MAX_BYTES
    };
    word(schema) && word(current) && !schema.starts_with("pg_") && schema != "information_schema"
}

fn report_conflict(spec: &ContextSpec, faults: &mut Diagnostics) {
    if let (Some(flavor), Some(bind)) = (&spec.flavor, &spec.bind) {
        let message = "the Supabase flavor reads the JWT's claims, which no `bind` applies to";
        faults.push(
            Diagnostic::error(&codes::CONFLICTING_KEYS, message)
                .at(bind.span, "remove this")
                .at(flavor.span, "or this"),
        );
    }
}

fn roles(written: &[(Text, RoleSpec)], project: &str, context: &TenantContext, faults: &mut Diagnostics) -> Roles {
    let keys = Role::ALL.map(Role::key);
    for (key, _) in written.iter().filter(|(key, _)| !keys.contains(&key.value.as_str())) {
        let fault = Diagnostic::error(&codes::UNKNOWN_ROLE, format!("there is no role `{}`", key.value));
        let fault = fault.at(key.span, "unknown role").did_you_mean(&key.value, keys);
        faults.push(fault.help(format!("the roles are {}", one_of(&keys).replace(" or ", " and "))));
    }
    let names = Role::ALL.map(|role| {
        let spec = written.iter().find(|(key, _)| key.value == role.key()).map(|(_, spec)| spec);
        spec.and_then(|spec| role_name(spec, faults)).unwrap_or_else(|| default_role(role, project, context))
    });
    report_shared_role(&names, written, faults);
    Roles::new(names)
}

fn role_name(spec: &RoleSpec, faults: &mut Diagnostics) -> Option<RoleName> {
    let was = names::optional("the role's former name", spec.was.as_ref(), faults);
    not_reserved(&spec.name, "this role", faults).map(|name| RoleName { name, external: spec.external, was })
}

/// `crm_app`; in the Supabase flavor services connect as Supabase's own `authenticated`, and `service_role` is the
/// one that row security does not hold back.
fn default_role(role: Role, project: &str, context: &TenantContext) -> RoleName {
    let supabase = matches!(context.source, ContextSource::Supabase { .. });
    let external = |name| RoleName { name: fixed(name), external: true, was: None };
    match role {
        Role::App if supabase => external("authenticated"),
        Role::Admin if supabase => external("service_role"),
        Role::Owner | Role::Migrator | Role::App | Role::Readonly | Role::Admin => {
            let name = Name::derived(project, &format!("_{}", role.key()), "_migrator".len());
            RoleName { name, external: false, was: None }
        }
    }
}

fn report_shared_role(names: &[RoleName; 5], written: &[(Text, RoleSpec)], faults: &mut Diagnostics) {
    for (at, one) in names.iter().enumerate() {
        let Some(other) = names[..at].iter().position(|other| other.name == one.name) else { continue };
        let message = format!("the roles `{}` and `{}` have one name", Role::ALL[other].key(), Role::ALL[at].key());
        let fault = Diagnostic::error(&codes::DEFINED_TWICE, message);
        let place = written.iter().find(|(key, _)| key.value == Role::ALL[at].key()).map(|(_, spec)| spec.name.span);
        faults.push(place.into_iter().fold(fault, |fault, span| fault.at(span, "give it a name of its own")));
    }
}

/// A name that does not start with `pg_`, which PostgreSQL keeps for itself.
fn not_reserved(text: &Text, what: &str, faults: &mut Diagnostics) -> Option<Name> {
    if text.value.starts_with("pg_") {
        let message = format!("{what} cannot be called `{}`", text.value);
        let fault = Diagnostic::error(&codes::RESERVED_BY_POSTGRES, message).at(text.span, "");
        faults.push(fault.help("names that start with `pg_` are PostgreSQL's own"));
        return None;
    }
    names::name(what, text, faults)
}

fn targets(spec: &ProjectSpec, project: &str, faults: &mut Diagnostics) -> Targets {
    let templates = spec.templates.as_ref().map(|folder| folder.value.clone());
    let all = TargetsSpec { postgres: true, tests: false, prisma: Some(crate::model::NameStyle::Seed), rust: None };
    let wanted = spec.targets.as_ref().unwrap_or(&all);
    let rust_wanted = spec.targets.is_none() || wanted.rust.is_some();
    let crate_name = wanted.rust.as_ref().and_then(|rust| rust.crate_name.as_ref());
    let ids = wanted.rust.as_ref().map_or(crate::model::IdStyle::Typed, |rust| rust.ids);
    Targets {
        postgres: wanted.postgres,
        tests: wanted.tests,
        prisma: wanted.prisma.map(|names| PrismaTarget { names }),
        rust: rust_wanted.then(|| RustTarget { crate_name: crate_name_of(crate_name, project, faults), ids }),
        templates,
    }
}

/// The crate's name as written, checked by Cargo's rules; else the project's with `-models` behind it.
fn crate_name_of(written: Option<&Text>, project: &str, faults: &mut Diagnostics) -> String {
    let Some(text) = written else {
        let stem: String = project.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        return format!("{}-models", stem.to_ascii_lowercase());
    };
    let first = text.value.starts_with(|c: char| c.is_ascii_alphabetic());
    if !first || !text.value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        let message = format!("Cargo takes no crate called `{}`", text.value);
        let fault = Diagnostic::error(&codes::BAD_CRATE_NAME, message).at(text.span, "");
        faults.push(fault.help("start with a letter; go on with letters, digits, `-` and `_`"));
    }
    text.value.clone()
}

/// A name that code knows to be one.
fn fixed(text: &str) -> Name {
    Name::new(text).expect("a short word is a name")
}
