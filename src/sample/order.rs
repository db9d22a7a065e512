//! The order in which entities' rows can be inserted: what is pointed at first; entities in a circle together.

use crate::model::{EntityId, Model};

/// The entities in groups, each group after those that it points at. A group of several points at itself in a circle.
pub fn groups(model: &Model) -> Vec<Vec<EntityId>> {
    let reach: Vec<Vec<bool>> = (0..model.entities.len()).map(|from| reached(model, EntityId(from))).collect();
    let mut done = vec![false; reach.len()];
    let mut groups = Vec::new();
    while let Some(first) = next(&reach, &done) {
        let group: Vec<_> =
            (0..reach.len()).filter(|&other| other == first || (reach[first][other] && reach[other][first])).collect();
        group.iter().for_each(|&at| done[at] = true);
        groups.push(group.into_iter().map(EntityId).collect());
    }
    groups
}

/// The first entity that is not done and points only at what is done, or at entities that lead back to it.
fn next(reach: &[Vec<bool>], done: &[bool]) -> Option<usize> {
    let free = |at: &usize| (0..reach.len()).all(|other| !reach[*at][other] || done[other] || reach[other][*at]);
    (0..reach.len()).filter(|&at| !done[at]).find(free)
}

/// Which entities relations lead to from one, over any number of steps.
fn reached(model: &Model, from: EntityId) -> Vec<bool> {
    let mut reached = vec![false; model.entities.len()];
    let mut open = vec![from];
    while let Some(entity) = open.pop() {
        let keys = model.entity(entity).relations.iter().flat_map(|relation| relation.reference.keys());
        for key in keys {
            if !std::mem::replace(&mut reached[key.to.0], true) {
                open.push(key.to);
            }
        }
    }
    reached
}
