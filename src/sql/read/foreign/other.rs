//! What is carried along as whole statements: domains, composite and range types, aggregates, statistics, and whatever
//! else can be made.

use pg_query::NodeEnum;
use pg_query::protobuf::{CreateCastStmt, Node, ObjectType, ObjectWithArgs, RangeVar, TypeName};

use super::super::node::{Unknown, unknown};
use super::node::{deparsed, object_name, piece, text, texts, value, written};
use super::session::Session;
use crate::sql::facts::{ObjectName, Other, OtherName, Piece, Signature};
use crate::sql::token;

impl Session {
    /// Makes or changes an object that is carried along.
    pub fn create_other(&mut self, stmt: &NodeEnum, text: &str) -> Result<(), Unknown> {
        if let Some(name) = self.altered(stmt)? {
            return self.add_statement(&name, stmt);
        }
        let Some(name) = self.created(stmt)? else {
            return unknown(format!("{}, which is not known here", token::first_words(text)));
        };
        let piece = self.whole(stmt)?;
        let old = self.facts.others.remove(&name).unwrap_or_default();
        self.facts.others.insert(name, Other { statements: vec![piece], ..old });
        Ok(())
    }

    /// Adds a statement to those that make an object.
    pub fn add_statement(&mut self, name: &OtherName, stmt: &NodeEnum) -> Result<(), Unknown> {
        let piece = self.whole(stmt)?;
        match self.facts.others.get_mut(name) {
            Some(other) => other.statements.push(piece),
            None => return unknown(format!("the {name}, which is not there")),
        }
        Ok(())
    }

    fn whole(&self, stmt: &NodeEnum) -> Result<Piece, Unknown> {
        let mut piece = piece(deparsed(stmt)?);
        if matches!(stmt, NodeEnum::DefineStmt(_)) {
            // The functions that something is made of are written as types are.
            piece.mentions.functions.extend(piece.mentions.types.clone());
        }
        Ok(Piece { mentions: self.completed(piece.mentions), sql: piece.sql })
    }

    /// What a statement makes, where it makes something that is carried along.
    fn created(&self, stmt: &NodeEnum) -> Result<Option<OtherName>, Unknown> {
        let bare =
            |kind, name: &str| Ok(Some(OtherName::new(kind, ObjectName { schema: None, name: name.to_owned() })));
        let within = |kind, name: &[Node]| Ok(Some(OtherName::new(kind, self.new_name(object_name(name)?))));
        let of_range = |kind, range: Option<&RangeVar>| match range {
            Some(range) => Ok(Some(OtherName::new(kind, self.new_name(written(range))))),
            None => unknown("no name"),
        };
        let of_method = |kind, name: &[Node], method: &str| {
            let name = OtherName::new(kind, self.new_name(object_name(name)?));
            Ok(Some(OtherName { rest: format!(" USING {method}"), ..name }))
        };
        match stmt {
            NodeEnum::CreateDomainStmt(stmt) => within("DOMAIN", &stmt.domainname),
            NodeEnum::CreateRangeStmt(stmt) => within("TYPE", &stmt.type_name),
            NodeEnum::CompositeTypeStmt(stmt) => of_range("TYPE", stmt.typevar.as_ref()),
            NodeEnum::CreateForeignTableStmt(stmt) => {
                of_range("FOREIGN TABLE", stmt.base_stmt.as_ref().and_then(|base| base.relation.as_ref()))
            }
            NodeEnum::CreateStatsStmt(stmt) => within("STATISTICS", &stmt.defnames),
            NodeEnum::CreateConversionStmt(stmt) => within("CONVERSION", &stmt.conversion_name),
            NodeEnum::CreatePublicationStmt(stmt) => bare("PUBLICATION", &stmt.pubname),
            NodeEnum::CreateSubscriptionStmt(stmt) => bare("SUBSCRIPTION", &stmt.subname),
            NodeEnum::CreateEventTrigStmt(stmt) => bare("EVENT TRIGGER", &stmt.trigname),
            NodeEnum::CreateForeignServerStmt(stmt) => bare("SERVER", &stmt.servername),
            NodeEnum::CreateFdwStmt(stmt) => bare("FOREIGN DATA WRAPPER", &stmt.fdwname),
            NodeEnum::CreatePlangStmt(stmt) => bare("LANGUAGE", &stmt.plname),
            NodeEnum::CreateAmStmt(stmt) => bare("ACCESS METHOD", &stmt.amname),
            NodeEnum::CreateOpClassStmt(stmt) => of_method("OPERATOR CLASS", &stmt.opclassname, &stmt.amname),
            NodeEnum::CreateOpFamilyStmt(stmt) => of_method("OPERATOR FAMILY", &stmt.opfamilyname, &stmt.amname),
            NodeEnum::CreateCastStmt(stmt) => self.cast(stmt).map(Some),
            NodeEnum::DefineStmt(stmt) => self.defined(stmt),
            _ => Ok(None),
        }
    }

