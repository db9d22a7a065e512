//! Calendar dates, as far as a schema speaks of them.

use std::fmt;

use jiff::civil;

/// A day of the Gregorian calendar, from the year 1 to 9999. Days are ordered as they follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// Reads `2026-01-31`; `None` where it is no such text or there never was such a day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let date = text.parse::<civil::Date>().ok()?;
        (date.year() > 0 && date.to_string() == text).then_some(Self(date))
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_exist() {
        for text in ["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(Date::parse(text).map(|date| date.to_string()), Some(text.to_owned()));
        }
        for text in ["2023-02-29", "1900-02-29", "2023-13-01", "2023-04-31", "0000-01-01", "2023-1-1", "today", ""] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
