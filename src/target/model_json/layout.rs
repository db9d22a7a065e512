//! JSON laid out for readers: what fits a line stands on one line.
//!
//! This module knows JSON's brackets and strings. It does not know what the file says.

/// The widest line.
const LINE: usize = 120;

/// Lays compact JSON out. Each list and each object stands on one line where it fits, else each of its parts does.
pub(super) fn laid_out(json: &str) -> String {
    let mut out = String::with_capacity(2 * json.len());
    value(json, 0, 0, &mut out);
    out.push('\n');
    out
}

/// Writes a value. `used` is what stands before it on its line; `depth` that of the brackets around it.
fn value(json: &str, used: usize, depth: usize, out: &mut String) {
    if fits(json, used) {
        flat(json, out);
        return;
    }
    let end = json.len() - 1;
    out.push_str(&json[..1]);
    for (at, part) in parts(&json[1..end]).enumerate() {
        out.push_str(if at == 0 { "" } else { "," });
        margin(depth + 1, out);
        let (key, inner) = part.split_at(behind_key(part));
        flat(key, out);
        value(inner, 2 * (depth + 1) + key.len() + 1, depth + 1, out);
    }
    margin(depth, out);
    out.push_str(&json[end..]);
}

/// Whether a value has its place on the line: a scalar always, brackets with a comma or bracket behind them.
fn fits(json: &str, used: usize) -> bool {
    let spaces = || marks(json).filter(|(_, mark)| !matches!(mark, b'[' | b']')).count();
    !json.starts_with(['{', '[']) || (json.len() < LINE && used + json.len() + spaces() < LINE)
}

/// Writes JSON on one line, with spaces between its parts.
fn flat(json: &str, out: &mut String) {
    let mut written = 0;
    for (at, mark) in marks(json) {
        let before = mark == b'}' && !json[..at].ends_with('{');
        let behind = matches!(mark, b',' | b':') || (mark == b'{' && !json[at + 1..].starts_with('}'));
        out.push_str(&json[written..at]);
        out.push_str(if before { " " } else { "" });
        out.push(char::from(mark));
        out.push_str(if behind { " " } else { "" });
        written = at + 1;
    }
    out.push_str(&json[written..]);
}

/// The parts between two brackets.
fn parts(inside: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let commas = marks(inside).filter(move |&(_, mark)| {
        depth += usize::from(matches!(mark, b'{' | b'['));
        depth -= usize::from(matches!(mark, b'}' | b']'));
        mark == b',' && depth == 0
    });
    let ends = commas.map(|(at, _)| at).chain([inside.len()]);
    ends.scan(0, |start, end| Some(&inside[std::mem::replace(start, end + 1)..end]))
}

/// Where a part's value starts: behind its key, where it has one.
fn behind_key(part: &str) -> usize {
    marks(part).next().filter(|&(_, mark)| mark == b':').map_or(0, |(at, _)| at + 1)
}

fn margin(depth: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// The brackets, commas and colons outside strings, with their places.
fn marks(json: &str) -> impl Iterator<Item = (usize, u8)> {
    let (mut inside, mut escaped) = (false, false);
    json.bytes().enumerate().filter(move |&(_, byte)| {
        let quote = byte == b'"' && !escaped;
        escaped = inside && byte == b'\\' && !escaped;
        inside ^= quote;
        !inside && matches!(byte, b'{' | b'}' | b'[' | b']' | b',' | b':')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stands_on_one_line() {
        assert_eq!(laid_out(r#"{"a":[1,"b,{"],"c":{},"d":[]}"#), "{ \"a\": [1, \"b,{\"], \"c\": {}, \"d\": [] }\n");
    }

    #[test]
    fn what_does_not_fit_is_broken_at_its_outermost_parts() {
        let long = "x".repeat(100);
        let json = format!(r#"{{"a":["{long}","\"]"],"b":[{{"c":1}}]}}"#);
        let expected = format!("{{\n  \"a\": [\"{long}\", \"\\\"]\"],\n  \"b\": [{{ \"c\": 1 }}]\n}}\n");
        assert_eq!(laid_out(&json), expected);
    }

    #[test]
    fn the_layout_changes_nothing() {
        let json = serde_json::json!({ "a": ["\\\"", { "b": [[], {}, null, "x".repeat(300)] }], "": [1.5, true] });
        let out = laid_out(&json.to_string());
        assert_eq!(serde_json::from_str::<serde_json::Value>(&out).unwrap(), json);
        assert!(out.lines().all(|line| line.len() <= LINE || line.contains("xxx")));
    }
}
