//! Unique keys and indexes as written.

use crate::diagnostic::Diagnostics;
use crate::model::Method;
use crate::source::{Span, Spanned};

use super::Text;
use super::reader::{self, Fields};
use super::yaml::{Kind, Node};

/// An entry of `unique:` or `indexes:`.
#[derive(Debug, Clone)]
pub struct KeysSpec {
    /// Where it stands.
    pub span: Span,
    /// Its keys: `status`, `created_at desc`, `lower(email)`.
    pub keys: Vec<Text>,
    /// `where`: the rows it covers.
    pub filter: Option<Text>,
    /// `using`: the access method.
    pub using: Option<Spanned<Method>>,
    /// `ops`: the operator class of every key but the tenant's.
    pub ops: Option<Text>,
    /// `name`: its own name instead of the derived one.
    pub name: Option<Text>,
    /// `tenant_first: false`: the tenant key is not put in front.
    pub tenant_first: Option<Spanned<bool>>,
    /// `nulls_not_distinct`: two NULLs count as equal.
    pub nulls_not_distinct: Option<Spanned<bool>>,
    /// `doc`.
    pub doc: Option<Text>,
    /// `was`.
    pub was: Option<Text>,
}

const METHODS: [(&str, Method); 5] = [
    ("btree", Method::Btree),
    ("gin", Method::Gin),
    ("gist", Method::Gist),
    ("brin", Method::Brin),
    ("hash", Method::Hash),
];

/// Reads a list of entries.
pub fn read_all(node: Option<Node>, what: &'static str, faults: &mut Diagnostics) -> Vec<KeysSpec> {
    let Some(node) = node else { return Vec::new() };
    reader::list(node, faults).into_iter().filter_map(|item| read(item, what, faults)).collect()
}

fn read(node: Node, what: &'static str, faults: &mut Diagnostics) -> Option<KeysSpec> {
    match node.kind {
        Kind::List(_) => Some(KeysSpec::of_keys(node.span, reader::texts(node, faults))),
        Kind::Map(_) => read_map(node, what, faults),
        Kind::Null | Kind::Scalar { .. } => {
            faults.push(reader::wrong_shape(&node, "a list of fields is meant, `[status]`, or a map with `fields`"));
            None
        }
    }
}

fn read_map(node: Node, what: &'static str, faults: &mut Diagnostics) -> Option<KeysSpec> {
    let mut fields = Fields::of(node, what, faults)?;
    let spec = KeysSpec {
        span: fields.span,
        keys: fields.texts("fields", faults),
        filter: fields.text("where", faults),
        using: fields.choice("using", &METHODS, faults),
        ops: fields.text("ops", faults),
        name: fields.text("name", faults),
        tenant_first: fields.flag("tenant_first", faults),
        nulls_not_distinct: fields.flag("nulls_not_distinct", faults),
        doc: fields.text("doc", faults),
        was: fields.text("was", faults),
    };
    if spec.keys.is_empty() {
        faults.push(reader::missing(what, "fields", spec.span));
    }
    fields.finish(faults);
    Some(spec)
}

impl KeysSpec {
    fn of_keys(span: Span, keys: Vec<Text>) -> Self {
        Self {
            span,
            keys,
            filter: None,
            using: None,
            ops: None,
            name: None,
            tenant_first: None,
            nulls_not_distinct: None,
            doc: None,
            was: None,
        }
    }
}
