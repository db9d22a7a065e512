//! What entities, fields and enums are called in Rust.
//!
//! Every name of a model gets one, however it is spelled: it is taken apart into words of ASCII letters and digits and
//! put together in Rust's case; a character beyond ASCII becomes a word of its own (`ue9` for `é`). Where two names
//! come out alike, or one means something else to Rust, the later one gets a number. Names that the generated crate
//! uses itself are never given away.

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::scope::{Scope, WINDOWS_FILES};
use crate::model::{Entity, EntityId, EnumId, Enumeration, FieldId, Model};

/// The most characters of a type's name: what is put before and behind it still fits a line.
const MAX_TYPE: usize = 48;
/// The most characters of any other name.
const MAX_NAME: usize = 63;

/// Types and traits that every Rust file sees, and those that the generated crate defines beside the model's.
const TAKEN_TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Given",
    "Hash",
    "Interval",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "TenantTx",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "UnknownValue",
    "Unpin",
    "Vec",
];

/// Modules of the generated crate, the crates it depends on, and files that mean something to Cargo.
const TAKEN_MODULES: &[&str] = &[
    "alloc",
    "chrono",
    "column",
    "core",
    "enums",
    "given",
    "interval",
    "ipnetwork",
    "lib",
    "main",
    "mod",
    "pgvector",
    "proc_macro",
    "queries",
    "rust_decimal",
    "serde",
    "serde_json",
    "sqlx",
    "std",
    "tenant",
    "test",
    "uuid",
];

/// Rust's keywords, those kept for later included, in the edition of 2024.
#[rustfmt::skip]
pub const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match",
    "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Every name of a model in Rust.
pub struct RustNames {
    entities: Vec<EntityNames>,
    enums: Vec<EnumNames>,
}

/// The names of an entity.
#[derive(PartialEq, Eq)]
pub struct EntityNames {
    /// Its module, and with `.rs` behind it its file: `leads`.
    pub module: String,
    /// Its struct: `Lead`. The others are `NewLead`, `LeadChanges` and `LeadId`.
    pub row: String,
    /// What one of its rows is called inside a function's name: `lead`.
    pub singular: String,
    /// The fields of its struct, in table order; raw where they are keywords: `r#type`.
    pub fields: Vec<String>,
}

/// The names of an enum.
#[derive(PartialEq, Eq)]
pub struct EnumNames {
    /// The type: `LeadSource`.
    pub name: String,
    /// Its variants, in order: `GoogleAds`.
    pub variants: Vec<String>,
}

impl RustNames {
    /// Names everything in a model. Enums choose before entities, each in the model's order.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let mut types = Scope::with(TAKEN_TYPES);
        let mut modules = Scope::with(&[WINDOWS_FILES, TAKEN_MODULES].concat());
        let mut singulars = Scope::with(&[]);
        let enums = model.enums.iter().map(|enumeration| EnumNames::of(enumeration, &mut types)).collect();
        let entity = |entity| EntityNames::of(entity, &mut types, &mut modules, &mut singulars);
        Self { enums, entities: model.entities.iter().map(entity).collect() }
    }

    /// The names of an entity.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> &EntityNames {
        &self.entities[id.0]
    }

    /// The names of every enum, in the model's order.
    #[must_use]
    pub fn enums(&self) -> &[EnumNames] {
        &self.enums
    }

    /// The names of an enum.
    #[must_use]
    pub fn enumeration(&self, id: EnumId) -> &EnumNames {
        &self.enums[id.0]
    }
}

impl EntityNames {
    fn of(entity: &Entity, types: &mut Scope, modules: &mut Scope, singulars: &mut Scope) -> Self {
        Self {
            module: ident(&modules.take_one(&snake(entity.name.as_str(), "entity"))),
            row: types.take(&row_names(&entity.singular), |row| {
                vec![row.to_owned(), format!("New{row}"), format!("{row}Changes"), format!("{row}Id")]
            }),
            singular: singulars.take_one(&snake(&entity.singular, "row")),
            fields: field_names(entity),
        }
    }

    /// A field of the struct; raw where it is a keyword.
    #[must_use]
    pub fn field(&self, id: FieldId) -> &str {
        &self.fields[id.0]
    }

    /// The struct for inserting: `NewLead`.
    #[must_use]
    pub fn new_row(&self) -> String {
        format!("New{}", self.row)
    }

    /// The struct for updating: `LeadChanges`.
    #[must_use]
    pub fn changes(&self) -> String {
        format!("{}Changes", self.row)
    }

    /// The type of its key: `LeadId`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}Id", self.row)
    }
}

impl EnumNames {
    fn of(enumeration: &Enumeration, types: &mut Scope) -> Self {
        let name = camel(enumeration.name.as_str(), "Enum");
        let second = format!("{name}Enum");
        let mut variants = Scope::with(&["ALL", "Self"]);
        let variant = |value: &str| variants.take_one(&camel(value, "Value"));
        Self {
            name: types.take(&[name, second], |name| vec![name.to_owned()]),
            variants: enumeration.values.iter().map(|value| value.name.as_str()).map(variant).collect(),
        }
    }
}

