//! Columns that line up and lists that wrap.

use crate::sql::column::Column;

/// The longest line of a wrapped list, in characters.
const WIDTH: usize = 100;

/// Column definitions with their types and what follows them lined up.
pub fn align(columns: &[Column]) -> Vec<String> {
    let width =
        |part: fn(&Column) -> &str| columns.iter().map(|column| part(column).chars().count()).max().unwrap_or(0);
    let (name, ty) = (width(|column| &column.name), width(|column| &column.ty));
    let line = |column: &Column| {
        let not_null = if column.not_null { "NOT NULL" } else { "" };
        let supply = column.supply.as_deref().unwrap_or_default();
        let line = format!("{:name$} {:ty$} {not_null:8} {supply}", column.name, column.ty);
        line.trim_end_matches(' ').to_owned()
    };
    columns.iter().map(line).collect()
}

/// A list in parentheses: on one line where it is short, else on indented lines of its own.
pub fn parenthesized(items: &[String]) -> String {
    let line = items.join(", ");
    if line.chars().count() < WIDTH / 2 {
        return format!("({line})");
    }
    format!("(\n    {}\n)", wrap(items).join(",\n    "))
}

/// A text of several lines, as it stands one level in.
pub fn indent(text: &str) -> String {
    text.replace('\n', "\n    ")
}

/// As many items on each line as fit.
fn wrap(items: &[String]) -> Vec<String> {
    let (mut lines, mut used) = (Vec::<String>::new(), 0);
    for item in items {
        let width = item.chars().count();
        match lines.last_mut() {
            Some(line) if used + width + 2 < WIDTH => {
                line.push_str(", ");
                line.push_str(item);
                used += width + 2;
            }
            Some(_) | None => {
                lines.push(item.clone());
                used = width;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, ty: &str, not_null: bool, supply: Option<&str>) -> Column {
        Column { name: name.into(), ty: ty.into(), not_null, supply: supply.map(str::to_owned) }
    }

    #[test]
    fn parts_line_up_and_lines_end_without_spaces() {
        let columns = [
            column("id", "uuid", true, Some("DEFAULT gen_random_uuid()")),
            column("\"größe\"", "numeric(12,2)", false, None),
            column("tags", "text[]", false, Some("DEFAULT '{}'")),
        ];
        assert_eq!(
            align(&columns),
            [
                "id      uuid          NOT NULL DEFAULT gen_random_uuid()",
                "\"größe\" numeric(12,2)",
                "tags    text[]                 DEFAULT '{}'",
            ]
        );
    }

    #[test]
    fn long_lists_wrap() {
        let items = vec!["a_rather_long_column_name".to_owned(); 6];
        let text = parenthesized(&items);
        assert_eq!(text.lines().count(), 4);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH + 4));
        assert_eq!(parenthesized(&["a".into(), "b".into()]), "(a, b)");
    }
}
