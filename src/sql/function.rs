//! What is known of PostgreSQL's built-in functions.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a function's result depends on, and where a call of it can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The same arguments always give the same result, in at least one overload.
    Immutable,
    /// The result may differ between statements.
    Stable,
    /// The result may differ between calls.
    Volatile,
    /// An aggregate.
    Aggregate,
    /// A window function.
    Window,
}

/// The built-in function of that name in PostgreSQL 15 (`pg_proc`), the least volatile overload counting.
#[must_use]
pub fn builtin(name: &str) -> Option<Kind> {
    static TABLE: LazyLock<HashMap<&str, Kind>> =
        LazyLock::new(|| include_str!("functions.txt").lines().filter_map(row).collect());
    TABLE.get(name).copied()
}

/// Every built-in function's name.
pub fn builtins() -> impl Iterator<Item = &'static str> + Clone {
    include_str!("functions.txt").lines().filter_map(row).map(|(name, _)| name)
}

fn row(line: &'static str) -> Option<(&'static str, Kind)> {
    let (name, kind) = line.split_once(' ')?;
    let kind = match kind {
        "i" => Kind::Immutable,
        "s" => Kind::Stable,
        "v" => Kind::Volatile,
        "a" => Kind::Aggregate,
        _ => Kind::Window,
    };
    Some((name, kind))
}
