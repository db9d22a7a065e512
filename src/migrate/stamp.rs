//! When a migration was made: fourteen digits that sort as time does.

use std::fmt;

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

const FORMAT: &str = "%Y%m%d%H%M%S";

/// A time to the second, in UTC: `20261122093000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp(DateTime);

/// A text is no stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoStamp;

impl Stamp {
    /// What the clock says.
    #[must_use]
    pub fn now() -> Self {
        Self(Timestamp::now().to_zoned(TimeZone::UTC).datetime())
    }

    /// From fourteen digits.
    ///
    /// # Errors
    /// When it is not, or there is no such time.
    pub fn parse(text: &str) -> Result<Self, NoStamp> {
        let is_whole = text.len() == 14 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_whole { DateTime::strptime(FORMAT, text).map(Self).map_err(|_| NoStamp) } else { Err(NoStamp) }
    }

    /// So many seconds later; the last second there is, where there is none so late.
    #[must_use]
    pub fn later(self, seconds: usize) -> Self {
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(SignedDuration::from_secs(seconds)))
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime(FORMAT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_fourteen_digits_that_name_a_time() {
        assert_eq!(Stamp::parse("20261122235959").unwrap().later(1).to_string(), "20261123000000");
        for text in ["2026112223595", "20261322000000", "20260230000000", "2026112223595x", "+2026112223595"] {
            assert_eq!(Stamp::parse(text), Err(NoStamp), "{text}");
        }
    }
}
