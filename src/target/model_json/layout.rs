//! JSON laid out for readers: what fits a line stands on one line.
//!
//! This module knows JSON's brackets and strings. It does not know what the file says. It reads the text once: the
//! model of a large schema has megabytes.

/// The widest line.
const LINE: usize = 120;

/// Lays compact JSON out. Each list and each object stands on one line where it fits, else each of its parts does.
pub(super) fn laid_out(json: &str) -> String {
    let mut out = String::with_capacity(2 * json.len());
    let marks = marks(json);
    Writer { json, marks: &marks, out: &mut out }.value(Place { at: 0, mark: 0 }, 0, 0);
    out.push('\n');
    out
}

/// Lays compact JSON out as an element of a list that is the value of a key of the outermost object, on lines of its
/// own.
pub(super) fn element(json: &str) -> String {
    const DEPTH: usize = 2;
    let mut out = String::with_capacity(2 * json.len());
    margin(DEPTH, &mut out);
    let marks = marks(json);
    Writer { json, marks: &marks, out: &mut out }.value(Place { at: 0, mark: 0 }, 2 * DEPTH + 1, DEPTH);
    out.shrink_to_fit();
    out
}

fn margin(depth: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// A bracket, comma or colon outside strings.
struct Mark {
    at: usize,
    byte: u8,
    /// For an opening bracket, the number of the mark that closes it.
    close: usize,
    /// How many marks before it have a space beside them when all stands on one line.
    spaces: usize,
}

/// A byte of the JSON, and the number of the first mark from there on.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    mark: usize,
}

struct Writer<'w> {
    json: &'w str,
    marks: &'w [Mark],
    out: &'w mut String,
}

impl Writer<'_> {
    /// Writes the value that starts at a place, and returns the place behind it. `used` is what stands before it on its
    /// line; `depth` that of the brackets around it.
    fn value(&mut self, from: Place, used: usize, depth: usize) -> Place {
        let Some(open) = self.marks.get(from.mark).filter(|mark| mark.at == from.at && mark.opens()) else {
            return self.scalar(from);
        };
        let end = Place { at: self.marks[open.close].at + 1, mark: open.close + 1 };
        if self.fits(open, used) {
            self.flat(from, end);
        } else {
            self.broken(from, open.close, depth);
        }
        end
    }

    fn scalar(&mut self, from: Place) -> Place {
        let at = self.marks.get(from.mark).map_or(self.json.len(), |mark| mark.at);
        self.out.push_str(&self.json[from.at..at]);
        Place { at, ..from }
    }

    /// Whether brackets have their place on the line, with a comma or bracket behind them.
    fn fits(&self, open: &Mark, used: usize) -> bool {
        let close = &self.marks[open.close];
        let length = close.at + 1 - open.at;
        let spaces = close.spaces + usize::from(close.byte != b']') - open.spaces;
        length < LINE && used + length + spaces < LINE
    }

    /// Writes brackets with each of their parts on lines of its own.
    fn broken(&mut self, from: Place, close: usize, depth: usize) {
        self.out.push(char::from(self.marks[from.mark].byte));
        let mut at = Place { at: from.at + 1, mark: from.mark + 1 };
        loop {
            margin(depth + 1, self.out);
            let value = self.key(at);
            let behind = self.value(value, 2 * (depth + 1) + value.at - at.at + 1, depth + 1);
            if behind.mark == close {
                break;
            }
            self.out.push(',');
            at = Place { at: behind.at + 1, mark: behind.mark + 1 };
        }
        margin(depth, self.out);
        self.out.push(char::from(self.marks[close].byte));
    }

    /// Writes the key of a part, where it has one, and returns the place of its value.
    fn key(&mut self, from: Place) -> Place {
        match self.marks.get(from.mark) {
            Some(mark) if mark.byte == b':' => {
                self.out.push_str(&self.json[from.at..=mark.at]);
                self.out.push(' ');
                Place { at: mark.at + 1, mark: from.mark + 1 }
            }
            Some(_) | None => from,
        }
    }

    /// Writes what stands between two places on one line, with spaces between its parts.
    fn flat(&mut self, from: Place, to: Place) {
        let mut written = from.at;
        for mark in &self.marks[from.mark..to.mark] {
            let (before, behind) = (&self.json[written..mark.at], &self.json[mark.at + 1..]);
            self.out.push_str(before);
            self.out.push_str(match mark.byte {
                b',' => ", ",
                b':' => ": ",
                b'{' if behind.starts_with('}') => "{",
                b'{' => "{ ",
                b'}' if mark.at > 0 && self.json[..mark.at].ends_with('{') => "}",
                b'}' => " }",
                b'[' => "[",
                _ => "]",
            });
            written = mark.at + 1;
        }
    }
}

impl Mark {
    fn opens(&self) -> bool {
        matches!(self.byte, b'{' | b'[')
    }
}

/// Every mark of the JSON, in order.
fn marks(json: &str) -> Vec<Mark> {
    let mut scan = Scan::default();
    let mut at = 0;
    while let Some(&byte) = json.as_bytes().get(at) {
        match byte {
            b'"' => at = end_of_string(json.as_bytes(), at),
            b'{' | b'}' | b'[' | b']' | b',' | b':' => scan.take(at, byte),
            _ => {}
        }
        at += 1;
    }
    scan.marks
}

/// The marks so far, and which of them are brackets that are open.
#[derive(Default)]
struct Scan {
    marks: Vec<Mark>,
    open: Vec<usize>,
    spaces: usize,
}

impl Scan {
    fn take(&mut self, at: usize, byte: u8) {
        let number = self.marks.len();
        self.marks.push(Mark { at, byte, close: number, spaces: self.spaces });
        self.spaces += usize::from(!matches!(byte, b'[' | b']'));
        if matches!(byte, b'{' | b'[') {
            self.open.push(number);
        } else if matches!(byte, b'}' | b']')
            && let Some(open) = self.open.pop()
        {
            self.marks[open].close = number;
        }
    }
}

/// The place of the quote that ends the string which starts there.
fn end_of_string(json: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < json.len() && json[at] != b'"' {
        at += 1 + usize::from(json[at] == b'\\');
    }
    at
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
