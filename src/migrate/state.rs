//! What a project's migrations so far lead to, recorded beside them, so that the next one needs no database.
//!
//! Recorded is what was generated at that time, SQL included: what a newer crmgen makes of the same schema is then a
//! change like any other.

use serde::{Deserialize, Serialize};

use super::Files;
use crate::target;

/// The folder below that of the migrations.
pub const FOLDER: &str = "state";

/// The files of the output that say all that is in a database, in the order in which they run.
const SQL: [&str; 3] = ["roles.sql", "schema.sql", "policies.sql"];

const ABOUT: &str = "state.json";
const MODEL: &str = "model.json";
const DATABASE: &str = "database.sql";

/// The version of the record; it grows when older ones can no longer be read.
const VERSION: u32 = 1;

/// What the migrations so far lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The last migration's file, so that one that was lost or added by hand is noticed.
    pub last: String,
    /// The style in which they are written.
    pub style: String,
    /// The model, as `model.json` has it.
    pub model: String,
    /// All SQL that makes such a database.
    pub sql: String,
}

/// Why a record cannot be used, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable(pub String);

#[derive(Serialize, Deserialize)]
struct About {
    #[serde(rename = "//")]
    note: String,
    schema_version: u32,
    last: String,
    style: String,
}

impl State {
    /// The state that a migration leads to: what is generated now.
    #[must_use]
    pub fn of(last: &str, style: &str, generated: &target::Files) -> Self {
        let file = |path: &str| generated.get(path).cloned().unwrap_or_default();
        let sql = SQL.map(|name| file(&format!("postgres/{name}")));
        Self { last: last.to_owned(), style: style.to_owned(), model: file(MODEL), sql: sql.concat() }
    }

    /// As files below the folder of migrations.
    #[must_use]
    pub fn files(&self) -> Files {
        let note = "What the migrations lead to, as crmgen recorded it. DO NOT EDIT.".to_owned();
        let about = About { note, schema_version: VERSION, last: self.last.clone(), style: self.style.clone() };
        let about = serde_json::to_string_pretty(&about).unwrap_or_default() + "\n";
        let file = |name: &str, text: &str| (format!("{FOLDER}/{name}"), text.to_owned());
        Files::from([file(ABOUT, &about), file(MODEL, &self.model), file(DATABASE, &self.sql)])
    }

    /// From those files; nothing where there are none.
    ///
    /// # Errors
    /// When some are missing, or cannot be read.
    pub fn read(files: &Files) -> Result<Option<Self>, Unusable> {
        let file = |name: &str| files.get(&format!("{FOLDER}/{name}"));
        let Some(about) = file(ABOUT) else { return Ok(None) };
        let About { schema_version, last, style, .. } =
            serde_json::from_str(about).map_err(|error| Unusable(format!("{FOLDER}/{ABOUT}: {error}")))?;
        if schema_version != VERSION {
            return Err(Unusable(format!(
                "{FOLDER}/{ABOUT} has version {schema_version}; this crmgen reads {VERSION}"
            )));
        }
        let whole = |name: &str| file(name).cloned().ok_or_else(|| Unusable(format!("{FOLDER}/{name} is missing")));
        Ok(Some(Self { last, style, model: whole(MODEL)?, sql: whole(DATABASE)? }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_back_and_says_what_it_lacks() {
        let state = State { last: "1_a".into(), style: "plain".into(), model: "{}".into(), sql: "SELECT;".into() };
        let mut files = state.files();
        assert_eq!(State::read(&files), Ok(Some(state)));
        files.remove("state/model.json");
        assert_eq!(State::read(&files), Err(Unusable("state/model.json is missing".into())));
        assert_eq!(State::read(&Files::default()), Ok(None));
        files.insert("state/state.json".into(), "{}".into());
        assert!(State::read(&files).is_err());
    }
}
