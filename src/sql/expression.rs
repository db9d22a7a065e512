//! Reading a schema's SQL expressions: what they name, and their canonical text.
//!
//! This layer knows PostgreSQL's expression trees. It does not know which columns, functions or types there are: it
//! lists what an expression names, with places, and leaves the judgement to the caller.

use pg_query::NodeEnum;
use pg_query::protobuf::{ColumnRef, FuncCall, Node, ParseResult, SelectStmt, TypeName};

use super::parse::{self, ParseError};

/// An expression, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    tree: ParseResult,
    /// What it names, in the order in which it stands in the tree.
    pub mentions: Vec<Mention>,
}

/// Something an expression names, or holds and should not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What it is.
    pub what: Named,
    /// Where, in bytes from the start of the expression.
    pub at: usize,
}

/// What a [`Mention`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A column: `budget`, or `leads.budget` in two parts.
    Column(Vec<String>),
    /// A function call; PostgreSQL's own schema is left out.
    Function {
        /// Its name's parts.
        name: Vec<String>,
        /// Whether it is called as an aggregate or window function.
        aggregate: bool,
    },
    /// A type that is not PostgreSQL's own, by the parts of its name.
    Type(Vec<String>),
    /// A value that depends on the session: `CURRENT_DATE`, `CURRENT_USER`.
    SessionValue,
    /// Something no stored expression may hold; a few words for it.
    Forbidden(&'static str),
}

/// Why a text is not an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpressionError {
    /// PostgreSQL's parser refuses it.
    Syntax {
        /// PostgreSQL's message.
        message: String,
        /// Where, in bytes from the start of the expression.
        at: usize,
    },
    /// It parses, but as more or other than one expression.
    NotOne,
    /// It is nested too deeply to be read.
    TooDeep,
}

const PREFIX: &str = "SELECT ";

/// Reads one expression.
///
/// # Errors
/// See [`ExpressionError`].
pub fn parse(text: &str) -> Result<Parsed, ExpressionError> {
    let statement = format!("{PREFIX}{text}");
    let mut tree = parse::parse(&statement).map_err(|error| syntax(text, error))?;
    let mut mentions = Vec::new();
    let root = sole_target(&mut tree).ok_or(ExpressionError::NotOne)?;
    visit(root, &mut |node| mentions.extend(mention(node)));
    Ok(Parsed { tree, mentions })
}

impl Parsed {
    /// The tree of the expression.
    pub(super) fn root(&mut self) -> Option<&Node> {
        sole_target(&mut self.tree).map(|node| &*node)
    }

    /// Calls columns by other names, where `present` has one.
    pub fn rename_columns(&mut self, present: impl Fn(&str) -> Option<String>) {
        let Some(root) = sole_target(&mut self.tree) else { return };
        visit(root, &mut |node| rename_column(node, &present));
        let mut mentions = Vec::new();
        visit(root, &mut |node| mentions.extend(mention(node)));
        self.mentions = mentions;
    }

    /// The canonical text, after `table.column` has become `column` and each type that `type_schema` places in a schema
    /// has been qualified with it.
    ///
    /// # Errors
    /// [`ExpressionError::TooDeep`] where the library cannot write the tree back.
    pub fn canonical(mut self, type_schema: impl Fn(&str) -> Option<String>) -> Result<String, ExpressionError> {
        let root = sole_target(&mut self.tree).ok_or(ExpressionError::NotOne)?;
        visit(root, &mut |node| qualify(node, &type_schema));
        let text = parse::deparse(&self.tree).map_err(|_| ExpressionError::TooDeep)?;
        text.strip_prefix(PREFIX).map(str::to_owned).ok_or(ExpressionError::NotOne)
    }
}

/// The canonical text of an expression that code has written.
///
/// # Panics
/// When it is not one: that is a fault of the code.
#[must_use]
pub fn canonical(text: &str) -> String {
    parse(text).and_then(|parsed| parsed.canonical(|_| None)).expect("code writes whole expressions")
}

fn syntax(text: &str, error: ParseError) -> ExpressionError {
    match error {
        ParseError::Syntax { message, at } => {
            let characters = at.saturating_sub(PREFIX.len());
            let at = text.char_indices().nth(characters).map_or(text.len(), |(byte, _)| byte);
            ExpressionError::Syntax { message, at }
        }
        ParseError::Nul => ExpressionError::Syntax { message: "a NUL byte".into(), at: text.find('\0').unwrap_or(0) },
        ParseError::TooDeep => ExpressionError::TooDeep,
    }
}

