//! [`TenantTx`]: a transaction that acts for one tenant.

use sqlx::{PgConnection, PgPool, Postgres, Transaction};

/// Says which tenant the rest of the transaction acts for.
{{ set_tenant }}

/// A transaction that acts for one tenant: it reads and writes that tenant's rows and no others.
///
/// Begin one, call its functions, then [commit](Self::commit). Dropped without that, it takes everything back.
///
/// ```no_run
/// # async fn example(pool: &sqlx::PgPool, tenant: {{ example.tenant }}) -> sqlx::Result<()> {
/// let mut tx = {{ example.krate }}::TenantTx::begin(pool, tenant).await?;
/// let (answer,): (i32,) = sqlx::query_as("SELECT 42").fetch_one(tx.connection()).await?;
/// tx.commit().await
/// # }
/// ```
#[derive(Debug)]
pub struct TenantTx {
    tenant: {{ tenant }},
    transaction: Transaction<'static, Postgres>,
}

impl TenantTx {
    /// Opens a transaction and says which tenant it acts for.
    ///
    /// # Errors
    /// When the pool has no connection to give, or the database refuses.
{{ begin }}
        let mut transaction = pool.begin().await?;
        sqlx::query(SET_TENANT)
            .bind(tenant)
            .execute(&mut *transaction)
            .await?;
        Ok(Self {
            tenant,
            transaction,
        })
    }

    /// The tenant it acts for.
    #[must_use]
    pub fn tenant(&self) -> {{ tenant }} {
        self.tenant
    }

    /// The connection, for statements beside those made here. They too reach this tenant's rows alone.
    pub fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    /// Makes what was done last.
    ///
    /// # Errors
    /// When the database refuses; then nothing of it was done.
    pub async fn commit(self) -> sqlx::Result<()> {
        self.transaction.commit().await
    }

    /// Takes everything back.
    ///
    /// # Errors
    /// When the connection is lost; then the database takes it back itself.
    pub async fn rollback(self) -> sqlx::Result<()> {
        self.transaction.rollback().await
    }
}
