//! What holds for the whole project: versions, tenancy, roles, targets.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::{Accepted, EntityId, Name, Role};
use crate::source::Spanned;

/// The project file, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// The project's name.
    pub name: Name,
    /// The schema folder's path from the project's root, as shown in headers; `schema` by custom.
    pub folder: String,
    /// The PostgreSQL side.
    pub postgres: PostgresTarget,
    /// The tenancy rules.
    pub tenancy: TenancyRules,
    /// The database roles' names.
    pub roles: Roles,
    /// What is generated besides SQL.
    pub targets: Targets,
    /// Names of entities and enums that were there and are meant to be no more.
    pub dropped: Vec<Spanned<Name>>,
    /// Findings that are known and meant to stay, one object each, in the order in which they are written.
    pub accepted: Vec<Spanned<Accepted>>,
}

/// The databases the SQL is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresTarget {
    /// The major versions the output must run on.
    pub versions: Versions,
    /// The database schema that holds the tables and types.
    pub schema: Name,
    /// Extensions that the schema uses, in order of name.
    pub extensions: Vec<Name>,
    /// Functions that expressions may call besides PostgreSQL's own, as they are called: `auth.uid`.
    pub functions: BTreeSet<String>,
}

impl PostgresTarget {
    /// Adds extensions that the schema turned out to need, each once, in order of name.
    pub fn add_extensions(&mut self, names: impl IntoIterator<Item = Name>) {
        self.extensions.extend(names);
        self.extensions.sort();
        self.extensions.dedup();
    }
}

/// An inclusive range of PostgreSQL major versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Versions {
    /// The oldest.
    pub oldest: u32,
    /// The newest.
    pub newest: u32,
}

impl Versions {
    /// From the oldest to the newest.
    #[must_use]
    pub const fn range(self) -> RangeInclusive<u32> {
        self.oldest..=self.newest
    }
}

/// Who the tenants are and how a session says which one it acts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenancyRules {
    /// The entity whose rows are the tenants.
    pub tenant: EntityId,
    /// The name of the tenant key in every owned table.
    pub column: Name,
    /// The name the tenant key had before a declared rename.
    pub column_was: Option<Name>,
    /// The entity that says who belongs to a tenant.
    pub members: Option<EntityId>,
    /// The entity whose rows are the users.
    pub users: Option<EntityId>,
    /// How a session says which tenant it acts for.
    pub context: Context,
}

/// The tenant context: where it comes from and what its functions are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The database schema of the context functions: `app` for the setting `app.current_org_id`.
    pub schema: Name,
    /// The function that returns the tenant: `current_org_id`.
    pub current: Name,
    /// The function that sets it for the transaction: `set_org`.
    pub set: Name,
    /// The function that makes the setting's value: `org_context`.
    pub make: Name,
    /// Where the tenant is read from.
    pub source: ContextSource,
    /// What happens when it is not set.
    pub when_unset: WhenUnset,
    /// The setting that it was read from before a declared rename: `app.current_org_id`.
    pub was: Option<String>,
}

/// The schema in which Supabase keeps extensions.
pub const SUPABASE_EXTENSIONS: &str = "extensions";

/// Where the tenant is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContextSource {
    /// A setting of the session.
    Setting {
        /// Its full name: `app.current_org_id`.
        name: String,
        /// How long a value counts.
        bind: Bind,
    },
    /// `app_metadata` in the claims of Supabase's JWT.
    Supabase {
        /// The key in `app_metadata`; the tenant key's name.
        claim: String,
    },
}

impl ContextSource {
    /// Whether the database is Supabase's: it has roles, schemas and grants of its own.
    #[must_use]
    pub const fn is_supabase(&self) -> bool {
        match self {
            Self::Supabase { .. } => true,
            Self::Setting { .. } => false,
        }
    }
}

/// How long a value of the setting counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bind {
    /// In the transaction that set it; the value carries that transaction's start and is refused in any other.
    Transaction,
    /// As long as the setting stands: it is the bare UUID.
    Setting,
}

/// What a query without a tenant gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenUnset {
    /// An error, SQLSTATE 42501.
    Error,
    /// No rows.
    Empty,
}

/// The roles' names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    /// In the order of [`Role::ALL`].
    names: [RoleName; 5],
}

/// One role's name, and whether it is made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleName {
    /// The name in the cluster.
    pub name: Name,
    /// Whether the role exists elsewhere (Supabase's `authenticated`) and is neither made nor dropped here.
    pub external: bool,
    /// The name it had before a declared rename.
    pub was: Option<Name>,
}

impl Roles {
    /// Takes the names in the order of [`Role::ALL`].
    #[must_use]
    pub fn new(names: [RoleName; 5]) -> Self {
        Self { names }
    }

    /// The role's name, and whether it is made here.
    #[must_use]
    pub fn get(&self, role: Role) -> &RoleName {
        &self.names[role as usize]
    }

    /// The role's name in the cluster.
    #[must_use]
    pub fn name(&self, role: Role) -> &Name {
        &self.get(role).name
    }
}

/// What is generated. A target that is absent makes no files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Targets {
    /// SQL.
    pub postgres: bool,
    /// Tests of what the SQL makes, beside it: much text, so it is for the project to say.
    pub tests: bool,
    /// The Prisma schema.
    pub prisma: Option<PrismaTarget>,
    /// The Rust crate.
    pub rust: Option<RustTarget>,
    /// A folder, relative to the project's root, whose files stand in for built-in templates of the same path.
    pub templates: Option<String>,
}

/// How the Prisma schema is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrismaTarget {
    /// How models and fields are named.
    pub names: NameStyle,
}

/// How models and fields are named in Prisma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameStyle {
    /// As the tables and columns: `leads`, `organization_id`.
    Seed,
    /// As Prisma's own examples: `Lead`, `organizationId`, with `@map`.
    Idiomatic,
}

/// How the Rust crate is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RustTarget {
    /// The crate's name.
    pub crate_name: String,
    /// How ids are typed.
    pub ids: IdStyle,
}

/// How ids are typed in Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdStyle {
    /// A type of its own per entity: `LeadId`.
    Typed,
    /// The plain type: `Uuid`.
    Plain,
}