    /// A cast, which has two types for a name.
    fn cast(&self, stmt: &CreateCastStmt) -> Result<OtherName, Unknown> {
        let ty = |ty: &Option<TypeName>| match ty {
            Some(ty) => self.ty(ty).map(|ty| ty.to_string()),
            None => unknown("no type"),
        };
        let rest = format!("({} AS {})", ty(&stmt.sourcetype)?, ty(&stmt.targettype)?);
        Ok(OtherName { kind: "CAST", name: ObjectName::default(), rest })
    }

    /// What `CREATE` of a kind with a list of definitions makes.
    fn defined(&self, stmt: &pg_query::protobuf::DefineStmt) -> Result<Option<OtherName>, Unknown> {
        let Some(kind) = word(stmt.kind()) else { return Ok(None) };
        let name = OtherName::new(kind, self.new_name(object_name(&stmt.defnames)?));
        if kind != "AGGREGATE" {
            let arguments = ["leftarg", "rightarg"].map(|side| {
                let option = super::node::options(&stmt.definition).find(|option| option.defname == side);
                option.map_or_else(|| "NONE".to_owned(), |option| value(option.arg.as_deref()))
            });
            let rest = if kind == "OPERATOR" { format!(" ({})", arguments.join(", ")) } else { String::new() };
            return Ok(Some(OtherName { rest, ..name }));
        }
        let parameters = stmt.args.first().map(|list| super::node::items(Some(list))).unwrap_or_default();
        let ty = |node: &Node| match node.node.as_ref() {
            Some(NodeEnum::FunctionParameter(one)) => one.arg_type.as_ref().map(|ty| self.ty(ty)),
            _ => None,
        };
        let arguments = parameters.iter().filter_map(ty).collect::<Result<_, _>>()?;
        Ok(Some(OtherName::aggregate(&Signature { name: name.name, arguments })))
    }

    /// What a statement changes, where it changes something that is carried along.
    fn altered(&self, stmt: &NodeEnum) -> Result<Option<OtherName>, Unknown> {
        let bare =
            |kind, name: &str| Ok(Some(OtherName::new(kind, ObjectName { schema: None, name: name.to_owned() })));
        match stmt {
            NodeEnum::AlterDomainStmt(stmt) => {
                Ok(Some(OtherName::new("DOMAIN", self.type_name(object_name(&stmt.type_name)?))))
            }
            NodeEnum::AlterStatsStmt(stmt) => {
                Ok(Some(OtherName::new("STATISTICS", self.new_name(object_name(&stmt.defnames)?))))
            }
            NodeEnum::AlterTsconfigurationStmt(stmt) => {
                Ok(Some(OtherName::new("TEXT SEARCH CONFIGURATION", self.new_name(object_name(&stmt.cfgname)?))))
            }
            NodeEnum::AlterTsdictionaryStmt(stmt) => {
                Ok(Some(OtherName::new("TEXT SEARCH DICTIONARY", self.new_name(object_name(&stmt.dictname)?))))
            }
            NodeEnum::AlterPublicationStmt(stmt) => bare("PUBLICATION", &stmt.pubname),
            NodeEnum::AlterEventTrigStmt(stmt) => bare("EVENT TRIGGER", &stmt.trigname),
            NodeEnum::AlterForeignServerStmt(stmt) => bare("SERVER", &stmt.servername),
            _ => Ok(None),
        }
    }
}

