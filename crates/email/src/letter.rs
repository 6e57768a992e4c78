//! What a letter says, as text and as HTML. All letters have one look, and two templates give it to them.

mod words;

use askama::Template;
use ludger_ports::Letter;
use std::fmt;
use words::Words;

/// Who writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployment {
    /// What it calls itself.
    pub name: String,
    /// Where people find it, without a slash at the end.
    pub url: String,
}

/// A letter in all its forms.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line, the same for every letter of its kind.
    pub subject: String,
    /// For programs that show no HTML.
    pub text: String,
    /// A whole document with nothing from elsewhere: no image, no style sheet, no script.
    pub html: String,
}

/// Links stay out of logs.
impl fmt::Debug for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rendered({:?}, …)", self.subject)
    }
}

#[derive(Template)]
#[template(path = "letter.txt")]
struct AsText<'a> {
    words: &'a Words,
    from: &'a Deployment,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct AsHtml<'a> {
    words: &'a Words,
    from: &'a Deployment,
}

/// Writes a letter. What somebody else may have chosen, such as a device's name, cannot become markup or a link.
#[expect(
    clippy::expect_used,
    reason = "a template fails when what it shows fails or the text cannot grow: it shows texts, and they can"
)]
pub fn render(letter: &Letter, from: &Deployment) -> Rendered {
    let words = &Words::of(letter, from);
    let text = AsText { words, from }.render();
    let html = AsHtml { words, from }.render();
    Rendered {
        subject: words.subject.to_owned(),
        text: text.expect("text is written to memory"),
        html: html.expect("text is written to memory"),
    }
}
