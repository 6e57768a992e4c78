//! What others join a session by.

use std::fmt;

/// Digits and letters that nobody mistakes for one another: without I, L, O and U (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 6;

/// Six characters; one in 2³⁰, so that nobody finds a game by guessing. Free again when the session is finished.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct JoinCode(String);

impl JoinCode {
    /// A code out of random bytes: the last thirty bits, five for each character, the lowest first.
    pub fn random(bytes: [u8; 32]) -> Self {
        let number = bytes
            .last_chunk()
            .map_or(0, |last| u64::from_be_bytes(*last));
        let character = |place: usize| {
            let bits = number.checked_shr(u32::try_from(place).ok()?.checked_mul(5)?)? & 31;
            ALPHABET
                .get(usize::try_from(bits).ok()?)
                .copied()
                .map(char::from)
        };
        Self((0..LENGTH).filter_map(character).collect())
    }

    /// The code that somebody typed: small letters, spaces and hyphens do not matter, nor does O for 0, I and L for 1.
    pub fn parse(text: &str) -> Option<Self> {
        let read = |c: char| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let typed = text.chars().filter(|c| !matches!(c, ' ' | '-'));
        let code: String = typed.map(read).take(LENGTH.saturating_add(1)).collect();
        let is_code = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
        is_code.then_some(Self(code))
    }

    /// As it is shown and stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let mut bytes = [7; 32];
        // 0, 1, 17, 31, 0 and 31, five bits each.
        let number = 1_u64 << 5 | 17 << 10 | 31 << 15 | 31 << 25;
        bytes[24..].copy_from_slice(&number.to_be_bytes());
        let code = JoinCode::random(bytes);
        assert_eq!(code.as_str(), "01HZ0Z");
        for typed in ["01HZ0Z", "01hz0z", "o1hzoz", "0lHZ0Z", "0i-hz 0z"] {
            assert_eq!(JoinCode::parse(typed).as_ref(), Some(&code), "{typed}");
        }
        for none in ["", "01HZ0", "01HZ0ZZ", "01HU0Z", "01HZ0\u{130}", "%00000"] {
            assert_eq!(JoinCode::parse(none), None, "{none}");
        }
    }
}
