//! Unique keys and indexes: those written, with the tenant key put where queries under row security need it, and those
//! that relations need.

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{
    Direction, FieldId, FieldType, Index, IndexKey, IndexOrigin, KeyPart, Method, Name, Nulls, RelationId, Role,
    Scalar, Supply, Unique, UniqueOrigin, Verb,
};
use crate::source::Span;
use crate::spec::{KeysSpec, Text};

use super::draft::Draft;
use super::expression::Place;
use super::{Scene, column, names};

/// Makes every entity's unique keys and indexes.
pub fn resolve(scene: &Scene<'_, '_>, drafts: &mut [Draft<'_>], faults: &mut Diagnostics) {
    for draft in drafts {
        report_primary_key(draft, faults);
        let mut uniques = uniques(scene, draft, faults);
        uniques.append(&mut draft.uniques);
        draft.uniques = uniques;
        add_one_to_one(draft);
        let declared = indexes(scene, draft, faults);
        draft.indexes = declared;
        if !draft.spec.external {
            add_derived(draft);
        }
    }
}

/// Whether services write rows of their own here, so that a key without the tenant would speak of other tenants.
fn is_written_by_services(draft: &Draft<'_>) -> bool {
    let app = draft.access.iter().find(|access| access.role == Role::App);
    app.is_some_and(|app| app.allows(Verb::Insert) || app.allows(Verb::Update))
}

fn report_primary_key(draft: &Draft<'_>, faults: &mut Diagnostics) {
    let Some(tenant) = draft.tenant_field.filter(|_| draft.kind.has_key()) else { return };
    let made = match draft.primary_key[..] {
        [only] => draft.fields[only.0].supply != Supply::Client,
        _ => false,
    };
    if made || draft.primary_key.contains(&tenant) || draft.primary_key.is_empty() || !is_written_by_services(draft) {
        return;
    }
    let columns = columns_text(draft, &draft.primary_key);
    let tenant = &draft.fields[tenant.0].name;
    let span = draft.spec.primary_key.as_ref().map_or(draft.spec.name.span, |key| key.span);
    let message = format!("the primary key of `{}` holds values that services choose, across tenants", draft.name);
    let fault = Diagnostic::error(&codes::KEY_CROSSES_TENANTS, message).at(span, "the tenant key is not in it");
    faults.push(fault.help(format!("write `primary_key: [{tenant}, {columns}]`")));
}

fn columns_text(draft: &Draft<'_>, fields: &[FieldId]) -> String {
    fields.iter().map(|id| draft.fields[id.0].name.as_str()).collect::<Vec<_>>().join(", ")
}

fn uniques(scene: &Scene<'_, '_>, draft: &Draft<'_>, faults: &mut Diagnostics) -> Vec<Unique> {
    draft.members.uniques().filter_map(|spec| unique(scene, draft, spec, faults)).collect()
}

fn unique(scene: &Scene<'_, '_>, draft: &Draft<'_>, spec: &KeysSpec, faults: &mut Diagnostics) -> Option<Unique> {
    let mut keys = keys(scene, draft, spec, faults)?;
    match (draft.tenant_field.filter(|_| draft.kind.has_key()), &spec.tenant_first) {
        (Some(tenant), None) => put_tenant(&mut keys, tenant, 0),
        (Some(tenant), Some(first)) if first.value => put_tenant(&mut keys, tenant, 0),
        (Some(_), Some(first)) if is_written_by_services(draft) => faults.push(crosses_tenants(first.span)),
        (Some(_), Some(_)) | (None, _) => {}
    }
    if let Some(using) = spec.using.as_ref().filter(|using| using.value != Method::Btree) {
        faults.push(bad_index(using.span, "only a b-tree can be unique", "remove `using`"));
    }
    Some(Unique {
        name: name(draft, spec, &keys, "_key", faults)?,
        filter: filter(scene, draft, spec, faults),
        keys,
        nulls_not_distinct: spec.nulls_not_distinct.as_ref().is_some_and(|flag| flag.value),
        origin: UniqueOrigin::Declared,
        was: names::optional("the key's former name", spec.was.as_ref(), faults),
        span: spec.span,
    })
}

fn crosses_tenants(span: Span) -> Diagnostic {
    Diagnostic::error(&codes::KEY_CROSSES_TENANTS, "a unique key without the tenant tells one tenant what another has")
        .at(span, "this leaves the tenant key out")
        .help("remove `tenant_first: false`, or take inserting and updating from `app`")
}

fn indexes(scene: &Scene<'_, '_>, draft: &Draft<'_>, faults: &mut Diagnostics) -> Vec<Index> {
    draft.members.indexes().filter_map(|spec| index(scene, draft, spec, faults)).collect()
}

fn index(scene: &Scene<'_, '_>, draft: &Draft<'_>, spec: &KeysSpec, faults: &mut Diagnostics) -> Option<Index> {
    let mut keys = keys(scene, draft, spec, faults)?;
    let method = spec.using.as_ref().map_or(Method::Btree, |using| using.value);
    let tenant_wanted = spec.tenant_first.as_ref().map_or(method == Method::Btree, |first| first.value);
    if let Some(tenant) = draft.tenant_field.filter(|_| draft.kind.has_key() && tenant_wanted) {
        put_tenant(&mut keys, tenant, leading_relation(draft, spec));
    }
    report_method(draft, spec, method, &keys, faults);
    Some(Index {
        name: name(draft, spec, &keys, "_idx", faults)?,
        doc: spec.doc.as_ref().map(|doc| doc.value.clone()),
        filter: filter(scene, draft, spec, faults),
        keys,
        method,
        origin: IndexOrigin::Declared,
        was: names::optional("the index's former name", spec.was.as_ref(), faults),
        span: spec.span,
    })
}

/// Puts the tenant key at a place, where the keys do not hold it yet.
fn put_tenant(keys: &mut Vec<IndexKey>, tenant: FieldId, at: usize) {
    if !keys.iter().any(|key| key.as_field() == Some(tenant)) {
        keys.insert(at, IndexKey::field(tenant));
    }
}

/// How many columns of a relation an index starts with: the tenant key goes behind them, so that one index serves the
/// relation's plain key, which looks for its column alone, its tenant key and queries under row security.
fn leading_relation(draft: &Draft<'_>, spec: &KeysSpec) -> usize {
    let Some(first) = spec.keys.first() else { return 0 };
    let link = draft.links.iter().filter(|link| link.spec.is_some()).find(|link| {
        let column = draft.field(&first.value);
        link.name == first.value.as_str() || column.is_some_and(|column| link.fields == [column])
    });
    link.map_or(0, |link| link.fields.len())
}

fn keys(scene: &Scene<'_, '_>, draft: &Draft<'_>, spec: &KeysSpec, faults: &mut Diagnostics) -> Option<Vec<IndexKey>> {
    let opclass = names::optional("this operator class", spec.ops.as_ref(), faults);
    let keys: Option<Vec<Vec<IndexKey>>> = spec.keys.iter().map(|text| key(scene, draft, text, faults)).collect();
    let mut keys = keys?.concat();
    for key in &mut keys {
        key.opclass.clone_from(&opclass);
    }
    (!keys.is_empty()).then_some(keys)
}

/// The keys behind one text: a field, a relation's columns or an expression, with an order behind it.
fn key(scene: &Scene<'_, '_>, draft: &Draft<'_>, text: &Text, faults: &mut Diagnostics) -> Option<Vec<IndexKey>> {
    let (base, nulls) = split_off(&text.value, &[("nulls first", Nulls::First), ("nulls last", Nulls::Last)]);
    let (base, direction) = split_off(base, &[("asc", Direction::Ascending), ("desc", Direction::Descending)]);
    let base = Text::new(base.to_owned(), text.span);
    let known = draft.field(&base.value).is_some() || draft.link(&base.value).is_some();
    let parts: Vec<_> = if known || is_word(&base.value) {
        column::named_fields(draft, &base, faults).into_iter().map(KeyPart::Field).collect()
    } else {
        vec![KeyPart::Expression(scene.scope(draft).resolve(&base, Place::IndexKey, faults)?)]
    };
    let direction = direction.unwrap_or(Direction::Ascending);
    let key = |part| IndexKey { part, direction, nulls, opclass: None };
    (!parts.is_empty()).then(|| parts.into_iter().map(key).collect())
}

/// Splits one of a few words off a text's end, in any letter case.
fn split_off<'t, T: Copy>(text: &'t str, words: &[(&str, T)]) -> (&'t str, Option<T>) {
    let trimmed = text.trim();
    for (word, meaning) in words {
        let at = trimmed.len().saturating_sub(word.len());
        let Some((base, end)) = trimmed.split_at_checked(at) else { continue };
        if end.eq_ignore_ascii_case(word) && base.ends_with(char::is_whitespace) {
            return (base.trim_end(), Some(*meaning));
        }
    }
    (trimmed, None)
}

