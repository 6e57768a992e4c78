//! One question, without its comments: title, text, answers, and the text behind them.

use super::answers::read_answers;
use super::note::Note;
use super::text::{
    Markup, find_unescaped, read_text, read_unmarked, split_unescaped, without_marker,
};
use super::{Flaw, Words};
use ludger_domain::quiz::QuestionKind;

/// Stands where the answers of a missing-word question stood.
const GAP: &str = "_____";

/// The kind and the words of a question.
pub(super) fn read(text: &str, note: &Note) -> Result<(QuestionKind, Words), Flaw> {
    let text = without_title(text);
    let parts = Parts::of(text)?;
    let (markup, before) = without_marker(parts.before, Markup::Other);
    let content = if parts.after.trim().is_empty() {
        read_unmarked(before, markup)
    } else {
        read_unmarked(&format!("{before}{GAP}{}", parts.after), markup)
    };
    let (answers, explanation) =
        split_unescaped(parts.answers, "####").unwrap_or((parts.answers, ""));
    let (kind, answers) = read_answers(answers.trim(), markup, note)?;
    Ok((
        kind,
        Words {
            content,
            explanation: read_text(explanation, markup),
            answers,
        },
    ))
}

/// Questions have no titles here: `::title::` goes away.
fn without_title(text: &str) -> &str {
    text.strip_prefix("::")
        .and_then(|titled| split_unescaped(titled, "::"))
        .map_or(text, |(_, rest)| rest)
}

struct Parts<'a> {
    before: &'a str,
    answers: &'a str,
    after: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Result<Self, Flaw> {
        let Some((before, rest)) = split_unescaped(text, "{") else {
            return Err(match find_unescaped(text, "}") {
                Some(_) => Flaw::Malformed(
                    "a \"}\" without a \"{\"; write \"\\}\" for the character".to_owned(),
                ),
                None => {
                    Flaw::Unsupported("a description (a text without answers) is not a question")
                }
            });
        };
        let Some((answers, after)) = split_unescaped(rest, "}") else {
            return Err(Flaw::Malformed(
                "the answers are not closed with \"}\"".to_owned(),
            ));
        };
        if find_unescaped(before, "}").is_some() || find_unescaped(answers, "{").is_some() {
            return Err(Flaw::Malformed(
                "braces do not pair; write \"\\{\" and \"\\}\" for the characters".to_owned(),
            ));
        }
        if find_unescaped(after, "{").is_some() {
            return Err(Flaw::Unsupported(
                "a question has one block of answers, not several",
            ));
        }
        if find_unescaped(after, "}").is_some() {
            return Err(Flaw::Malformed(
                "a \"}\" too many; write \"\\}\" for the character".to_owned(),
            ));
        }
        Ok(Self {
            before,
            answers,
            after,
        })
    }
}
