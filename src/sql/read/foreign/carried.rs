//! Domains and composite types, taken apart: they are carried along as statements, but a change of one that columns have
//! can only be carried out clause by clause.

use std::collections::BTreeMap;

use pg_query::NodeEnum;
use pg_query::protobuf::{AlterDomainStmt, AlterTableStmt, AlterTableType, CompositeTypeStmt, Constraint};
use pg_query::protobuf::{ConstrType, CreateDomainStmt, Node, RangeVar};

use super::name::choose;
use super::node::{deparsed, sql, wrapped};
use crate::sql::facts::{Other, OtherName};
use crate::sql::parse;

/// A domain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Domain {
    /// The type below it with its collation, as SQL.
    pub base: String,
    /// Its default, as SQL.
    pub default: Option<String>,
    /// Whether it refuses NULL.
    pub not_null: bool,
    /// Its checks by name.
    pub checks: BTreeMap<String, DomainCheck>,
}

/// A check of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainCheck {
    /// The condition, as SQL.
    pub condition: String,
    /// Whether values that are there may break it.
    pub not_valid: bool,
}

/// A composite type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Composite {
    /// Its attributes in order: the name, and the type with its collation, as SQL.
    pub attributes: Vec<(String, String)>,
}

/// What the statements of a domain make, where all of them are understood.
#[must_use]
pub fn domain(name: &OtherName, other: &Other) -> Option<Domain> {
    let mut domain = Domain::default();
    for statement in statements(other) {
        match statement? {
            NodeEnum::CreateDomainStmt(stmt) => domain = created(&name.name.name, &stmt)?,
            NodeEnum::AlterDomainStmt(stmt) => domain.alter(&name.name.name, &stmt)?,
            _ => return None,
        }
    }
    (name.kind == "DOMAIN").then_some(domain)
}

/// What the statements of a composite type make, where all of them are understood.
#[must_use]
pub fn composite(other: &Other) -> Option<Composite> {
    let mut composite = None::<Composite>;
    for statement in statements(other) {
        match statement? {
            NodeEnum::CompositeTypeStmt(stmt) => composite = Some(Composite::of(&stmt.coldeflist)?),
            NodeEnum::AlterTableStmt(stmt) => composite.as_mut()?.alter(&stmt)?,
            _ => return None,
        }
    }
    composite
}

fn statements(other: &Other) -> impl Iterator<Item = Option<NodeEnum>> + '_ {
    other.statements.iter().map(|piece| {
        let parsed = parse::parse(&piece.sql).ok()?;
        parsed.stmts.into_iter().next()?.stmt?.node
    })
}

fn created(name: &str, stmt: &CreateDomainStmt) -> Option<Domain> {
    let bare = CreateDomainStmt {
        domainname: vec![wrapped(NodeEnum::String(pg_query::protobuf::String { sval: "d".to_owned() }))],
        constraints: Vec::new(),
        ..stmt.clone()
    };
    let text = deparsed(&NodeEnum::CreateDomainStmt(Box::new(bare))).ok()?;
    let mut domain = Domain { base: text.strip_prefix("CREATE DOMAIN d AS ")?.to_owned(), ..Domain::default() };
    let constraints = stmt.constraints.iter();
    constraints.map(|node| domain.constrain(name, node)).collect::<Option<()>>()?;
    Some(domain)
}

impl Domain {
    fn constrain(&mut self, domain: &str, node: &Node) -> Option<()> {
        let Some(NodeEnum::Constraint(constraint)) = node.node.as_ref() else { return None };
        match constraint.contype() {
            ConstrType::ConstrNotnull => self.not_null = true,
            ConstrType::ConstrNull => self.not_null = false,
            ConstrType::ConstrDefault => self.default = Some(sql(constraint.raw_expr.as_deref()?).ok()?),
            ConstrType::ConstrCheck => self.check(domain, constraint)?,
            _ => return None,
        }
        Some(())
    }

    fn check(&mut self, domain: &str, constraint: &Constraint) -> Option<()> {
        let name = match constraint.conname.as_str() {
            "" => choose(domain, None, "check", |taken| self.checks.contains_key(taken)),
            name => name.to_owned(),
        };
        let condition = sql(constraint.raw_expr.as_deref()?).ok()?;
        self.checks.insert(name, DomainCheck { condition, not_valid: constraint.skip_validation });
        Some(())
    }

    fn alter(&mut self, name: &str, stmt: &AlterDomainStmt) -> Option<()> {
        match stmt.subtype.as_str() {
            "T" => self.default = stmt.def.as_deref().map(sql).transpose().ok()?,
            "N" => self.not_null = false,
            "O" => self.not_null = true,
            "C" => self.constrain(name, stmt.def.as_deref()?)?,
            "X" => _ = self.checks.remove(&stmt.name),
            "V" => self.checks.get_mut(&stmt.name)?.not_valid = false,
            _ => return None,
        }
        Some(())
    }
}

