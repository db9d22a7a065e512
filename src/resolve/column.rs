//! Columns: the id, the tenant key, fields and the columns of relations, in table order; and the primary key.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{
    Default, EntityId, Field, FieldId, FieldOrigin, FieldType, Identity, Name, RelationId, Scalar, Supply,
};
use crate::source::Span;
use crate::spec::{DefaultSpec, FieldSpec, RelationSpec, Text, unknown_value};

use super::draft::{Draft, Kind, Link};
use super::expression::Place;
use super::{Scene, default, field_type, names};

/// The most columns of a table (PostgreSQL's own limit).
const MAX_COLUMNS: usize = 1600;

/// The columns that PostgreSQL gives every table.
const SYSTEM_COLUMNS: [&str; 6] = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];

/// Makes every entity's columns and primary key.
pub fn resolve(scene: &Scene<'_, '_>, drafts: &mut [Draft<'_>], faults: &mut Diagnostics) {
    let keys: Vec<_> = (0..drafts.len()).map(|at| key_columns(scene, drafts, EntityId(at), &mut Vec::new())).collect();
    for draft in drafts.iter_mut() {
        Columns { scene, keys: &keys, draft, faults }.make();
        primary_key(draft, faults);
        draft.former = former(draft);
        expressions(scene, draft, faults);
        report_count(draft, faults);
    }
    report_tenant_key_type(scene, drafts, faults);
}

/// One column of a primary key that relations repeat: its name and type.
type KeyColumn = (String, FieldType);

/// The columns by which relations point at an entity: its primary key without the tenant key, which the referencing
/// row has already. `None` where the key cannot be made out: a circle of keys made of relations.
fn key_columns(
    scene: &Scene<'_, '_>,
    drafts: &[Draft<'_>],
    entity: EntityId,
    open: &mut Vec<EntityId>,
) -> Option<Vec<KeyColumn>> {
    if open.contains(&entity) {
        return None;
    }
    open.push(entity);
    let draft = &drafts[entity.0];
    let tenant = scene.rules.project.tenancy.column.as_str();
    let names = key_names(draft);
    let parts: Option<Vec<_>> = names
        .iter()
        .filter(|name| !(draft.kind.has_key() && **name == tenant))
        .map(|name| key_part(scene, drafts, draft, name, open))
        .collect();
    open.pop();
    parts.map(|parts| parts.concat()).filter(|columns| !columns.is_empty())
}

fn key_part(
    scene: &Scene<'_, '_>,
    drafts: &[Draft<'_>],
    draft: &Draft<'_>,
    name: &str,
    open: &mut Vec<EntityId>,
) -> Option<Vec<KeyColumn>> {
    // Faults of types are reported where the columns are made.
    let mut unheard = Diagnostics::default();
    let ty_of = |field: &FieldSpec, unheard: &mut Diagnostics| {
        let ty = field_type::resolve(scene.context, field.ty.as_ref()?, unheard).map(|(ty, _)| ty);
        ty.map(|ty| vec![(field.name.value.clone(), ty)])
    };
    if let Some(field) = draft.members.fields().find(|field| field.name.value == name) {
        return ty_of(field, &mut unheard);
    }
    if name == "id" {
        return draft.spec.id.as_ref().map_or(Some(vec![("id".into(), UUID)]), |id| ty_of(id, &mut unheard));
    }
    for relation in draft.members.relations() {
        let to = relation.to.as_ref().and_then(|to| scene.context.names.entity(to, &mut unheard));
        let Some(columns) = to.and_then(|to| key_columns(scene, drafts, to, open)) else { continue };
        let columns = relation_columns(relation, &columns);
        if relation.name.value == name {
            return Some(columns);
        }
        if let Some(column) = columns.into_iter().find(|(column, _)| column == name) {
            return Some(vec![column]);
        }
    }
    None
}

/// The names of the primary key as written; `id` where it says nothing.
fn key_names<'d>(draft: &'d Draft<'_>) -> Vec<&'d str> {
    match &draft.spec.primary_key {
        Some(names) => names.iter().map(|name| name.value.as_str()).collect(),
        None => vec!["id"],
    }
}

/// The columns that a relation makes: `lead_id` for `lead`; with a key that is not one `id`, one for each column of it.
fn relation_columns(relation: &RelationSpec, target: &[KeyColumn]) -> Vec<KeyColumn> {
    match (target, &relation.column) {
        ([(_, ty)], Some(column)) => vec![(column.value.clone(), *ty)],
        _ => target.iter().map(|(name, ty)| (format!("{}_{name}", relation.name.value), *ty)).collect(),
    }
}

const UUID: FieldType = FieldType::plain(Scalar::Uuid);

/// The columns of one entity in the making.
struct Columns<'m, 's, 'a, 'd> {
    scene: &'m Scene<'s, 'a>,
    keys: &'m [Option<Vec<KeyColumn>>],
    draft: &'m mut Draft<'d>,
    faults: &'m mut Diagnostics,
}

impl<'d> Columns<'_, '_, '_, 'd> {
    fn make(mut self) {
        self.id();
        if self.draft.kind.has_key() {
            self.tenant_key();
        }
        let groups: Vec<_> = self.draft.members.groups().collect();
        for group in groups {
            for field in &group.fields {
                self.field(field);
            }
            for relation in &group.relations {
                self.relation(relation);
            }
        }
        if self.draft.kind == Kind::Root {
            self.draft.tenant_field = self.draft.field("id");
        }
    }

    /// The `id`, where the primary key has one and no field is written for it.
    fn id(&mut self) {
        let written = self.draft.members.fields().any(|field| field.name.value == "id");
        if let Some(spec) = &self.draft.spec.id {
            self.field(spec);
        } else if key_names(self.draft).contains(&"id") && !written {
            let span = self.draft.spec.name.span;
            let mut field = bare(Name::new("id").expect("a name"), UUID, FieldOrigin::Own, span);
            field.supply = Supply::Default(Default::Uuid);
            self.push(field);
        }
    }

    /// The tenant key and the relation that it is. Rows of services belong to the tenant they act for; memberships are
    /// written at sign-up, outside any tenant's context.
    fn tenant_key(&mut self) {
        let rules = self.scene.rules;
        let (spec, tenancy) = (&self.draft.spec, &rules.project.tenancy);
        let span = spec.name.span;
        let mut field = bare(tenancy.column.clone(), UUID, FieldOrigin::TenantKey, span);
        field.doc = Some(format!("The {} that the row belongs to.", rules.tenant));
        field.was.clone_from(&tenancy.column_was);
        if self.draft.kind == Kind::Owned {
            field.supply = Supply::Default(Default::CurrentTenant);
        }
        let written = spec.tenant.as_ref().and_then(|tenant| tenant.name.as_ref());
        let name = names::optional("the relation to the tenant", written, self.faults);
        let id = self.push(field);
        self.draft.tenant_field = Some(id);
        let (name, was) = match name {
            Some(name) => (name, None),
            None => (rules.relation.clone(), rules.relation_was.clone()),
        };
        self.draft.links.push(Link { name, spec: None, was, to: tenancy.tenant, fields: vec![id], span });
    }

    fn field(&mut self, spec: &FieldSpec) {
        let Some(name) = self.column_name("this field", &spec.name) else { return };
        // A field without a type, or with a fault in it, still exists: nothing else need complain that it does not.
        let resolved = spec.ty.as_ref().and_then(|ty| field_type::resolve(self.scene.context, ty, self.faults));
        let (ty, nullable) = resolved.unwrap_or((FieldType::plain(Scalar::Text), true));
        let mut field = bare(name, ty, FieldOrigin::Own, spec.name.span);
        field.nullable = nullable;
        field.doc = spec.doc.as_ref().map(|doc| doc.value.clone());
        field.set_once = spec.set_once.as_ref().is_some_and(|flag| flag.value);
        field.touched = self.touched(spec, ty);
        field.was = names::optional("the field's former name", spec.was.as_ref(), self.faults);
        if resolved.is_some() {
            field.supply = self.supply(spec, ty, nullable);
            let example = spec.example.as_ref();
            field.example = example.and_then(|node| default::example(self.scene.enums, ty, node, self.faults));
        }
        self.push(field);
    }

    fn supply(&mut self, spec: &FieldSpec, ty: FieldType, nullable: bool) -> Supply {
        report_conflicts(spec, self.faults);
        if let Some(identity) = &spec.identity {
            return self.identity(spec, ty, nullable, identity.value);
        }
        match &spec.default {
            Some(DefaultSpec::Value(node)) => {
                let value = default::resolve(self.scene.enums, ty, node, self.faults);
                value.map_or(Supply::Client, Supply::Default)
            }
            // Expressions wait until every column is known.
            Some(DefaultSpec::Sql(_)) | None => Supply::Client,
        }
    }

    fn identity(&mut self, spec: &FieldSpec, ty: FieldType, nullable: bool, identity: Identity) -> Supply {
        let integer = matches!(ty.scalar, Scalar::SmallInt | Scalar::Integer | Scalar::BigInt);
        if !integer || ty.array || nullable {
            let message = format!("`{}` cannot be an identity", spec.name.value);
            let place = spec.ty.as_ref().map_or(spec.name.span, |ty| ty.span);
            let fault =
                Diagnostic::error(&codes::BAD_IDENTITY, message).at(place, "not an integer that is always there");
            self.faults.push(fault.help("write `type: bigint`"));
        }
        Supply::Identity(identity)
    }

    fn touched(&mut self, spec: &FieldSpec, ty: FieldType) -> bool {
        let Some(word) = &spec.on_update else { return false };
        if word.value != "now" {
            self.faults.push(unknown_value("`on_update`", word, &["now"]));
        } else if ty.array || !matches!(ty.scalar, Scalar::Timestamptz | Scalar::Timestamp) {
            let message = format!("`{}` cannot be set to the current time", spec.name.value);
            let fault = Diagnostic::error(&codes::BAD_ON_UPDATE, message).at(word.span, "needs a timestamp");
            self.faults.push(fault.help("write `type: timestamptz`"));
        }
        true
    }

    fn relation(&mut self, spec: &'d RelationSpec) {
        let Some(name) = names::name("this relation", &spec.name, self.faults) else { return };
        let Some(to) = spec.to.as_ref().and_then(|to| self.scene.context.names.entity(to, self.faults)) else { return };
        let keys = self.keys;
        let Some(target) = &keys[to.0] else { return self.no_key(spec) };
        let columns = relation_columns(spec, target);
        self.report_backfill(spec, columns.len());
        let relation = RelationId(self.draft.links.len());
        let mut fields = Vec::new();
        for ((column, ty), (key, _)) in columns.into_iter().zip(target) {
            let text = Text::new(column, spec.name.span);
            let Some(column) = self.column_name("this relation's column", &text) else { continue };
            let mut field = bare(column, ty, FieldOrigin::Relation(relation), spec.name.span);
            field.nullable = spec.optional;
            field.doc = spec.doc.as_ref().map(|doc| doc.value.clone());
            field.set_once = spec.set_once.as_ref().is_some_and(|flag| flag.value);
            field.was = spec.was.as_ref().and_then(|was| former_column(was, key, self.faults));
            fields.push(self.push(field));
        }
        if !fields.is_empty() {
            self.draft.links.push(Link { name, spec: Some(spec), was: None, to, fields, span: spec.name.span });
        }
    }

    fn report_backfill(&mut self, spec: &RelationSpec, columns: usize) {
        if let Some(backfill) = spec.backfill.as_ref().filter(|_| columns > 1) {
            let message = format!("`{}` has {columns} columns, and one expression gives one value", spec.name.value);
            let fault = Diagnostic::error(&codes::BACKFILL_OF_SEVERAL, message).at(backfill.span, "");
            self.faults.push(fault.help("make the relation `optional: true`, fill its columns, then make it required"));
        }
    }

    fn no_key(&mut self, spec: &RelationSpec) {
        let Some(to) = &spec.to else { return };
        let message = format!("`{}` has no key that `{}` could point at", to.value, spec.name.value);
        let fault = Diagnostic::error(&codes::NO_TARGET_KEY, message).at(to.span, "its primary key cannot be made out");
        self.faults.push(fault.help("give it a `primary_key` of fields that do not lead back here"));
    }

    fn column_name(&mut self, what: &str, text: &Text) -> Option<Name> {
        if SYSTEM_COLUMNS.contains(&text.value.as_str()) {
            let message = format!("a column cannot be called `{}`", text.value);
            let fault = Diagnostic::error(&codes::RESERVED_BY_POSTGRES, message).at(text.span, "");
            self.faults.push(fault.help("PostgreSQL gives every table a system column of that name"));
            return None;
        }
        names::name(what, text, self.faults)
    }

    /// Takes a column in, or reports the one that has its name. Its id is good either way.
    fn push(&mut self, field: Field) -> FieldId {
        if let Some(&id) = self.draft.by_name.get(field.name.as_str()) {
            self.report_clash(&field, id);
            return id;
        }
        let id = FieldId(self.draft.fields.len());
        self.draft.by_name.insert(field.name.to_string(), id);
        self.draft.fields.push(field);
        id
    }

    fn report_clash(&mut self, field: &Field, id: FieldId) {
        let first = &self.draft.fields[id.0];
        if first.span == field.span || (&field.origin, &first.origin) == (&FieldOrigin::Own, &FieldOrigin::Own) {
            // Already reported, as a duplicate key or a trait's clash.
            return;
        }
        let fault = if first.origin == FieldOrigin::TenantKey {
            let message = format!("`{}` is the tenant key, which is made for every owned entity", field.name);
            Diagnostic::error(&codes::TENANT_KEY_REDEFINED, message)
                .at(field.span, "written again here")
                .help("remove it; `tenant:` says how the relation looks")
        } else {
            Diagnostic::error(&codes::COLUMN_CLASH, format!("two columns are called `{}`", field.name))
                .at(field.span, "this makes it again")
                .at(first.span, "this makes it first")
                .help("rename the field, or give the relation a `column:`")
        };
        self.faults.push(fault);
    }
}

fn bare(name: Name, ty: FieldType, origin: FieldOrigin, span: Span) -> Field {
    Field {
        name,
        doc: None,
        ty,
        nullable: false,
        supply: Supply::Client,
        example: None,
        touched: false,
        set_once: false,
        origin,
        was: None,
        backfill: None,
        using: None,
        span,
    }
}

fn report_conflicts(spec: &FieldSpec, faults: &mut Diagnostics) {
    let default = spec.default.as_ref().map(|default| match default {
        DefaultSpec::Value(node) => node.span,
        DefaultSpec::Sql(text) => text.span,
    });
    let generated = spec.generated.as_ref().map(|text| text.span);
    let identity = spec.identity.as_ref().map(|identity| identity.span);
    // These stand beside a default, and for nothing where the database makes every value.
    let is_made = generated.or(identity).is_some();
    let example = spec.example.as_ref().map(|node| node.span).filter(|_| is_made);
    let backfill = spec.backfill.as_ref().map(|text| text.span).filter(|_| is_made);
    let using = spec.using.as_ref().map(|text| text.span).filter(|_| generated.is_some());
    let sources = [("default", default), ("generated", generated), ("identity", identity)];
    let given: Vec<_> = sources
        .into_iter()
        .chain([("example", example), ("backfill", backfill), ("using", using)])
        .filter_map(|(key, span)| Some((key, span?)))
        .collect();
    if let [(first, at), (second, again), ..] = given[..] {
        let message = format!("`{}` has both `{first}` and `{second}`", spec.name.value);
        let fault = Diagnostic::error(&codes::CONFLICTING_KEYS, message).at(again, "this").at(at, "and this");
        faults.push(fault.help("keep the one that says where its value comes from"));
    }
}

/// What a relation's column was called when the relation had its former name.
fn former_column(was: &Text, key: &str, faults: &mut Diagnostics) -> Option<Name> {
    let text = was.clone().map(|was| format!("{was}_{key}"));
    names::name("this relation's former column", &text, faults)
}

/// The names that columns had: those of renames, and those that the entity has lost.
fn former(draft: &Draft<'_>) -> BTreeMap<String, Option<FieldId>> {
    let lost = draft.spec.dropped.iter().map(|text| (text.value.clone(), None));
    let fields = draft.fields.iter().enumerate();
    let renamed = fields.filter_map(|(at, field)| Some((field.was.as_ref()?.to_string(), Some(FieldId(at)))));
    lost.chain(renamed).collect()
}

/// An expression of a field, and the field that it belongs to.
struct Wanted<'a> {
    field: FieldId,
    place: Place,
    text: &'a Text,
}

/// Fills in the expressions of fields, now that every column is known.
fn expressions(scene: &Scene<'_, '_>, draft: &mut Draft<'_>, faults: &mut Diagnostics) {
    let mut wanted = wanted(draft);
    wanted.sort_by_key(|wanted| wanted.field);
    for Wanted { field, place, text } in wanted {
        let Some(expression) = scene.scope(draft).resolve(text, place, faults) else { continue };
        let field = &mut draft.fields[field.0];
        match place {
            Place::Generated => field.supply = Supply::Generated(expression),
            Place::Default => field.supply = Supply::Default(Default::Sql(expression)),
            Place::Backfill => field.backfill = Some(expression),
            Place::Using => field.using = Some(expression),
            Place::Check | Place::Filter | Place::IndexKey | Place::Access => {}
        }
    }
}

/// The expressions written at fields and relations, and at the relation to the tenant.
fn wanted<'a>(draft: &Draft<'a>) -> Vec<Wanted<'a>> {
    let written = draft.spec.id.iter().chain(draft.members.fields());
    let of_fields = written.filter_map(|spec| Some((draft.field(&spec.name.value)?, spec)));
    let mut wanted: Vec<_> = of_fields.flat_map(|(field, spec)| of_field(field, spec)).collect();
    let backfill = |(field, text)| Wanted { field, place: Place::Backfill, text };
    let links = draft.links.iter().filter_map(|link| Some((*link.fields.first()?, link.spec?.backfill.as_ref()?)));
    wanted.extend(links.map(backfill));
    let tenant = draft.spec.tenant.as_ref().and_then(|tenant| tenant.backfill.as_ref());
    wanted.extend(draft.tenant_field.filter(|_| draft.kind.has_key()).zip(tenant).map(backfill));
    wanted
}

