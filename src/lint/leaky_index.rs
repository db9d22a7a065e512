//! An index that row security keeps PostgreSQL from using.

use super::{Lint, of_member};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Direction, Entity, EnumStorage, FieldType, Index, IndexKey, KeyPart, Method, Model, PolicyRule, RowRule, Scalar,
    Wall,
};

/// The rule.
pub static LINT: Lint = Lint {
    name: "leaky_index",
    code: Code {
        id: "L0012",
        title: "index that row security defeats",
        explanation: "\
Under row security PostgreSQL may evaluate a condition before the policy only if it cannot tell anything about rows
the policy hides: its operator must be LEAKPROOF. An index is such an early evaluation. `=` on enums, `numeric`,
arrays, `jsonb` and `citext` is not leak-proof, nor are `ILIKE`, `@>`, `&&`, `lower()` and nearly every other
function: a condition on them reads all of the tenant's rows, index or not (66 ms against 0.7 on a large tenant).

What helps: `storage: text` for the enum; a stored, generated column for the expression (`email_lower`), with the
index on that; whole cents in a `bigint` instead of `numeric`; a join table instead of an array. Where tenants are
small, remove the index. A key that is there to sort by is not affected; written `desc`, it is not reported.
",
    },
    check: |model: &Model| {
        let entities = model.managed().map(|(_, entity)| entity).filter(|entity| is_walled(entity));
        let indexes = entities.flat_map(|entity| entity.indexes.iter().map(move |index| (entity, index)));
        indexes.filter_map(|(entity, index)| check(model, entity, index)).collect()
    },
};

/// Whether a policy hides rows of the entity from somebody.
fn is_walled(entity: &Entity) -> bool {
    let hides = |rule: &RowRule| rule.wall != Wall::Open || rule.filter.is_some();
    entity.policies.iter().filter_map(|policy| PolicyRule::using(&policy.rule)).any(hides)
}

fn check(model: &Model, entity: &Entity, index: &Index) -> Option<Diagnostic> {
    let found = index.keys.iter().find_map(|key| leak(model, entity, index.method, key))?;
    let message = format!("row security keeps conditions on {} from using the index `{}`", found.key, index.name);
    Some(of_member(&LINT, entity, &index.name, message).at(index.span, found.why).help(found.instead))
}

/// What of an index lets something out, why, and what to write instead.
struct Leak {
    key: String,
    why: String,
    instead: &'static str,
}

fn leak(model: &Model, entity: &Entity, method: Method, key: &IndexKey) -> Option<Leak> {
    let field = match &key.part {
        KeyPart::Expression(expression) => {
            let why = "calling a function on a hidden row may tell of it";
            let instead = "index a stored generated column instead of the expression";
            return Some(Leak { key: format!("`{}`", expression.text), why: why.into(), instead });
        }
        KeyPart::Field(id) => entity.field(*id),
    };
    let (what, instead) = match method {
        Method::Gin | Method::Gist => ("an operator of this index", "keep what is searched for in a table of its own"),
        Method::Btree | Method::Hash if key.direction == Direction::Descending => return None,
        Method::Btree | Method::Brin | Method::Hash => leaky_type(model, field.ty)?,
    };
    Some(Leak { key: format!("`{}`", field.name), why: format!("{what} is not leak-proof"), instead })
}

/// Types whose comparisons PostgreSQL does not mark as leak-proof, with what to write instead.
fn leaky_type(model: &Model, ty: FieldType) -> Option<(&'static str, &'static str)> {
    use Scalar as S;
    if ty.array {
        return Some(("`=` of arrays", "keep the elements in a table of their own"));
    }
    match ty.scalar {
        S::Enum(id) => match model.enumeration(id).storage {
            EnumStorage::Type => Some(("`=` of enums", "write `storage: text` in the enum")),
            EnumStorage::Text => None,
        },
        S::Numeric(_) => Some(("comparing `numeric`", "use a `bigint` of the smallest unit")),
        S::Jsonb | S::Json => Some(("comparing JSON", "move what is searched for into a field of its own")),
        S::Citext => Some(("`=` of `citext`", "use `text` and store it in lower case")),
        S::Vector(_) => Some(("comparing vectors", "search them as a role that bypasses row security")),
        S::SmallInt | S::Integer | S::BigInt | S::Real | S::DoublePrecision | S::Boolean => None,
        S::Text | S::Varchar(_) | S::Char(_) | S::Uuid | S::Bytea | S::Inet => None,
        S::Date | S::Time | S::Timestamp | S::Timestamptz | S::Interval => None,
    }
}
