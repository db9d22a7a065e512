//! A record's project.

use super::{Names, Read, Wrong, missing, name, shape, word};
use crate::model::{
    Bind, Context, ContextSource, IdStyle, NameStyle, PostgresTarget, PrismaTarget, Project, Role, RoleName, Roles,
    RustTarget, Targets, TenancyRules, Versions, WhenUnset,
};
use crate::resolve::project::context_functions;

/// The project.
pub fn project(names: &Names, shape: shape::Project) -> Read<Project> {
    let shape::Postgres { versions, schema, extensions, functions } = shape.postgres;
    Ok(Project {
        name: name(&shape.name)?,
        folder: shape.folder,
        postgres: PostgresTarget {
            versions: Versions { oldest: versions.oldest, newest: versions.newest },
            schema: name(&schema)?,
            extensions: extensions.iter().map(|extension| name(extension)).collect::<Read<_>>()?,
            functions,
        },
        tenancy: tenancy(names, shape.tenancy)?,
        roles: roles(shape.roles)?,
        targets: targets(shape.targets)?,
        dropped: Vec::new(),
        accepted: Vec::new(),
    })
}

fn tenancy(names: &Names, shape: shape::Rules) -> Read<TenancyRules> {
    let entity = |written: Option<String>| written.map(|written| names.entity(&written)).transpose();
    Ok(TenancyRules {
        tenant: names.entity(&shape.tenant)?,
        column: name(&shape.column)?,
        column_was: None,
        members: entity(shape.members)?,
        users: entity(shape.users)?,
        context: context(shape.context)?,
    })
}

fn context(shape: shape::Context) -> Read<Context> {
    let (set, make) = context_functions(&shape.current);
    Ok(Context {
        schema: name(&shape.schema)?,
        current: name(&shape.current)?,
        set,
        make,
        source: match shape.source {
            shape::Source::Setting { name, bind } => {
                let binds = [("transaction", Bind::Transaction), ("setting", Bind::Setting)];
                ContextSource::Setting { name, bind: word("bind", &bind, &binds)? }
            }
            shape::Source::Supabase { claim } => ContextSource::Supabase { claim },
        },
        when_unset: {
            let words = [("error", WhenUnset::Error), ("empty", WhenUnset::Empty)];
            word("answer to an unset context", &shape.when_unset, &words)?
        },
        was: None,
    })
}

fn roles(mut shape: std::collections::BTreeMap<String, shape::Role>) -> Read<Roles> {
    let role = |role: Role| {
        let shape::Role { name: written, external } =
            shape.remove(role.key()).ok_or_else(|| missing("role", role.key()))?;
        Ok(RoleName { name: name(&written)?, external, was: None })
    };
    let names: Vec<_> = Role::ALL.into_iter().map(role).collect::<Read<_>>()?;
    names.try_into().map(Roles::new).map_err(|_| Wrong("its roles are not those of a project".to_owned()))
}

fn targets(shape: shape::Targets) -> Read<Targets> {
    let styles = [("seed", NameStyle::Seed), ("idiomatic", NameStyle::Idiomatic)];
    let ids = [("typed", IdStyle::Typed), ("plain", IdStyle::Plain)];
    let prisma = |shape: shape::Prisma| Ok(PrismaTarget { names: word("style of names", &shape.names, &styles)? });
    let rust = |shape: shape::Rust| {
        Ok(RustTarget { ids: word("style of ids", &shape.ids, &ids)?, crate_name: shape.crate_name })
    };
    Ok(Targets {
        postgres: shape.postgres,
        tests: shape.tests,
        prisma: shape.prisma.map(prisma).transpose()?,
        rust: shape.rust.map(rust).transpose()?,
        templates: shape.templates,
    })
}
