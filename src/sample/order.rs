//! The order in which entities' rows can be inserted: what is pointed at first; entities in a circle together.

use crate::model::{EntityId, Model};

/// The entities in groups, each group after those that it points at. A group of several points at itself in a circle.
pub fn groups(model: &Model) -> Vec<Vec<EntityId>> {
    let (mut ahead, mut back) = (vec![Vec::new(); model.entities.len()], vec![Vec::new(); model.entities.len()]);
    for (from, entity) in model.entities() {
        for key in entity.relations.iter().flat_map(|relation| relation.reference.keys()) {
            ahead[from.0].push(key.to.0);
            back[key.to.0].push(from.0);
        }
    }
    // Whoever is left first when the edges are walked ahead leads nowhere that is not left already; walked back from
    // the last one left, the edges reach just those that also lead to it.
    let mut seen = vec![false; ahead.len()];
    let left: Vec<_> = (0..ahead.len()).flat_map(|start| walk(&ahead, start, &mut seen)).collect();
    let mut seen = vec![false; ahead.len()];
    let groups = left.into_iter().rev().map(|start| walk(&back, start, &mut seen));
    let mut groups: Vec<Vec<EntityId>> = groups.filter(|group| !group.is_empty()).map(ids).collect();
    groups.reverse();
    groups
}

fn ids(mut group: Vec<usize>) -> Vec<EntityId> {
    group.sort_unstable();
    group.into_iter().map(EntityId).collect()
}

/// What has not been seen and can be reached, in the order in which it is left.
fn walk(edges: &[Vec<usize>], start: usize, seen: &mut [bool]) -> Vec<usize> {
    let (mut left, mut open) = (Vec::new(), Vec::new());
    if !std::mem::replace(&mut seen[start], true) {
        open.push((start, 0));
    }
    while let Some((at, next)) = open.pop() {
        let Some(&to) = edges[at].get(next) else {
            left.push(at);
            continue;
        };
        open.push((at, next + 1));
        if !std::mem::replace(&mut seen[to], true) {
            open.push((to, 0));
        }
    }
    left
}