impl Composite {
    fn of(definitions: &[Node]) -> Option<Self> {
        Some(Self { attributes: definitions.iter().map(attribute).collect::<Option<_>>()? })
    }

    fn alter(&mut self, stmt: &AlterTableStmt) -> Option<()> {
        for command in &stmt.cmds {
            let Some(NodeEnum::AlterTableCmd(command)) = command.node.as_ref() else { return None };
            match command.subtype() {
                AlterTableType::AtAddColumn => self.attributes.push(attribute(command.def.as_deref()?)?),
                AlterTableType::AtDropColumn => self.attributes.retain(|(name, _)| *name != command.name),
                AlterTableType::AtAlterColumnType => {
                    let Some(NodeEnum::ColumnDef(def)) = command.def.as_ref()?.node.clone() else { return None };
                    let named = pg_query::protobuf::ColumnDef { colname: command.name.clone(), ..*def };
                    let (name, ty) = attribute(&wrapped(NodeEnum::ColumnDef(Box::new(named))))?;
                    self.attributes.iter_mut().filter(|(one, _)| *one == name).for_each(|one| one.1.clone_from(&ty));
                }
                _ => return None,
            }
        }
        Some(())
    }
}

/// An attribute's name, and its type as the parser lays it out.
fn attribute(definition: &Node) -> Option<(String, String)> {
    let Some(NodeEnum::ColumnDef(def)) = definition.node.as_ref() else { return None };
    let bare = pg_query::protobuf::ColumnDef { colname: "a".to_owned(), ..def.as_ref().clone() };
    let named = RangeVar { relname: "t".to_owned(), inh: true, relpersistence: "p".to_owned(), ..RangeVar::default() };
    let bare =
        CompositeTypeStmt { typevar: Some(named), coldeflist: vec![wrapped(NodeEnum::ColumnDef(Box::new(bare)))] };
    let text = deparsed(&NodeEnum::CompositeTypeStmt(bare)).ok()?;
    let ty = text.strip_prefix("CREATE TYPE t AS (a ")?.strip_suffix(')')?;
    Some((def.colname.clone(), ty.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::facts::ObjectName;
    use crate::sql::read::schema;

    fn other(kind: &'static str, text: &str) -> (OtherName, Other) {
        let (mut facts, unread) = schema(text, "public").unwrap();
        assert_eq!(unread, []);
        let name = OtherName::new(kind, ObjectName::new("public", "x"));
        let other = facts.others.remove(&name).unwrap();
        (name, other)
    }

    #[test]
    fn a_domain_is_what_all_its_statements_make_of_it() {
        let (name, one) = other(
            "DOMAIN",
            "CREATE DOMAIN x AS numeric(12,2); ALTER DOMAIN x SET DEFAULT 0; ALTER DOMAIN x ADD CHECK (VALUE >= 0);
             ALTER DOMAIN x SET NOT NULL; ALTER DOMAIN x ADD CONSTRAINT y CHECK (VALUE < 9) NOT VALID;",
        );
        let whole =
            "CREATE DOMAIN x AS numeric(12, 2) DEFAULT 0 NOT NULL CHECK (VALUE >= 0) CONSTRAINT y CHECK (VALUE < 9)";
        let (_, same) = other("DOMAIN", whole);
        let (one, mut same) = (domain(&name, &one).unwrap(), domain(&name, &same).unwrap());
        assert_eq!((one.base.as_str(), one.default.as_deref(), one.not_null), ("numeric(12, 2)", Some("0"), true));
        assert!(one.checks.contains_key("x_check"));
        same.checks.get_mut("y").unwrap().not_valid = true;
        assert_eq!(one, same);
    }

    #[test]
    fn a_composite_type_is_what_all_its_statements_make_of_it() {
        let (_, one) = other(
            "TYPE",
            "CREATE TYPE x AS (a int, b text COLLATE \"C\", c date); ALTER TYPE x DROP ATTRIBUTE c;
             ALTER TYPE x ALTER ATTRIBUTE a TYPE numeric(3,1), ADD ATTRIBUTE d uuid;",
        );
        let (_, same) = other("TYPE", "CREATE TYPE x AS (a numeric(3,1), b text COLLATE \"C\", d uuid)");
        let one = composite(&one).unwrap();
        assert_eq!(one.attributes[0], ("a".to_owned(), "numeric(3, 1)".to_owned()));
        assert_eq!(Some(one), composite(&same));
        let (_, range) = other("TYPE", "CREATE TYPE x AS RANGE (subtype = int4)");
        assert_eq!(composite(&range), None);
    }
}
