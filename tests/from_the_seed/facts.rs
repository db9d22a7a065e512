//! The seed's facts, as `seed.yaml` holds them.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

/// What the original document says.
#[derive(Deserialize)]
pub struct Seed {
    /// The values of each enum.
    pub enums: Ordered<Vec<String>>,
    /// The fields that `users` gets: each with the model it lists and the relation's name, where it has one.
    pub users: Ordered<String>,
    /// The tables.
    pub tables: Ordered<Table>,
    /// The two policies that each table has.
    pub policies: Ordered<PolicyFact>,
}

/// One table.
#[derive(Deserialize)]
pub struct Table {
    /// Its columns.
    pub columns: Ordered<ColumnFact>,
    /// Its relations.
    pub relations: Ordered<RelationFact>,
    /// The other sides of relations that point at it.
    pub lists: Vec<String>,
    /// The columns of each index.
    pub indexes: Vec<Vec<String>>,
}

/// One column, in the document's two languages.
#[derive(Deserialize)]
pub struct ColumnFact {
    /// Its type in the Prisma schema.
    pub prisma: String,
    /// Its type in the DDL, where the document has that.
    pub sql: Option<String>,
}

/// One relation.
#[derive(Deserialize)]
pub struct RelationFact {
    /// Its target.
    pub to: String,
    /// Whether it may be empty.
    #[serde(default)]
    pub optional: bool,
    /// What happens when the target is deleted.
    pub on_delete: String,
    /// Its name in Prisma.
    pub prisma: Option<String>,
}

/// One policy.
#[derive(Deserialize)]
pub struct PolicyFact {
    /// The rule for rows that are there.
    pub using: Option<String>,
    /// The rule for rows to be written.
    pub check: Option<String>,
}

/// A map in the order in which it is written.
pub struct Ordered<T>(pub Vec<(String, T)>);

/// Reads the facts.
pub fn read() -> Seed {
    serde_yaml::from_str(include_str!("seed.yaml")).expect("the seed's facts are well formed")
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries(PhantomData)).map(Self)
    }
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
    type Value = Vec<(String, T)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}
