//! An expression as terms: the forms that checks and filters commonly take, to be worked out without a database.
//!
//! Which columns there are, and what a term is worth, is for others to say. What is not read here is [`Term::Unread`].

use pg_query::NodeEnum;
use pg_query::protobuf::{
    AConst, AExpr, AExprKind, BoolExpr, BoolExprType, BoolTestType, Node, NullTestType, TypeName,
};
use pg_query::protobuf::{BooleanTest, a_const::Val};

use super::expression::{parse, strings};

/// A part of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A column, by name.
    Column(String),
    /// NULL.
    Null,
    /// A truth value.
    Boolean(bool),
    /// A number, as written.
    Number(String),
    /// A text, of whatever type it is taken for.
    Text(String),
    /// An array of terms.
    Array(Vec<Term>),
    /// An operator between two terms.
    Operator {
        /// Its name: `=`, `||`, `~~` for LIKE.
        name: String,
        /// What stands before it.
        left: Box<Term>,
        /// What stands behind it.
        right: Box<Term>,
    },
    /// All of them.
    And(Vec<Term>),
    /// One of them at least.
    Or(Vec<Term>),
    /// Not this.
    Not(Box<Term>),
    /// Whether it is NULL.
    IsNull(Box<Term>),
    /// Whether it is that truth value and not NULL.
    Is(Box<Term>, bool),
    /// Whether it equals one of them.
    In(Box<Term>, Vec<Term>),
    /// A function of terms; `coalesce` and the like among them.
    Call(String, Vec<Term>),
    /// A term as another type, by the last part of the type's name: `int4`, `text`.
    Cast(Box<Term>, String),
    /// A form that is not read.
    Unread,
}

impl Term {
    /// Reads an expression of the model.
    #[must_use]
    pub fn read(text: &str) -> Self {
        parse(text).map_or(Self::Unread, |mut parsed| parsed.root().map_or(Self::Unread, node))
    }

    /// The terms it is made of.
    #[must_use]
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Column(_) | Self::Null | Self::Boolean(_) | Self::Number(_) | Self::Text(_) | Self::Unread => {
                Vec::new()
            }
            Self::Operator { left, right, .. } => vec![left, right],
            Self::Not(term) | Self::IsNull(term) | Self::Is(term, _) | Self::Cast(term, _) => vec![term],
            Self::Array(terms) | Self::And(terms) | Self::Or(terms) | Self::Call(_, terms) => terms.iter().collect(),
            Self::In(term, terms) => std::iter::once(&**term).chain(terms).collect(),
        }
    }

    /// Every term in it, itself first.
    #[must_use]
    pub fn all(&self) -> Vec<&Self> {
        std::iter::once(self).chain(self.parts().into_iter().flat_map(Self::all)).collect()
    }
}

fn node(node: &Node) -> Term {
    use NodeEnum as N;
    match node.node.as_ref() {
        Some(N::ColumnRef(column)) => strings(&column.fields).pop().map_or(Term::Unread, Term::Column),
        Some(N::AConst(value)) => constant(value),
        Some(N::AExpr(expression)) => operation(expression),
        Some(N::BoolExpr(expression)) => junction(expression),
        Some(N::NullTest(test)) => {
            let is_null = Term::IsNull(boxed(test.arg.as_deref()));
            if test.nulltesttype() == NullTestType::IsNotNull { Term::Not(Box::new(is_null)) } else { is_null }
        }
        Some(N::BooleanTest(test)) => truth(test),
        Some(N::FuncCall(call)) => {
            strings(&call.funcname).pop().map_or(Term::Unread, |name| Term::Call(name, nodes(&call.args)))
        }
        Some(N::CoalesceExpr(call)) => Term::Call("coalesce".into(), nodes(&call.args)),
        Some(N::TypeCast(cast)) => cast_to(boxed(cast.arg.as_deref()), cast.type_name.as_ref()),
        Some(N::AArrayExpr(array)) => Term::Array(nodes(&array.elements)),
        Some(N::CollateClause(clause)) => *boxed(clause.arg.as_deref()),
        _ => Term::Unread,
    }
}

fn nodes(list: &[Node]) -> Vec<Term> {
    list.iter().map(node).collect()
}

fn boxed(inner: Option<&Node>) -> Box<Term> {
    Box::new(inner.map_or(Term::Unread, node))
}

fn constant(value: &AConst) -> Term {
    match &value.val {
        _ if value.isnull => Term::Null,
        Some(Val::Ival(number)) => Term::Number(number.ival.to_string()),
        Some(Val::Fval(number)) => Term::Number(number.fval.clone()),
        Some(Val::Boolval(value)) => Term::Boolean(value.boolval),
        Some(Val::Sval(text)) => Term::Text(text.sval.clone()),
        Some(Val::Bsval(_)) | None => Term::Unread,
    }
}