/// The expression of `SELECT <expression>`, where the statement is that and no more.
fn sole_target(tree: &mut ParseResult) -> Option<&mut Node> {
    let [statement] = tree.stmts.as_mut_slice() else { return None };
    let Some(NodeEnum::SelectStmt(select)) = statement.stmt.as_mut()?.node.as_mut() else { return None };
    if !is_bare(select) {
        return None;
    }
    let [target] = select.target_list.as_mut_slice() else { return None };
    match target.node.as_mut()? {
        NodeEnum::ResTarget(target) if target.name.is_empty() && target.indirection.is_empty() => {
            target.val.as_deref_mut()
        }
        _ => None,
    }
}

/// Whether a SELECT has a target list and nothing else.
fn is_bare(select: &SelectStmt) -> bool {
    let lists = [
        &select.distinct_clause,
        &select.from_clause,
        &select.group_clause,
        &select.window_clause,
        &select.values_lists,
        &select.sort_clause,
        &select.locking_clause,
    ];
    let parts = [&select.where_clause, &select.having_clause, &select.limit_count, &select.limit_offset];
    lists.iter().all(|list| list.is_empty())
        && parts.iter().all(|part| part.is_none())
        && select.into_clause.is_none()
        && select.with_clause.is_none()
        && select.larg.is_none()
}

/// Calls `f` for a node and every node below it, parents first.
pub(crate) fn visit(node: &mut Node, f: &mut impl FnMut(&mut Node)) {
    f(node);
    for child in children(node) {
        visit(child, f);
    }
}

/// The expressions directly below one. What is not listed here is refused by [`mention`], so nothing goes unseen.
fn children(node: &mut Node) -> Vec<&mut Node> {
    use NodeEnum as N;
    fn one(node: &mut Option<Box<Node>>) -> impl Iterator<Item = &mut Node> {
        node.as_deref_mut().into_iter()
    }
    match &mut node.node {
        Some(N::AExpr(e)) => one(&mut e.lexpr).chain(one(&mut e.rexpr)).collect(),
        Some(N::BoolExpr(e)) => e.args.iter_mut().collect(),
        Some(N::NullTest(e)) => one(&mut e.arg).collect(),
        Some(N::BooleanTest(e)) => one(&mut e.arg).collect(),
        Some(N::FuncCall(e)) => e.args.iter_mut().collect(),
        Some(N::TypeCast(e)) => one(&mut e.arg).collect(),
        Some(N::AArrayExpr(e)) => e.elements.iter_mut().collect(),
        Some(N::CaseExpr(e)) => one(&mut e.arg).chain(&mut e.args).chain(e.defresult.as_deref_mut()).collect(),
        Some(N::CaseWhen(e)) => one(&mut e.expr).chain(one(&mut e.result)).collect(),
        Some(N::CoalesceExpr(e)) => e.args.iter_mut().collect(),
        Some(N::MinMaxExpr(e)) => e.args.iter_mut().collect(),
        Some(N::List(e)) => e.items.iter_mut().collect(),
        Some(N::AIndirection(e)) => one(&mut e.arg).chain(&mut e.indirection).collect(),
        Some(N::AIndices(e)) => one(&mut e.lidx).chain(one(&mut e.uidx)).collect(),
        Some(N::CollateClause(e)) => one(&mut e.arg).collect(),
        Some(N::RowExpr(e)) => e.args.iter_mut().collect(),
        Some(N::NamedArgExpr(e)) => one(&mut e.arg).collect(),
        _ => Vec::new(),
    }
}

fn mention(node: &mut Node) -> Option<Mention> {
    use NodeEnum as N;
    let (what, location) = match node.node.as_ref()? {
        N::ColumnRef(column) => (column_mention(column), column.location),
        N::FuncCall(call) => (function_mention(call), call.location),
        N::TypeCast(cast) => (Named::Type(foreign_type(cast.type_name.as_ref()?)?), cast.location),
        N::SqlvalueFunction(value) => (Named::SessionValue, value.location),
        N::SubLink(sub) => (Named::Forbidden("a subquery"), sub.location),
        N::ParamRef(param) => (Named::Forbidden("a parameter"), param.location),
        N::GroupingFunc(grouping) => (Named::Forbidden("GROUPING"), grouping.location),
        N::SetToDefault(default) => (Named::Forbidden("DEFAULT"), default.location),
        node if is_plain(node) => return None,
        _ => (Named::Forbidden("this kind of expression"), PREFIX.len() as i32),
    };
    let at = usize::try_from(location).unwrap_or(0).saturating_sub(PREFIX.len());
    Some(Mention { what, at })
}

