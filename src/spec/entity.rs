//! Entities, traits and enums as written.

use crate::diagnostic::Diagnostics;
use crate::model::{EnumStorage, Identity, OnDelete};
use crate::source::Spanned;

use super::index::{self, KeysSpec};
use super::reader::{self, Fields};
use super::yaml::{Kind, Node};
use super::{Text, unknown_value};

/// An entity as written.
#[derive(Debug)]
pub struct EntitySpec {
    /// Its name.
    pub name: Text,
    /// `doc`.
    pub doc: Option<Text>,
    /// `singular`.
    pub singular: Option<Text>,
    /// `external`.
    pub external: bool,
    /// `tenancy`.
    pub tenancy: Option<Spanned<TenancySpec>>,
    /// `tenant`: how the relation to the tenant looks.
    pub tenant: Option<TenantRelationSpec>,
    /// `id`: another primary key field than the usual one.
    pub id: Option<FieldSpec>,
    /// `primary_key`.
    pub primary_key: Option<Spanned<Vec<Text>>>,
    /// `traits`.
    pub traits: Vec<Text>,
    /// Its own fields, relations, keys and checks.
    pub members: Members,
    /// `access`.
    pub access: Vec<AccessSpec>,
    /// `was`.
    pub was: Option<Text>,
    /// `dropped`: members that are gone on purpose.
    pub dropped: Vec<Text>,
}

/// A trait as written.
#[derive(Debug)]
pub struct TraitSpec {
    /// Its name.
    pub name: Text,
    /// `traits`: other traits it takes in.
    pub traits: Vec<Text>,
    /// What it gives.
    pub members: Members,
}

/// What an entity or a trait holds.
#[derive(Debug, Default)]
pub struct Members {
    /// `fields`.
    pub fields: Vec<FieldSpec>,
    /// `relations`.
    pub relations: Vec<RelationSpec>,
    /// `unique`.
    pub uniques: Vec<KeysSpec>,
    /// `indexes`.
    pub indexes: Vec<KeysSpec>,
    /// `checks`.
    pub checks: Vec<CheckSpec>,
}

/// A field as written.
#[derive(Debug)]
pub struct FieldSpec {
    /// Its name.
    pub name: Text,
    /// `type`; absent where it is missing, which has been reported.
    pub ty: Option<Text>,
    /// `default`.
    pub default: Option<DefaultSpec>,
    /// `example`.
    pub example: Option<Node>,
    /// `check`.
    pub check: Option<Text>,
    /// `doc`.
    pub doc: Option<Text>,
    /// `generated`.
    pub generated: Option<Text>,
    /// `identity`.
    pub identity: Option<Spanned<Identity>>,
    /// `on_update`.
    pub on_update: Option<Text>,
    /// `set_once`.
    pub set_once: Option<Spanned<bool>>,
    /// `was`.
    pub was: Option<Text>,
    /// `backfill`: what rows get that are there already.
    pub backfill: Option<Text>,
    /// `using`: how values of the former type become values of this one.
    pub using: Option<Text>,
}

/// A default as written.
#[derive(Debug)]
pub enum DefaultSpec {
    /// A value: a scalar, a list for an array, any shape for JSON.
    Value(Node),
    /// `{ sql: "…" }`.
    Sql(Text),
}

/// A relation as written.
#[derive(Debug)]
pub struct RelationSpec {
    /// Its name.
    pub name: Text,
    /// `to`; absent where it is missing, which has been reported.
    pub to: Option<Text>,
    /// `optional`.
    pub optional: bool,
    /// `on_delete`.
    pub on_delete: Option<Spanned<OnDelete>>,
    /// `inverse`.
    pub inverse: Option<Text>,
    /// `prisma`.
    pub prisma: Option<Text>,
    /// `column`: its column's name instead of the derived one.
    pub column: Option<Text>,
    /// `unique`: at most one row points at a target.
    pub unique: Option<Spanned<bool>>,
    /// `index: false`: no index of its own.
    pub index: Option<Spanned<bool>>,
    /// `set_once`.
    pub set_once: Option<Spanned<bool>>,
    /// `doc`.
    pub doc: Option<Text>,
    /// `was`.
    pub was: Option<Text>,
    /// `backfill`: what rows get that are there already.
    pub backfill: Option<Text>,
}

/// The relation to the tenant, where its entity says how it looks.
#[derive(Debug, Default)]
pub struct TenantRelationSpec {
    /// `name`.
    pub name: Option<Text>,
    /// `inverse`.
    pub inverse: Option<Text>,
    /// `prisma`.
    pub prisma: Option<Text>,
    /// `on_delete`.
    pub on_delete: Option<Spanned<OnDelete>>,
    /// `backfill`: whose rows become that are there already.
    pub backfill: Option<Text>,
}

