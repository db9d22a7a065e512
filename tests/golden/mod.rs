//! Texts that are kept in files and compared: a changed one fails the test, and `UPDATE=1` takes the new one over.

use std::fs;
use std::path::Path;

/// Fails, with the difference, where the file at `path` does not hold `actual`.
pub fn check(path: &Path, actual: &str) {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, actual).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    let diff = similar::TextDiff::from_lines(expected.as_str(), actual);
    let diff = diff.unified_diff().header("expected", "actual").to_string();
    assert!(expected == actual, "{} differs (UPDATE=1 takes it over):\n{diff}", path.display());
}
