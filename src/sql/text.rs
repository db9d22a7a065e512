//! Fragments of SQL for templates, made of quoted parts.

use crate::render::{Fragment, Language};

use super::quote::is_unseen;

/// Vouches that `text` is complete SQL whose names and literals have passed through [`super::quote`].
#[must_use]
pub fn sql(text: impl Into<String>) -> Fragment {
    Fragment::new(Language::Sql, text)
}

/// A text as a line comment, `-- ` before each of its lines; characters that a reader would not see become
/// spaces.
#[must_use]
pub fn comment(text: &str) -> Fragment {
    let line = |line: &str| {
        let clean: String = line.chars().map(|c| if is_unseen(c) { ' ' } else { c }).collect();
        format!("-- {clean}").trim_end().to_owned()
    };
    sql(text.lines().map(line).collect::<Vec<_>>().join("\n"))
}