/// Whether a node names nothing itself and [`children`] goes below it.
fn is_plain(node: &NodeEnum) -> bool {
    use NodeEnum as N;
    matches!(
        node,
        N::AConst(_)
            | N::AExpr(_)
            | N::BoolExpr(_)
            | N::NullTest(_)
            | N::BooleanTest(_)
            | N::AArrayExpr(_)
            | N::CaseExpr(_)
            | N::CaseWhen(_)
            | N::CoalesceExpr(_)
            | N::MinMaxExpr(_)
            | N::List(_)
            | N::AIndirection(_)
            | N::AIndices(_)
            | N::CollateClause(_)
            | N::RowExpr(_)
            | N::NamedArgExpr(_)
            | N::String(_)
    )
}

fn column_mention(column: &ColumnRef) -> Named {
    let parts = strings(&column.fields);
    if parts.len() < column.fields.len() { Named::Forbidden("`*`") } else { Named::Column(parts) }
}

fn function_mention(call: &FuncCall) -> Named {
    let mut name = strings(&call.funcname);
    if name.len() == 2 && name[0] == "pg_catalog" {
        name.remove(0);
    }
    let aggregate = call.over.is_some()
        || call.agg_star
        || call.agg_distinct
        || call.agg_within_group
        || call.agg_filter.is_some()
        || !call.agg_order.is_empty();
    Named::Function { name, aggregate }
}

/// A type's name where it is not one that the grammar places in `pg_catalog` itself.
fn foreign_type(ty: &TypeName) -> Option<Vec<String>> {
    let parts = strings(&ty.names);
    (parts.first().map(String::as_str) != Some("pg_catalog")).then_some(parts)
}

fn qualify(node: &mut Node, type_schema: &impl Fn(&str) -> Option<String>) {
    match node.node.as_mut() {
        Some(NodeEnum::ColumnRef(column)) => {
            let qualifiers = column.fields.len().saturating_sub(1);
            column.fields.drain(..qualifiers);
        }
        Some(NodeEnum::TypeCast(cast)) => {
            let Some(ty) = cast.type_name.as_mut() else { return };
            let [only] = strings(&ty.names).try_into().unwrap_or_else(|_| [String::new()]);
            if let Some(schema) = type_schema(&only) {
                ty.names.insert(0, string(schema));
            }
        }
        _ => {}
    }
}

fn rename_column(node: &mut Node, present: &impl Fn(&str) -> Option<String>) {
    let Some(NodeEnum::ColumnRef(column)) = node.node.as_mut() else { return };
    let Some(last) = column.fields.last_mut() else { return };
    let name = match last.node.as_ref() {
        Some(NodeEnum::String(string)) => present(&string.sval),
        _ => None,
    };
    if let Some(name) = name {
        *last = string(name);
    }
}

fn string(sval: String) -> Node {
    Node { node: Some(NodeEnum::String(pg_query::protobuf::String { sval })) }
}

/// The texts of a list of string nodes; what is no string is left out.
pub(crate) fn strings(nodes: &[Node]) -> Vec<String> {
    let text = |node: &Node| match node.node.as_ref() {
        Some(NodeEnum::String(string)) => Some(string.sval.clone()),
        _ => None,
    };
    nodes.iter().filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_text_forgets_layout_and_comments() {
        assert_eq!(
            canonical("ROUND( price /nullif(square_feet,0), 2) -- per foot"),
            "round(price / NULLIF(square_feet, 0), 2)"
        );
    }

    #[test]
    fn more_than_one_expression_is_refused() {
        for text in ["a, b", "a AS b", "a FROM t", "1; DROP TABLE t", "DISTINCT a", "a LIMIT 1", ""] {
            assert_eq!(parse(text).unwrap_err(), ExpressionError::NotOne, "{text}");
        }
    }

    #[test]
    fn a_syntax_error_has_its_place() {
        let error = parse("'é' = = 2").unwrap_err();
        assert_eq!(error, ExpressionError::Syntax { message: "syntax error at or near \"=\"".into(), at: 7 });
    }

    #[test]
    fn what_it_names_is_listed() {
        let parsed = parse("lower(t.a) = 'x'::mood AND exists (select 1) AND now() > b").unwrap();
        let names: Vec<_> = parsed.mentions.iter().map(|mention| (&mention.what, mention.at)).collect();
        assert_eq!(names[0], (&Named::Function { name: vec!["lower".into()], aggregate: false }, 0));
        assert_eq!(names[1], (&Named::Column(vec!["t".into(), "a".into()]), 6));
        assert_eq!(names[2].0, &Named::Type(vec!["mood".into()]));
        assert_eq!(names[3].0, &Named::Forbidden("a subquery"));
        let canonical = parse("t.a = 'x'::mood").unwrap().canonical(|_| Some("public".into())).unwrap();
        assert_eq!(canonical, "a = 'x'::public.mood");
    }
}