fn of_field(field: FieldId, spec: &FieldSpec) -> impl Iterator<Item = Wanted<'_>> {
    let supply = match (&spec.generated, &spec.default) {
        (Some(text), _) => Some((Place::Generated, text)),
        (None, Some(DefaultSpec::Sql(text))) => Some((Place::Default, text)),
        (None, Some(DefaultSpec::Value(_)) | None) => None,
    };
    let backfill = spec.backfill.as_ref().map(|text| (Place::Backfill, text));
    let using = spec.using.as_ref().map(|text| (Place::Using, text));
    let all = [supply, backfill, using].into_iter().flatten();
    all.map(move |(place, text)| Wanted { field, place, text })
}

fn primary_key(draft: &mut Draft<'_>, faults: &mut Diagnostics) {
    let Some(names) = &draft.spec.primary_key else {
        draft.primary_key = draft.field("id").into_iter().collect();
        return;
    };
    let mut key: Vec<FieldId> = Vec::new();
    for name in &names.value {
        let fields = named_fields(draft, name, faults);
        let fields = fields.into_iter().filter(|id| fit_for_key(draft, *id, &key, name, faults)).collect::<Vec<_>>();
        key.extend(fields);
    }
    if names.is_empty() {
        faults.push(bad_key(names.span, "the primary key names no field", "write `[id]`"));
    }
    draft.primary_key = key;
}

