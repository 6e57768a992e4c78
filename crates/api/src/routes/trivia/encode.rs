use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays as it is in RFC 3986.
const RFC_3986: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// The same for forms, as PHP has it: a tilde is none of theirs, and a space a plus.
const LEGACY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b' ');

/// How texts are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// With HTML's references for what means something there.
    #[default]
    Html,
    UrlLegacy,
    Url3986,
    Base64,
}

impl Encoding {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        match name {
            "" | "default" => Some(Self::Html),
            "urlLegacy" => Some(Self::UrlLegacy),
            "url3986" => Some(Self::Url3986),
            "base64" => Some(Self::Base64),
            _ => None,
        }
    }

    pub(super) fn write(self, text: &str) -> String {
        match self {
            Self::Html => html(text),
            Self::UrlLegacy => utf8_percent_encode(text, LEGACY)
                .to_string()
                .replace(' ', "+"),
            Self::Url3986 => utf8_percent_encode(text, RFC_3986).to_string(),
            Self::Base64 => STANDARD.encode(text),
        }
    }
}

fn html(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => written.push_str("&amp;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#039;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            other => written.push(other),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_written_as_asked() {
        let text = "Is \"5 > 3\" & it's ~ü?";
        let table = [
            ("default", "Is &quot;5 &gt; 3&quot; &amp; it&#039;s ~ü?"),
            ("urlLegacy", "Is+%225+%3E+3%22+%26+it%27s+%7E%C3%BC%3F"),
            (
                "url3986",
                "Is%20%225%20%3E%203%22%20%26%20it%27s%20~%C3%BC%3F",
            ),
            ("base64", "SXMgIjUgPiAzIiAmIGl0J3MgfsO8Pw=="),
        ];
        for (name, expected) in table {
            let encoding = Encoding::from_name(name).unwrap();
            assert_eq!(encoding.write(text), expected, "{name}");
        }
        assert_eq!(Encoding::from_name("rot13"), None);
    }
}
