{% with q = queries %}
#[cfg(feature = "sqlx")]
mod queries {
    use super::*;

{% for constant in q.constants %}
{{ constant }}
{% endfor %}

    impl crate::TenantTx {
{% if q.read %}
        /// The [`{{ q.row }}`] with this key, where this tenant has it.
        ///
        /// # Errors
        /// The database's.
{{ q.read.get_head }}
{{ q.read.get_chain }}
        }
{% endif %}
{% if q.read and q.read.list_head %}

        /// At most `limit` [`{{ q.row }}`]s in the order of their keys: the first, or the first behind the key `after`.
        ///
        /// # Errors
        /// The database's.
{{ q.read.list_head }}
            let list = match after {
{{ q.read.list_after }}
                None => sqlx::query_as(LIST).bind(limit),
            };
            list.fetch_all(self.connection()).await
        }
{% endif %}
{% if q.insert %}
{% if q.read %}

{% endif %}
        /// Adds a [`{{ q.row }}`]{% if q.read %} and returns it as it is stored{% endif %}.
        ///
        /// # Errors
        /// The database's: a key that is taken, a check that fails, a reference to nothing of this tenant's.
{{ q.insert.head }}
            let mut given = crate::given::Given::default();
            new.give(&mut given)?;
{% if q.read %}
            let (sql, values) = given.insert(TABLE_NAME, RETURNING);
            sqlx::query_as_with(sql, values)
                .fetch_one(self.connection())
                .await
{% else %}
            let (sql, values) = given.insert(TABLE_NAME, "");
            sqlx::query_with(sql, values)
                .execute(self.connection())
                .await?;
            Ok(())
{% endif %}
        }
{% endif %}
{% if q.update %}

        /// Changes the [`{{ q.row }}`] with this key and returns it as it is then, where this tenant has it.
        ///
        /// # Errors
        /// The database's: a key that is taken, a check that fails, a reference to nothing of this tenant's.
{{ q.update.head }}
            let mut given = crate::given::Given::default();
{% for part in q.update.key %}
            {{ part }}
{% endfor %}
            changes.give(&mut given)?;
            let (sql, values) = given.update(TABLE_NAME, BY_KEY, GET);
            sqlx::query_as_with(sql, values)
                .fetch_optional(self.connection())
                .await
        }
{% endif %}
{% if q.delete %}

        /// Removes the [`{{ q.row }}`] with this key and says whether this tenant had it.
        ///
        /// # Errors
        /// The database's: rows that still refer to it.
{{ q.delete.head }}
{{ q.delete.chain }}
            Ok(done.rows_affected() > 0)
        }
{% endif %}
    }
{% for writer in q.writers %}

    impl {{ writer.name }} {
        /// Hands over the columns that have a value.
        fn give(self, to: &mut crate::given::Given) -> sqlx::Result<()> {
{% for column in writer.columns %}
{{ column }}
{% endfor %}
            Ok(())
        }
    }
{% endfor %}
}
{% endwith %}
