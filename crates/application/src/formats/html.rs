//! HTML to the Markdown subset of questions, for texts whose author says that they are HTML (GIFT's `[html]`).
//!
//! Bold, italic, code and line breaks become Markdown; every other tag is dropped and its text stays.

use super::entities::decode_entities;

/// The text of `html`.
pub(super) fn markdown_of_html(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        push_words(&mut text, before);
        if let Some((name, behind)) = tag(after) {
            text.push_str(markdown_of_tag(name));
            rest = behind;
        } else {
            text.push('<');
            rest = after;
        }
    }
    push_words(&mut text, rest);
    tidy(&text)
}

/// A line break in HTML source is a space.
fn push_words(text: &mut String, words: &str) {
    text.push_str(&decode_entities(&words.replace(['\n', '\r'], " ")));
}

/// `/b>…` gives `/b`, `img src="…">…` gives `img`. `None` where no tag stands, as in `a < b`. A tag ends before the
/// next `<`, so that a text of nothing but `<` is not searched to its end each time.
fn tag(after: &str) -> Option<(&str, &str)> {
    let end = after.find(['<', '>'])?;
    let (inner, behind) = (after.get(..end)?, after.get(end..)?.strip_prefix('>')?);
    let is_tag = inner
        .trim_start_matches('/')
        .starts_with(|c: char| c.is_ascii_alphabetic());
    let name = inner.split_whitespace().next().unwrap_or_default();
    is_tag.then_some((name, behind))
}

fn markdown_of_tag(name: &str) -> &'static str {
    match name.to_ascii_lowercase().as_str() {
        "br" | "br/" | "/div" | "/li" | "/tr" => "\n",
        "/p" | "/ul" | "/ol" | "/table" | "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" => "\n\n",
        "li" => "- ",
        "b" | "/b" | "strong" | "/strong" => "**",
        "i" | "/i" | "em" | "/em" => "*",
        "code" | "/code" => "`",
        _ => "",
    }
}

/// At most one blank line at a time, and no spaces at the ends of lines.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut blank_lines = 0;
    for line in text.lines().map(str::trim) {
        blank_lines = if line.is_empty() { blank_lines + 1 } else { 0 };
        if blank_lines < 2 {
            tidied.push_str(line);
            tidied.push('\n');
        }
    }
    tidied.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_html_into_markdown() {
        let rows = [
            ("<p>What is <b>bold</b>?</p>", "What is **bold**?"),
            (
                "<p>one</p>\n<p>two<br>three<BR />four</p>",
                "one\n\ntwo\nthree\nfour",
            ),
            (
                "<p dir=\"ltr\"><em>a</em> &lt; <code>b</code>&nbsp;</p>",
                "*a* < `b`",
            ),
            ("a < b and c > d <3", "a < b and c > d <3"),
            ("<ul><li>x</li><li>y</li></ul>", "- x\n- y"),
            ("&amp;lt;", "&lt;"),
            ("<img src=\"x.png\" alt=\"x\">after", "after"),
            ("unclosed <b", "unclosed <b"),
        ];
        for (html, text) in rows {
            assert_eq!(markdown_of_html(html), text, "{html}");
        }
    }
}
