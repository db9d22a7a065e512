//! Functions.

use std::collections::BTreeMap;
use std::fmt;

use super::{Described, ObjectName, Privileges, Tree, Type, describe};

/// What tells functions of one name apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signature {
    /// The name.
    pub name: ObjectName,
    /// The types of the arguments.
    pub arguments: Vec<Type>,
}

/// A function.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Its arguments in order.
    pub arguments: Vec<Argument>,
    /// What it returns.
    pub returns: Type,
    /// What it is written in.
    pub language: String,
    /// `immutable`, `stable` or `volatile`.
    pub volatility: String,
    /// `safe`, `restricted` or `unsafe`.
    pub parallel: String,
    /// Whether a NULL argument makes the result NULL.
    pub strict: bool,
    /// Whether it runs with its owner's rights.
    pub security_definer: bool,
    /// The settings that hold while it runs.
    pub settings: BTreeMap<String, Vec<String>>,
    /// Its body, as written.
    pub body: String,
    /// Its comment.
    pub comment: Option<String>,
    /// Who may call it.
    pub privileges: Privileges,
}

/// An argument of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Its name.
    pub name: Option<String>,
    /// Its type.
    pub ty: Type,
    /// Its default.
    pub default: Option<Tree>,
}

impl Function {
    /// Adds what the function is, its body and comment left out.
    pub fn describe(&self, signature: &Signature, out: &mut Described) {
        let mut object = out.object("function", signature);
        let defaults = self.arguments.iter().filter(|argument| argument.default.is_some()).count();
        object.says("returns", &self.returns);
        object.says("language", &self.language);
        object.says("volatility", &self.volatility);
        object.says("parallel", &self.parallel);
        object.says("NULL arguments", if self.strict { "strict" } else { "called" });
        object.says("security", if self.security_definer { "definer" } else { "invoker" });
        object.says("arguments with a default", defaults);
        object.list("settings", self.settings.iter().map(|(name, values)| format!("{name} = '{}'", values.join(", "))));
        self.privileges.describe(&format!("function {signature}"), out);
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.name, describe::list(&self.arguments))
    }
}
