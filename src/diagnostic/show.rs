//! How findings are shown: as text with the source underlined, or as JSON.
//!
//! This layer knows places in texts and how wide a screen is. It does not print, and it does not know what a finding
//! means.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{Diagnostic, Label, Severity};
use crate::source::{SourceFile, SourceId, Sources, Span};

/// How text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Whether to colour it with ANSI escapes.
    pub colour: bool,
    /// The width to keep source lines to, in columns.
    pub width: usize,
}

impl Default for Layout {
    /// Without colour, for a file or a pipe.
    fn default() -> Self {
        Self { colour: false, width: 140 }
    }
}

/// Findings as text, each with its source lines underlined, an empty line between two; ends with a newline unless
/// there are none.
#[must_use]
pub fn text(sources: &Sources, diagnostics: &[Diagnostic], layout: Layout) -> String {
    let renderer = if layout.colour { Renderer::styled() } else { Renderer::plain() }.term_width(layout.width);
    let shown: Vec<_> = diagnostics.iter().map(|diagnostic| report(&renderer, sources, diagnostic)).collect();
    shown.join("\n")
}

/// `2 errors, 1 warning`; empty where there are none.
#[must_use]
pub fn tally(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|found| found.severity == severity).count();
    let counted = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
        .map(|(severity, word)| (count(severity), word));
    let words: Vec<_> = counted.iter().filter(|(n, _)| *n > 0).map(|&(n, word)| plural(n, word)).collect();
    words.join(", ")
}

/// `1 file`, `2 files`: a number and a word that takes an `s`.
#[must_use]
pub fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// A finding for other programs. Lines and columns count from 1, columns in characters; an end is one past the last
/// character.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding<'a> {
    /// `E0104`.
    pub code: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// What is wrong, in one sentence without a full stop.
    pub message: &'a str,
    /// The dotted name of what it is about; `null` where it is about text rather than a thing.
    pub object: Option<&'a str>,
    /// The path of the file it is in; `null`, like the next four, where no file is to blame.
    pub file: Option<&'a str>,
    /// The line it starts in.
    pub line: Option<usize>,
    /// The column it starts at.
    pub column: Option<usize>,
    /// The line it ends in.
    pub end_line: Option<usize>,
    /// The column it ends before.
    pub end_column: Option<usize>,
    /// Every place that has to do with it, the main one first.
    pub labels: Vec<PlacedLabel<'a>>,
    /// What to write or do instead.
    pub help: &'a [String],
}

/// A range in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place<'a> {
    /// The path, relative to the project.
    pub file: &'a str,
    /// The line it starts in.
    pub line: usize,
    /// The column it starts at.
    pub column: usize,
    /// The line it ends in.
    pub end_line: usize,
    /// The column it ends before.
    pub end_column: usize,
}

/// A place and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlacedLabel<'a> {
    /// The place.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// What is said; may be empty.
    pub text: &'a str,
}

/// Findings for other programs.
#[must_use]
pub fn findings<'a>(sources: &'a Sources, diagnostics: &'a [Diagnostic]) -> Vec<Finding<'a>> {
    diagnostics.iter().map(|diagnostic| finding(sources, diagnostic)).collect()
}

fn finding<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Finding<'a> {
    let (labels, main) = (diagnostic.labels.iter(), diagnostic.span().map(|span| place(sources, span)));
    Finding {
        code: diagnostic.code.id,
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        object: diagnostic.object.as_deref(),
        file: main.map(|place| place.file),
        line: main.map(|place| place.line),
        column: main.map(|place| place.column),
        end_line: main.map(|place| place.end_line),
        end_column: main.map(|place| place.end_column),
        labels: labels.map(|label| PlacedLabel { place: place(sources, label.span), text: &label.text }).collect(),
        help: &diagnostic.help,
    }
}

fn place(sources: &Sources, span: Span) -> Place<'_> {
    let file = sources.file(span.source);
    let (start, end) = (file.position(span.start), file.position(span.end));
    let (line, column) = (start.line, start.column);
    Place { file: file.path(), line, column, end_line: end.line, end_column: end.column }
}

