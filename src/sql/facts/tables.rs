//! Tables by name, shared with copies of the facts they are in: of a schema most stays what it is.

use std::collections::{BTreeMap, btree_map};
use std::ops::Index;
use std::sync::Arc;

use super::{ObjectName, Table};

/// Tables by name. A copy shares each with what it was copied from, until one of the two changes it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tables(BTreeMap<ObjectName, Arc<Table>>);

impl Tables {
    /// A table.
    #[must_use]
    pub fn get(&self, name: &ObjectName) -> Option<&Table> {
        self.0.get(name).map(Arc::as_ref)
    }

    /// A table, to be shared with other facts.
    #[must_use]
    pub fn share(&self, name: &ObjectName) -> Option<Arc<Table>> {
        self.0.get(name).map(Arc::clone)
    }

    /// A table, to change it.
    pub fn get_mut(&mut self, name: &ObjectName) -> Option<&mut Table> {
        self.0.get_mut(name).map(Arc::make_mut)
    }

    /// A table, with the name that it has here.
    #[must_use]
    pub fn get_key_value(&self, name: &ObjectName) -> Option<(&ObjectName, &Table)> {
        self.0.get_key_value(name).map(by_ref)
    }

    /// Whether there is a table of that name.
    #[must_use]
    pub fn contains_key(&self, name: &ObjectName) -> bool {
        self.0.contains_key(name)
    }

    /// Puts a table in; what had the name comes out.
    pub fn insert(&mut self, name: ObjectName, table: Table) -> Option<Table> {
        self.0.insert(name, Arc::new(table)).map(Arc::unwrap_or_clone)
    }

    /// Takes a table out.
    pub fn remove(&mut self, name: &ObjectName) -> Option<Table> {
        self.0.remove(name).map(Arc::unwrap_or_clone)
    }

    /// Every table with its name, in order of names.
    pub fn iter(&self) -> Iter<'_> {
        self.0.iter().map(by_ref)
    }

    /// Every table, to change it.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&ObjectName, &mut Table)> {
        self.0.iter_mut().map(|(name, table)| (name, Arc::make_mut(table)))
    }

    /// Every name, in order.
    pub fn keys(&self) -> impl Iterator<Item = &ObjectName> {
        self.0.keys()
    }

    /// Every table, in order of names.
    pub fn values(&self) -> impl Iterator<Item = &Table> {
        self.0.values().map(Arc::as_ref)
    }

    /// Every table, to change it.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Table> {
        self.0.values_mut().map(Arc::make_mut)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same tables under other names, each changed or, where `change` has nothing to change, shared.
    #[must_use]
    pub fn each(
        &self,
        name: impl Fn(&ObjectName) -> ObjectName,
        change: impl Fn(&ObjectName, &Table) -> Option<Table>,
    ) -> Self {
        let each = |(old, table): (&ObjectName, &Arc<Table>)| {
            (name(old), change(old, table).map_or_else(|| Arc::clone(table), Arc::new))
        };
        Self(self.0.iter().map(each).collect())
    }
}

/// Tables with their names, in order of these.
type Iter<'a> =
    std::iter::Map<btree_map::Iter<'a, ObjectName, Arc<Table>>, fn(Shared<'a>) -> (&'a ObjectName, &'a Table)>;

/// A table and its name, as the map has them.
type Shared<'a> = (&'a ObjectName, &'a Arc<Table>);

fn by_ref<'a>((name, table): Shared<'a>) -> (&'a ObjectName, &'a Table) {
    (name, table)
}

impl<'a> IntoIterator for &'a Tables {
    type Item = (&'a ObjectName, &'a Table);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl Index<&ObjectName> for Tables {
    type Output = Table;

    fn index(&self, name: &ObjectName) -> &Table {
        &self.0[name]
    }
}

impl FromIterator<(ObjectName, Arc<Table>)> for Tables {
    fn from_iter<I: IntoIterator<Item = (ObjectName, Arc<Table>)>>(tables: I) -> Self {
        Self(tables.into_iter().collect())
    }
}
