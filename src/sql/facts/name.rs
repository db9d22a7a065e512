//! Names of objects and types.

use std::fmt;

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

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        if !self.modifiers.is_empty() {
            write!(f, "({})", self.modifiers.join(","))?;
        }
        f.write_str(if self.array { "[]" } else { "" })
    }
}