/// Whether a text is one plain word, so that it can only be meant as a name.
fn is_word(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn filter(
    scene: &Scene<'_, '_>,
    draft: &Draft<'_>,
    spec: &KeysSpec,
    faults: &mut Diagnostics,
) -> Option<crate::model::Expression> {
    spec.filter.as_ref().and_then(|text| scene.scope(draft).resolve(text, Place::Filter, faults))
}

/// The name as written, else derived from the table and the columns.
fn name(draft: &Draft<'_>, spec: &KeysSpec, keys: &[IndexKey], suffix: &str, faults: &mut Diagnostics) -> Option<Name> {
    match &spec.name {
        Some(written) => names::name("this index", written, faults),
        None => Some(Name::derived(&draft.stem(&columns_of(keys)), suffix, 0)),
    }
}

/// The columns of keys, those of expressions included.
fn columns_of(keys: &[IndexKey]) -> Vec<FieldId> {
    let columns = |key: &IndexKey| match &key.part {
        KeyPart::Field(field) => vec![*field],
        KeyPart::Expression(expression) => expression.fields.clone(),
    };
    keys.iter().flat_map(columns).collect()
}

fn report_method(draft: &Draft<'_>, spec: &KeysSpec, method: Method, keys: &[IndexKey], faults: &mut Diagnostics) {
    if let Some(flag) = &spec.nulls_not_distinct {
        faults.push(bad_index(flag.span, "only a unique key tells NULLs apart", "move the entry to `unique:`"));
    }
    let ordered = |key: &IndexKey| key.direction == Direction::Descending || key.nulls.is_some();
    if method != Method::Btree && keys.iter().any(ordered) {
        faults.push(bad_index(spec.span, "only a b-tree has an order", "remove `desc` and `nulls`, or `using`"));
    }
    if method == Method::Hash && keys.len() > 1 {
        faults.push(bad_index(spec.span, "a hash index has one key", "use a b-tree"));
    }
    for field in keys.iter().filter(|key| key.opclass.is_none()).filter_map(IndexKey::as_field) {
        report_operator_class(draft, spec, method, field, faults);
    }
}

/// PostgreSQL has no default operator class for every type under every method.
fn report_operator_class(draft: &Draft<'_>, spec: &KeysSpec, method: Method, field: FieldId, faults: &mut Diagnostics) {
    let FieldType { scalar, array } = draft.fields[field.0].ty;
    let name = &draft.fields[field.0].name;
    let unordered = matches!(scalar, Scalar::Json | Scalar::Vector(_)) && !array;
    match method {
        Method::Btree | Method::Hash | Method::Brin if unordered => {
            let message = format!("`{name}` has no order to index");
            faults.push(bad_index(
                spec.span,
                &message,
                "use `jsonb` with `using: gin`, or name an operator class in `ops`",
            ));
        }
        Method::Gin if !array && scalar != Scalar::Jsonb => {
            let message = format!("GIN has no default operator class for `{name}`");
            faults.push(bad_index(
                spec.span,
                &message,
                "name one in `ops`: `gin_trgm_ops` for text (extension `pg_trgm`)",
            ));
        }
        Method::Btree | Method::Hash | Method::Brin | Method::Gin | Method::Gist => {}
    }
}

fn bad_index(span: Span, message: &str, help: &str) -> Diagnostic {
    Diagnostic::error(&codes::BAD_INDEX, message).at(span, "").help(help)
}

/// A one-to-one relation is a unique key over its columns and the tenant, the columns first: the same order as the
/// index that a relation to many has, which it replaces.
fn add_one_to_one(draft: &mut Draft<'_>) {
    for at in 0..draft.relations.len() {
        if draft.spec.external || !draft.relations[at].one_to_one {
            continue;
        }
        let fields = relation_index(draft, at);
        let unique = Unique {
            name: Name::derived(&draft.stem(&fields), "_key", 0),
            keys: fields.iter().copied().map(IndexKey::field).collect(),
            filter: None,
            nulls_not_distinct: false,
            origin: UniqueOrigin::Relation(RelationId(at)),
            was: None,
            span: draft.relations[at].span,
        };
        if !draft.uniques.iter().any(|other| other.keys == unique.keys && other.filter.is_none()) {
            draft.uniques.push(unique);
        }
    }
}

/// The columns by which a relation's rows are looked for: its own, then the tenant key.
fn relation_index(draft: &Draft<'_>, relation: usize) -> Vec<FieldId> {
    let tenant = draft.tenant_field.filter(|_| draft.kind.has_key());
    let own = &draft.relations[relation].fields;
    own.iter().copied().chain(tenant.filter(|tenant| !own.contains(tenant))).collect()
}

/// Adds the indexes that nothing written covers: one that starts with the tenant key, and one for each relation.
fn add_derived(draft: &mut Draft<'_>) {
    let mut derived = Vec::new();
    for at in 0..draft.relations.len() {
        let is_tenant = draft.links[at].spec.is_none();
        let refused = draft.links[at].spec.and_then(|spec| spec.index.as_ref()).is_some_and(|flag| !flag.value);
        let fields = relation_index(draft, at);
        if refused || covered(draft, &fields) {
            continue;
        }
        derived.push(Index {
            name: Name::derived(&draft.stem(&fields), "_idx", 0),
            doc: None,
            keys: fields.into_iter().map(IndexKey::field).collect(),
            method: Method::Btree,
            filter: None,
            origin: if is_tenant { IndexOrigin::TenantKey } else { IndexOrigin::Relation(RelationId(at)) },
            was: None,
            span: draft.relations[at].span,
        });
    }
    derived.append(&mut draft.indexes);
    draft.indexes = derived;
}

/// Whether a key or whole b-tree index starts with just these columns in this order.
fn covered(draft: &Draft<'_>, fields: &[FieldId]) -> bool {
    let starts = |keys: &[IndexKey]| {
        keys.len() >= fields.len() && keys.iter().zip(fields).all(|(key, field)| key.as_field() == Some(*field))
    };
    draft.primary_key.starts_with(fields)
        || draft.uniques.iter().any(|unique| unique.filter.is_none() && starts(&unique.keys))
        || draft
            .indexes
            .iter()
            .any(|index| index.method == Method::Btree && index.filter.is_none() && starts(&index.keys))
}