/// A name without the `r#` that makes a keyword an identifier.
#[must_use]
pub fn plain(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

/// The parameters that ask for some columns; none is called as what is taken.
#[must_use]
pub fn parameters<'n>(columns: impl IntoIterator<Item = &'n str>, taken: &[&str]) -> Vec<String> {
    let mut scope = Scope::with(taken);
    columns.into_iter().map(|name| field_name(name, &mut scope)).collect()
}

/// A word of letters, digits and `_` as an identifier: raw where it is a keyword, with `_` behind it where even that is
/// refused.
fn ident(word: &str) -> String {
    match word {
        "crate" | "self" | "super" | "Self" => format!("{word}_"),
        _ if KEYWORDS.binary_search(&word).is_ok() => format!("r#{word}"),
        _ => word.to_owned(),
    }
}

/// What an entity's struct may be called: `Lead`; `OptionRow` where `Option` is taken.
fn row_names(singular: &str) -> [String; 2] {
    let name = camel(singular, "Row");
    let second = format!("{name}Row");
    [name, second]
}

/// The fields of a struct, in table order. Names in snake case, as most are, cannot come out alike.
fn field_names(entity: &Entity) -> Vec<String> {
    let names = || entity.fields.iter().map(|field| field.name.as_str());
    if names().all(is_snake) {
        return names().map(ident).collect();
    }
    let mut scope = Scope::with(&[]);
    names().map(|name| field_name(name, &mut scope)).collect()
}

/// A field or a parameter; raw where it is a keyword.
fn field_name(name: &str, scope: &mut Scope) -> String {
    ident(&scope.take_one(&snake(name, "column")))
}

/// `google_ads` for `GOOGLE_ADS`; `otherwise` for a name without letters and digits.
fn snake(name: &str, otherwise: &str) -> String {
    if is_snake(name) {
        return name.to_owned();
    }
    let name = ascii(name).to_snake_case();
    match name.chars().next() {
        None => otherwise.to_owned(),
        Some('0'..='9') => cut(&format!("n{name}"), MAX_NAME),
        Some(_) => cut(&name, MAX_NAME),
    }
}

/// Whether a name is in snake case and short enough, as most names of fields are: taking it apart costs far more.
fn is_snake(name: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.len() <= MAX_NAME && name.split('_').all(is_word)
}

/// `GoogleAds` for `GOOGLE_ADS`; `otherwise` for a name without letters and digits.
fn camel(name: &str, otherwise: &str) -> String {
    let name = ascii(name).to_upper_camel_case();
    match name.chars().next() {
        None => otherwise.to_owned(),
        Some('0'..='9') => cut(&format!("N{name}"), MAX_TYPE),
        Some(_) => cut(&name, MAX_TYPE),
    }
}

/// Every character beyond ASCII as a word: `u` and its number in hexadecimal.
fn ascii(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    name.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!(" u{:x} ", c as u32) }).collect()
}

fn cut(name: &str, max: usize) -> String {
    name.chars().take(max).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(names: &[&str]) -> Vec<String> {
        let mut scope = Scope::with(&[]);
        names.iter().map(|name| field_name(name, &mut scope)).collect()
    }

    #[test]
    fn keywords_become_raw() {
        assert_eq!(fields(&["type", "gen", "self", "id", "union"]), ["r#type", "r#gen", "self_", "id", "union"]);
        assert_eq!(plain("r#type"), "type");
    }

    #[test]
    fn keywords_are_those_that_syn_refuses() {
        for word in KEYWORDS.iter().filter(|word| **word != "gen") {
            assert!(syn::parse_str::<syn::Ident>(word).is_err(), "{word}");
        }
    }

    #[test]
    fn any_name_comes_out_and_none_twice() {
        let hostile = ["scoreValue", "score value", "é", "🙂", "$$", "--", "1st", "a\"b\\c\nd"];
        let expected = ["score_value", "score_value2", "ue9", "u1f642", "column", "column2", "n1st", "a_b_c_d"];
        assert_eq!(fields(&hostile), expected);
    }

    #[test]
    fn what_is_in_snake_case_stays_as_it_is() {
        for name in ["id", "owner_id", "a1_b2", "line1", "a_1", "x"] {
            assert!(is_snake(name) && name.to_snake_case() == name, "{name}");
        }
        for name in ["", "_id", "id_", "a__b", "1st", "Id", "aB", "a b", "é", &"a".repeat(MAX_NAME + 1)] {
            assert!(!is_snake(name), "{name}");
        }
    }

    #[test]
    fn types_the_crate_needs_are_not_given_away() {
        let mut types = Scope::with(TAKEN_TYPES);
        let mut take = |name| types.take(&row_names(name), |row| vec![row.to_owned(), format!("{row}Id")]);
        assert_eq!(take("option"), "OptionRow");
        assert_eq!(take("lead"), "Lead");
        assert_eq!(take("lead_id"), "LeadIdRow");
    }

    #[test]
    fn what_is_taken_is_in_order() {
        assert!(TAKEN_TYPES.is_sorted() && TAKEN_MODULES.is_sorted() && KEYWORDS.is_sorted());
    }
}
