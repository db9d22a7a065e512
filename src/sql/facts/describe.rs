//! Facts in words, for saying where two differ.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::Tree;

/// Objects and their attributes in words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Described {
    /// By kind and name, each with its attributes.
    pub objects: BTreeMap<(&'static str, String), Attributes>,
}

/// The attributes of an object by name.
pub type Attributes = BTreeMap<&'static str, Said>;

/// What an attribute says.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// A text that is the fact itself.
    Text(String),
    /// An expression.
    Tree(Tree),
}

/// An object being described.
pub struct Object<'a>(&'a mut Attributes);

impl Described {
    /// Starts an object.
    pub fn object(&mut self, kind: &'static str, name: impl Display) -> Object<'_> {
        Object(self.objects.entry((kind, name.to_string())).or_default())
    }
}

impl Object<'_> {
    /// Adds an attribute; one that says nothing counts as absent.
    pub fn says(&mut self, attribute: &'static str, value: impl Display) {
        let value = value.to_string();
        if !value.is_empty() {
            self.0.insert(attribute, Said::Text(value));
        }
    }

    /// Adds an attribute that is an expression.
    pub fn tree(&mut self, attribute: &'static str, tree: &Tree) {
        self.0.insert(attribute, Said::Tree(tree.clone()));
    }

    /// Adds an attribute that is a list.
    pub fn list<T: Display>(&mut self, attribute: &'static str, values: impl IntoIterator<Item = T>) {
        self.says(attribute, list(values));
    }
}

impl Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Tree(tree) => tree.fmt(f),
        }
    }
}

/// A list in words.
pub(super) fn list<T: Display>(values: impl IntoIterator<Item = T>) -> String {
    values.into_iter().map(|value| value.to_string()).collect::<Vec<_>>().join(", ")
}

/// Options in words, each with its value.
pub(super) fn pairs(options: &BTreeMap<String, String>) -> impl Iterator<Item = String> + '_ {
    options.iter().map(|(name, value)| if value.is_empty() { name.clone() } else { format!("{name} {value}") })
}