/// A named check as written.
#[derive(Debug)]
pub struct CheckSpec {
    /// Its name.
    pub name: Text,
    /// What must hold.
    pub expression: Text,
    /// `was`.
    pub was: Option<Text>,
}

/// What one role may do, as written.
#[derive(Debug)]
pub struct AccessSpec {
    /// The role's key.
    pub role: Text,
    /// What it may do.
    pub verbs: Vec<VerbSpec>,
}

/// One verb as written.
#[derive(Debug)]
pub struct VerbSpec {
    /// The verb.
    pub verb: Text,
    /// `where`: the rows it is allowed on.
    pub filter: Option<Text>,
}

/// A tenancy as written.
#[derive(Debug)]
pub enum TenancySpec {
    /// `owned`.
    Owned,
    /// `root`.
    Root,
    /// `members`.
    Members,
    /// `users`.
    Users,
    /// `shared: "reason"`, or `shared` without one.
    Shared(Option<Text>),
}

/// An enum as written.
#[derive(Debug)]
pub struct EnumSpec {
    /// Its name.
    pub name: Text,
    /// `doc`.
    pub doc: Option<Text>,
    /// `values`.
    pub values: Vec<EnumValueSpec>,
    /// `storage`.
    pub storage: EnumStorage,
    /// `was`.
    pub was: Option<Text>,
    /// `replaced`: the value that each lost one becomes.
    pub replaced: Vec<(Text, Text)>,
    /// `dropped`: values that are gone on purpose.
    pub dropped: Vec<Text>,
}

/// An enum's value as written.
#[derive(Debug)]
pub struct EnumValueSpec {
    /// The value.
    pub name: Text,
    /// `doc`.
    pub doc: Option<Text>,
    /// `was`.
    pub was: Option<Text>,
}

const ON_DELETE: [(&str, OnDelete); 4] = [
    ("cascade", OnDelete::Cascade),
    ("restrict", OnDelete::Restrict),
    ("no_action", OnDelete::NoAction),
    ("set_null", OnDelete::SetNull),
];

/// Reads an entity.
pub fn read_entity(name: Text, node: Node, faults: &mut Diagnostics) -> EntitySpec {
    let mut entity = EntitySpec {
        name,
        doc: None,
        singular: None,
        external: false,
        tenancy: None,
        tenant: None,
        id: None,
        primary_key: None,
        traits: Vec::new(),
        members: Members::default(),
        access: Vec::new(),
        was: None,
        dropped: Vec::new(),
    };
    let Some(mut fields) = Fields::of(node, "an entity", faults) else { return entity };
    entity.doc = fields.text("doc", faults);
    entity.singular = fields.text("singular", faults);
    entity.external = fields.flag("external", faults).is_some_and(|flag| flag.value);
    entity.tenancy = fields.take("tenancy").and_then(|node| read_tenancy(node, faults));
    entity.tenant = fields.take("tenant").and_then(|node| read_tenant(node, faults));
    entity.traits = fields.texts("traits", faults);
    entity.id = fields.take("id").map(|node| read_field(Text::new("id".into(), node.span), node, faults));
    entity.primary_key = fields.take("primary_key").map(|node| {
        let span = node.span;
        Spanned::new(reader::texts(node, faults), span)
    });
    entity.members = read_members(&mut fields, faults);
    entity.access = read_access(fields.take("access"), faults);
    entity.was = fields.text("was", faults);
    entity.dropped = fields.texts("dropped", faults);
    fields.finish(faults);
    entity
}

/// Reads a trait.
pub fn read_trait(name: Text, node: Node, faults: &mut Diagnostics) -> TraitSpec {
    let mut spec = TraitSpec { name, traits: Vec::new(), members: Members::default() };
    let Some(mut fields) = Fields::of(node, "a trait", faults) else { return spec };
    fields.text("doc", faults);
    spec.traits = fields.texts("traits", faults);
    spec.members = read_members(&mut fields, faults);
    fields.finish(faults);
    spec
}

