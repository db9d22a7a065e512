//! Columns of text, as Prisma's own formatter aligns them: within a block of lines, documentation aside.

use std::fmt;

use serde::Serialize;

use super::quote::prisma;
use crate::render::Fragment;

/// One line of a block, before it is aligned.
#[derive(Default)]
pub struct Row<'a> {
    /// Its documentation.
    pub doc: Vec<Fragment>,
    /// The name.
    pub name: &'a str,
    /// The type; empty for an enum's value.
    pub ty: String,
    /// The attributes.
    pub attributes: Attributes,
}

/// Attributes of a line or a block, a space between two.
#[derive(Default)]
pub struct Attributes(String);

/// One line of a block.
#[derive(Serialize)]
pub struct Line {
    doc: Vec<Fragment>,
    text: Fragment,
}

impl Attributes {
    /// Adds one.
    pub fn push(&mut self, attribute: fmt::Arguments<'_>) {
        let space = if self.0.is_empty() { "" } else { " " };
        fmt::write(&mut self.0, format_args!("{space}{attribute}")).expect("a string takes all");
    }
}

/// Aligns a block.
pub fn align(rows: Vec<Row<'_>>) -> Vec<Line> {
    let name = rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
    let ty = rows.iter().map(|row| row.ty.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    let mut line = |row: Row<'_>| {
        text.clear();
        pad(&mut text, row.name, name);
        pad(&mut text, &row.ty, ty);
        text.push_str(&row.attributes.0);
        Line { doc: row.doc, text: prisma(text.trim_end()) }
    };
    rows.into_iter().map(&mut line).collect()
}

/// Adds a cell and what is left of its column; nothing of a column that is empty in every row.
fn pad(text: &mut String, cell: &str, width: usize) {
    text.push_str(cell);
    let end = if width == 0 { 0 } else { width + 1 };
    text.extend(std::iter::repeat_n(' ', end - cell.chars().count()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(rows: &[(&'static str, &str, &str)]) -> Vec<String> {
        let row = |&(name, ty, attributes): &(&'static str, &str, &str)| Row {
            name,
            ty: ty.to_owned(),
            attributes: Attributes(attributes.to_owned()),
            ..Row::default()
        };
        align(rows.iter().map(row).collect()).iter().map(|line| line.text.to_string()).collect()
    }

    #[test]
    fn columns_are_as_wide_as_their_longest_cell() {
        let lines = texts(&[("id", "String", "@id"), ("tags", "Int[]", ""), ("at", "DateTime?", "@map(\"x\")")]);
        assert_eq!(lines, ["id   String    @id", "tags Int[]", "at   DateTime? @map(\"x\")"]);
    }

    #[test]
    fn a_column_that_is_empty_takes_no_room() {
        assert_eq!(texts(&[("A", "", ""), ("B_C", "", "@map(\"b\")")]), ["A", "B_C @map(\"b\")"]);
    }
}
