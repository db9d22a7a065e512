//! Where an expression ends that stands in a longer text.
//!
//! The parser says where each node stands, not how far it reaches, and says nothing of parentheses. So the expression is
//! the shortest run of tokens that parses to the same tree.

use super::expression;
use crate::sql::token::{self, Token};

/// How many tokens may follow behind the last node that has a place: `IS NOT NULL`, the words of a type, parentheses.
const MOST: usize = 64;

/// The text of an expression, given the places of its first and last node and the JSON of its tree. Where it cannot be
/// found, it is the line in which the expression starts.
pub fn extent<'a>(text: &'a str, first: usize, last: usize, tree: &str) -> &'a str {
    found(text, first, last, tree).unwrap_or_else(|| line(text, first))
}

fn found<'a>(text: &'a str, first: usize, last: usize, tree: &str) -> Option<&'a str> {
    let rest = text.get(first..)?;
    let mut run = Run { depth: 0, lowest: 0 };
    let mut left = MOST;
    for token in token::tokens(rest) {
        let stays = run.take(token);
        let (at, end) = (first + token.start, first + token.end());
        if at >= last || end > last {
            left = left.checked_sub(1)?;
            let candidate = run.start(text, first).map(|start| &text[start..end]);
            if let Some(candidate) = candidate.filter(|candidate| is_tree(candidate, tree)) {
                return Some(candidate);
            }
        }
        if !stays {
            return None;
        }
    }
    None
}

/// How the parentheses of a run of tokens stand.
struct Run {
    /// How many more are open than closed.
    depth: i32,
    /// The least that was.
    lowest: i32,
}

impl Run {
    /// Counts a token; false where a statement ends.
    fn take(&mut self, token: Token<'_>) -> bool {
        if token.is("(") || token.is("[") {
            self.depth += 1;
        } else if token.is(")") || token.is("]") {
            self.depth -= 1;
            self.lowest = self.lowest.min(self.depth);
        }
        !token.is(";")
    }

    /// Where the run starts once the parentheses in front of it that it closes are a part of it; none where it closes
    /// fewer than it opens.
    fn start(&self, text: &str, first: usize) -> Option<usize> {
        let opening = usize::try_from(-self.lowest).ok()?;
        let mut start = first;
        for _ in 0..opening {
            start = text[..start].trim_end().strip_suffix('(')?.len();
        }
        (self.depth == self.lowest).then_some(start)
    }
}

fn is_tree(text: &str, tree: &str) -> bool {
    expression(text).is_ok_and(|read| read.json() == tree)
}

fn line(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[start..].lines().next().unwrap_or_default().trim().trim_end_matches(',')
}

#[cfg(test)]
mod tests {
    use crate::sql::facts::{Effect, Supply};
    use crate::sql::read::{self, testing};

    /// The default of a column, as it stands in a statement with others around it.
    fn default(expression: &str) -> String {
        let text = format!("CREATE TABLE s.t (\n  a int,\n  b text DEFAULT {expression} NOT NULL,\n  c int\n);\n");
        match testing::effects(&text).remove(0) {
            Effect::CreateTable(_, table) => match &table.columns[1].supply {
                Supply::Default(tree) => tree.sql(),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_expression_is_cut_out_whole() {
        for text in [
            "0",
            "-1",
            "now()",
            "'it''s; (x'",
            "'a'::character varying(9)",
            "'{}'::text[]",
            "(1 + 2)",
            "((1) + ((2)))",
            "CURRENT_DATE",
            "(now() AT TIME ZONE 'utc')",
            "ARRAY['a', 'b']::text[]",
            "nextval('s.t_id_seq'::regclass)",
            "(CASE WHEN true THEN 1 ELSE 2 END)",
            "('x' COLLATE \"C\")",
            "jsonb_build_object('a', 1, 'b', NULL)",
            "pg_catalog.gen_random_uuid()",
            "extract(year FROM now())",
        ] {
            let cut = default(text);
            assert_eq!(read::expression(&cut).unwrap(), read::expression(text).unwrap(), "{cut}");
            assert!(text.contains(&cut) && cut.len() + 2 >= text.len(), "{text} is cut to {cut}");
        }
    }

    #[test]
    fn a_condition_over_lines_is_cut_out_whole() {
        let text = "ALTER TABLE s.t ADD CONSTRAINT c CHECK ((a IS NOT NULL)\n    OR (b > 0 -- why\n  ) OR c::int BETWEEN 1 AND 2);";
        match testing::effect(text) {
            Effect::AddConstraint(_, crate::sql::facts::Constraint::Check(_, tree)) => {
                assert_eq!(tree.sql(), "(a IS NOT NULL)\n    OR (b > 0 -- why\n  ) OR c::int BETWEEN 1 AND 2");
            }
            other => panic!("{other:?}"),
        }
    }
}
