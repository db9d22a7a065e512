{{ doc }}
//!
//! Each entity has a module with the names of its table and columns, a struct for its rows and, where services may
//! insert or update, a struct for that. Each enum knows the texts that the database has for its values.
//!
//! With the feature `serde`, on by default, every type can be read and written. With the feature `sqlx` rows can be
//! queried through `TenantTx`, a transaction that acts for one tenant, and in no other way.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

{% if enums %}
mod enums;
{% endif %}
{% if inserts or updates %}
#[cfg(feature = "sqlx")]
mod given;
{% endif %}
{% if intervals %}
mod interval;
{% endif %}
#[cfg(feature = "sqlx")]
mod tenant;

{% for module in modules %}
pub mod {{ module }};
{% endfor %}

{% if enums %}
{{ enums }}
{% endif %}
{% if intervals %}
pub use interval::Interval;
{% endif %}
#[cfg(feature = "sqlx")]
pub use tenant::TenantTx;

{% for entity in entities %}
{{ entity }}
{% endfor %}
{% if changes %}

/// Reads a field that is there, `null` included: for what may be NULL, that is a value other than none at all.
#[cfg(feature = "serde")]
fn given<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}
{% endif %}
