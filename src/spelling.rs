//! How each target writes each field type: one row per type, demanded by the compiler.
//!
//! The table knows types and spellings. It does not know entities, defaults or layout.

use std::borrow::Cow;

use crate::model::{EnumStorage, FieldType, Model, Scalar};
use crate::sql;

/// One row: a scalar type in every target. Arrays are the targets' own affair (`[]`, `Vec<…>`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// PostgreSQL, as the DDL writes it: `numeric(12,2)`, `public."LeadSource"`.
    pub postgres: Cow<'static, str>,
    /// PostgreSQL's catalog, as its parser reads that text back: `numeric(12,2)`, `int4`, `bpchar(3)`.
    pub catalog: Cow<'static, str>,
    /// Prisma.
    pub prisma: Prisma,
    /// Rust.
    pub rust: Rust,
}

/// A scalar type in Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rust {
    /// A type that the generated crate can name as it stands: its own, the standard library's or a dependency's.
    Path(&'static str),
    /// An enum of the schema.
    Enum,
}

/// A scalar type in Prisma.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prisma {
    /// A type of its own, with the native attribute where the default one differs: `Decimal`, `@db.Decimal(12, 2)`.
    Scalar {
        /// `Decimal`.
        name: &'static str,
        /// `Decimal(12, 2)`, as it stands behind `@db.`.
        native: Option<Cow<'static, str>>,
    },
    /// An enum of the schema, by the model's name.
    Enum,
    /// A type that Prisma carries and cannot read: the text inside `Unsupported("…")`.
    Unsupported(Cow<'static, str>),
}

/// The row of a type.
#[must_use]
pub fn spelling(model: &Model, scalar: Scalar) -> Spelling {
    use Scalar as S;
    match scalar {
        S::SmallInt => row("smallint", native("Int", "SmallInt"), "i16").in_catalog("int2"),
        S::Integer => row("integer", plain("Int"), "i32").in_catalog("int4"),
        S::BigInt => row("bigint", plain("BigInt"), "i64").in_catalog("int8"),
        S::Numeric(None) => row("numeric", native("Decimal", "Decimal"), "rust_decimal::Decimal"),
        S::Numeric(Some(p)) => row(
            format!("numeric({},{})", p.precision, p.scale),
            native("Decimal", format!("Decimal({}, {})", p.precision, p.scale)),
            "rust_decimal::Decimal",
        ),
        S::Real => row("real", native("Float", "Real"), "f32").in_catalog("float4"),
        S::DoublePrecision => row("double precision", plain("Float"), "f64").in_catalog("float8"),
        S::Boolean => row("boolean", plain("Boolean"), "bool").in_catalog("bool"),
        S::Text => row("text", plain("String"), "String"),
        S::Varchar(n) => row(format!("varchar({n})"), native("String", format!("VarChar({n})")), "String"),
        S::Char(n) => row(format!("char({n})"), native("String", format!("Char({n})")), "String")
            .in_catalog(format!("bpchar({n})")),
        S::Citext => row("citext", native("String", "Citext"), "String"),
        S::Uuid => row("uuid", native("String", "Uuid"), "uuid::Uuid"),
        S::Date => row("date", native("DateTime", "Date"), "chrono::NaiveDate"),
        S::Time => row("time", native("DateTime", "Time(6)"), "chrono::NaiveTime"),
        S::Timestamp => row("timestamp", native("DateTime", "Timestamp(6)"), "chrono::NaiveDateTime"),
        S::Timestamptz => row("timestamptz", native("DateTime", "Timestamptz(6)"), "chrono::DateTime<chrono::Utc>"),
        S::Interval => row("interval", unsupported("interval"), "crate::Interval"),
        S::Jsonb => row("jsonb", plain("Json"), "serde_json::Value"),
        S::Json => row("json", native("Json", "Json"), "serde_json::Value"),
        S::Bytea => row("bytea", plain("Bytes"), "Vec<u8>"),
        S::Inet => row("inet", native("String", "Inet"), "ipnetwork::IpNetwork"),
        S::Vector(n) => row(format!("vector({n})"), unsupported(format!("vector({n})")), "pgvector::Vector"),
        S::Enum(id) => {
            let enumeration = model.enumeration(id);
            match enumeration.storage {
                EnumStorage::Type => {
                    let schema = &model.project.postgres.schema;
                    row(sql::qualified(schema, &enumeration.name), Prisma::Enum, Rust::Enum)
                }
                EnumStorage::Text => row("text", plain("String"), Rust::Enum),
            }
        }
    }
}

/// A type as the DDL writes it, array brackets included.
#[must_use]
pub fn postgres(model: &Model, ty: FieldType) -> String {
    let scalar = spelling(model, ty.scalar).postgres;
    if ty.array { format!("{scalar}[]") } else { scalar.into_owned() }
}

fn row(postgres: impl Into<Cow<'static, str>>, prisma: Prisma, rust: impl Into<Rust>) -> Spelling {
    let postgres = postgres.into();
    Spelling { catalog: postgres.clone(), postgres, prisma, rust: rust.into() }
}

impl Spelling {
    /// Where the catalog's name is another than the one in DDL.
    fn in_catalog(self, name: impl Into<Cow<'static, str>>) -> Self {
        Self { catalog: name.into(), ..self }
    }
}

impl From<&'static str> for Rust {
    fn from(path: &'static str) -> Self {
        Self::Path(path)
    }
}

fn plain(name: &'static str) -> Prisma {
    Prisma::Scalar { name, native: None }
}

fn native(name: &'static str, native: impl Into<Cow<'static, str>>) -> Prisma {
    Prisma::Scalar { name, native: Some(native.into()) }
}

fn unsupported(text: impl Into<Cow<'static, str>>) -> Prisma {
    Prisma::Unsupported(text.into())
}