/// A label over more lines than this is underlined in its first line alone.
const TALLEST_LABEL: usize = 8;

/// Labels no further apart than this, in lines, are shown in one window.
const WINDOW_GAP: usize = 8;

/// A source line longer than this, in bytes, is named and not shown: laying it out would take longer than reading it.
const LONGEST_LINE: usize = 4096;

fn report(renderer: &Renderer, sources: &Sources, diagnostic: &Diagnostic) -> String {
    let windows: Vec<_> =
        windows(sources, diagnostic).into_iter().map(|window| (printable(window.file.path()), window)).collect();
    let title = level(diagnostic.severity).primary_title(&diagnostic.message).id(diagnostic.code.id);
    let mut group = Group::with_title(title).elements(windows.iter().flat_map(|(path, window)| window.show(path)));
    if !windows.is_empty() {
        group = group.elements(diagnostic.help.iter().map(|help| Level::HELP.message(help)));
    }
    let mut text = renderer.render(&[group]);
    text.push('\n');
    if windows.is_empty() {
        // The renderer would draw a frame around nothing.
        text.extend(diagnostic.help.iter().map(|help| format!("  = help: {help}\n")));
    }
    // The renderer makes the other control characters visible itself.
    text.replace(|c| ('\u{80}'..='\u{9f}').contains(&c), "\u{fffd}")
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// A few lines of a file with the labels that lie in them.
struct Window<'a> {
    source: SourceId,
    file: &'a SourceFile,
    /// First and last line, from 1.
    first: usize,
    last: usize,
    /// Whether it holds the main label.
    main: bool,
    labels: Vec<&'a Label>,
}

/// The labels gathered into windows, the main label's first.
fn windows<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Vec<Window<'a>> {
    let mut windows: Vec<Window<'a>> = Vec::new();
    for label in &diagnostic.labels {
        let new = Window::around(sources, label, windows.is_empty());
        match windows.iter_mut().find(|window| window.is_near(&new)) {
            Some(window) => window.take(new),
            None => windows.push(new),
        }
    }
    windows
}

impl<'a> Window<'a> {
    fn around(sources: &'a Sources, label: &'a Label, main: bool) -> Self {
        let source = label.span.source;
        let file = sources.file(source);
        let (first, last) = (file.position(label.span.start).line, file.position(label.span.end).line);
        let last = if last - first < TALLEST_LABEL { last } else { first };
        Self { source, file, first, last, main, labels: vec![label] }
    }

    fn is_near(&self, other: &Self) -> bool {
        self.source == other.source && self.first <= other.last + WINDOW_GAP && other.first <= self.last + WINDOW_GAP
    }

    fn take(&mut self, other: Self) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.labels.extend(other.labels);
    }

    fn range(&self) -> Range<usize> {
        self.file.line_start(self.first)..self.file.line_start(self.last + 1)
    }

    /// The window as the renderer takes it: its lines underlined, or its place alone where a line is too long.
    fn show<'s>(&'s self, path: &'s str) -> Vec<Element<'s>> {
        let text = &self.file.text()[self.range()];
        if text.lines().any(|line| line.len() > LONGEST_LINE) {
            return self.labels.iter().flat_map(|label| self.name_place(path, label)).collect();
        }
        // The renderer knows no line after the last line end; a blank makes one for a label at the end of the file.
        let text = if self.range().end == self.file.text().len() { format!("{text} ").into() } else { text.into() };
        vec![self.underline(path, text).into()]
    }

    fn underline<'s>(&'s self, path: &'s str, text: Cow<'s, str>) -> Snippet<'s, annotate_snippets::Annotation<'s>> {
        let annotations = self.labels.iter().enumerate().map(|(at, label)| {
            let kind = if self.main && at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let said = Some(printable(&label.text)).filter(|text| !text.is_empty());
            kind.span(self.within(label.span)).label(said)
        });
        let annotations: Vec<_> = annotations.collect();
        Snippet::source(text).line_start(self.first).path(path).annotations(annotations)
    }

    /// A span's bytes counted from the window's start, kept inside the window and between characters.
    fn within(&self, span: Span) -> Range<usize> {
        let (text, window) = (self.file.text(), self.range());
        let keep = |offset: u32| text.floor_char_boundary((offset as usize).clamp(window.start, window.end));
        let (start, end) = (keep(span.start), keep(span.end));
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let tall = self.file.position(span.end).line > self.last;
        let end = if tall { line_end } else { end };
        start - window.start..end.max(start) - window.start
    }

    fn name_place<'s>(&'s self, path: &'s str, label: &'s Label) -> Vec<Element<'s>> {
        let at = self.file.position(label.span.start);
        let origin = Origin::path(path).line(at.line).char_column(at.column);
        let said = Some(&label.text).filter(|text| !text.is_empty());
        std::iter::once(origin.into()).chain(said.map(|text| Level::NOTE.message(text).into())).collect()
    }
}

