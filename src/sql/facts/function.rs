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
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Function {
    /// How it is called.
    pub kind: FunctionKind,
    /// Its arguments in order.
    pub arguments: Vec<Argument>,
    /// What it returns; nothing, for a procedure.
    pub returns: Type,
    /// Whether it returns a set of that.
    pub returns_set: bool,
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
    /// Its body, as written; of one in a library the file and the symbol, on two lines.
    pub body: String,
    /// Whether the body is SQL of the statement itself (`RETURN …`, `BEGIN ATOMIC …`), not a text in quotes.
    pub inline: bool,
    /// Other options that are not as by default, by the word of SQL: `LEAKPROOF`, `COST`, `ROWS`, `WINDOW`, `SUPPORT`.
    pub options: BTreeMap<String, String>,
    /// Who owns it, where that is said.
    pub owner: Option<String>,
    /// Its comment.
    pub comment: Option<String>,
    /// Who may call it.
    pub privileges: Privileges,
}

/// How a function is called.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FunctionKind {
    /// In an expression.
    #[default]
    Function,
    /// By `CALL`.
    Procedure,
}

/// Which way an argument goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// In.
    #[default]
    In,
    /// Out.
    Out,
    /// In and out.
    InOut,
    /// In, and any number of it.
    Variadic,
    /// Out, as a column of the table returned.
    Table,
}

impl Mode {
    /// The word in SQL; a column of the table returned has none.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::In => "IN",
            Self::Out => "OUT",
            Self::InOut => "INOUT",
            Self::Variadic => "VARIADIC",
            Self::Table => "",
        }
    }

    /// Whether the caller gives it, so that it tells functions of one name apart.
    #[must_use]
    pub const fn is_given(self) -> bool {
        match self {
            Self::In | Self::InOut | Self::Variadic => true,
            Self::Out | Self::Table => false,
        }
    }
}

/// An argument of a function.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Argument {
    /// Which way it goes.
    pub mode: Mode,
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
        object.says("kind", if self.kind == FunctionKind::Procedure { "procedure" } else { "" });
        object.says("returns", format_args!("{}{}", if self.returns_set { "a set of " } else { "" }, self.returns));
        object.list("options", describe::pairs(&self.options));
        object.says("body", if self.inline { "inline" } else { "" });
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
