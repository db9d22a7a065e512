//! What only a client understands: psql's commands, and rows behind `COPY … FROM stdin`.

use super::Unread;
use crate::sql::token::{self, tokens};

/// The text with that part of it replaced by blanks, so that places stay, and what of it is lost.
///
/// A command is a line that starts with a backslash outside of every statement's quotes and comments. psql's `\restrict`,
/// `\connect` and the like say nothing of a schema; a command that reads another file does.
pub fn blanked(text: &str) -> (String, Vec<Unread>) {
    let (mut out, mut unread) = (String::with_capacity(text.len()), Vec::new());
    let mut at = 0;
    while let Some((start, end, lost)) = next(text, at) {
        out.push_str(&text[at..start]);
        out.extend(text[start..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        let statement = token::first_words(&text[start..end]);
        unread.extend(lost.map(|reason| Unread { at: start, statement, reason: reason.to_owned() }));
        at = end;
    }
    out.push_str(&text[at..]);
    (out, unread)
}

/// The next part that only a client understands: where it starts and ends, and why it is lost, where it is.
fn next(text: &str, from: usize) -> Option<(usize, usize, Option<&'static str>)> {
    let mut statement = Vec::new();
    for token in tokens(&text[from..]) {
        let at = from + token.start;
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        if token.is("\\") && text[line..at].trim().is_empty() {
            let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
            let reads = ["\\i ", "\\ir ", "\\include", "\\gexec", "\\copy"];
            let lost = reads.iter().any(|command| text[at..end].starts_with(command));
            return Some((at, end, lost.then_some("a command of psql that brings in more than this text")));
        }
        if token.is(";") {
            if let Some(rows) = rows(text, at + 1, &statement) {
                return Some((from + statement[0].1, rows, Some("rows, which are no part of a schema")));
            }
            statement.clear();
        } else {
            statement.push((token.text, token.start));
        }
    }
    None
}

/// Where the rows end that follow a `COPY` from the client.
fn rows(text: &str, behind: usize, statement: &[(&str, usize)]) -> Option<usize> {
    let is = |at: usize, word: &str| statement.get(at).is_some_and(|(text, _)| text.eq_ignore_ascii_case(word));
    let from = statement.iter().position(|(text, _)| text.eq_ignore_ascii_case("FROM"))?;
    if !is(0, "COPY") || !is(from + 1, "stdin") {
        return None;
    }
    Some(text[behind..].find("\n\\.").map_or(text.len(), |end| behind + end + "\n\\.".len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_rows_become_blanks() {
        let text =
            "\\restrict x\nSELECT '\n\\no';\nCOPY a (b) FROM stdin;\n1;\t'\n\\.\n\\connect é\nSELECT 2;\n\\i more.sql";
        let (blank, unread) = blanked(text);
        assert_eq!(blank.len(), text.len());
        assert_eq!(blank.split_whitespace().collect::<Vec<_>>(), ["SELECT", "'", "\\no';", "SELECT", "2;"]);
        let places: Vec<_> = unread.iter().map(|one| &text[one.at..one.at + 2]).collect();
        assert_eq!(places, ["CO", "\\i"]);
    }
}
