//! `accept` as written: findings that are known and meant to stay.

use crate::diagnostic::Diagnostics;
use crate::source::Span;

use super::Text;
use super::reader::{self, Fields};
use super::yaml::Node;

/// An entry of `accept:`.
#[derive(Debug)]
pub struct AcceptSpec {
    /// Where it stands.
    pub span: Span,
    /// `code`; absent where it is missing, which has been reported.
    pub code: Option<Text>,
    /// `object`: a dotted name, or a list of them; empty where there is none, which has been reported.
    pub objects: Vec<Text>,
    /// `reason`; absent where it is missing, which has been reported.
    pub reason: Option<Text>,
    /// `until`.
    pub until: Option<Text>,
}

/// Reads a list of entries.
pub fn read_all(node: Node, faults: &mut Diagnostics) -> Vec<AcceptSpec> {
    reader::list(node, faults).into_iter().filter_map(|item| read(item, faults)).collect()
}

fn read(node: Node, faults: &mut Diagnostics) -> Option<AcceptSpec> {
    let mut fields = Fields::of(node, "an entry of `accept`", faults)?;
    let span = fields.span;
    let code = fields.required_text("code", faults);
    let objects = fields.take("object").map(|node| reader::one_or_more(node, faults)).unwrap_or_default();
    if objects.is_empty() {
        faults.push(reader::missing("an entry of `accept`", "object", span));
    }
    let reason = fields.required_text("reason", faults);
    let until = fields.text("until", faults);
    fields.finish(faults);
    Some(AcceptSpec { span, code, objects, reason, until })
}
