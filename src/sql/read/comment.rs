//! Comments on columns, which are most of a schema's statements, read without the parser.
//!
//! Only the plainest form is: bare names in lower case and a text in single quotes that is not empty, as an empty one
//! takes a comment away. Of that form PostgreSQL's grammar leaves no doubt; whatever else a comment is, the parser reads
//! it.

use std::borrow::Cow;

use super::Statement;
use crate::sql::facts::{CommentOn, Effect, ObjectName};
use crate::sql::ident;
use crate::sql::token::{Kind, Token, tokens};

/// Takes the plain comments on columns out of a text. In what is left spaces stand for them, so that everything else
/// keeps its place.
pub fn taken_out(text: &str) -> (Vec<Statement>, Cow<'_, str>) {
    let mut comments = Vec::new();
    let mut rest = Cow::Borrowed(text);
    let mut statement = Vec::new();
    for token in tokens(text) {
        let ends = token.is(";");
        statement.push(token);
        if ends && let Some(comment) = read(&statement) {
            let spaces = " ".repeat(token.end() - comment.at);
            rest.to_mut().replace_range(comment.at..token.end(), &spaces);
            comments.push(comment);
        }
        if ends {
            statement.clear();
        }
    }
    (comments, rest)
}

/// A statement's tokens as a comment on a column, in its plainest form.
fn read(statement: &[Token<'_>]) -> Option<Statement> {
    let [comment, on, column, schema, dot, table, dot2, name, is, text, _] = statement else { return None };
    let words = [comment, on, column, is].map(|token| token.text);
    let is_plain = words == ["COMMENT", "ON", "COLUMN", "IS"]
        && [dot, dot2].into_iter().all(|token| token.is("."))
        && [schema, table, name].into_iter().all(|token| token.kind == Kind::Word && ident(token.text) == token.text);
    let inside = text.text.strip_prefix('\'')?.strip_suffix('\'').filter(|inside| !inside.is_empty())?;
    let on = CommentOn::Column(ObjectName::new(schema.text, table.text), name.text.to_owned());
    let effects = vec![Effect::Comment(on, Some(inside.replace("''", "'")))];
    is_plain.then_some(Statement { at: comment.start, effects })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::read::{read, testing::effects};

    /// What the parser makes of a text, to which every way leads that is not the plain one.
    fn parsed(text: &str) -> Vec<Effect> {
        effects(&text.replacen("COLUMN ", "COLUMN \"s\".", 1).replacen("\"s\".s.", "\"s\".", 1))
    }

    #[test]
    fn a_plain_comment_says_what_the_parser_says() {
        for text in ["'it''s; -- a $$ text'", "''''", "'é\n''''\\n'"] {
            let statement = format!("COMMENT ON COLUMN s.t.c IS {text};");
            let (comments, rest) = taken_out(&statement);
            assert_eq!(comments.len(), 1, "{statement}");
            assert_eq!(rest.trim(), "");
            assert_eq!(comments[0].effects, parsed(&statement));
        }
    }

    #[test]
    fn every_other_comment_is_left_to_the_parser() {
        for text in [
            "COMMENT ON COLUMN s.t.c IS E'a\\n';",
            "COMMENT ON COLUMN s.t.c IS 'a' 'b';",
            "COMMENT ON COLUMN s.t.c IS NULL;",
            "COMMENT ON COLUMN s.t.c IS '';",
            "COMMENT ON COLUMN S.t.c IS 'a';",
            "COMMENT ON COLUMN \"s\".t.c IS 'a';",
            "COMMENT ON COLUMN s.user.c IS 'a';",
            "COMMENT ON COLUMN t.c IS 'a';",
            "COMMENT ON TABLE s.t IS 'a';",
            "COMMENT ON COLUMN s.t.c IS 'a'",
            "COMMENT ON COLUMN s.t.c IS $$a$$;",
            "COMMENT ON COLUMN s.t.c IS 'a",
        ] {
            let (comments, rest) = taken_out(text);
            assert_eq!((comments.len(), rest.as_ref()), (0, text));
        }
    }

    #[test]
    fn statements_around_keep_their_places_and_order() {
        let text =
            "BEGIN; COMMENT ON COLUMN s.t.c IS 'é';\n-- b\nCREATE SCHEMA a;COMMENT ON COLUMN s.t.d IS 'd'; COMMIT;";
        let all = read(text).unwrap();
        let places: Vec<_> = all.iter().map(|statement| &text[statement.at..statement.at + 6]).collect();
        assert_eq!(places, ["BEGIN;", "COMMEN", "CREATE", "COMMEN", "COMMIT"]);
    }
}
