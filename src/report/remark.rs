//! What is to be remarked on in a schema's files: a finding of a change, or an acceptance that applies to nothing.

use super::place::Place;
use super::{Judged, Level, Report, Row};

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark<'a> {
    /// The hazard's code, or the fault's.
    pub code: &'static str,
    /// How grave it is.
    pub level: Level,
    /// What is to be said, in a line.
    pub message: String,
    /// Where.
    pub place: Option<&'a Place>,
    /// Why it may be, where the schema accepts it.
    pub accepted: Option<String>,
    /// The same for the same remark in every report, and no other's: 32 digits.
    pub fingerprint: String,
}

/// Every remark, the gravest change's first.
pub fn remarks(report: &Report) -> Vec<Remark<'_>> {
    let faults = report.faults.iter().map(|fault| Remark {
        code: fault.diagnostic.code.id,
        level: Level::Breaking,
        message: fault.diagnostic.message.clone(),
        place: fault.place.as_ref(),
        accepted: None,
        fingerprint: fingerprint(&[fault.diagnostic.code.id, &fault.diagnostic.message]),
    });
    faults.chain(report.rows.iter().flat_map(of_row)).collect()
}

fn of_row(row: &Row) -> impl Iterator<Item = Remark<'_>> {
    row.findings.iter().enumerate().map(|(at, judged)| {
        let code = judged.finding.hazard.code;
        let same = row.findings[..at].iter().filter(|other| other.finding.hazard.code == code).count();
        Remark {
            code,
            level: judged.level(),
            message: message(row, judged),
            place: row.places.anchor.as_ref(),
            accepted: judged.accepted.as_ref().map(ToString::to_string),
            // The text is left out: it may count rows, and would be another remark each time.
            fingerprint: fingerprint(&[code, row.kind.code, &row.object, &same.to_string()]),
        }
    })
}

fn message(row: &Row, judged: &Judged) -> String {
    let finding = &judged.finding;
    let join = if finding.why.ends_with('.') { " " } else { "; " };
    let remedy = if finding.remedy.is_empty() { String::new() } else { format!("{join}{}", finding.remedy) };
    format!("{} {}: {}{remedy}", row.kind.code, row.object, finding.why)
}

/// The 128-bit FNV-1a hash: stable for ever, and long enough that no two remarks share one.
fn fingerprint(parts: &[&str]) -> String {
    const START: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    format!("{:032x}", bytes.fold(START, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME)))
}
