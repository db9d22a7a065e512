{{ doc }}

/// The name of the table.
{{ table }}

/// The names of the table's columns, in its order.
pub mod column {
{% for column in columns %}
{{ column.doc }}
{{ column.name }}
{% endfor %}
}
{% if id %}

{{ id.doc }}
{{ id.derive }}
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
pub struct {{ id.name }}(pub {{ id.content }});

impl core::fmt::Display for {{ id.name }} {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        core::fmt::Display::fmt(&self.0, f)
    }
}

impl core::str::FromStr for {{ id.name }} {
    type Err = <{{ id.content }} as core::str::FromStr>::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl From<{{ id.content }}> for {{ id.name }} {
    fn from(id: {{ id.content }}) -> Self {
        Self(id)
    }
}
{% endif %}

{{ row.doc }}
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "sqlx", derive(sqlx::FromRow))]
pub struct {{ row.name }} {
{% for field in row.fields %}
{{ field }}
{% endfor %}
}
{% if new %}

{{ new.doc }}
///
/// What is `None` is left to the database: its default, or NULL.
{{ new.derive }}
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct {{ new.name }} {
{% for field in new.fields %}
{{ field }}
{% endfor %}
}
{% if new.constructor %}

impl {{ new.name }} {
    /// What cannot be left out; all else is `None`.
    #[must_use]
{% if new.constructor.is_long %}
    #[allow(clippy::too_many_arguments)] // As many as the table demands.
{% endif %}
{{ new.constructor.head }}
{{ new.constructor.body }}
    }
}
{% endif %}
{% endif %}
{% if changes %}

{{ changes.doc }}
///
/// What is `None` stays as it is; where a column may be NULL, `Some(None)` makes it so.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct {{ changes.name }} {
{% for field in changes.fields %}
{{ field }}
{% endfor %}
}
{% endif %}
{% if queries %}

{% include "rust/src/entity/queries.rs" %}
{% endif %}
