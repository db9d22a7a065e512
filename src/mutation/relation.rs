//! Foreign keys that carry the tenant.

use super::Mutation;
use crate::model::{Entity, ForeignKey, Model, OnDelete, Reference, Relation};
use crate::sql::{self, constraint, ident};

/// Each relation between tenants' rows.
pub fn mutations(model: &Model) -> Vec<Mutation> {
    let relations = model.managed().flat_map(|(_, entity)| entity.relations.iter().map(move |one| (entity, one)));
    relations.flat_map(|(entity, relation)| of_relation(model, entity, relation)).collect()
}

fn of_relation(model: &Model, entity: &Entity, relation: &Relation) -> Vec<Mutation> {
    let spoil = Spoil { model, entity, relation };
    match &relation.reference {
        Reference::Plain(_) => Vec::new(),
        Reference::Tenant(tenant) => {
            [Some(spoil.without(tenant)), spoil.deferred(tenant)].into_iter().flatten().collect()
        }
        Reference::Both { tenant, plain } => {
            let mut mutations = vec![
                spoil.without(tenant),
                spoil.make_again("the key with the tenant answers last", tenant, tenant),
                spoil.make_again(
                    "the key does not carry the tenant",
                    tenant,
                    &ForeignKey { name: tenant.name.clone(), ..plain.clone() },
                ),
            ];
            mutations.extend(spoil.deferred(tenant));
            if tenant.on_delete == OnDelete::SetNull {
                let whole = ForeignKey { set_null: Vec::new(), ..tenant.clone() };
                mutations.push(spoil.make_again("a delete empties the tenant too", tenant, &whole));
            }
            let cascade = ForeignKey { on_delete: OnDelete::Cascade, set_null: Vec::new(), ..tenant.clone() };
            if tenant.on_delete != OnDelete::Cascade {
                mutations.push(spoil.make_again("a delete takes rows along", tenant, &cascade));
            }
            mutations
        }
    }
}

struct Spoil<'a> {
    model: &'a Model,
    entity: &'a Entity,
    relation: &'a Relation,
}

impl Spoil<'_> {
    fn mutation(&self, weakness: &'static str, statement: String) -> Mutation {
        let object = format!("{}.{}", self.entity.name, self.relation.name);
        Mutation { object, ..Mutation::of_table(weakness, self.entity, statement) }
    }

    fn without(&self, key: &ForeignKey) -> Mutation {
        self.mutation("the key with the tenant is gone", self.drop(key))
    }

    /// A key that is checked at the end of the transaction lets a reference stand until then.
    fn deferred(&self, key: &ForeignKey) -> Option<Mutation> {
        let table = sql::table(self.model, self.entity);
        let name = ident(&key.name);
        let statement = format!("ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED");
        Some(self.mutation("the key with the tenant is checked late", statement))
    }

    /// The key made anew, so that its triggers fire after all others'.
    fn make_again(&self, weakness: &'static str, old: &ForeignKey, new: &ForeignKey) -> Mutation {
        let table = sql::table(self.model, self.entity);
        let key = constraint::foreign_key(self.model, self.entity, new);
        let add = format!("{} {} {}", key.constraint, key.columns, key.references);
        self.mutation(weakness, format!("{}; ALTER TABLE {table} ADD {add}", self.drop(old)))
    }

    fn drop(&self, key: &ForeignKey) -> String {
        format!("ALTER TABLE {} DROP CONSTRAINT {}", sql::table(self.model, self.entity), ident(&key.name))
    }
}
