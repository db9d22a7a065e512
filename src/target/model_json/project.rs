//! The project's part.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{
    Bind, Context, ContextSource, EntityId, IdStyle, Model, NameStyle, Project, Role, RoleName, WhenUnset,
};

/// What the project file says, defaults filled.
#[derive(Serialize)]
pub(super) struct View<'m> {
    name: &'m str,
    folder: &'m str,
    postgres: Postgres<'m>,
    tenancy: Tenancy<'m>,
    roles: BTreeMap<&'static str, RoleView<'m>>,
    targets: Targets<'m>,
}

#[derive(Serialize)]
struct Postgres<'m> {
    versions: Versions,
    schema: &'m str,
    extensions: Vec<&'m str>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    functions: &'m BTreeSet<String>,
}

#[derive(Serialize)]
struct Versions {
    oldest: u32,
    newest: u32,
}

#[derive(Serialize)]
struct Tenancy<'m> {
    tenant: &'m str,
    column: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    users: Option<&'m str>,
    context: ContextView<'m>,
}

#[derive(Serialize)]
struct ContextView<'m> {
    schema: &'m str,
    current: &'m str,
    #[serde(flatten)]
    source: Source<'m>,
    when_unset: &'static str,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Source<'m> {
    Setting { name: &'m str, bind: &'static str, set: &'m str, make: &'m str },
    Supabase { claim: &'m str },
}

#[derive(Serialize)]
struct RoleView<'m> {
    name: &'m str,
    external: bool,
}

#[derive(Serialize)]
struct Targets<'m> {
    postgres: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    tests: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    prisma: Option<Prisma>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rust: Option<Rust<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    templates: Option<&'m str>,
}

#[derive(Serialize)]
struct Prisma {
    names: &'static str,
}

#[derive(Serialize)]
struct Rust<'m> {
    #[serde(rename = "crate")]
    crate_name: &'m str,
    ids: &'static str,
}

/// What the project file says, defaults filled.
pub(super) fn view(model: &Model) -> View<'_> {
    let project = &model.project;
    View {
        name: project.name.as_str(),
        folder: &project.folder,
        postgres: postgres(project),
        tenancy: tenancy(model),
        roles: Role::ALL.into_iter().map(|role| (role.key(), self::role(project.roles.get(role)))).collect(),
        targets: targets(project),
    }
}

fn postgres(project: &Project) -> Postgres<'_> {
    let versions = project.postgres.versions;
    Postgres {
        versions: Versions { oldest: versions.oldest, newest: versions.newest },
        schema: project.postgres.schema.as_str(),
        extensions: project.postgres.extensions.iter().map(AsRef::as_ref).collect(),
        functions: &project.postgres.functions,
    }
}

fn tenancy(model: &Model) -> Tenancy<'_> {
    let rules = &model.project.tenancy;
    let name = |id: EntityId| model.entity(id).name.as_str();
    Tenancy {
        tenant: name(rules.tenant),
        column: rules.column.as_str(),
        members: rules.members.map(name),
        users: rules.users.map(name),
        context: context(&rules.context),
    }
}

fn context(context: &Context) -> ContextView<'_> {
    let (set, make) = (context.set.as_str(), context.make.as_str());
    ContextView {
        schema: context.schema.as_str(),
        current: context.current.as_str(),
        source: match &context.source {
            ContextSource::Setting { name, bind } => Source::Setting { name, bind: self::bind(*bind), set, make },
            ContextSource::Supabase { claim } => Source::Supabase { claim },
        },
        when_unset: match context.when_unset {
            WhenUnset::Error => "error",
            WhenUnset::Empty => "empty",
        },
    }
}

const fn bind(bind: Bind) -> &'static str {
    match bind {
        Bind::Transaction => "transaction",
        Bind::Setting => "setting",
    }
}

fn role(role: &RoleName) -> RoleView<'_> {
    RoleView { name: role.name.as_str(), external: role.external }
}

fn targets(project: &Project) -> Targets<'_> {
    let prisma = |style| match style {
        NameStyle::Seed => "seed",
        NameStyle::Idiomatic => "idiomatic",
    };
    let ids = |style| match style {
        IdStyle::Typed => "typed",
        IdStyle::Plain => "plain",
    };
    Targets {
        postgres: project.targets.postgres,
        tests: project.targets.tests,
        prisma: project.targets.prisma.map(|target| Prisma { names: prisma(target.names) }),
        rust: project.targets.rust.as_ref().map(|rust| Rust { crate_name: &rust.crate_name, ids: ids(rust.ids) }),
        templates: project.targets.templates.as_deref(),
    }
}
