//! Columns of text, as Prisma's own formatter aligns them: within a block of lines, documentation aside.

use serde::Serialize;

use super::quote::prisma;
use crate::render::Fragment;

/// One line of a block, before it is aligned.
pub struct Row {
    /// Its documentation.
    pub doc: Vec<Fragment>,
    /// Its columns: a name, a type, attributes.
    pub cells: Vec<String>,
}

/// One line of a block.
#[derive(Serialize)]
pub struct Line {
    doc: Vec<Fragment>,
    text: Fragment,
}

/// Aligns a block.
pub fn align(rows: Vec<Row>) -> Vec<Line> {
    let count = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let width =
        |column: usize| rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<_> = (0..count).map(|column| width(column).unwrap_or_default()).collect();
    rows.into_iter().map(|row| line(row, &widths)).collect()
}

fn line(row: Row, widths: &[usize]) -> Line {
    let cells = row.cells.iter().zip(widths).map(|(cell, &width)| format!("{cell:width$}"));
    Line { doc: row.doc, text: prisma(cells.collect::<Vec<_>>().join(" ").trim_end()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_longest_cell() {
        let row = |cells: &[&str]| Row { doc: Vec::new(), cells: cells.iter().map(ToString::to_string).collect() };
        let lines = align(vec![row(&["id", "String", "@id"]), row(&["tags", "Int[]", ""]), row(&["at", "DateTime?"])]);
        let texts: Vec<_> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["id   String    @id", "tags Int[]", "at   DateTime?"]);
    }
}
