//! Escapes and format markers.

use super::super::html::markdown_of_html;

/// What a text is written in. All but HTML are taken as they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    Html,
    Other,
}

const MARKERS: [(&str, Markup); 4] = [
    ("[html]", Markup::Html),
    ("[markdown]", Markup::Other),
    ("[plain]", Markup::Other),
    ("[moodle]", Markup::Other),
];

/// Where `pattern`, which is ASCII, stands for the first time without a backslash before it.
pub(super) fn find_unescaped(text: &str, pattern: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(pattern.as_bytes()) {
            return Some(at);
        }
        at += if rest.starts_with(b"\\") { 2 } else { 1 };
    }
    None
}

/// What stands before and behind the first unescaped `pattern`.
pub(super) fn split_unescaped<'a>(text: &'a str, pattern: &str) -> Option<(&'a str, &'a str)> {
    let at = find_unescaped(text, pattern)?;
    Some((text.get(..at)?, text.get(at + pattern.len()..)?))
}

/// The next unescaped brace, and what stands behind it.
pub(super) fn next_brace(text: &str) -> Option<(char, &str)> {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '{' | '}' => return Some((c, chars.as_str())),
            _ => {}
        }
    }
    None
}

/// The starts of the parts that an unescaped `=` or `~` opens, in order.
pub(super) fn choice_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if !escaped && matches!(byte, b'=' | b'~') {
            starts.push(at);
        }
        escaped = !escaped && byte == b'\\';
    }
    starts
}

/// The marker in front of a text, and the text without it.
pub(super) fn without_marker(raw: &str, default: Markup) -> (Markup, &str) {
    let raw = raw.trim_start();
    for (marker, markup) in MARKERS {
        let (head, rest) = raw.split_at_checked(marker.len()).unwrap_or_default();
        if head.eq_ignore_ascii_case(marker) {
            return (markup, rest);
        }
    }
    (default, raw)
}

/// The text that `raw` stands for, which may have a marker of its own.
pub(super) fn read_text(raw: &str, default: Markup) -> String {
    let (markup, raw) = without_marker(raw, default);
    read_unmarked(raw, markup)
}

/// The text that `raw` stands for.
pub(super) fn read_unmarked(raw: &str, markup: Markup) -> String {
    let text = unescape(raw);
    match markup {
        Markup::Html => markdown_of_html(&text),
        Markup::Other => text.trim().to_owned(),
    }
}

/// `\n` is a line break; a backslash before anything that is no escape stands for itself.
fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => text.push('\n'),
            Some(special @ ('~' | '=' | '#' | '{' | '}' | ':' | '\\')) => text.push(special),
            Some(other) => text.extend(['\\', other]),
            None => text.push('\\'),
        }
    }
    text
}

/// The raw form of a text, on one line. What starts like a weight or a marker gets a marker of its own.
pub(super) fn write_text(text: &str) -> String {
    let (_, unmarked) = without_marker(text, Markup::Other);
    if text.trim_start().starts_with('%') || unmarked.len() != text.trim_start().len() {
        write_marked(text)
    } else {
        escape(text)
    }
}

/// The raw form of a text, on one line, marked as Markdown.
pub(super) fn write_marked(text: &str) -> String {
    format!("[markdown]{}", escape(text))
}

fn escape(text: &str) -> String {
    let mut raw = String::with_capacity(text.len());
    for c in text.trim().replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\r' => raw.push_str("\\n"),
            '~' | '=' | '#' | '{' | '}' | ':' | '\\' => raw.extend(['\\', c]),
            _ => raw.push(c),
        }
    }
    raw
}
