//! A report for what reads JUnit's XML: a case for each change, which fails where the change is too grave, and is skipped
//! where the schema accepts it.

use std::io;

use quick_xml::events::BytesText;

use super::{Level, Report, Row};
use crate::markup::{Xml, legal, xml};

/// The report. Changes of the level `fail_on` and graver fail.
#[must_use]
pub fn junit(report: &Report, fail_on: Option<Level>) -> String {
    xml(|out| write(report, fail_on, out))
}

fn write(report: &Report, fail_on: Option<Level>, out: &mut Xml) -> io::Result<()> {
    let fails = |row: &Row| row.fails(fail_on);
    let failures = report.count(fails) + report.faults.len();
    let skipped = report.count(|row| !fails(row) && row.is_accepted());
    let tests = report.rows.len() + report.faults.len();
    let counts =
        [("tests", tests), ("failures", failures), ("skipped", skipped)].map(|(name, n)| (name, n.to_string()));
    let counts = || counts.iter().map(|(name, count)| (*name, count.as_str()));
    out.create_element("testsuites")
        .with_attribute(("name", "crmgen diff"))
        .with_attributes(counts())
        .write_inner_content(|out| {
            let name = legal(&format!("{} to {}", report.old.label, report.new.label));
            let suite = out.create_element("testsuite").with_attribute(("name", &*name)).with_attributes(counts());
            suite.write_inner_content(|out| cases(report, fail_on, out)).map(drop)
        })?;
    Ok(())
}

fn cases(report: &Report, fail_on: Option<Level>, out: &mut Xml) -> io::Result<()> {
    for fault in &report.faults {
        let (code, message) = (fault.diagnostic.code.id, &fault.diagnostic.message);
        failed(out, [code, "accept"], message, &fault.diagnostic.help.join("\n"))?;
    }
    report.rows.iter().try_for_each(|row| case(row, row.fails(fail_on), out))
}

fn case(row: &Row, fails: bool, out: &mut Xml) -> io::Result<()> {
    let names = [row.kind.code, &row.object];
    let findings = row.findings.iter().map(|judged| format!("{}: {}", judged.finding.hazard.code, judged.finding.why));
    let findings = findings.collect::<Vec<_>>().join("\n");
    let accepted = row.findings.iter().find_map(|judged| judged.accepted.as_ref());
    match accepted {
        _ if fails => failed(out, names, &row.summary, &findings),
        Some(accepted) => element(out, names, |out| {
            let message = legal(&format!("accepted: {accepted}"));
            out.create_element("skipped").with_attribute(("message", &*message)).write_empty().map(drop)
        }),
        None => {
            let [class, name] = names.map(legal);
            let case = out.create_element("testcase");
            case.with_attributes([("classname", &*class), ("name", &*name)]).write_empty().map(drop)
        }
    }
}

fn failed(out: &mut Xml, names: [&str; 2], message: &str, text: &str) -> io::Result<()> {
    element(out, names, |out| {
        let failure = out.create_element("failure").with_attribute(("message", &*legal(message)));
        failure.write_text_content(BytesText::new(&legal(text))).map(drop)
    })
}

fn element(out: &mut Xml, names: [&str; 2], inner: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    let [class, name] = names.map(legal);
    let case = out.create_element("testcase").with_attributes([("classname", &*class), ("name", &*name)]);
    case.write_inner_content(inner).map(drop)
}
