//! Facts under other names: what a database holds once objects are renamed, with everything that names them.
//!
//! Expressions follow, as in the database. Bodies of functions do not, nor what is carried along as written.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ColumnName, Columns, Facts, ForeignKey, Function, Grantee, Held, Index, KeyPart, Mentions, ObjectName, Other,
    OtherName, Policy, Privileges, Signature, Supply, Table, Tree, Trigger, Type, View,
};
use crate::sql::ident;
use crate::sql::read::Renames;

impl Facts {
    /// The same under new names. The old names of objects that take part are in the maps; what is not stays as it is.
    #[must_use]
    pub fn renamed(&self, renames: &Renames) -> Self {
        let texts = renames.values.values().flatten().map(|(old, new)| (old.clone(), new.clone())).collect();
        let namer = Namer { facts: self, plain: renames, valued: Renames { texts, ..renames.clone() } };
        namer.facts()
    }
}

/// What tells a view that keeps former names of columns from one of the same text that is made anew.
const FORMER_NAMES: &str = " -- by former names";

struct Namer<'a> {
    facts: &'a Facts,
    /// For expressions in which no value of an enum can stand.
    plain: &'a Renames,
    /// For those in which one can.
    valued: Renames,
}

impl Namer<'_> {
    fn facts(&self) -> Facts {
        let old = self.facts;
        let mut new = Facts {
            roles: old.roles.iter().map(|(name, role)| (self.role(name), role.clone())).collect(),
            memberships: old.memberships.clone(),
            database: old.database.clone(),
            default_privileges: old.default_privileges.clone(),
            extensions: old.extensions.clone(),
            schemas: old.schemas.clone(),
            enums: old.enums.iter().map(|(name, one)| (self.type_name(name), self.enumeration(name, one))).collect(),
            functions: old
                .functions
                .iter()
                .map(|(name, one)| (self.signature(name), self.function(name, one)))
                .collect(),
            tables: old.tables.each(|name| self.relation(name), |name, table| self.renamed_table(name, table)),
            sequences: old.sequences.iter().map(|(name, one)| (self.relation(name), one.clone())).collect(),
            views: old.views.iter().map(|(name, view)| (self.relation(name), self.view(name, view))).collect(),
            others: old.others.iter().map(|(name, one)| (name.clone(), self.other(name, one))).collect(),
            comments: old.comments.clone(),
            ledger: super::Ledger::default(),
        };
        for sequence in new.sequences.values_mut() {
            sequence.owned_by = sequence.owned_by.take().map(|(table, column)| self.column_of(&table, &column));
        }
        self.privileges_around(&mut new);
        new
    }

    /// Whoever is named in what holds for roles.
    fn privileges_around(&self, facts: &mut Facts) {
        let nothing = BTreeMap::new();
        facts.memberships = std::mem::take(&mut facts.memberships)
            .into_iter()
            .map(|one| super::Membership { role: self.role(&one.role), member: self.grantee(&one.member) })
            .collect();
        let defaults = std::mem::take(&mut facts.default_privileges).into_iter().map(|mut one| {
            one.owner = one.owner.map(|owner| self.role(&owner));
            one.grantees = one.grantees.iter().map(|grantee| self.grantee(grantee)).collect();
            one
        });
        facts.default_privileges = defaults.collect();
        let schemas = facts.schemas.values_mut().map(|schema| &mut schema.privileges);
        let views = facts.views.values_mut().map(|view| &mut view.privileges);
        let sequences = facts.sequences.values_mut().map(|sequence| &mut sequence.privileges);
        for privileges in schemas.chain(views).chain(sequences).chain([&mut facts.database]) {
            *privileges = self.privileges(privileges, &nothing);
        }
    }

    fn relation(&self, name: &ObjectName) -> ObjectName {
        self.plain.tables.get(name).unwrap_or(name).clone()
    }

    fn type_name(&self, name: &ObjectName) -> ObjectName {
        self.plain.types.get(name).unwrap_or(name).clone()
    }

    fn function_name(&self, name: &ObjectName) -> ObjectName {
        self.plain.functions.get(name).unwrap_or(name).clone()
    }

    fn role(&self, name: &str) -> String {
        self.plain.roles.get(name).map_or_else(|| name.to_owned(), Clone::clone)
    }

    fn column_of(&self, table: &ObjectName, column: &str) -> (ObjectName, String) {
        let columns = self.plain.columns.get(table);
        let name = columns.and_then(|columns| columns.get(column)).cloned();
        (self.relation(table), name.unwrap_or_else(|| column.to_owned()))
    }

    fn column(&self, table: &ObjectName, column: &str) -> String {
        self.column_of(table, column).1
    }

    fn each(&self, table: &ObjectName, columns: &mut [String]) {
        columns.iter_mut().for_each(|column| *column = self.column(table, column));
    }

    fn ty(&self, ty: &Type) -> Type {
        Type { name: self.type_name(&ty.name), ..ty.clone() }
    }

    /// An expression about a table.
    fn tree(&self, table: &ObjectName, tree: &Tree) -> Tree {
        let renames = if self.can_hold_a_value(table, tree) { &self.valued } else { self.plain };
        tree.renamed(table, renames)
    }

    /// Whether it names a column or type whose values get other names.
    fn can_hold_a_value(&self, table: &ObjectName, tree: &Tree) -> bool {
        if self.plain.values.is_empty() {
            return false;
        }
        let mentions = tree.mentions();
        let home = |name| home(table, name);
        let tables = mentions.relations.iter().map(home).chain([table.clone()]);
        let mut columns = tables.filter_map(|table| self.facts.tables.get(&table)).flat_map(|table| &table.columns);
        mentions.types.iter().any(|name| self.plain.values.contains_key(&home(name)))
            || columns.any(|column| self.plain.values.contains_key(&column.ty.name) && mentions.may_mean(&column.name))
    }

    fn enumeration(&self, name: &ObjectName, old: &super::EnumType) -> super::EnumType {
        let values = self.plain.values.get(name);
        let value = |value: &String| values.and_then(|values| values.get(value)).unwrap_or(value).clone();
        super::EnumType {
            values: old.values.iter().map(value).collect(),
            privileges: self.privileges(&old.privileges, &BTreeMap::new()),
            ..old.clone()
        }
    }

    fn signature(&self, old: &Signature) -> Signature {
        let arguments = old.arguments.iter().map(|ty| self.ty(ty)).collect();
        Signature { name: self.function_name(&old.name), arguments }
    }

    fn function(&self, name: &Signature, old: &Function) -> Function {
        let mut new = old.clone();
        new.returns = self.ty(&old.returns);
        for argument in &mut new.arguments {
            argument.ty = self.ty(&argument.ty);
            argument.default = argument.default.as_ref().map(|tree| self.tree(&name.name, tree));
        }
        new.privileges = self.privileges(&old.privileges, &BTreeMap::new());
        new
    }

    /// A view reads what is renamed, but its columns keep their names: its text stays, and so it is another view.
    fn view(&self, name: &ObjectName, old: &View) -> View {
        let mut new = old.clone();
        if self.is_spread(name, &old.query.mentions) {
            new.query.sql += FORMER_NAMES;
        }
        self.rename_mentions(name, &mut new.query.mentions);
        new
    }

    /// What is carried along stays as it is written, and so is another one; what it names has other names.
    fn other(&self, name: &OtherName, old: &Other) -> Other {
        let mut new = old.clone();
        let is_renamed =
            |table: &ObjectName| self.plain.tables.contains_key(table) || self.plain.columns.contains_key(table);
        let pieces = new.statements.iter_mut().map(|piece| &mut piece.mentions);
        let concerned =
            pieces.filter(|mentions| mentions.relations.iter().any(|table| is_renamed(&home(&name.name, table))));
        concerned.for_each(|mentions| self.rename_mentions(&name.name, mentions));
        new
    }

    /// Whether it takes all columns of a table, and one of them gets another name: it keeps the former one, and made anew
    /// from the same text it would have the other.
    fn is_spread(&self, at: &ObjectName, mentions: &Mentions) -> bool {
        let mut tables = mentions.relations.iter().map(|name| home(at, name));
        mentions.takes_every_column() && tables.any(|table| self.plain.columns.contains_key(&table))
    }

    fn rename_mentions(&self, at: &ObjectName, mentions: &mut Mentions) {
        let tables: Vec<_> = mentions.relations.iter().map(|name| home(at, name)).collect();
        for (old, new) in tables.iter().filter_map(|table| self.plain.columns.get(table)).flatten() {
            let named: Vec<_> = mentions.columns.iter().filter(|column| column.name == *old).cloned().collect();
            mentions.columns.extend(named.into_iter().map(|column| ColumnName { name: new.clone(), ..column }));
        }
        mentions.relations = tables.iter().map(|table| self.relation(table)).collect();
    }

    /// A table, if anything of it is called otherwise.
    fn renamed_table(&self, name: &ObjectName, old: &Table) -> Option<Table> {
        let is_touched = self.is_touched(name, old);
        debug_assert!(is_touched || self.table(name, old) == *old, "the table {name} is called otherwise");
        is_touched.then(|| self.table(name, old))
    }

    /// Whether anything in a table may be called otherwise.
    fn is_touched(&self, name: &ObjectName, table: &Table) -> bool {
        let Renames { columns, tables, functions, types, roles, values, .. } = self.plain;
        let is_column = |column: &super::Column| {
            let ty = &column.ty.name;
            types.contains_key(ty)
                || values.contains_key(ty)
                || matches!(&column.supply, Supply::Sequence(sequence) if tables.contains_key(sequence))
        };
        let is_key = |key: &ForeignKey| tables.contains_key(&key.target) || columns.contains_key(&key.target);
        columns.contains_key(name)
            || !roles.is_empty()
            || table.columns.iter().any(is_column)
            || table.foreign_keys.iter().any(is_key)
            || table.triggers.values().any(|trigger| functions.contains_key(&trigger.function))
            || table.parents().any(|parent| tables.contains_key(parent))
            || table.trees().any(|tree| self.valued.may_touch(name, tree))
    }

    fn table(&self, name: &ObjectName, old: &Table) -> Table {
        let mut new = old.clone();
        new.columns.iter_mut().for_each(|column| self.rename_column(name, column));
        self.rename_keys(name, &mut new);
        new.indexes.values_mut().for_each(|index| self.rename_index(name, index));
        new.triggers.values_mut().for_each(|trigger| self.rename_trigger(name, trigger));
        new.policies.values_mut().for_each(|policy| self.rename_policy(name, policy));
        let columns = self.plain.columns.get(name).cloned().unwrap_or_default();
        new.privileges = self.privileges(&old.privileges, &columns);
        new.inherits.iter_mut().for_each(|parent| *parent = self.relation(parent));
        if let Some((whole, _)) = &mut new.storage.partition_of {
            *whole = self.relation(whole);
        }
        new.storage.partition_by = old.storage.partition_by.as_ref().map(|by| self.partition_by(name, by));
        new
    }

    /// What rows are divided by: a column follows, an expression stays as it is written.
    fn partition_by(&self, table: &ObjectName, by: &str) -> String {
        let Some((way, keys)) = by.strip_suffix(')').and_then(|by| by.split_once('(')) else { return by.to_owned() };
        let columns = self.plain.columns.get(table);
        let key = |key: &str| {
            let renamed = columns.into_iter().flatten().find(|(old, _)| ident(old) == key);
            renamed.map_or_else(|| key.to_owned(), |(_, new)| ident(new))
        };
        format!("{way}({})", keys.split(", ").map(key).collect::<Vec<_>>().join(", "))
    }

    fn rename_column(&self, table: &ObjectName, column: &mut super::Column) {
        let valued = self.plain.values.contains_key(&column.ty.name);
        match &mut column.supply {
            Supply::Default(tree) if valued => *tree = tree.renamed(table, &self.valued),
            Supply::Default(tree) | Supply::Generated(tree) | Supply::Virtual(tree) => *tree = self.tree(table, tree),
            Supply::Sequence(name) => *name = self.relation(name),
            Supply::None | Supply::AlwaysIdentity | Supply::DefaultIdentity => {}
        }
        column.ty = self.ty(&column.ty);
        column.name = self.column(table, &column.name);
    }

    fn rename_keys(&self, name: &ObjectName, table: &mut Table) {
        for key in table.primary_key.iter_mut() {
            self.each(name, &mut key.columns);
            self.each(name, &mut key.include);
        }
        for unique in table.uniques.values_mut() {
            self.each(name, &mut unique.columns);
            self.each(name, &mut unique.include);
        }
        table.checks.values_mut().for_each(|check| *check = self.tree(name, check));
        table.foreign_keys.iter_mut().for_each(|key| self.rename_foreign_key(name, key));
    }

    fn rename_foreign_key(&self, table: &ObjectName, key: &mut ForeignKey) {
        self.each(table, &mut key.columns);
        self.each(table, &mut key.set_columns);
        self.each(&key.target, &mut key.target_columns);
        key.target = self.relation(&key.target);
    }

    fn rename_index(&self, table: &ObjectName, index: &mut Index) {
        for key in &mut index.keys {
            match &mut key.part {
                KeyPart::Column(name) => *name = self.column(table, name),
                KeyPart::Expression(tree) => *tree = self.tree(table, tree),
            }
        }
        self.each(table, &mut index.include);
        index.filter = index.filter.as_ref().map(|tree| self.tree(table, tree));
    }

    fn rename_trigger(&self, table: &ObjectName, trigger: &mut Trigger) {
        self.each(table, &mut trigger.columns);
        trigger.columns.sort_unstable();
        trigger.condition = trigger.condition.as_ref().map(|tree| self.tree(table, tree));
        trigger.function = self.function_name(&trigger.function);
    }

    fn rename_policy(&self, table: &ObjectName, policy: &mut Policy) {
        policy.using = policy.using.as_ref().map(|tree| self.tree(table, tree));
        policy.check = policy.check.as_ref().map(|tree| self.tree(table, tree));
        policy.roles.iter_mut().for_each(|role| *role = self.grantee(role));
        policy.roles.sort_unstable();
    }

    fn grantee(&self, grantee: &Grantee) -> Grantee {
        match grantee {
            Grantee::Role(name) => Grantee::Role(self.role(name)),
            Grantee::Public | Grantee::CurrentUser => grantee.clone(),
        }
    }

    fn privileges(&self, old: &Privileges, columns: &BTreeMap<String, String>) -> Privileges {
        let name = |column: &String| columns.get(column).unwrap_or(column).clone();
        let only = |names: &BTreeSet<String>| Columns::Only(names.iter().map(name).collect());
        let granted = |held: &Columns| match held {
            Columns::All => Columns::All,
            Columns::Only(names) => only(names),
        };
        let held = |held: &Held| {
            let mut new = held.clone();
            new.granted.values_mut().for_each(|columns| *columns = granted(columns));
            new
        };
        Privileges(old.0.iter().map(|(grantee, one)| (self.grantee(grantee), held(one))).collect())
    }
}

/// The whole name of something that is named beside another.
fn home(at: &ObjectName, name: &ObjectName) -> ObjectName {
    if name.schema.is_some() { name.clone() } else { at.beside(&name.name) }
}
