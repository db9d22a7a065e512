//! The enums, each with the texts that the database has for its values.

/// A text that is no value of an enum.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownValue {
    enumeration: &'static str,
    expected: Vec<&'static str>,
    text: String,
}

impl core::fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (text, name, expected) = (&self.text, self.enumeration, &self.expected);
        write!(f, "{text:?} is no {name}: expected one of {expected:?}")
    }
}

impl core::error::Error for UnknownValue {}

/// Lets an enum be shown and read as the texts of its values.
macro_rules! text_form {
    ($name:ident $(,)?) => {
        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::str::FromStr for $name {
            type Err = UnknownValue;

            fn from_str(text: &str) -> Result<Self, UnknownValue> {
                let value = Self::ALL.into_iter().find(|value| value.as_str() == text);
                value.ok_or_else(|| UnknownValue {
                    enumeration: stringify!($name),
                    expected: Self::ALL.map(Self::as_str).to_vec(),
                    text: text.to_owned(),
                })
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "sqlx")]
        impl sqlx::Encode<'_, sqlx::Postgres> for $name {
            fn encode_by_ref(
                &self,
                buffer: &mut sqlx::postgres::PgArgumentBuffer,
            ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                sqlx::Encode::<sqlx::Postgres>::encode(self.as_str(), buffer)
            }
        }

        #[cfg(feature = "sqlx")]
        impl sqlx::Decode<'_, sqlx::Postgres> for $name {
            fn decode(
                value: sqlx::postgres::PgValueRef<'_>,
            ) -> Result<Self, sqlx::error::BoxDynError> {
                Ok(<&str as sqlx::Decode<sqlx::Postgres>>::decode(value)?.parse()?)
            }
        }
    };
}
{% if typed %}

/// Ties an enum to its PostgreSQL type: by the name to ask for, which is also one of those that the server shows, with
/// or without its schema.
macro_rules! postgres_enum {
    ($name:ident, $asked:literal $(, $shown:literal)+ $(,)?) => {
        #[cfg(feature = "sqlx")]
        impl sqlx::Type<sqlx::Postgres> for $name {
            fn type_info() -> sqlx::postgres::PgTypeInfo {
                sqlx::postgres::PgTypeInfo::with_name($asked)
            }

            fn compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
                let mut names = [$asked, $($shown),+].into_iter();
                names.any(|name| *ty == sqlx::postgres::PgTypeInfo::with_name(name))
            }
        }

        #[cfg(feature = "sqlx")]
        impl sqlx::postgres::PgHasArrayType for $name {
            fn array_type_info() -> sqlx::postgres::PgTypeInfo {
                sqlx::postgres::PgTypeInfo::with_name(concat!($asked, "[]"))
            }

            fn array_compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
                let mut names = [concat!($asked, "[]"), $(concat!($shown, "[]")),+].into_iter();
                names.any(|name| *ty == sqlx::postgres::PgTypeInfo::with_name(name))
            }
        }
    };
}
{% endif %}
{% if texts %}

/// Lets a column of type `text` hold an enum.
macro_rules! text_enum {
    ($name:ident $(,)?) => {
        #[cfg(feature = "sqlx")]
        impl sqlx::Type<sqlx::Postgres> for $name {
            fn type_info() -> sqlx::postgres::PgTypeInfo {
                <str as sqlx::Type<sqlx::Postgres>>::type_info()
            }

            fn compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
                <str as sqlx::Type<sqlx::Postgres>>::compatible(ty)
            }
        }

        #[cfg(feature = "sqlx")]
        impl sqlx::postgres::PgHasArrayType for $name {
            fn array_type_info() -> sqlx::postgres::PgTypeInfo {
                <&str as sqlx::postgres::PgHasArrayType>::array_type_info()
            }

            fn array_compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
                <&str as sqlx::postgres::PgHasArrayType>::array_compatible(ty)
            }
        }
    };
}
{% endif %}
{% for enum in enums %}

{{ enum.doc }}
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum {{ enum.name }} {
{% for variant in enum.variants %}
{{ variant.doc }}
    {{ variant.name }},
{% endfor %}
}

impl {{ enum.name }} {
    /// Every value, in the database's order.
{{ enum.all }}

    /// The text that the database has for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
{% for variant in enum.variants %}
{{ variant.arm }}
{% endfor %}
        }
    }
}

{{ enum.text_form }}
{{ enum.sql_form }}
{% endfor %}
