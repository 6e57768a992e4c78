//! How names are compared, and which characters cannot be seen in them.

use std::ops::RangeInclusive;
use unicode_normalization::UnicodeNormalization;

/// NFC, then lower case, then NFC again, because there are letters that only their small form joins with a mark
/// (`ẖ`): for what is typed again by the same hand (emails, passwords).
pub(super) fn lowered(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// NFKC, then case folding, then NFKC again, because folding can undo it: for what must differ to
/// other people's eyes. The standard library folds no case, so each character goes to lower case, to
/// upper case and back down, which joins all that full folding joins in practice (`ß`, `ẞ` and `SS`,
/// `ς` and `Σ`) and a little more (`ı` and `i`): two names too few rather than two that look alike.
pub(super) fn folded(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfkc()
        .collect()
}

/// Whether a character draws nothing, turns the direction of its neighbours, or means nothing
/// outside one font: with those, two names that look the same would differ.
pub(super) fn is_hidden(c: char) -> bool {
    let noncharacter = u32::from(c) & 0xfffe == 0xfffe;
    c.is_control() || noncharacter || HIDDEN.iter().any(|range| range.contains(&c))
}

/// Format characters (Cf, Unicode 16), the other default-ignorable code points (fillers, variation
/// selectors, tags), line separators, the Braille blank, private use, noncharacters and
/// the two replacement characters.
const HIDDEN: [RangeInclusive<char>; 32] = [
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{600}'..='\u{605}',
    '\u{61c}'..='\u{61c}',
    '\u{6dd}'..='\u{6dd}',
    '\u{70f}'..='\u{70f}',
    '\u{890}'..='\u{891}',
    '\u{8e2}'..='\u{8e2}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{2028}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{2800}'..='\u{2800}',
    '\u{3164}'..='\u{3164}',
    '\u{e000}'..='\u{f8ff}',
    '\u{fdd0}'..='\u{fdef}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffd}',
    '\u{110bd}'..='\u{110bd}',
    '\u{110cd}'..='\u{110cd}',
    '\u{13430}'..='\u{1343f}',
    '\u{16fe4}'..='\u{16fe4}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d159}'..='\u{1d159}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
    '\u{f0000}'..='\u{fffff}',
    '\u{100000}'..='\u{10ffff}',
];