/// A text with its control characters escaped, so that no name can steer the terminal. The renderer does this for
/// messages and source lines, not for paths and labels.
fn printable(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.contains(steers) { text.escape_debug().to_string().into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;

    fn sources(texts: &[(&str, &str)]) -> Sources {
        let mut sources = Sources::default();
        for (path, text) in texts {
            sources.add(*path, *text);
        }
        sources
    }

    /// The span of the first `needle` in the file at `index`.
    fn find(sources: &Sources, index: usize, needle: &str) -> Span {
        let (id, file) = sources.iter().nth(index).unwrap();
        let start = file.text().find(needle).unwrap();
        Span::new(id, start, start + needle.len())
    }

    fn plain(sources: &Sources, diagnostic: Diagnostic) -> String {
        text(sources, &[diagnostic], Layout::default())
    }

    #[test]
    fn the_line_is_underlined_and_help_follows() {
        let sources = sources(&[("schema/a.yaml", "one: 1\nlead: Lead\n")]);
        let found = Diagnostic::error(&codes::UNKNOWN_TYPE, "no type `Lead`")
            .at(find(&sources, 0, "Lead"), "not a type")
            .help("did you mean `Leads`?");
        let expected = "\
error[E0301]: no type `Lead`
 --> schema/a.yaml:2:7
  |
2 | lead: Lead
  |       ^^^^ not a type
  |
  = help: did you mean `Leads`?
";
        assert_eq!(plain(&sources, found), expected);
    }

    #[test]
    fn places_far_apart_and_in_other_files_are_both_shown() {
        let far = format!("name: a\n{}name: b\n", "x: 1\n".repeat(100));
        let sources = sources(&[("a.yaml", &far), ("b.yaml", "name: c\n")]);
        let found = Diagnostic::error(&codes::DEFINED_TWICE, "`name` is defined three times")
            .at(find(&sources, 0, "name: b"), "here")
            .at(find(&sources, 0, "name: a"), "first here")
            .at(find(&sources, 1, "name"), "and here");
        let text = plain(&sources, found);
        for part in ["--> a.yaml:102:1", "102 | name: b", "::: a.yaml:1:1", "- first here", "::: b.yaml:1:1"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(text.lines().count() < 20, "{text}");
    }

    #[test]
    fn columns_count_characters_and_underlines_follow_wide_ones() {
        let sources = sources(&[("a.yaml", "\tdöc: 日本🏠 key: x\n")]);
        let found = Diagnostic::error(&codes::UNKNOWN_KEY, "no").at(find(&sources, 0, "key"), "");
        let text = plain(&sources, found.clone());
        assert!(text.contains("a.yaml:1:11\n"), "{text}");
        assert_eq!(findings(&sources, &[found])[0].column, Some(11));
        // Six columns of wide characters, one of `:`, five before, two blanks: the underline stands under `key`.
        let lines: Vec<_> = text.lines().collect();
        let width = unicode_width(lines[3].split("key").next().unwrap());
        assert_eq!(lines[4].find('^'), Some(width), "{text}");
    }

    /// Columns of a text in which only the characters of the test above are wide.
    fn unicode_width(text: &str) -> usize {
        text.chars().map(|c| if "日本🏠".contains(c) { 2 } else { 1 }).sum()
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let sources = sources(&[("a\u{1b}.yaml", "a: \u{1b}[31m\u{9b}31m\u{0}\u{202e}b\r c\n")]);
        let found = Diagnostic::error(&codes::UNKNOWN_KEY, "\u{1b}[2J").at(find(&sources, 0, "b"), "\u{7}");
        let shown = plain(&sources, found);
        let loose = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!shown.contains(loose), "{shown:?}");
    }

    #[test]
    fn any_span_can_be_shown() {
        let text = "a: é\n  b: 🏠\n\n";
        let sources = sources(&[("a.yaml", text), ("empty.yaml", "")]);
        for (id, _) in sources.iter() {
            for start in 0..=text.len() + 2 {
                for end in start..=text.len() + 2 {
                    let found = Diagnostic::note(&codes::YAML_SYNTAX, "x").at(Span::new(id, start, end), "label");
                    assert!(plain(&sources, found).contains("label"));
                }
            }
        }
    }

    #[test]
    fn the_end_of_a_file_has_its_own_line() {
        let sources = sources(&[("a.yaml", "a:\n  b: 1\n")]);
        let (id, file) = sources.iter().next().unwrap();
        let end = Span::new(id, file.text().len(), file.text().len());
        let found = Diagnostic::error(&codes::MISSING_KEY, "no `c`").at(end, "").at(find(&sources, 0, "a"), "in this");
        assert!(plain(&sources, found).contains("a.yaml:3:1\n"));
    }

    #[test]
    fn a_tall_label_keeps_to_its_first_line_and_a_long_line_is_only_named() {
        let tall = format!("top:\n{}", "  x: 1\n".repeat(1000));
        let long = format!("a: {} key\n", "x".repeat(1 << 20));
        let sources = sources(&[("tall.yaml", &tall), ("long.yaml", &long)]);
        let whole = Span::new(find(&sources, 0, "top").source, 0, tall.len());
        let text = plain(&sources, Diagnostic::error(&codes::UNKNOWN_KEY, "x").at(whole, "all of it"));
        assert!(text.contains("1 | top:") && text.lines().count() < 8, "{text}");
        let key = find(&sources, 1, "key");
        let text = plain(&sources, Diagnostic::error(&codes::UNKNOWN_KEY, "x").at(key, "this key"));
        assert!(text.contains("long.yaml:1:1048581") && text.contains("this key") && text.len() < 200, "{text}");
    }

    #[test]
    fn a_narrow_screen_keeps_the_underlined_part() {
        let line = format!("{} key {}\n", "x".repeat(150), "y".repeat(150));
        let sources = sources(&[("a.yaml", &line)]);
        let found = Diagnostic::error(&codes::UNKNOWN_KEY, "no").at(find(&sources, 0, "key"), "");
        for width in [1, 20, 40, 80] {
            let text = text(&sources, std::slice::from_ref(&found), Layout { colour: false, width });
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(text.contains("^^^") && widest <= width.max(30), "{width}\n{text}");
        }
    }

    #[test]
    fn a_finding_in_ten_megabytes_shows_a_few_lines() {
        let line = "    field_name: varchar(255)  # a comment of some length\n";
        let text = line.repeat(10_000_000 / line.len());
        let sources = sources(&[("big.yaml", &text)]);
        let (id, _) = sources.iter().next().unwrap();
        let at = |n: usize| Span::new(id, n * text.len() / 200 + 4, n * text.len() / 200 + 14);
        let found: Vec<_> = (0..199)
            .map(|n| Diagnostic::error(&codes::UNKNOWN_TYPE, "x").at(at(n), "here").at(at(n + 1), "there"))
            .collect();
        let shown = super::text(&sources, &found, Layout::default());
        assert!((199 * 100..199 * 1000).contains(&shown.len()), "{}", shown.len());
    }

    #[test]
    fn the_tally_counts_by_gravity() {
        let found = [&codes::UNKNOWN_KEY; 2].map(|code| Diagnostic::error(code, "x"));
        assert_eq!(tally(&found), "2 errors");
        assert_eq!(tally(&[Diagnostic::warning(&codes::UNKNOWN_KEY, "x"), found[0].clone()]), "1 error, 1 warning");
        assert_eq!(tally(&[]), "");
    }
}