/// Reads an enum: a list of values, or a map with `values`.
pub fn read_enum(name: Text, node: Node, faults: &mut Diagnostics) -> EnumSpec {
    let mut spec = EnumSpec {
        name,
        doc: None,
        values: Vec::new(),
        storage: EnumStorage::Type,
        was: None,
        replaced: Vec::new(),
        dropped: Vec::new(),
    };
    if matches!(node.kind, Kind::List(_)) {
        spec.values = read_values(node, faults);
        return spec;
    }
    let Some(mut fields) = Fields::of(node, "an enum", faults) else { return spec };
    spec.doc = fields.text("doc", faults);
    spec.values = fields.take("values").map(|node| read_values(node, faults)).unwrap_or_default();
    let storage = fields.choice("storage", &[("enum", EnumStorage::Type), ("text", EnumStorage::Text)], faults);
    spec.storage = storage.map_or(EnumStorage::Type, |storage| storage.value);
    spec.was = fields.text("was", faults);
    let replaced = fields.take("replaced");
    spec.replaced = replaced.map(|node| reader::pairs(node, "`replaced`", faults)).unwrap_or_default();
    spec.dropped = fields.texts("dropped", faults);
    fields.finish(faults);
    spec
}

fn read_values(node: Node, faults: &mut Diagnostics) -> Vec<EnumValueSpec> {
    reader::list(node, faults).into_iter().filter_map(|item| read_value(item, faults)).collect()
}

fn read_value(node: Node, faults: &mut Diagnostics) -> Option<EnumValueSpec> {
    if !matches!(node.kind, Kind::Map(_)) {
        return reader::text(node, faults).map(|name| EnumValueSpec { name, doc: None, was: None });
    }
    let mut fields = Fields::of(node, "an enum value", faults)?;
    let name = fields.required_text("name", faults);
    let (doc, was) = (fields.text("doc", faults), fields.text("was", faults));
    fields.finish(faults);
    name.map(|name| EnumValueSpec { name, doc, was })
}

fn read_tenancy(node: Node, faults: &mut Diagnostics) -> Option<Spanned<TenancySpec>> {
    let span = node.span;
    if matches!(node.kind, Kind::Map(_)) {
        let mut fields = Fields::of(node, "a tenancy", faults)?;
        let reason = fields.text("shared", faults);
        fields.finish(faults);
        return Some(Spanned::new(TenancySpec::Shared(reason), span));
    }
    let word = reader::text(node, faults)?;
    let tenancy = match word.value.as_str() {
        "owned" => TenancySpec::Owned,
        "root" => TenancySpec::Root,
        "members" => TenancySpec::Members,
        "users" => TenancySpec::Users,
        "shared" => TenancySpec::Shared(None),
        _ => {
            faults.push(unknown_value("`tenancy`", &word, &["owned", "root", "members", "users", "shared"]));
            return None;
        }
    };
    Some(Spanned::new(tenancy, span))
}

fn read_tenant(node: Node, faults: &mut Diagnostics) -> Option<TenantRelationSpec> {
    let mut fields = Fields::of(node, "the relation to the tenant", faults)?;
    let spec = TenantRelationSpec {
        name: fields.text("name", faults),
        inverse: fields.text("inverse", faults),
        prisma: fields.text("prisma", faults),
        on_delete: fields.choice("on_delete", &ON_DELETE, faults),
        backfill: fields.text("backfill", faults),
    };
    fields.finish(faults);
    Some(spec)
}

fn read_members(fields: &mut Fields, faults: &mut Diagnostics) -> Members {
    let own = named(fields.take("fields"), "fields by name", faults);
    let relations = named(fields.take("relations"), "relations by name", faults);
    let checks = named(fields.take("checks"), "checks by name", faults);
    Members {
        fields: own.into_iter().map(|(name, node)| read_field(name, node, faults)).collect(),
        relations: relations.into_iter().map(|(name, node)| read_relation(name, node, faults)).collect(),
        uniques: index::read_all(fields.take("unique"), "a unique key", faults),
        indexes: index::read_all(fields.take("indexes"), "an index", faults),
        checks: checks.into_iter().filter_map(|(name, node)| read_check(name, node, faults)).collect(),
    }
}

fn named(node: Option<Node>, what: &str, faults: &mut Diagnostics) -> Vec<(Text, Node)> {
    let entries = node.and_then(|node| reader::map(node, what, faults)).unwrap_or_default();
    reader::report_duplicate_keys(&entries, faults);
    entries
}