/// The fields behind a name: a field, or a relation's columns. Reports a name that is neither.
pub fn named_fields(draft: &Draft<'_>, name: &Text, faults: &mut Diagnostics) -> Vec<FieldId> {
    if let Some(id) = draft.field(&name.value) {
        return vec![id];
    }
    if let Some(link) = draft.link(&name.value) {
        return link.fields.clone();
    }
    if draft.members.relations().any(|relation| relation.name == *name) {
        // Its columns could not be made, which has been reported.
        return Vec::new();
    }
    let known = draft.by_name.keys().map(String::as_str).chain(draft.links.iter().map(|link| link.name.as_str()));
    let fault = Diagnostic::error(&codes::UNKNOWN_FIELD, format!("`{}` has no field `{}`", draft.name, name.value));
    faults.push(fault.at(name.span, "no such field or relation").did_you_mean(&name.value, known));
    Vec::new()
}

fn fit_for_key(draft: &Draft<'_>, id: FieldId, key: &[FieldId], name: &Text, faults: &mut Diagnostics) -> bool {
    let field = &draft.fields[id.0];
    if key.contains(&id) {
        faults.push(bad_key(name.span, &format!("`{}` stands twice in the primary key", field.name), "remove it here"));
        return false;
    }
    if field.nullable {
        let fault = bad_key(name.span, &format!("`{}` may be null", field.name), "a key is always there");
        faults.push(fault.at(field.span, "written as nullable here"));
    }
    true
}

