//! Tables: columns, constraints and row security switches.

use serde::Deserialize;

use super::Source;
use super::node::{Behavior, Place, RangeVar, Raw, Text, TypeName, Unknown, expect, texts, unknown};
use crate::sql::facts::{
    Action, Column, Constraint, Drop, Dropped, Effect, ForeignKey, Key, ObjectName, RowSecurity, Supply, Table, Unique,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateStmt<'a> {
    relation: RangeVar,
    #[serde(borrow, default, rename = "tableElts")]
    table_elts: Vec<ElementNode<'a>>,
    #[serde(rename = "oncommit")]
    _oncommit: OnCommit,
}

#[derive(Deserialize)]
enum OnCommit {
    #[serde(rename = "ONCOMMIT_NOOP")]
    Nothing,
}

#[derive(Deserialize)]
enum ElementNode<'a> {
    #[serde(borrow)]
    ColumnDef(ColumnDef<'a>),
    #[serde(borrow)]
    Constraint(ConstraintNode<'a>),
}

impl CreateStmt<'_> {
    pub fn effects(self, source: Source<'_>) -> Result<Vec<Effect>, Unknown> {
        let name = self.relation.name()?;
        let mut table = Table::default();
        let mut constraints = Vec::new();
        for element in self.table_elts {
            match element {
                ElementNode::ColumnDef(column) => table.columns.push(column.column(source)?),
                ElementNode::Constraint(one) => {
                    constraints.push(Effect::AddConstraint(name.clone(), one.table_constraint(source)?));
                }
            }
        }
        Ok([Effect::CreateTable(name, Box::new(table))].into_iter().chain(constraints).collect())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlterTableStmt<'a> {
    relation: RangeVar,
    #[serde(borrow)]
    cmds: Vec<CommandNode<'a>>,
    objtype: ObjectType,
    #[serde(default)]
    missing_ok: bool,
}

#[derive(Deserialize)]
enum ObjectType {
    #[serde(rename = "OBJECT_TABLE")]
    Table,
}

#[derive(Deserialize)]
enum CommandNode<'a> {
    #[serde(borrow)]
    AlterTableCmd(Command<'a>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Command<'a> {
    subtype: Subtype,
    name: Option<String>,
    #[serde(borrow)]
    def: Option<ElementNode<'a>>,
    behavior: Behavior,
    #[serde(default)]
    missing_ok: bool,
}

#[derive(Deserialize, Clone, Copy)]
enum Subtype {
    #[serde(rename = "AT_AddConstraint")]
    AddConstraint,
    #[serde(rename = "AT_AddColumn")]
    AddColumn,
    #[serde(rename = "AT_DropConstraint")]
    DropConstraint,
    #[serde(rename = "AT_EnableRowSecurity")]
    EnableRowSecurity,
    #[serde(rename = "AT_DisableRowSecurity")]
    DisableRowSecurity,
    #[serde(rename = "AT_ForceRowSecurity")]
    ForceRowSecurity,
    #[serde(rename = "AT_NoForceRowSecurity")]
    NoForceRowSecurity,
}

impl AlterTableStmt<'_> {
    pub fn effects(self, source: Source<'_>) -> Result<Vec<Effect>, Unknown> {
        let Self { relation, cmds, objtype: ObjectType::Table, missing_ok } = self;
        let table = relation.name()?;
        let effect = |CommandNode::AlterTableCmd(command)| command.effect(table.clone(), missing_ok, source);
        cmds.into_iter().map(effect).collect()
    }
}

impl Command<'_> {
    fn effect(self, table: ObjectName, table_if_exists: bool, source: Source<'_>) -> Result<Effect, Unknown> {
        let row_security = |switch| Ok(Effect::RowSecurity(table.clone(), switch));
        match (self.subtype, self.def, self.name) {
            (Subtype::AddConstraint, Some(ElementNode::Constraint(constraint)), None) => {
                Ok(Effect::AddConstraint(table, constraint.table_constraint(source)?))
            }
            (Subtype::AddColumn, Some(ElementNode::ColumnDef(column)), None) => {
                Ok(Effect::AddColumn(table, Box::new(column.column(source)?)))
            }
            (Subtype::DropConstraint, None, Some(name)) => Ok(Effect::Drop(Drop {
                object: Dropped::Constraint(table, name),
                if_exists: self.missing_ok && table_if_exists,
                cascade: self.behavior == Behavior::Cascade,
            })),
            (Subtype::EnableRowSecurity, None, None) => row_security(RowSecurity::Enable),
            (Subtype::DisableRowSecurity, None, None) => row_security(RowSecurity::Disable),
            (Subtype::ForceRowSecurity, None, None) => row_security(RowSecurity::Force),
            (Subtype::NoForceRowSecurity, None, None) => row_security(RowSecurity::NoForce),
            (_, Some(ElementNode::Constraint(_) | ElementNode::ColumnDef(_)) | None, Some(_) | None) => {
                unknown("such a change")
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnDef<'a> {
    colname: String,
    #[serde(rename = "typeName")]
    type_name: TypeName,
    #[serde(default)]
    is_local: bool,
    #[serde(borrow, default)]
    constraints: Vec<ColumnConstraintNode<'a>>,
    #[serde(default, rename = "location")]
    _location: Place,
}

#[derive(Deserialize)]
enum ColumnConstraintNode<'a> {
    #[serde(borrow)]
    Constraint(ConstraintNode<'a>),
}

impl ColumnDef<'_> {
    fn column(self, source: Source<'_>) -> Result<Column, Unknown> {
        expect(self.is_local, "an inherited column")?;
        let mut column = Column { name: self.colname, ty: self.type_name.ty()?, nullable: true, ..Column::default() };
        for ColumnConstraintNode::Constraint(constraint) in self.constraints {
            constraint.put_on(&mut column, source)?;
        }
        Ok(column)
    }
}

/// A constraint of a column or a table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConstraintNode<'a> {
    contype: ConstraintType,
    conname: Option<String>,
    #[serde(default)]
    is_enforced: bool,
    #[serde(default)]
    initially_valid: bool,
    #[serde(borrow)]
    raw_expr: Option<Raw<'a>>,
    generated_when: Option<GeneratedWhen>,
    generated_kind: Option<GeneratedKind>,
    #[serde(default)]
    nulls_not_distinct: bool,
    #[serde(default)]
    keys: Vec<Text>,
    pktable: Option<RangeVar>,
    #[serde(default)]
    fk_attrs: Vec<Text>,
    #[serde(default)]
    pk_attrs: Vec<Text>,
    #[serde(rename = "fk_matchtype")]
    _fk_matchtype: Option<MatchType>,
    fk_upd_action: Option<ActionCode>,
    fk_del_action: Option<ActionCode>,
    #[serde(default)]
    fk_del_set_cols: Vec<Text>,
    #[serde(default, rename = "location")]
    _location: Place,
}

#[derive(Deserialize, Clone, Copy)]
enum ConstraintType {
    #[serde(rename = "CONSTR_NOTNULL")]
    NotNull,
    #[serde(rename = "CONSTR_NULL")]
    Null,
    #[serde(rename = "CONSTR_DEFAULT")]
    Default,
    #[serde(rename = "CONSTR_IDENTITY")]
    Identity,
    #[serde(rename = "CONSTR_GENERATED")]
    Generated,
    #[serde(rename = "CONSTR_PRIMARY")]
    Primary,
    #[serde(rename = "CONSTR_UNIQUE")]
    Unique,
    #[serde(rename = "CONSTR_CHECK")]
    Check,
    #[serde(rename = "CONSTR_FOREIGN")]
    Foreign,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
enum GeneratedWhen {
    #[serde(rename = "a")]
    Always,
    #[serde(rename = "d")]
    ByDefault,
}

#[derive(Deserialize)]
enum GeneratedKind {
    #[serde(rename = "s")]
    Stored,
}

#[derive(Deserialize)]
enum MatchType {
    #[serde(rename = "s")]
    Simple,
}

#[derive(Deserialize, Clone, Copy)]
enum ActionCode {
    #[serde(rename = "a")]
    NoAction,
    #[serde(rename = "r")]
    Restrict,
    #[serde(rename = "c")]
    Cascade,
    #[serde(rename = "n")]
    SetNull,
    #[serde(rename = "d")]
    SetDefault,
}

impl ConstraintNode<'_> {
    /// Puts a constraint that stands behind a column on it.
    fn put_on(self, column: &mut Column, source: Source<'_>) -> Result<(), Unknown> {
        let supply = match (self.contype, self.raw_expr, self.generated_when) {
            (ConstraintType::NotNull, None, None) => {
                expect(self.is_enforced && self.initially_valid && self.conname.is_none(), "such a NOT NULL")?;
                column.nullable = false;
                return Ok(());
            }
            (ConstraintType::Null, None, None) => return Ok(()),
            (ConstraintType::Default, Some(value), None) => Supply::Default(source.tree(value)),
            (ConstraintType::Generated, Some(value), Some(GeneratedWhen::Always)) => {
                expect(self.generated_kind.is_some(), "a generated column that is not stored")?;
                Supply::Generated(source.tree(value))
            }
            (ConstraintType::Identity, None, Some(GeneratedWhen::Always)) => Supply::AlwaysIdentity,
            (ConstraintType::Identity, None, Some(GeneratedWhen::ByDefault)) => Supply::DefaultIdentity,
            (_, Some(_) | None, Some(_) | None) => return unknown("a constraint behind a column"),
        };
        column.supply = supply;
        Ok(())
    }

    /// A constraint that stands by itself.
    fn table_constraint(self, source: Source<'_>) -> Result<Constraint, Unknown> {
        match (self.contype, self.conname.clone()) {
            (_, None) => unknown("a constraint without a name"),
            (ConstraintType::Primary, Some(name)) => {
                Ok(Constraint::Primary(Key { name, columns: texts(self.keys), ..Key::default() }))
            }
            (ConstraintType::Unique, Some(name)) => {
                let unique = Unique {
                    columns: texts(self.keys),
                    nulls_not_distinct: self.nulls_not_distinct,
                    ..Unique::default()
                };
                Ok(Constraint::Unique(name, unique))
            }
            (ConstraintType::Check, Some(name)) => {
                self.expect_in_force()?;
                let Some(condition) = self.raw_expr else { return unknown("a check without a condition") };
                Ok(Constraint::Check(name, source.tree(condition)))
            }
            (ConstraintType::Foreign, Some(name)) => self.foreign_key(name).map(Constraint::Foreign),
            (
                ConstraintType::NotNull
                | ConstraintType::Null
                | ConstraintType::Default
                | ConstraintType::Identity
                | ConstraintType::Generated,
                Some(_),
            ) => unknown("such a constraint"),
        }
    }

    fn foreign_key(self, name: String) -> Result<ForeignKey, Unknown> {
        self.expect_in_force()?;
        let (Some(target), Some(on_update), Some(on_delete)) = (self.pktable, self.fk_upd_action, self.fk_del_action)
        else {
            return unknown("a foreign key without a target");
        };
        Ok(ForeignKey {
            name,
            columns: texts(self.fk_attrs),
            target: target.name()?,
            target_columns: texts(self.pk_attrs),
            on_update: on_update.into(),
            on_delete: on_delete.into(),
            set_columns: texts(self.fk_del_set_cols),
            ..ForeignKey::default()
        })
    }

    fn expect_in_force(&self) -> Result<(), Unknown> {
        expect(self.is_enforced && self.initially_valid, "a constraint that is not in force")
    }
}

impl From<ActionCode> for Action {
    fn from(code: ActionCode) -> Self {
        match code {
            ActionCode::NoAction => Self::NoAction,
            ActionCode::Restrict => Self::Restrict,
            ActionCode::Cascade => Self::Cascade,
            ActionCode::SetNull => Self::SetNull,
            ActionCode::SetDefault => Self::SetDefault,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::facts::{ObjectName, Type};
    use crate::sql::read::expression;
    use crate::sql::read::testing::{effect, effects};

    fn columns(definitions: &str) -> Vec<Column> {
        match effect(&format!("CREATE TABLE s.t ({definitions})")) {
            Effect::CreateTable(name, table) if name == ObjectName::new("s", "t") => table.columns,
            other => panic!("{other:?}"),
        }
    }

    fn constraint(definition: &str) -> Constraint {
        match effect(&format!("ALTER TABLE s.t ADD CONSTRAINT c {definition}")) {
            Effect::AddConstraint(_, constraint) => constraint,
            other => panic!("{other:?}"),
        }
    }

    fn foreign(definition: &str) -> ForeignKey {
        match constraint(definition) {
            Constraint::Foreign(key) => key,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn types_have_the_catalogs_names() {
        let types = |text: &str| columns(text).iter().map(|column| column.ty.to_string()).collect::<Vec<_>>();
        let sql = "a int, b bigint, c numeric(12, 2), d char(3), e character varying(9), f timestamptz, \
                   g timestamp with time zone, h double precision, i text[], j s.\"E\"[], k pg_catalog.uuid, l vector(3)";
        let expected = [
            "int4",
            "int8",
            "numeric(12,2)",
            "bpchar(3)",
            "varchar(9)",
            "timestamptz",
            "timestamptz",
            "float8",
            "text[]",
            "s.E[]",
            "uuid",
            "vector(3)",
        ];
        assert_eq!(types(sql), expected);
        let quoted = Type { name: ObjectName::new("s", "E"), modifiers: Vec::new(), array: true };
        assert_eq!(columns("a s.\"E\"[]")[0].ty, quoted);
    }

    #[test]
    fn columns_say_where_their_values_come_from() {
        let supply = |text: &str| columns(&format!("a int {text}")).remove(0).supply;
        assert_eq!(supply("NOT NULL"), Supply::None);
        assert_eq!(supply("DEFAULT -1 NOT NULL"), Supply::Default(expression("-1").unwrap()));
        assert_ne!(supply("DEFAULT 1"), Supply::Default(expression("2").unwrap()));
        assert_eq!(supply("GENERATED ALWAYS AS (b + 1) STORED"), Supply::Generated(expression("b+1").unwrap()));
        assert_eq!(supply("GENERATED ALWAYS AS IDENTITY"), Supply::AlwaysIdentity);
        assert_eq!(supply("GENERATED BY DEFAULT AS IDENTITY"), Supply::DefaultIdentity);
    }

    #[test]
    fn only_not_null_forbids_null() {
        let nullable: Vec<_> = columns("a int, b int NULL, c int NOT NULL").iter().map(|one| one.nullable).collect();
        assert_eq!(nullable, [true, true, false]);
    }

    #[test]
    fn constraints_in_a_table_are_added_to_it() {
        let sql = "CREATE TABLE s.t (a int, CONSTRAINT p PRIMARY KEY (a), \
                   CONSTRAINT u UNIQUE NULLS NOT DISTINCT (b, a), CONSTRAINT c CHECK (a > 0))";
        let added: Vec<_> = effects(sql).into_iter().skip(1).collect();
        let table = || ObjectName::new("s", "t");
        let unique = Unique { columns: vec!["b".into(), "a".into()], nulls_not_distinct: true, ..Unique::default() };
        let expected = [
            Constraint::Primary(Key { name: "p".into(), columns: vec!["a".into()], ..Key::default() }),
            Constraint::Unique("u".into(), unique),
            Constraint::Check("c".into(), expression("a > 0").unwrap()),
        ];
        assert_eq!(added, expected.map(|constraint| Effect::AddConstraint(table(), constraint)));
    }

    #[test]
    fn a_foreign_key_says_what_a_delete_does_to_which_columns() {
        let key = foreign("FOREIGN KEY (o, l) REFERENCES s.u (o, id) ON DELETE SET NULL (l)");
        assert_eq!((key.on_delete, key.on_update), (Action::SetNull, Action::NoAction));
        assert_eq!((key.columns, key.set_columns), (vec!["o".to_owned(), "l".into()], vec!["l".to_owned()]));
        assert_eq!((key.target, key.target_columns), (ObjectName::new("s", "u"), vec!["o".to_owned(), "id".into()]));
        for (words, action) in [
            ("", Action::NoAction),
            ("ON DELETE NO ACTION", Action::NoAction),
            ("ON DELETE RESTRICT", Action::Restrict),
            ("ON DELETE CASCADE", Action::Cascade),
            ("ON DELETE SET NULL", Action::SetNull),
            ("ON DELETE SET DEFAULT", Action::SetDefault),
        ] {
            assert_eq!(foreign(&format!("FOREIGN KEY (l) REFERENCES s.u (id) {words}")).on_delete, action);
        }
    }

    #[test]
    fn row_security_is_switched() {
        for (words, switch) in [
            ("ENABLE", RowSecurity::Enable),
            ("DISABLE", RowSecurity::Disable),
            ("FORCE", RowSecurity::Force),
            ("NO FORCE", RowSecurity::NoForce),
        ] {
            let table = ObjectName::new("s", "t");
            let statement = format!("ALTER TABLE s.t {words} ROW LEVEL SECURITY");
            assert_eq!(effect(&statement), Effect::RowSecurity(table, switch));
        }
    }
}
