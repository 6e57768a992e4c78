//! `Range`: a part of a file, so that a sound can be played from its middle.

use actix_web::http::header::{self, HeaderMap};
use std::ops::Range;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of it. Several ranges, and what cannot be read, count as this: a server may always send the whole.
    Whole,
    /// These bytes.
    Part(Range<usize>),
    /// Bytes that there are not.
    Nothing,
}

/// What a request asks for of so many bytes. A part of another version, as `If-Range` names it, is the whole: `tag` is the
/// only one there is.
pub(super) fn wanted(headers: &HeaderMap, bytes: usize, tag: &str) -> Wanted {
    let text = |name| headers.get(name)?.to_str().ok();
    let Some(range) = text(header::RANGE) else {
        return Wanted::Whole;
    };
    if text(header::IF_RANGE).is_some_and(|known| known != tag) {
        return Wanted::Whole;
    }
    read(range, bytes).unwrap_or(Wanted::Whole)
}

fn read(range: &str, bytes: usize) -> Option<Wanted> {
    let (first, last) = range.strip_prefix("bytes=")?.trim().split_once('-')?;
    let number = |text: &str| {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        let read = text.parse().unwrap_or(usize::MAX);
        (is_number && !text.is_empty()).then_some(read)
    };
    if first.is_empty() {
        let count = number(last)?.min(bytes);
        return Some(if count == 0 {
            Wanted::Nothing
        } else {
            Wanted::Part(bytes - count..bytes)
        });
    }
    let first = number(first)?;
    let last = if last.is_empty() {
        usize::MAX
    } else {
        number(last)?
    };
    if last < first {
        return None;
    }
    if first >= bytes {
        return Some(Wanted::Nothing);
    }
    Some(Wanted::Part(first..last.saturating_add(1).min(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    #[test]
    fn a_range_is_one_part_or_the_whole() {
        let table = [
            ("bytes=0-0", Wanted::Part(0..1)),
            ("bytes=2-", Wanted::Part(2..10)),
            ("bytes=2-99", Wanted::Part(2..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-99", Wanted::Part(0..10)),
            ("bytes=10-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=99999999999999999999-", Wanted::Nothing),
            ("bytes=3-2", Wanted::Whole),
            ("bytes=0-1,3-4", Wanted::Whole),
            ("bytes=+1-2", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("lines=1-2", Wanted::Whole),
        ];
        for (text, expected) in table {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, HeaderValue::from_static(text));
            assert_eq!(wanted(&headers, 10, "\"a\""), expected, "{text}");
            headers.insert(header::IF_RANGE, HeaderValue::from_static("\"b\""));
            assert_eq!(wanted(&headers, 10, "\"a\""), Wanted::Whole, "{text}");
        }
        assert_eq!(wanted(&HeaderMap::new(), 10, "\"a\""), Wanted::Whole);
    }
}
