//! Source files, byte spans into them, and the lines and columns people read.
//!
//! This layer does not know YAML, SQL or what a schema is: it knows text and places in it.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// Which file of a [`Sources`] a span lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(u32);

/// A half-open range of bytes in one source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte; equal to `start` for a point.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `source`, in bytes.
    #[must_use]
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { source, start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The part of this span from `offset` (in bytes, relative to its start) on, `len` bytes long, kept inside it.
    #[must_use]
    pub fn slice(self, offset: usize, len: usize) -> Self {
        let start = (self.start as usize + offset).min(self.end as usize);
        let end = (start + len).min(self.end as usize);
        Self::new(self.source, start, end)
    }
}

/// A value and where it was written.
///
/// Equality and hashing look at the value alone, so that comparing two models compares meaning.
#[derive(Debug, Clone, Copy)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value to its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T: std::hash::Hash> std::hash::Hash for Spanned<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A 1-based line and column, the column counted in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One file's text, under the path that is shown to people.
#[derive(Debug, Clone)]
pub struct SourceFile {
    path: String,
    text: Arc<str>,
    /// Looked for once a place is asked for: of most files none is.
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    fn new(path: String, text: Arc<str>) -> Self {
        Self { path, text, line_starts: OnceLock::new() }
    }

    /// The path as shown: relative to the project, with `/` on every system.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line and column of a byte offset.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_starts().partition_point(|&start| start <= offset);
        let start = self.line_starts()[line - 1] as usize;
        let upto = self.text.get(start..(offset as usize).min(self.text.len())).unwrap_or_default();
        Position { line, column: upto.chars().count() + 1 }
    }

    /// The byte offset at which a 1-based line starts; the text's end for a line past it.
    #[must_use]
    pub fn line_start(&self, line: usize) -> usize {
        self.line_starts().get(line.saturating_sub(1)).map_or(self.text.len(), |&at| at as usize)
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect()
        })
    }
}

/// All files of one run.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// By id; none for what only another `Sources` has.
    files: Vec<Option<SourceFile>>,
}

impl Sources {
    /// Takes a file in and names it.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        let id = SourceId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(Some(SourceFile::new(path.into(), text.into())));
        id
    }

    /// Leaves the next id to a file that only another `Sources` has, so that what both have gets one id in both.
    pub fn skip(&mut self) {
        self.files.push(None);
    }

    /// Puts a text in front of every file's path, to say where all of them are from: `main:schema/leads.yaml`.
    pub fn prefix(&mut self, text: &str) {
        self.files.iter_mut().flatten().for_each(|file| file.path.insert_str(0, text));
    }

    /// The file behind an id.
    #[must_use]
    pub fn file(&self, id: SourceId) -> &SourceFile {
        self.files[id.0 as usize].as_ref().expect("an id of these sources")
    }

    /// Every file with its id, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &SourceFile)> {
        let files = self.files.iter().enumerate();
        files.filter_map(|(at, file)| Some((SourceId(at as u32), file.as_ref()?)))
    }

    /// The text under a span.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.file(span.source).text().get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// `file:line:col` of a span's start.
    #[must_use]
    pub fn place(&self, span: Span) -> String {
        let file = self.file(span.source);
        format!("{}:{}", file.path(), file.position(span.start))
    }
}
