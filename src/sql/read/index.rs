//! Indexes.

use serde::Deserialize;

use super::Source;
use super::node::{RangeVar, Raw, Text, Unknown, object_name, unknown};
use crate::sql::facts::{Effect, Index, IndexKey, KeyPart};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexStmt<'a> {
    idxname: Option<String>,
    relation: RangeVar,
    #[serde(rename = "accessMethod")]
    access_method: String,
    #[serde(borrow, rename = "indexParams")]
    index_params: Vec<ElementNode<'a>>,
    #[serde(borrow, rename = "whereClause")]
    where_clause: Option<Raw<'a>>,
    #[serde(default)]
    unique: bool,
    #[serde(default)]
    nulls_not_distinct: bool,
}

#[derive(Deserialize)]
enum ElementNode<'a> {
    #[serde(borrow)]
    IndexElem(IndexElem<'a>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndexElem<'a> {
    name: Option<String>,
    #[serde(borrow)]
    expr: Option<Raw<'a>>,
    #[serde(default)]
    opclass: Vec<Text>,
    ordering: Ordering,
    nulls_ordering: NullsOrdering,
}

#[derive(Deserialize)]
enum Ordering {
    #[serde(rename = "SORTBY_DEFAULT")]
    Default,
    #[serde(rename = "SORTBY_ASC")]
    Ascending,
    #[serde(rename = "SORTBY_DESC")]
    Descending,
}

#[derive(Deserialize)]
enum NullsOrdering {
    #[serde(rename = "SORTBY_NULLS_DEFAULT")]
    Default,
    #[serde(rename = "SORTBY_NULLS_FIRST")]
    First,
    #[serde(rename = "SORTBY_NULLS_LAST")]
    Last,
}

impl IndexStmt<'_> {
    pub fn effects(self, source: Source<'_>) -> Result<Vec<Effect>, Unknown> {
        let Some(name) = self.idxname else { return unknown("an index without a name") };
        let key = |ElementNode::IndexElem(element)| element.key(source);
        let index = Index {
            method: self.access_method,
            keys: self.index_params.into_iter().map(key).collect::<Result<_, _>>()?,
            unique: self.unique,
            nulls_not_distinct: self.nulls_not_distinct,
            filter: self.where_clause.map(|filter| source.tree(filter)),
            ..Index::default()
        };
        Ok(vec![Effect::CreateIndex { table: self.relation.name()?, name, index: Box::new(index) }])
    }
}

impl IndexElem<'_> {
    fn key(self, source: Source<'_>) -> Result<IndexKey, Unknown> {
        let part = match (self.name, self.expr) {
            (Some(column), None) => KeyPart::Column(column),
            (None, Some(expression)) => KeyPart::Expression(source.tree(expression)),
            (None, None) | (Some(_), Some(_)) => return unknown("an index key"),
        };
        let descending = match self.ordering {
            Ordering::Descending => true,
            Ordering::Default | Ordering::Ascending => false,
        };
        let nulls_first = match self.nulls_ordering {
            NullsOrdering::Default => descending,
            NullsOrdering::First => true,
            NullsOrdering::Last => false,
        };
        let opclass = if self.opclass.is_empty() { None } else { Some(object_name(self.opclass)?.to_string()) };
        Ok(IndexKey { part, collation: None, opclass, descending, nulls_first })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::facts::ObjectName;
    use crate::sql::read::expression;
    use crate::sql::read::testing::effect;

    fn index(text: &str) -> Index {
        match effect(text) {
            Effect::CreateIndex { table, name, index } if table == ObjectName::new("s", "t") && name == "i" => *index,
            other => panic!("{other:?}"),
        }
    }

    fn keys(list: &str) -> Vec<String> {
        index(&format!("CREATE INDEX i ON s.t ({list})")).keys.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn keys_keep_their_order_and_direction() {
        let sql =
            "a, b DESC, c ASC NULLS FIRST, d DESC NULLS LAST, e DESC NULLS FIRST, f NULLS LAST, g text_pattern_ops";
        let expected = ["a", "b DESC", "c NULLS FIRST", "d DESC NULLS LAST", "e DESC", "f", "g text_pattern_ops"];
        assert_eq!(keys(sql), expected);
    }

    #[test]
    fn expressions_are_trees() {
        let one = index("CREATE UNIQUE INDEX i ON s.t (lower(a), (a || b)) NULLS NOT DISTINCT WHERE a IS NOT NULL");
        let parts: Vec<_> = one.keys.into_iter().map(|key| key.part).collect();
        assert_eq!(parts, ["lower(a)", "a || b"].map(|text| KeyPart::Expression(expression(text).unwrap())));
        assert_eq!(one.filter, Some(expression("a is not null").unwrap()));
        assert!(one.unique && one.nulls_not_distinct);
    }

    #[test]
    fn the_method_is_b_tree_where_none_is_named() {
        assert_eq!(index("CREATE INDEX i ON s.t (a)"), index("CREATE INDEX i ON s.t USING btree (a)"));
        assert_eq!(index("CREATE INDEX i ON s.t USING gin (a)").method, "gin");
    }
}
