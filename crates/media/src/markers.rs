//! Words of pages, scripts and archives. A file that holds them may be something else to whoever reads it otherwise.

use crate::malformed;
use ludger_ports::MediaRefusal;

/// Long enough that no picture or sound holds one by chance.
const WORDS: [&[u8]; 14] = [
    b"<script",
    b"<!doctype",
    b"<iframe",
    b"<object",
    b"<embed ",
    b"<html>",
    b"<html ",
    b"<body>",
    b"<body ",
    b"<svg xmlns",
    b"<?php ",
    b"<?xml ",
    b"javascript:",
    b"%pdf-1.",
];
const ZIP_ENTRY: &[u8] = b"PK\x03\x04";
const ZIP_END: &[u8] = b"PK\x05\x06";
/// The end of an archive, with the longest comment behind it.
const ZIP_END_MAX: usize = 22 + 65_535;

/// In text for people: nothing that looks like markup, code or an archive.
pub(crate) fn refuse_in_text(text: &[u8]) -> Result<(), MediaRefusal> {
    let markup = |pair: &[u8]| match pair {
        [b'<', next] => next.is_ascii_alphabetic() || matches!(next, b'!' | b'?' | b'/'),
        _ => false,
    };
    let comment = |pair: &[u8]| matches!(pair, b"/*" | b"*/" | b"//");
    let is_bad = text.windows(2).any(|pair| markup(pair) || comment(pair))
        || [ZIP_ENTRY, ZIP_END].iter().any(|it| holds(text, it));
    if is_bad {
        return Err(malformed("its comments hold markup, code or an archive"));
    }
    refuse_in_data(text)
}

/// Anywhere: no word of a page, and no archive that ends where the file does.
pub(crate) fn refuse_in_data(data: &[u8]) -> Result<(), MediaRefusal> {
    let begins = |at: usize| {
        let rest = data.get(at..).unwrap_or_default();
        WORDS.iter().any(|word| {
            rest.get(..word.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(word))
        })
    };
    let first = |byte: u8| matches!(byte, b'<' | b'j' | b'J' | b'%');
    if data
        .iter()
        .enumerate()
        .any(|(at, byte)| first(*byte) && begins(at))
    {
        return Err(malformed("it holds words of a page or a script"));
    }
    if ends_as_archive(data) {
        return Err(malformed("it is an archive as well"));
    }
    Ok(())
}

fn ends_as_archive(data: &[u8]) -> bool {
    let from = data.len().saturating_sub(ZIP_END_MAX);
    let tail = data.get(from..).unwrap_or_default();
    tail.windows(ZIP_END.len()).any(|window| window == ZIP_END) && holds(data, ZIP_ENTRY)
}

fn holds(data: &[u8], word: &[u8]) -> bool {
    data.windows(word.len()).any(|window| window == word)
}
