//! Entities on their way into the model: what the steps have found out so far.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{
    Access, Check, Entity, EntityId, Field, FieldId, Index, Name, PrimaryKey, Relation, Tenancy, Unique,
};
use crate::naming;
use crate::source::{Span, Spanned};
use crate::spec::{EntitySpec, TenancySpec, Text};

use super::members::Taken;
use super::project::Rules;
use super::{Context, enumeration, names};

/// An entity in the making.
pub struct Draft<'a> {
    /// As written.
    pub spec: &'a EntitySpec,
    /// Its name.
    pub name: Name,
    /// Its members, traits taken in.
    pub members: Taken<'a>,
    /// How it stands to the tenants.
    pub kind: Kind,
    /// Its columns so far.
    pub fields: Vec<Field>,
    /// Its columns by name.
    pub by_name: BTreeMap<String, FieldId>,
    /// The names its columns had: each with the column that has it no more, or none where that is gone.
    pub former: BTreeMap<String, Option<FieldId>>,
    /// The columns of its primary key.
    pub primary_key: Vec<FieldId>,
    /// The column that equals the tenant of the row: the tenant key, or the root's own id.
    pub tenant_field: Option<FieldId>,
    /// The column of a membership that names the user.
    pub member_user: Option<FieldId>,
    /// Its relations in the making, the one to the tenant first.
    pub links: Vec<Link<'a>>,
    /// Its relations.
    pub relations: Vec<Relation>,
    /// Its unique keys.
    pub uniques: Vec<Unique>,
    /// Its indexes.
    pub indexes: Vec<Index>,
    /// Its checks.
    pub checks: Vec<Check>,
    /// Who may do what.
    pub access: Vec<Access>,
    /// The file it is written in.
    pub file: String,
    /// Its former name.
    pub was: Option<Name>,
    /// Members that are gone on purpose.
    pub dropped: Vec<Spanned<Name>>,
}

/// How an entity stands to the tenants, before its columns are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Each row belongs to a tenant.
    Owned,
    /// Each row is a tenant.
    Root,
    /// Each row says that a user belongs to a tenant.
    Members,
    /// Each row is a user.
    Users,
    /// The same rows for every tenant.
    Shared(String),
}

impl Kind {
    /// Whether it has the tenant key as a column of its own.
    pub fn has_key(&self) -> bool {
        matches!(self, Self::Owned | Self::Members)
    }

    /// What rows of it are called in a message.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Owned => "rows that belong to a tenant",
            Self::Root => "tenants",
            Self::Members => "memberships",
            Self::Users => "users",
            Self::Shared(_) => "rows that every tenant sees",
        }
    }
}

/// A relation whose columns are known and whose foreign keys are not.
pub struct Link<'a> {
    /// Its name.
    pub name: Name,
    /// As written; the relation to the tenant has none.
    pub spec: Option<&'a crate::spec::RelationSpec>,
    /// What the relation to the tenant was called; any other says it itself.
    pub was: Option<Name>,
    /// The entity it points at.
    pub to: EntityId,
    /// Its columns, the tenant key left out (for the relation to the tenant: the tenant key).
    pub fields: Vec<FieldId>,
    /// Where its name is written.
    pub span: Span,
}

/// Starts a draft for every entity, in order of id.
pub fn start<'a>(context: &Context<'a>, rules: &Rules, faults: &mut Diagnostics) -> Vec<Draft<'a>> {
    context.names.entities().enumerate().map(|(at, spec)| draft(context, rules, EntityId(at), spec, faults)).collect()
}

fn draft<'a>(
    context: &Context<'a>,
    rules: &Rules,
    id: EntityId,
    spec: &'a EntitySpec,
    faults: &mut Diagnostics,
) -> Draft<'a> {
    let name = names::name("this entity", &spec.name, faults);
    Draft {
        spec,
        name: name.unwrap_or_else(enumeration::placeholder),
        members: Taken::of(spec, &context.names, faults),
        kind: kind(rules, id, spec, faults),
        fields: Vec::new(),
        by_name: BTreeMap::new(),
        former: BTreeMap::new(),
        primary_key: Vec::new(),
        tenant_field: None,
        member_user: None,
        links: Vec::new(),
        relations: Vec::new(),
        uniques: Vec::new(),
        indexes: Vec::new(),
        checks: Vec::new(),
        access: Vec::new(),
        file: context.sources.file(spec.name.span.source).path().to_owned(),
        was: names::optional("the entity's former name", spec.was.as_ref(), faults),
        dropped: Vec::new(),
    }
}