fn bad_key(span: Span, message: &str, label: &str) -> Diagnostic {
    Diagnostic::error(&codes::BAD_PRIMARY_KEY, message).at(span, label)
}

fn report_count(draft: &Draft<'_>, faults: &mut Diagnostics) {
    let count = draft.fields.len();
    if count > MAX_COLUMNS {
        let message = format!("`{}` has {count} columns; PostgreSQL takes {MAX_COLUMNS}", draft.name);
        let fault = Diagnostic::error(&codes::COLUMN_COUNT, message).at(draft.spec.name.span, "too many columns");
        faults.push(fault.help("split the entity, or keep what varies in a `jsonb` field"));
    }
}

/// The tenant is one UUID, as the context function returns it.
fn report_tenant_key_type(scene: &Scene<'_, '_>, drafts: &mut [Draft<'_>], faults: &mut Diagnostics) {
    let root = &mut drafts[scene.rules.project.tenancy.tenant.0];
    match root.primary_key[..] {
        [only] if root.fields[only.0].ty == UUID => root.tenant_field = Some(only),
        _ => {
            let message = format!("the key of `{}`, whose rows are the tenants, must be one uuid", root.name);
            let fault = Diagnostic::error(&codes::TENANT_KEY_TYPE, message).at(root.spec.name.span, "");
            faults.push(fault.help("leave `primary_key` and `id` out: the usual `id` is one"));
        }
    }
}
