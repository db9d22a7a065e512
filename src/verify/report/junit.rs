//! A report for what reads JUnit's XML: a suite for each proof on each server, a case for each failure in it, or one
//! that passed.

use quick_xml::events::BytesText;

use super::{Report, Trial, line};
use crate::markup::{Xml, legal, xml};
use crate::verify::proof::{Failure, Outcome};

/// The report.
#[must_use]
pub fn junit(report: &Report) -> String {
    xml(|out| write(report, out))
}

fn write(report: &Report, out: &mut Xml) -> std::io::Result<()> {
    let cases: usize = report.outcomes().map(|(_, outcome)| outcome.failures.len().max(1)).sum();
    let untried: usize = report.trials.iter().map(|trial| trial.untried.len()).sum();
    let counts = [("tests", cases + untried), ("failures", report.failures()), ("skipped", untried)];
    let counts = counts.map(|(name, count)| (name, count.to_string()));
    let root = out.create_element("testsuites").with_attribute(("name", "crmgen verify"));
    root.with_attributes(counts.iter().map(|(name, count)| (*name, &**count))).write_inner_content(|out| {
        report.outcomes().try_for_each(|(trial, outcome)| suite(out, trial, outcome))?;
        report.trials.iter().try_for_each(|trial| skipped(out, trial))
    })?;
    Ok(())
}

fn suite(out: &mut Xml, trial: Option<&Trial>, outcome: &Outcome) -> std::io::Result<()> {
    let name = trial.map_or_else(|| outcome.proof.to_owned(), |trial| format!("{}: {}", trial.name(), outcome.proof));
    let cases = outcome.failures.len().max(1).to_string();
    let failures = outcome.failures.len().to_string();
    let counts = [("name", &*name), ("tests", &cases), ("failures", &failures)];
    out.create_element("testsuite").with_attributes(counts).write_inner_content(|out| {
        if outcome.failures.is_empty() {
            out.create_element("testcase")
                .with_attributes([("classname", &*name), ("name", &line(outcome))])
                .write_empty()?;
        }
        outcome.failures.iter().try_for_each(|failure| failed(out, &name, failure))
    })?;
    Ok(())
}

fn failed(out: &mut Xml, suite: &str, failure: &Failure) -> std::io::Result<()> {
    let details: Vec<_> = failure.details.iter().map(|(what, text)| format!("{what}: {text}")).collect();
    let title = legal(&failure.title);
    let case = out.create_element("testcase").with_attributes([("classname", suite), ("name", &title)]);
    case.write_inner_content(|out| {
        let element = out.create_element("failure").with_attribute(("message", &*title));
        element.write_text_content(BytesText::new(&legal(&details.join("\n")))).map(drop)
    })?;
    Ok(())
}

/// A suite for what could not be tried.
fn skipped(out: &mut Xml, trial: &Trial) -> std::io::Result<()> {
    for proof in &trial.untried {
        let name = format!("{}: {proof}", trial.name());
        let counts = [("name", &*name), ("tests", "1"), ("failures", "0"), ("skipped", "1")];
        out.create_element("testsuite").with_attributes(counts).write_inner_content(|out| {
            let case = out.create_element("testcase").with_attributes([("classname", &*name), ("name", proof)]);
            case.write_inner_content(|out| out.create_element("skipped").write_empty().map(drop)).map(drop)
        })?;
    }
    Ok(())
}
