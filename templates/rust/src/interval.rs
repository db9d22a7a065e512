/// A span of time as PostgreSQL keeps it, in three parts that do not convert into one another: a month has no fixed
/// number of days, nor a day of hours.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Interval {
    /// Months; twelve are a year.
    pub months: i32,
    /// Days.
    pub days: i32,
    /// Millionths of a second.
    pub microseconds: i64,
}

#[cfg(feature = "sqlx")]
mod encoding {
    use sqlx::encode::IsNull;
    use sqlx::error::BoxDynError;
    use sqlx::postgres::types::PgInterval;
    use sqlx::postgres::{PgArgumentBuffer, PgHasArrayType, PgTypeInfo, PgValueRef};
    use sqlx::{Decode, Encode, Postgres, Type};

    use super::Interval;

    impl Type<Postgres> for Interval {
        fn type_info() -> PgTypeInfo {
            <PgInterval as Type<Postgres>>::type_info()
        }
    }

    impl PgHasArrayType for Interval {
        fn array_type_info() -> PgTypeInfo {
            PgInterval::array_type_info()
        }
    }

    impl Encode<'_, Postgres> for Interval {
        fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
            let span = PgInterval {
                months: self.months,
                days: self.days,
                microseconds: self.microseconds,
            };
            span.encode(buffer)
        }
    }

    impl Decode<'_, Postgres> for Interval {
        fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
            let span = PgInterval::decode(value)?;
            Ok(Self {
                months: span.months,
                days: span.days,
                microseconds: span.microseconds,
            })
        }
    }
}
