//! Where the elements of a JSON document stand, so that each can be read, and fail, by itself with its line.
//!
//! The document was checked by `serde_json` before ([`valid`]), so this only has to find the ends of values.

use super::super::document::{LineCounter, malformed};
use ludger_domain::fault::Faults;
use serde::de::IgnoredAny;
use serde_json::Value;

/// A value and where it starts.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Span<'a> {
    text: &'a str,
    offset: usize,
}

/// An element and the line that it starts on.
pub(in super::super) struct Found<'a> {
    pub(in super::super) line: usize,
    pub(in super::super) text: &'a str,
}

/// The whole document, if it is JSON.
pub(in super::super) fn valid(text: &str) -> Result<Span<'_>, Faults> {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        let said = error.to_string();
        let reason = said.split(" at line ").next().unwrap_or_default();
        return Err(malformed(format!(
            "line {}, column {}: {reason}",
            error.line(),
            error.column()
        )));
    }
    let start = text.len() - text.trim_start().len();
    Ok(Span {
        text: text.trim(),
        offset: start,
    })
}

/// The lines of spans that stand one behind the other.
pub(in super::super) fn with_lines<'a>(text: &'a str, spans: Vec<Span<'a>>) -> Vec<Found<'a>> {
    let mut lines = LineCounter::new(text);
    spans
        .into_iter()
        .map(|span| Found {
            line: lines.line_at(span.offset),
            text: span.text,
        })
        .collect()
}

impl Span<'_> {
    /// Whether this is that value.
    pub(in super::super) fn reads_as(self, value: &Value) -> bool {
        serde_json::from_str::<Value>(self.text).is_ok_and(|own| own == *value)
    }

    /// The names and values of an object; `None` where this is none.
    pub(in super::super) fn members(self) -> Option<Vec<(String, Self)>> {
        let mut cursor = Cursor::inside(self, '{')?;
        let mut members = Vec::new();
        while let Some(name) = cursor.value() {
            members.push((serde_json::from_str(name.text).ok()?, cursor.value()?));
        }
        Some(members)
    }

    /// The elements of an array; `None` where this is none.
    pub(in super::super) fn elements(self) -> Option<Vec<Self>> {
        let mut cursor = Cursor::inside(self, '[')?;
        Some(std::iter::from_fn(|| cursor.value()).collect())
    }
}

struct Cursor<'a> {
    rest: &'a str,
    offset: usize,
}

impl<'a> Cursor<'a> {
    fn inside(span: Span<'a>, bracket: char) -> Option<Self> {
        Some(Self {
            rest: span.text.strip_prefix(bracket)?,
            offset: span.offset + 1,
        })
    }

    /// The next value before the closing bracket. Commas and colons are known to be where they belong.
    fn value(&mut self) -> Option<Span<'a>> {
        let start = self
            .rest
            .find(|c: char| !c.is_ascii_whitespace() && c != ',' && c != ':')?;
        let text = self.rest.get(start..)?;
        let end = Some(end_of_value(text.as_bytes())).filter(|end| *end > 0)?;
        let span = Span {
            text: text.get(..end)?,
            offset: self.offset + start,
        };
        self.rest = text.get(end..)?;
        self.offset += start + end;
        Some(span)
    }
}

/// The length of the value that `bytes` starts with; 0 where a closing bracket stands.
fn end_of_value(bytes: &[u8]) -> usize {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, byte) in bytes.iter().enumerate() {
        if in_string {
            in_string = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
            if !in_string && depth == 0 {
                return at + 1;
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => return at + 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            b'}' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return at,
            _ => {}
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_values_and_their_lines() {
        let text = " {\"a\" : [1,\n \"x]\\\"}\" , {\"b\":[[]]}\n,true,[ ] ] ,\"c\":null}";
        let members = valid(text).ok().and_then(Span::members).unwrap_or_default();
        let names: Vec<_> = members
            .iter()
            .map(|(name, value)| (name.as_str(), value.text.len()))
            .collect();
        assert_eq!(names, [("a", 37), ("c", 4)]);
        let elements = members
            .first()
            .and_then(|(_, value)| value.elements())
            .unwrap_or_default();
        let found: Vec<_> = with_lines(text, elements)
            .into_iter()
            .map(|found| (found.line, found.text))
            .collect();
        assert_eq!(
            found,
            [
                (1, "1"),
                (2, "\"x]\\\"}\""),
                (2, "{\"b\":[[]]}"),
                (3, "true"),
                (3, "[ ]")
            ]
        );
    }

    #[test]
    fn knows_empty_and_other_values() {
        assert_eq!(
            valid("[]").ok().and_then(Span::elements).map(|e| e.len()),
            Some(0)
        );
        assert_eq!(
            valid("{ }").ok().and_then(Span::members).map(|m| m.len()),
            Some(0)
        );
        assert!(valid("7").ok().and_then(Span::elements).is_none());
        assert!(valid("[1,]").is_err());
    }
}
