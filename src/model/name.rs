//! Names as PostgreSQL can hold them.

use std::fmt;
use std::sync::Arc;

/// The longest identifier PostgreSQL keeps whole, in bytes (`NAMEDATALEN - 1`).
pub const MAX_BYTES: usize = 63;

/// A name that fits PostgreSQL: not empty, at most [`MAX_BYTES`] bytes, no NUL byte. Any other character is legal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Arc<str>);

/// Why a text is not a [`Name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    /// It has no characters.
    Empty,
    /// It is longer than [`MAX_BYTES`]; the length in bytes.
    TooLong(usize),
    /// It holds a NUL byte.
    Nul,
}

impl Name {
    /// Takes a text as a name.
    ///
    /// # Errors
    /// See [`NameError`].
    pub fn new(text: &str) -> Result<Self, NameError> {
        match text {
            "" => Err(NameError::Empty),
            _ if text.len() > MAX_BYTES => Err(NameError::TooLong(text.len())),
            _ if text.contains('\0') => Err(NameError::Nul),
            _ => Ok(Self(text.into())),
        }
    }

    /// `base` and `suffix` joined; where that is too long, the base is cut and a hash of it put in its place.
    ///
    /// `room` is the length of the longest suffix this base is used with (at least that of `suffix`), so that names
    /// which differ in their suffix alone keep a common stem and sort by the suffix.
    #[must_use]
    pub fn derived(base: &str, suffix: &str, room: usize) -> Self {
        let room = room.max(suffix.len());
        if base.len() + room <= MAX_BYTES {
            return Self([base, suffix].concat().into());
        }
        let hash = format!("_{:08x}", fnv1a(base));
        let mut cut = MAX_BYTES - room - hash.len();
        while !base.is_char_boundary(cut) {
            cut -= 1;
        }
        Self(format!("{}{hash}{suffix}", &base[..cut]).into())
    }

    /// Whether [`Name::derived`] had to cut this name: it is as long as names get, and holds a hash in hexadecimal.
    #[must_use]
    pub fn is_shortened(&self) -> bool {
        // A cut between characters may leave up to three bytes, and a suffix shorter than its room some more.
        let is_hash = |part: &str| part.len() == 8 && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        self.0.len() >= MAX_BYTES / 2 && self.0.split('_').skip(1).any(is_hash)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The 32-bit FNV-1a hash: short, stable for ever, and good enough to tell two cut names apart.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_derived_name_is_left_whole() {
        assert_eq!(Name::derived("deals_lead_id", "_fkey", 11), "deals_lead_id_fkey");
    }

    #[test]
    fn a_long_derived_name_is_cut_to_the_limit_and_stays_distinct() {
        let (one, two) = ("x".repeat(62) + "a", "x".repeat(62) + "b");
        let (one, two) = (Name::derived(&one, "_idx", 0), Name::derived(&two, "_idx", 0));
        assert_eq!(one.as_str().len(), MAX_BYTES);
        assert_ne!(one, two);
    }

    #[test]
    fn a_shortened_name_is_known_as_one() {
        assert!(Name::derived(&"x".repeat(62), "_idx", 0).is_shortened());
        assert!(Name::derived(&"日".repeat(30), "_fkey", "_plain_fkey".len()).is_shortened());
        assert!(!Name::derived(&"x".repeat(59), "_idx", 0).is_shortened());
        assert!(!Name::derived("deadbeef_deadbeef", "_idx", 0).is_shortened());
    }

    #[test]
    fn names_that_share_a_stem_sort_by_their_suffix_even_when_cut() {
        let base = "é".repeat(40);
        let tenant = Name::derived(&base, "_fkey", "_plain_fkey".len());
        let plain = Name::derived(&base, "_plain_fkey", "_plain_fkey".len());
        assert!(tenant < plain);
        assert!(plain.as_str().len() <= MAX_BYTES);
    }
}