/// The entity's tenancy: what the project says of it, what it says itself, else owned. The two must agree.
fn kind(rules: &Rules, id: EntityId, spec: &EntitySpec, faults: &mut Diagnostics) -> Kind {
    let by_project = rules.kind_of(id);
    let Some(written) = &spec.tenancy else { return by_project.map_or(Kind::Owned, |(kind, _)| kind) };
    let own = match &written.value {
        TenancySpec::Owned => Kind::Owned,
        TenancySpec::Root => Kind::Root,
        TenancySpec::Members => Kind::Members,
        TenancySpec::Users => Kind::Users,
        TenancySpec::Shared(reason) => Kind::Shared(shared_reason(spec, reason.as_ref(), faults)),
    };
    let is_singular = matches!(own, Kind::Root | Kind::Members | Kind::Users);
    match by_project {
        Some((kind, _)) if kind == own => {}
        Some((kind, place)) => {
            let message =
                format!("the project takes `{}` for {}, its tenancy for {}", spec.name.value, kind.word(), own.word());
            faults.push(mismatch(message, written.span).at(place, "the project says so here"));
        }
        None if is_singular => {
            let message = format!("the project does not take `{}` for {}", spec.name.value, own.word());
            faults.push(mismatch(message, written.span).at(rules.span, "say so here, under `tenancy`"));
        }
        None => {}
    }
    own
}

fn mismatch(message: String, span: Span) -> Diagnostic {
    Diagnostic::error(&codes::TENANCY_MISMATCH, message).at(span, "written here")
}

fn shared_reason(spec: &EntitySpec, reason: Option<&Text>, faults: &mut Diagnostics) -> String {
    let reason = reason.map(|reason| reason.value.trim().to_owned()).unwrap_or_default();
    if reason.is_empty() {
        let span = spec.tenancy.as_ref().map_or(spec.name.span, |tenancy| tenancy.span);
        let message = format!("`{}` is shared by every tenant and does not say why", spec.name.value);
        let fault = Diagnostic::error(&codes::SHARED_WITHOUT_REASON, message).at(span, "the reason is missing");
        faults.push(fault.help("write `tenancy: { shared: \"why every tenant sees the same rows\" }`"));
    }
    reason
}

impl Draft<'_> {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<FieldId> {
        self.by_name.get(name).copied()
    }

    /// The relation of that name.
    pub fn link(&self, name: &str) -> Option<&Link<'_>> {
        self.links.iter().find(|link| link.name == name)
    }

    /// The names of columns, `_` between them, behind the table's: the stem of a derived name.
    pub fn stem(&self, fields: &[FieldId]) -> String {
        let columns = fields.iter().map(|id| self.fields[id.0].name.as_str());
        std::iter::once(self.name.as_str()).chain(columns).collect::<Vec<_>>().join("_")
    }

    /// The entity, with every step behind it but the policies.
    pub fn finish(self) -> Entity {
        let tenancy = self.tenancy();
        Entity {
            singular: match &self.spec.singular {
                Some(singular) => singular.value.clone(),
                None => naming::singular(self.name.as_str()),
            },
            doc: self.spec.doc.as_ref().map(|doc| doc.value.clone()),
            external: self.spec.external,
            tenancy,
            primary_key: PrimaryKey { name: Name::derived(self.name.as_str(), "_pkey", 0), fields: self.primary_key },
            fields: self.fields,
            relations: self.relations,
            uniques: self.uniques,
            indexes: self.indexes,
            checks: self.checks,
            access: self.access,
            policies: Vec::new(),
            was: self.was,
            dropped: self.dropped,
            file: self.file,
            span: self.spec.name.span,
            name: self.name,
        }
    }

    /// The tenancy with its columns. They are there: a draft is finished only when no step has reported an error.
    fn tenancy(&self) -> Tenancy {
        match (&self.kind, self.tenant_field) {
            (Kind::Owned, Some(key)) => Tenancy::Owned { key },
            (Kind::Members, Some(key)) => Tenancy::Members { key, user: self.member_user.unwrap_or(key) },
            (Kind::Users, _) => Tenancy::Users,
            (Kind::Shared(reason), _) => Tenancy::Shared { reason: reason.clone() },
            (Kind::Root | Kind::Owned | Kind::Members, _) => Tenancy::Root,
        }
    }
}