/// Reads a field: a type, or a map with `type`.
fn read_field(name: Text, node: Node, faults: &mut Diagnostics) -> FieldSpec {
    let mut field = FieldSpec {
        name,
        ty: None,
        default: None,
        example: None,
        check: None,
        doc: None,
        generated: None,
        identity: None,
        on_update: None,
        set_once: None,
        was: None,
        backfill: None,
        using: None,
    };
    if !matches!(node.kind, Kind::Map(_)) {
        field.ty = reader::text(node, faults);
        return field;
    }
    let Some(mut fields) = Fields::of(node, "a field", faults) else { return field };
    field.ty = fields.required_text("type", faults);
    field.default = fields.take("default").and_then(|node| read_default(node, faults));
    field.example = fields.take("example");
    field.check = fields.text("check", faults);
    field.doc = fields.text("doc", faults);
    field.generated = fields.text("generated", faults);
    let identities = [("always", Identity::Always), ("by_default", Identity::ByDefault)];
    field.identity = fields.choice("identity", &identities, faults);
    field.on_update = fields.text("on_update", faults);
    field.set_once = fields.flag("set_once", faults);
    field.was = fields.text("was", faults);
    field.backfill = fields.text("backfill", faults);
    field.using = fields.text("using", faults);
    fields.finish(faults);
    field
}

/// Reads a default: `{ sql: "…" }` is an expression, anything else a value.
fn read_default(node: Node, faults: &mut Diagnostics) -> Option<DefaultSpec> {
    match node.kind {
        Kind::Map(mut entries) if entries.len() == 1 && entries[0].0.value == "sql" => {
            reader::text(entries.remove(0).1, faults).map(DefaultSpec::Sql)
        }
        kind => Some(DefaultSpec::Value(Node { span: node.span, kind })),
    }
}

/// Reads a relation: a map with `to`.
fn read_relation(name: Text, node: Node, faults: &mut Diagnostics) -> RelationSpec {
    let mut relation = RelationSpec {
        name,
        to: None,
        optional: false,
        on_delete: None,
        inverse: None,
        prisma: None,
        column: None,
        unique: None,
        index: None,
        set_once: None,
        doc: None,
        was: None,
        backfill: None,
    };
    let Some(mut fields) = Fields::of(node, "a relation", faults) else { return relation };
    relation.to = fields.required_text("to", faults);
    relation.optional = fields.flag("optional", faults).is_some_and(|flag| flag.value);
    relation.on_delete = fields.choice("on_delete", &ON_DELETE, faults);
    relation.inverse = fields.text("inverse", faults);
    relation.prisma = fields.text("prisma", faults);
    relation.column = fields.text("column", faults);
    relation.unique = fields.flag("unique", faults);
    relation.index = fields.flag("index", faults);
    relation.set_once = fields.flag("set_once", faults);
    relation.doc = fields.text("doc", faults);
    relation.was = fields.text("was", faults);
    relation.backfill = fields.text("backfill", faults);
    fields.finish(faults);
    relation
}

/// Reads a check: a condition, or a map with `check`.
fn read_check(name: Text, node: Node, faults: &mut Diagnostics) -> Option<CheckSpec> {
    if !matches!(node.kind, Kind::Map(_)) {
        return reader::text(node, faults).map(|expression| CheckSpec { name, expression, was: None });
    }
    let mut fields = Fields::of(node, "a check", faults)?;
    let expression = fields.required_text("check", faults);
    let was = fields.text("was", faults);
    fields.finish(faults);
    expression.map(|expression| CheckSpec { name, expression, was })
}

/// Reads `access`: per role a list of verbs, or a map with `verbs` and a `where` for all of them.
fn read_access(node: Option<Node>, faults: &mut Diagnostics) -> Vec<AccessSpec> {
    let roles = named(node, "access by role", faults);
    roles.into_iter().map(|(role, node)| AccessSpec { role, verbs: read_verbs(node, faults) }).collect()
}

fn read_verbs(node: Node, faults: &mut Diagnostics) -> Vec<VerbSpec> {
    if !matches!(node.kind, Kind::Map(_)) {
        let items = reader::list(node, faults);
        return items.into_iter().filter_map(|item| read_verb(item, faults)).collect();
    }
    let Some(mut fields) = Fields::of(node, "access", faults) else { return Vec::new() };
    let filter = fields.text("where", faults);
    let verbs = fields.texts("verbs", faults);
    fields.finish(faults);
    verbs.into_iter().map(|verb| VerbSpec { verb, filter: filter.clone() }).collect()
}

fn read_verb(node: Node, faults: &mut Diagnostics) -> Option<VerbSpec> {
    if !matches!(node.kind, Kind::Map(_)) {
        return reader::text(node, faults).map(|verb| VerbSpec { verb, filter: None });
    }
    let mut fields = Fields::of(node, "a verb", faults)?;
    let verb = fields.required_text("verb", faults);
    let filter = fields.text("where", faults);
    fields.finish(faults);
    verb.map(|verb| VerbSpec { verb, filter })
}
