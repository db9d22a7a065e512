//! Names of objects and types.

use std::fmt;

use crate::sql::ident;

/// The name of an object in a schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectName {
    /// The schema, where it is named.
    pub schema: Option<String>,
    /// The name in it.
    pub name: String,
}

impl ObjectName {
    /// `schema.name`.
    #[must_use]
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: Some(schema.into()), name: name.into() }
    }

    /// Another name in the same schema.
    #[must_use]
    pub fn beside(&self, name: &str) -> Self {
        Self { schema: self.schema.clone(), name: name.to_owned() }
    }

    /// The name as SQL, quoted where needed.
    #[must_use]
    pub fn sql(&self) -> String {
        self.schema.iter().chain([&self.name]).map(ident).collect::<Vec<_>>().join(".")
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// A type as the catalog names it: `int4`, `bpchar(3)`, `public.LeadSource[]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Type {
    /// The name; PostgreSQL's own schema is left out.
    pub name: ObjectName,
    /// What stands in parentheses behind it.
    pub modifiers: Vec<String>,
    /// Whether it is an array of it.
    pub array: bool,
}

/// Types that SQL has words for, by the catalog's name.
const WORDS: [(&str, &str); 12] = [
    ("bool", "boolean"),
    ("bpchar", "char"),
    ("float4", "real"),
    ("float8", "double precision"),
    ("int2", "smallint"),
    ("int4", "integer"),
    ("int8", "bigint"),
    ("interval", "interval"),
    ("time", "time"),
    ("timestamp", "timestamp"),
    ("timestamptz", "timestamptz"),
    ("varchar", "varchar"),
];

impl Type {
    /// The type as SQL.
    #[must_use]
    pub fn sql(&self) -> String {
        let modifiers =
            if self.modifiers.is_empty() { String::new() } else { format!("({})", self.modifiers.join(",")) };
        format!("{}{modifiers}{}", self.name_sql(), if self.array { "[]" } else { "" })
    }

    fn name_sql(&self) -> String {
        let own = self.name.schema.is_none() || self.name.schema.as_deref() == Some("pg_catalog");
        // Without its length, `char` means another type than the catalog's name.
        let is_whole = self.name.name != "bpchar" || !self.modifiers.is_empty();
        let word = WORDS.iter().find(|(name, _)| own && is_whole && *name == self.name.name);
        word.map_or_else(|| self.name.sql(), |(_, word)| (*word).to_owned())
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        if !self.modifiers.is_empty() {
            write!(f, "({})", self.modifiers.join(","))?;
        }
        f.write_str(if self.array { "[]" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_written_as_people_write_them() {
        let ty = |name: &str, modifiers: &[&str], array| Type {
            name: ObjectName { schema: None, name: name.to_owned() },
            modifiers: modifiers.iter().map(ToString::to_string).collect(),
            array,
        };
        assert_eq!(ty("int4", &[], false).sql(), "integer");
        assert_eq!(ty("varchar", &["9"], true).sql(), "varchar(9)[]");
        assert_eq!(ty("bpchar", &["3"], false).sql(), "char(3)");
        assert_eq!(ty("bpchar", &[], false).sql(), "bpchar");
        assert_eq!(ty("char", &[], false).sql(), "\"char\"");
        assert_eq!(Type { name: ObjectName::new("s", "E"), ..ty("", &[], false) }.sql(), "s.\"E\"");
    }
}
