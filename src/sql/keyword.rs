//! The words of PostgreSQL's grammar that cannot stand as a bare name everywhere.

use std::sync::LazyLock;

/// Whether a lower-case word must be quoted to be a name: every keyword that is not "unreserved" in PostgreSQL 15
/// to 18 (`pg_get_keywords()`), as PostgreSQL's own `quote_ident` does.
#[must_use]
pub fn needs_quotes(word: &str) -> bool {
    static BY_LETTER: LazyLock<[&[&str]; 26]> = LazyLock::new(by_letter);
    let letter = word.bytes().next().map(|first| usize::from(first.wrapping_sub(b'a')));
    // Comparing lengths first makes this some ten times faster than a binary search; it runs for every name printed.
    letter.and_then(|letter| BY_LETTER.get(letter)).is_some_and(|words| words.contains(&word))
}

/// The words by their first letter.
fn by_letter() -> [&'static [&'static str]; 26] {
    std::array::from_fn(|letter| {
        let before = |word: &&str| usize::from(word.as_bytes()[0] - b'a') < letter;
        let start = WORDS.partition_point(before);
        let end = start + WORDS[start..].partition_point(|word| usize::from(word.as_bytes()[0] - b'a') == letter);
        &WORDS[start..end]
    })
}

/// Whether PL/pgSQL keeps a word for itself that SQL would let stand as a bare name.
#[must_use]
pub fn is_plpgsql(word: &str) -> bool {
    ["begin", "by", "declare", "execute", "foreach", "if", "loop", "strict", "while"].contains(&word)
}

#[rustfmt::skip]
static WORDS: &[&str] = &[
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between",
    "bigint", "binary", "bit", "boolean", "both", "case", "cast", "char", "character", "check", "coalesce", "collate",
    "collation", "column", "concurrently", "constraint", "create", "cross", "current_catalog", "current_date",
    "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "dec", "decimal",
    "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "exists", "extract", "false", "fetch",
    "float", "for", "foreign", "freeze", "from", "full", "grant", "greatest", "group", "grouping", "having", "ilike",
    "in", "initially", "inner", "inout", "int", "integer", "intersect", "interval", "into", "is", "isnull", "join",
    "json", "json_array", "json_arrayagg", "json_exists", "json_object", "json_objectagg", "json_query",
    "json_scalar", "json_serialize", "json_table", "json_value", "lateral", "leading", "least", "left", "like",
    "limit", "localtime", "localtimestamp", "merge_action", "national", "natural", "nchar", "none", "normalize",
    "not", "notnull", "null", "nullif", "numeric", "offset", "on", "only", "or", "order", "out", "outer", "overlaps",
    "overlay", "placing", "position", "precision", "primary", "real", "references", "returning", "right", "row",
    "select", "session_user", "setof", "similar", "smallint", "some", "substring", "symmetric", "system_user",
    "table", "tablesample", "then", "time", "timestamp", "to", "trailing", "treat", "trim", "true", "union", "unique",
    "user", "using", "values", "varchar", "variadic", "verbose", "when", "where", "window", "with", "xmlattributes",
    "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot",
    "xmlserialize", "xmltable",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        assert!(WORDS.iter().all(|word| needs_quotes(word)));
        assert!(["", "a", "zebra", "selected", "name", "_", "É"].iter().all(|word| !needs_quotes(word)));
    }

    #[test]
    fn the_words_are_sorted() {
        assert!(WORDS.is_sorted());
    }
}
