//! Text from elsewhere, cut down to what is safe to show.

use std::ops::RangeInclusive;

/// The text on one line, without what is invisible or turns the direction of writing, and not longer than `chars_max`.
pub(crate) fn one_line(text: &str, chars_max: usize) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let visible = |word: &str| word.chars().filter(|c| !is_hidden(*c)).collect::<String>();
    let words: Vec<_> = words.map(visible).filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    match line.char_indices().nth(chars_max) {
        Some((end, _)) => line.get(..end).unwrap_or_default().to_owned() + "...",
        None => line,
    }
}

/// Characters without a shape of their own: soft hyphen, joiners, marks and overrides of direction.
fn is_hidden(c: char) -> bool {
    const HIDDEN: [RangeInclusive<char>; 8] = [
        '\u{ad}'..='\u{ad}',
        '\u{61c}'..='\u{61c}',
        '\u{180e}'..='\u{180e}',
        '\u{200b}'..='\u{200f}',
        '\u{202a}'..='\u{202e}',
        '\u{2060}'..='\u{206f}',
        '\u{feff}'..='\u{feff}',
        '\u{e0000}'..='\u{e007f}',
    ];
    HIDDEN.iter().any(|range| range.contains(&c))
}

/// The same, and no program that shows mail makes a link of it: somebody else may have written it to lure the reader.
/// A dot stays only before a digit or a space, and of two slashes one.
pub(crate) fn unlinked(text: &str, chars_max: usize) -> String {
    let line = one_line(text, chars_max);
    let mut shown = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '.' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => {
                let stays = rest
                    .peek()
                    .is_none_or(|next| " .0123456789".contains(*next));
                shown.push(if stays { c } else { ' ' });
            }
            '/' if shown.ends_with('/') => {}
            c => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_and_cleaned() {
        let table = [
            ("Firefox on Linux", "Firefox on Linux"),
            (
                "  a \t b\r\nBcc: eve@example.org\0c ",
                "a b Bcc: eve@example.org c",
            ),
            ("a\u{2028}b\u{2029}c\u{85}d", "a b c d"),
            ("gnp\u{202e}exe.\u{200b}", "gnpexe."),
            ("", ""),
            ("\r\n", ""),
            (
                "ääääääääääääääääääääääääääääääääää",
                "äääääääääääääääääääääääääääääääää...",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(one_line(text, 33), expected);
        }
    }

    #[test]
    fn nothing_is_left_to_click_on() {
        let table = [
            (
                "Firefox 128.0.1, Linux x86_64",
                "Firefox 128.0.1, Linux x86_64",
            ),
            ("Mozilla/5.0 (X11; Linux)", "Mozilla/5.0 (X11; Linux)"),
            ("2001:db8::1", "2001:db8::1"),
            ("203.0.113.7", "203.0.113.7"),
            ("see www.evil.example", "see www evil example"),
            ("http://evil/login", "http:/evil/login"),
            ("http:////evil", "http:/evil"),
            ("mail eve@evil.example.", "mail eve@evil example."),
            ("evil。example", "evil example"),
        ];
        for (text, expected) in table {
            assert_eq!(unlinked(text, 80), expected);
        }
    }
}
