//! Digests of texts, to tell one that is known.
//!
//! This module does not know what is digested, or why.

use std::fmt;

/// A 64-bit hash: stable for ever, and enough to notice an edit that does not hide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(u64);

impl Digest {
    /// As it is written, in sixteen hexadecimal digits.
    pub fn read(text: &str) -> Option<Self> {
        u64::from_str_radix(text, 16).ok().map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The digest of a text. It takes eight bytes at a time: the output of a large schema has hundreds of megabytes.
pub fn digest(bytes: &[u8]) -> Digest {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let words = words.iter().chain([&last]).map(|word| u64::from_le_bytes(*word));
    // Each step maps hashes one to one, so that a change of one word cannot get lost.
    let step = |hash: u64, word: u64| (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Digest(words.fold(bytes.len() as u64, step))
}
