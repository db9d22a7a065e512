//! A file of hints as written: what SQL cannot say of the way from one schema to another.

use crate::diagnostic::Diagnostics;
use crate::source::SourceId;

use super::Text;
use super::accept::{self, AcceptSpec};
use super::reader::{self, Fields};
use super::yaml::{self, Node};

/// A file of hints. Names are dotted: `leads`, `leads.score`, `public.leads.score`.
#[derive(Debug, Default)]
pub struct HintsSpec {
    /// `was`: by new name the old one.
    pub was: Vec<(Text, Text)>,
    /// `backfill`: by column what rows get that are there already.
    pub backfill: Vec<(Text, Text)>,
    /// `using`: by column how values of the former type become values of the new one.
    pub using: Vec<(Text, Text)>,
    /// `replaced`: by enum the value that each lost one becomes.
    pub replaced: Vec<(Text, Vec<(Text, Text)>)>,
    /// `dropped`: what is gone on purpose.
    pub dropped: Vec<Text>,
    /// `accept`.
    pub accept: Vec<AcceptSpec>,
}

/// Reads a file of hints; an empty one has none.
pub fn read(id: SourceId, text: &str, faults: &mut Diagnostics) -> HintsSpec {
    match yaml::parse(id, text) {
        Ok(node) if node.is_null() => HintsSpec::default(),
        Ok(node) => read_map(node, faults).unwrap_or_default(),
        Err(fault) => {
            faults.push(fault);
            HintsSpec::default()
        }
    }
}

fn read_map(node: Node, faults: &mut Diagnostics) -> Option<HintsSpec> {
    let mut fields = Fields::of(node, "a file of hints", faults)?;
    let mut pairs = |key: &'static str, what: &str| {
        fields.take(key).map(|node| reader::pairs(node, what, faults)).unwrap_or_default()
    };
    let was = pairs("was", "`was`");
    let backfill = pairs("backfill", "`backfill`");
    let using = pairs("using", "`using`");
    let replaced = fields.take("replaced").map(|node| read_replaced(node, faults)).unwrap_or_default();
    let dropped = fields.texts("dropped", faults);
    let accept = fields.take("accept").map(|node| accept::read_all(node, faults)).unwrap_or_default();
    fields.finish(faults);
    Some(HintsSpec { was, backfill, using, replaced, dropped, accept })
}

fn read_replaced(node: Node, faults: &mut Diagnostics) -> Vec<(Text, Vec<(Text, Text)>)> {
    let entries = reader::map(node, "`replaced`", faults).unwrap_or_default();
    reader::report_duplicate_keys(&entries, faults);
    entries.into_iter().map(|(name, node)| (name, reader::pairs(node, "values by lost value", faults))).collect()
}