impl OtherName {
    /// The name of an object that its name alone tells apart.
    #[must_use]
    pub fn new(kind: &'static str, name: ObjectName) -> Self {
        Self { kind, name, rest: String::new() }
    }

    /// The name of an aggregate.
    #[must_use]
    pub fn aggregate(signature: &Signature) -> Self {
        let arguments: Vec<_> = signature.arguments.iter().map(ToString::to_string).collect();
        let rest = format!("({})", if arguments.is_empty() { "*".to_owned() } else { arguments.join(", ") });
        Self { kind: "AGGREGATE", name: signature.name.clone(), rest }
    }
}

/// The words behind `CREATE` of what is carried along.
pub const fn word(kind: ObjectType) -> Option<&'static str> {
    Some(match kind {
        ObjectType::ObjectAggregate => "AGGREGATE",
        ObjectType::ObjectOperator => "OPERATOR",
        ObjectType::ObjectType => "TYPE",
        ObjectType::ObjectDomain => "DOMAIN",
        ObjectType::ObjectCollation => "COLLATION",
        ObjectType::ObjectTsparser => "TEXT SEARCH PARSER",
        ObjectType::ObjectTsdictionary => "TEXT SEARCH DICTIONARY",
        ObjectType::ObjectTstemplate => "TEXT SEARCH TEMPLATE",
        ObjectType::ObjectTsconfiguration => "TEXT SEARCH CONFIGURATION",
        ObjectType::ObjectStatisticExt => "STATISTICS",
        ObjectType::ObjectPublication => "PUBLICATION",
        ObjectType::ObjectSubscription => "SUBSCRIPTION",
        ObjectType::ObjectEventTrigger => "EVENT TRIGGER",
        ObjectType::ObjectForeignServer => "SERVER",
        ObjectType::ObjectForeignTable => "FOREIGN TABLE",
        ObjectType::ObjectFdw => "FOREIGN DATA WRAPPER",
        ObjectType::ObjectConversion => "CONVERSION",
        ObjectType::ObjectLanguage => "LANGUAGE",
        _ => return None,
    })
}

/// The name of an object of that kind that stands.
pub fn named(session: &Session, kind: &'static str, object: &Node) -> Option<OtherName> {
    let name = match object.node.as_ref()? {
        NodeEnum::ObjectWithArgs(named) => return with_arguments(session, kind, named),
        NodeEnum::List(list) => object_name(&list.items).ok()?,
        NodeEnum::TypeName(ty) => {
            let mut parts = texts(&ty.names);
            let name = parts.pop()?;
            ObjectName { schema: parts.pop(), name }
        }
        _ => ObjectName { schema: None, name: text(object)?.to_owned() },
    };
    let is_there = |name: &ObjectName| session.facts.others.contains_key(&OtherName::new(kind, name.clone()));
    if is_there(&name) {
        return Some(OtherName::new(kind, name));
    }
    Some(OtherName::new(kind, session.found(name, is_there)))
}

fn with_arguments(session: &Session, kind: &'static str, named: &ObjectWithArgs) -> Option<OtherName> {
    let name = object_name(&named.objname).ok()?;
    let arguments = session.argument_types(named).ok()?;
    let signature = Signature { name: name.clone(), arguments };
    let same = |one: &OtherName| {
        let there = OtherName::aggregate(&Signature { name: one.name.clone(), ..signature.clone() });
        one.kind == kind && one.name.name == name.name && (kind != "AGGREGATE" || one.rest == there.rest)
    };
    session.facts.others.keys().find(|one| same(one)).cloned()
}
