//! Dates and times that can be compared and counted on.

use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};

/// What a text of a date or time says, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(civil::DateTime);

impl Instant {
    /// Reads a date, a time of day, or both, taken for UTC where no zone is written.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let read = |text: &str| {
            let zoned = text.parse::<Timestamp>().map(|at| at.to_zoned(TimeZone::UTC).datetime());
            zoned.or_else(|_| text.parse::<civil::DateTime>()).ok()
        };
        // A time of day alone is that of some day.
        read(text).or_else(|| read(&format!("1970-01-01T{text}"))).map(Self)
    }

    /// So many hours later, or earlier, as far as there are days.
    pub fn plus_hours(self, hours: i64) -> Self {
        Self(self.0.saturating_add(SignedDuration::from_hours(hours)))
    }

    /// The date: `2026-01-05`.
    pub fn date(self) -> String {
        self.0.date().to_string()
    }

    /// The time of day: `09:30:00`.
    pub fn time(self) -> String {
        self.0.strftime("%H:%M:%S").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let instant = Instant::read(text).unwrap();
        format!("{} {}", instant.date(), instant.time())
    }

    #[test]
    fn what_is_read_is_written_back() {
        for text in ["2026-01-05 00:00:00", "2028-02-29 23:59:59", "1900-03-01 12:00:00"] {
            assert_eq!(shown(text), text);
        }
        assert_eq!(shown("2026-01-05 01:30+02"), "2026-01-04 23:30:00");
        assert_eq!(Instant::read("09:30").unwrap().time(), "09:30:00");
        assert!(Instant::read("soon").is_none() && Instant::read("2026-13-01").is_none());
    }
}
