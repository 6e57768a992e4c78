use crate::as_text::as_text;
use serde::{Deserialize, Serialize};

/// Where someone wanted to go before they had to sign in: a path on this site, and never another site.
///
/// It begins with one `/`, and holds no `//`, no backslash and no control character, however often it is
/// percent-decoded. Whatever else was asked for becomes `/`: a link that was tampered with still signs in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct ReturnTo(String);

impl ReturnTo {
    /// Bytes.
    pub const LENGTH_MAX: usize = 2_048;

    /// The path that was asked for, or `/`.
    pub fn new(asked: &str) -> Self {
        if stays_here(asked) {
            Self(asked.to_owned())
        } else {
            Self::default()
        }
    }
}

impl Default for ReturnTo {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl From<String> for ReturnTo {
    fn from(asked: String) -> Self {
        Self::new(&asked)
    }
}

as_text!(ReturnTo);

/// Each decoding makes the text shorter, so this ends.
fn stays_here(asked: &str) -> bool {
    if asked.len() > ReturnTo::LENGTH_MAX || !is_plain_path(asked.as_bytes()) {
        return false;
    }
    let mut text = asked.as_bytes().to_vec();
    while let Some(decoded) = decoded(&text) {
        if !is_plain_path(&decoded) {
            return false;
        }
        text = decoded;
    }
    std::str::from_utf8(&text).is_ok()
}

fn is_plain_path(text: &[u8]) -> bool {
    text.starts_with(b"/")
        && !text.windows(2).any(|pair| pair == b"//")
        && !text
            .iter()
            .any(|byte| *byte == b'\\' || byte.is_ascii_control())
}

/// The text with every `%xx` decoded; `None` when it holds none.
fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    let mut rest = text;
    let mut plain = Vec::with_capacity(text.len());
    while let Some((first, after)) = rest.split_first() {
        let escaped = (*first == b'%')
            .then(|| after.get(..2).and_then(hex_byte))
            .flatten();
        plain.push(escaped.unwrap_or(*first));
        rest = match escaped {
            Some(_) => after.get(2..).unwrap_or_default(),
            None => after,
        };
    }
    (plain.len() < text.len()).then_some(plain)
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    let is_hex = digits.iter().all(u8::is_ascii_hexdigit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| is_hex)?;
    u8::from_str_radix(digits, 16).ok()
}
