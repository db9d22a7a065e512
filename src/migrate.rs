//! Plans as migration files: texts with their names, in the style of the tool that runs them.
//!
//! A plan becomes [`Piece`]s, each a transaction or one statement that cannot run in any; a style puts pieces into
//! files, and [`Folder`] puts those on the disk, all of them or none. This layer knows what a session needs before a
//! migration may run. It does not know how changes were found.

mod comment;
mod folder;
mod piece;
mod stamp;
mod state;
pub mod style;

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{self, Change, Direction, Finding, Hints};
use crate::expect::session;
use crate::hazard::{self, Weight};
use crate::model::Model;
use crate::plan::{self, Cycle, Plan};
use crate::sql::facts::{Facts, ObjectName};

pub use folder::Folder;
pub use piece::{Actor, Piece, pieces};
pub use stamp::{NoStamp, Stamp};
pub use state::{FOLDER as STATE, State, Unusable};
pub use style::Style;

/// Files by their names, below the folder of migrations.
pub type Files = BTreeMap<String, String>;

/// A migration, both ways.
#[derive(Debug, Clone)]
pub struct Migration {
    /// When it was made; what comes first in its files' names.
    pub stamp: Stamp,
    /// Its name, as in files.
    pub name: String,
    /// The way on.
    pub up: Way,
    /// The way back.
    pub down: Way,
}

/// One way of a migration.
#[derive(Debug, Clone)]
pub struct Way {
    /// What changes.
    pub changes: Vec<Change>,
    /// How.
    pub plan: Plan,
    /// What the way back cannot bring back, a sentence each; nothing on the way on.
    pub lost: Vec<String>,
}

/// What the statements of a migration lean on in a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    /// The role that owns every object; nothing where whoever runs the migration does.
    pub owner: Option<String>,
    /// Where names without a schema are looked for; nothing where it is to stay as it is.
    pub search_path: Vec<String>,
    /// Tables whose owner is held to row security too, on either side.
    pub forced: BTreeSet<ObjectName>,
}

/// The ways from one side to another and back.
///
/// # Errors
/// When statements wait for each other, which is a fault of ours.
pub fn ways(old: &Facts, new: &Facts, hints: &Hints) -> Result<[Way; 2], Cycle> {
    let up = change::changes(old, new, hints, Direction::Up);
    let down = change::changes(new, old, &hints.inverted(), Direction::Down);
    let lost = lost(&up);
    Ok([Way::new(up, Vec::new())?, Way::new(down, lost)?])
}

impl Session {
    /// What statements lean on between two sides, the new one made of a model where one is known.
    #[must_use]
    pub fn between(model: Option<&Model>, old: &Facts, new: &Facts) -> Self {
        let values = |name: &str| {
            let settings = model.into_iter().flat_map(session::with_path).filter(|setting| setting.name == name);
            settings.flat_map(|setting| setting.values).collect::<Vec<_>>()
        };
        let tables = old.tables.iter().chain(&new.tables);
        let forced = tables.filter(|(_, table)| table.forced).map(|(name, _)| name.clone()).collect();
        Self { owner: values("role").pop(), search_path: values("search_path"), forced }
    }
}

impl Way {
    fn new(changes: Vec<Change>, lost: Vec<String>) -> Result<Self, Cycle> {
        let plan = plan::plan(&changes)?;
        Ok(Self { changes, plan, lost })
    }

    /// Every finding, with the change that it belongs to.
    pub fn findings(&self) -> impl Iterator<Item = (&Change, &Finding)> {
        self.changes.iter().flat_map(|change| change.all_findings().map(move |finding| (change, finding)))
    }

    /// The findings at least that heavy.
    pub fn at_least(&self, weight: Weight) -> impl Iterator<Item = (&Change, &Finding)> {
        self.findings().filter(move |(_, finding)| finding.hazard.weight >= weight)
    }
}

/// What a way on loses for good, so that the way back cannot bring it back: a sentence each.
fn lost(up: &[Change]) -> Vec<String> {
    let is_lost = |finding: &&Finding| [&hazard::DELETES_DATA, &hazard::CHANGES_VALUES].contains(&finding.hazard);
    let mut lost: Vec<_> =
        up.iter().flat_map(Change::all_findings).filter(is_lost).map(|finding| finding.why.clone()).collect();
    lost.dedup();
    lost
}
