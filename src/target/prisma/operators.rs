//! Operator classes of index columns.
//!
//! Prisma has names of its own for some classes, takes others as `raw("…")`, and looks for none in B-trees and hash
//! indexes. Where a GIN or GiST index covers a plain value by an extension's default class, it wants the class said.

use heck::ToUpperCamelCase;

use super::quote::string;
use crate::model::{FieldType, Method, Name, Scalar};

/// What stands behind `ops:`; none where nothing need stand there.
pub fn class(ty: FieldType, class: Option<&Name>, method: Method) -> Option<String> {
    match method {
        Method::Btree | Method::Hash => None,
        Method::Brin => class.map(|class| spelled(class.as_str(), method)),
        Method::Gin | Method::Gist => {
            let class = class.map(|class| class.as_str().to_owned()).or_else(|| standard(ty, method));
            class.map(|class| spelled(&class, method))
        }
    }
}

/// A class in Prisma's words.
fn spelled(class: &str, method: Method) -> String {
    let is_brin =
        || ["_bloom_ops", "_inclusion_ops", "_minmax_ops", "_minmax_multi_ops"].iter().any(|end| class.ends_with(end));
    match (method, class) {
        (Method::Gin, "jsonb_path_ops" | "jsonb_ops" | "array_ops") | (Method::Gist, "inet_ops") => {
            class.to_upper_camel_case()
        }
        (Method::Brin, _) if is_brin() => class.to_upper_camel_case().replace("Minmax", "MinMax"),
        _ => format!("raw({})", string(class)),
    }
}

/// The default class of a plain value; none of an array or JSON, whose defaults Prisma knows.
fn standard(ty: FieldType, method: Method) -> Option<String> {
    let name = word(ty.scalar).filter(|_| !ty.array)?;
    match method {
        Method::Gist if matches!(ty.scalar, Scalar::Varchar(_)) => Some("gist_text_ops".to_owned()),
        Method::Gist => Some(format!("gist_{name}_ops")),
        Method::Gin => Some(format!("{name}_ops")),
        Method::Btree | Method::Brin | Method::Hash => None,
    }
}

/// A type as the names of operator classes have it, where the extensions `btree_gin` and `btree_gist` know it.
fn word(scalar: Scalar) -> Option<&'static str> {
    match scalar {
        Scalar::SmallInt => Some("int2"),
        Scalar::Integer => Some("int4"),
        Scalar::BigInt => Some("int8"),
        Scalar::Numeric(_) => Some("numeric"),
        Scalar::Real => Some("float4"),
        Scalar::DoublePrecision => Some("float8"),
        Scalar::Boolean => Some("bool"),
        Scalar::Text => Some("text"),
        Scalar::Varchar(_) => Some("varchar"),
        Scalar::Char(_) => Some("bpchar"),
        Scalar::Uuid => Some("uuid"),
        Scalar::Date => Some("date"),
        Scalar::Time => Some("time"),
        Scalar::Timestamp => Some("timestamp"),
        Scalar::Timestamptz => Some("timestamptz"),
        Scalar::Interval => Some("interval"),
        Scalar::Bytea => Some("bytea"),
        Scalar::Inet => Some("inet"),
        Scalar::Enum(_) => Some("enum"),
        Scalar::Citext | Scalar::Jsonb | Scalar::Json | Scalar::Vector(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ops(scalar: Scalar, name: &str, method: Method) -> Option<String> {
        let name = Name::new(name).ok();
        class(FieldType::plain(scalar), name.as_ref(), method)
    }

    #[test]
    fn classes_have_prismas_names_or_are_raw() {
        assert_eq!(ops(Scalar::Jsonb, "jsonb_path_ops", Method::Gin).unwrap(), "JsonbPathOps");
        assert_eq!(ops(Scalar::Integer, "int4_minmax_multi_ops", Method::Brin).unwrap(), "Int4MinMaxMultiOps");
        assert_eq!(ops(Scalar::Text, "gin_trgm_ops", Method::Gin).unwrap(), "raw(\"gin_trgm_ops\")");
        assert_eq!(ops(Scalar::Text, "text_pattern_ops", Method::Btree), None);
    }

    #[test]
    fn default_classes_are_said_where_prisma_wants_them() {
        assert_eq!(ops(Scalar::Uuid, "", Method::Gin).unwrap(), "raw(\"uuid_ops\")");
        assert_eq!(ops(Scalar::Varchar(9), "", Method::Gist).unwrap(), "raw(\"gist_text_ops\")");
        assert_eq!(ops(Scalar::Jsonb, "", Method::Gin), None);
        assert_eq!(ops(Scalar::Uuid, "", Method::Brin), None);
    }
}
