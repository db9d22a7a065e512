//! What differs for clients, under the names by which changes know it.

use super::Material;
use crate::change::kind::{self, Kind};
use crate::client::{self, Client, Difference, Origin};
use crate::model::{Entity, FieldId, Model};

/// What changes for code that is written against a client.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientChange {
    /// The client.
    pub client: Client,
    /// What code names: `leads.score`, `Lead::score`.
    pub member: String,
    /// The kind of change.
    pub kind: &'static Kind,
    /// Whether code has to change.
    pub breaking: bool,
    /// What it means for code, in a sentence without a full stop.
    pub why: String,
    /// The table or type behind it, and the column, key or value, where there is one; nothing for the client as a whole.
    pub origin: Vec<String>,
}

impl ClientChange {
    pub(super) fn of(difference: &Difference, material: &Material<'_>) -> Self {
        let Difference { client, member, breaking, why, .. } = difference;
        let kind = match difference.kind {
            client::Kind::Added => &kind::CLIENT_ADD,
            client::Kind::Removed => &kind::CLIENT_DROP,
            client::Kind::Renamed { .. } => &kind::CLIENT_RENAME,
            client::Kind::Changed => &kind::CLIENT_CHANGE,
        };
        let models = [&material.new.model, &material.old.model].into_iter().flatten();
        let origin = models.filter_map(|model| names(&difference.origin, model)).next();
        let origin = origin.unwrap_or_else(|| plain(&difference.origin));
        Self { client: *client, member: member.clone(), kind, breaking: *breaking, why: why.clone(), origin }
    }

    /// What it means for the client's code.
    pub(super) fn said(&self) -> String {
        format!("{}: {}", self.client.word(), self.why)
    }
}

/// What the databases call an origin that they have no such thing of: a relation is its column there, a key its
/// constraint. `None` where the model does not hold it.
fn names(origin: &Origin, model: &Model) -> Option<Vec<String>> {
    let entity = |name: &String| model.find(name).map(|(_, entity)| entity);
    let (entity, part) = match origin {
        Origin::Relation(of, name) => {
            let entity = entity(of)?;
            let relation = entity.relations.iter().find(|relation| relation.name.as_str() == name)?;
            (entity, column(entity, *relation.fields.first()?))
        }
        Origin::Key(of, columns) => {
            let entity = entity(of)?;
            let is_meant =
                |fields: Vec<FieldId>| fields.iter().map(|&field| column(entity, field)).eq(columns.iter().cloned());
            let mut uniques = entity.uniques.iter().filter(|unique| unique.as_constraint().is_some_and(is_meant));
            (entity, uniques.next()?.name.to_string())
        }
        Origin::Project | Origin::Entity(_) | Origin::Field(..) | Origin::Enum(_) | Origin::Value(..) => return None,
    };
    Some(vec![entity.name.to_string(), part])
}

/// The names of an origin as it says them itself.
fn plain(origin: &Origin) -> Vec<String> {
    match origin {
        Origin::Project => Vec::new(),
        Origin::Entity(name) | Origin::Enum(name) => vec![name.clone()],
        Origin::Field(of, name) | Origin::Relation(of, name) | Origin::Value(of, name) => {
            vec![of.clone(), name.clone()]
        }
        Origin::Key(of, columns) => vec![of.clone(), columns.join("_")],
    }
}

fn column(entity: &Entity, field: FieldId) -> String {
    entity.fields[field.0].name.to_string()
}