fn operation(expression: &AExpr) -> Term {
    let name = strings(&expression.name).pop().unwrap_or_default();
    let (left, right) = (boxed(expression.lexpr.as_deref()), expression.rexpr.as_deref());
    match expression.kind() {
        AExprKind::AexprOp | AExprKind::AexprLike | AExprKind::AexprIlike if expression.lexpr.is_some() => {
            Term::Operator { name, left, right: boxed(right) }
        }
        AExprKind::AexprOp if name == "-" => minus(*boxed(right)),
        AExprKind::AexprIn => negated(name == "<>", Term::In(left, items(right))),
        AExprKind::AexprOpAny if name == "=" => Term::In(left, items(right)),
        AExprKind::AexprBetween | AExprKind::AexprNotBetween => {
            let is_not = expression.kind() == AExprKind::AexprNotBetween;
            between(left, items(right)).map_or(Term::Unread, |both| negated(is_not, both))
        }
        AExprKind::AexprDistinct => Term::Call("is_distinct".into(), vec![*left, *boxed(right)]),
        AExprKind::AexprNotDistinct => negated(true, Term::Call("is_distinct".into(), vec![*left, *boxed(right)])),
        AExprKind::AexprNullif => Term::Call("nullif".into(), vec![*left, *boxed(right)]),
        _ => Term::Unread,
    }
}

fn minus(term: Term) -> Term {
    match term {
        Term::Number(number) => Term::Number(format!("-{number}")),
        _ => Term::Unread,
    }
}

fn negated(is_not: bool, term: Term) -> Term {
    if is_not { Term::Not(Box::new(term)) } else { term }
}

fn items(list: Option<&Node>) -> Vec<Term> {
    match list.and_then(|list| list.node.as_ref()) {
        Some(NodeEnum::List(list)) => nodes(&list.items),
        Some(NodeEnum::AArrayExpr(array)) => nodes(&array.elements),
        _ => vec![Term::Unread],
    }
}

fn between(term: Box<Term>, bounds: Vec<Term>) -> Option<Term> {
    let [least, most] = <[Term; 2]>::try_from(bounds).ok()?;
    let compare = |name: &str, right| Term::Operator { name: name.into(), left: term.clone(), right: Box::new(right) };
    Some(Term::And(vec![compare(">=", least), compare("<=", most)]))
}

fn junction(expression: &BoolExpr) -> Term {
    let mut terms = nodes(&expression.args);
    match expression.boolop() {
        BoolExprType::AndExpr => Term::And(terms),
        BoolExprType::OrExpr => Term::Or(terms),
        BoolExprType::NotExpr => terms.pop().map_or(Term::Unread, |term| Term::Not(Box::new(term))),
        BoolExprType::Undefined => Term::Unread,
    }
}

fn truth(test: &BooleanTest) -> Term {
    let term = boxed(test.arg.as_deref());
    match test.booltesttype() {
        BoolTestType::IsTrue => Term::Is(term, true),
        BoolTestType::IsFalse => Term::Is(term, false),
        BoolTestType::IsNotTrue => Term::Not(Box::new(Term::Is(term, true))),
        BoolTestType::IsNotFalse => Term::Not(Box::new(Term::Is(term, false))),
        BoolTestType::IsUnknown => Term::IsNull(term),
        BoolTestType::IsNotUnknown => Term::Not(Box::new(Term::IsNull(term))),
        BoolTestType::Undefined => Term::Unread,
    }
}

fn cast_to(term: Box<Term>, ty: Option<&TypeName>) -> Term {
    let Some(ty) = ty.filter(|ty| ty.typmods.is_empty()) else { return Term::Unread };
    let name = strings(&ty.names).pop().unwrap_or_default();
    if ty.array_bounds.is_empty() { Term::Cast(term, name) } else { Term::Cast(term, format!("{name}[]")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str) -> Box<Term> {
        Box::new(Term::Column(name.into()))
    }

    #[test]
    fn common_forms_are_read() {
        let at_least = |name: &str, number: &str| Term::Operator {
            name: name.into(),
            left: column("a"),
            right: Box::new(Term::Number(number.into())),
        };
        assert_eq!(Term::read("a between 0 and 100"), Term::And(vec![at_least(">=", "0"), at_least("<=", "100")]));
        assert_eq!(
            Term::read("a in (1, -2)"),
            Term::In(column("a"), vec![Term::Number("1".into()), Term::Number("-2".into())])
        );
        assert_eq!(Term::read("a is not null"), Term::Not(Box::new(Term::IsNull(column("a")))));
        assert_eq!(Term::read("a is true"), Term::Is(column("a"), true));
        assert_eq!(
            Term::read("lower(a) = 'x'::text"),
            Term::Operator {
                name: "=".into(),
                left: Box::new(Term::Call("lower".into(), vec![Term::Column("a".into())])),
                right: Box::new(Term::Cast(Box::new(Term::Text("x".into())), "text".into())),
            }
        );
        assert_eq!(Term::read("case when a then b end"), Term::Unread);
    }
}
