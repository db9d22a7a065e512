//! The types a field may have.

use super::EnumId;

/// A scalar or an array of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FieldType {
    /// The type, or that of the elements.
    pub scalar: Scalar,
    /// Whether it is an array.
    pub array: bool,
}

/// A type without array brackets. How each target writes it is in [`crate::spelling`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// 16 bits.
    SmallInt,
    /// 32 bits.
    Integer,
    /// 64 bits.
    BigInt,
    /// Exact decimal; without a precision, of any size.
    Numeric(Option<Precision>),
    /// 32-bit binary floating point.
    Real,
    /// 64-bit binary floating point.
    DoublePrecision,
    /// True or false.
    Boolean,
    /// Text of any length.
    Text,
    /// Text of at most so many characters.
    Varchar(u32),
    /// Text padded with spaces to so many characters.
    Char(u32),
    /// Text compared without regard to case (extension `citext`).
    Citext,
    /// A UUID.
    Uuid,
    /// A calendar date.
    Date,
    /// A time of day without a zone.
    Time,
    /// A date and time without a zone.
    Timestamp,
    /// An instant.
    Timestamptz,
    /// A span of time.
    Interval,
    /// JSON, decomposed.
    Jsonb,
    /// JSON, as text.
    Json,
    /// Bytes.
    Bytea,
    /// An IPv4 or IPv6 address, or a network.
    Inet,
    /// A vector of so many floats (extension `vector`).
    Vector(u32),
    /// An enum of the model.
    Enum(EnumId),
}

/// Digits of a `numeric(precision, scale)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Precision {
    /// All digits, 1 to 1000.
    pub precision: u32,
    /// Digits after the point, 0 to `precision`.
    pub scale: u32,
}

impl FieldType {
    /// The type itself, not an array of it.
    #[must_use]
    pub const fn plain(scalar: Scalar) -> Self {
        Self { scalar, array: false }
    }
}
