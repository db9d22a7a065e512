//! Dates and times as counts of microseconds, and back.

use crate::model::Date;

/// What a text of a date or time says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(i128);

const SECOND: i128 = 1_000_000;
const DAY: i128 = 86_400 * SECOND;

impl Instant {
    /// Reads a date, a time of day, or both, taken for UTC where no zone is written.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('Z');
        let (date, time) =
            text.split_once([' ', 'T']).unwrap_or(if text.contains(':') { ("", text) } else { (text, "") });
        let days = if date.is_empty() { 0 } else { days(date)? };
        let time = if time.is_empty() { 0 } else { clock(time)? };
        Some(Self(days * DAY + time))
    }

    /// So many hours later, or earlier.
    pub fn plus_hours(self, hours: i128) -> Self {
        Self(self.0 + hours * 3_600 * SECOND)
    }

    /// The date: `2026-01-05`.
    pub fn date(self) -> String {
        Date::of_day(self.0.div_euclid(DAY) as i64).to_string()
    }

    /// The time of day: `09:30:00`.
    pub fn time(self) -> String {
        let seconds = self.0.rem_euclid(DAY) / SECOND;
        format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
    }
}

/// Days since 1 January 1970.
fn days(date: &str) -> Option<i128> {
    let mut parts = date.split('-').map(|part| part.parse::<i128>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let of_year = (153 * month + 2) / 5 + day - 1;
    Some(year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - 719_468)
}

/// A time of day with a zone perhaps, in microseconds.
fn clock(text: &str) -> Option<i128> {
    let (time, zone) = match text.find(['+', '-']) {
        Some(at) => (&text[..at], &text[at..]),
        None => (text, ""),
    };
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let parts: Option<Vec<i128>> = time.split(':').map(|part| part.parse().ok()).collect();
    let seconds = match parts?[..] {
        [hours, minutes] => hours * 3_600 + minutes * 60,
        [hours, minutes, seconds] => hours * 3_600 + minutes * 60 + seconds,
        _ => return None,
    };
    let micros = format!("{fraction:0<6}").get(..6)?.parse::<i128>().ok()?;
    Some((seconds - offset(zone)?) * SECOND + micros)
}

/// A zone's distance from UTC in seconds: `+05:30`.
fn offset(zone: &str) -> Option<i128> {
    let Some(sign) = zone.chars().next() else { return Some(0) };
    let (hours, minutes) = zone[1..].split_once(':').unwrap_or((&zone[1..], "0"));
    let seconds = hours.parse::<i128>().ok()? * 3_600 + minutes.parse::<i128>().ok()? * 60;
    Some(if sign == '-' { -seconds } else { seconds })
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
