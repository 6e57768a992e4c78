//! The comments of a question: tags, as Moodle writes them, and what only Ludger knows, as
//! `// ludger: {"kind":"single","difficulty":2,"points":100}`.

use super::{Flaw, Words};
use ludger_domain::quiz::{Difficulty, QuestionKind, TopicDraft};
use serde::{Deserialize, Serialize};

/// What GIFT has no place for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    /// Decides where the answers leave the kind open. `order` is written as pairs of a position and an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<QuestionKind>,
    #[serde(default = "journeyman")]
    pub(super) difficulty: i64,
    #[serde(default = "hundred")]
    pub(super) points: i64,
    /// Those that no `[tag:…]` can hold; with the others too, once the comments are read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<String>,
    /// A title that no `$CATEGORY:` can hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) topic: Option<String>,
    /// The percents only say what is right: Moodle knows no several right answers without them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) unweighted: bool,
    /// The exact words, where GIFT can only come near. They count as long as the text is what is written for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) exact: Option<Words>,
}

fn journeyman() -> i64 {
    Difficulty::MEDIUM.level()
}

fn hundred() -> i64 {
    100
}

impl Default for Note {
    fn default() -> Self {
        Self {
            kind: None,
            difficulty: journeyman(),
            points: hundred(),
            tags: Vec::new(),
            topic: None,
            unweighted: false,
            exact: None,
        }
    }
}

/// Reads the comments of a question.
pub(super) fn read(comments: &[&str]) -> Result<Note, Flaw> {
    let mut note = Note::default();
    let mut tags = Vec::new();
    for comment in comments {
        match comment.strip_prefix("ludger:") {
            Some(json) => note = read_json("ludger", json)?,
            None => tags.extend(read_tags(comment)),
        }
    }
    note.tags.append(&mut tags);
    Ok(note)
}

/// Reads a topic and its description.
pub(super) fn read_topic(json: &str) -> Result<TopicDraft, Flaw> {
    read_json("ludger-topic", json)
}

fn read_json<'a, T: Deserialize<'a>>(name: &str, json: &'a str) -> Result<T, Flaw> {
    serde_json::from_str(json.trim()).map_err(|error| {
        Flaw::Malformed(format!("the comment \"{name}:\" cannot be read: {error}"))
    })
}

fn read_tags(comment: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = comment;
    while let Some((_, behind)) = rest.split_once('[') {
        rest = behind;
        for (opening, prefix) in [("tag:", ""), ("id:", "id:")] {
            if let Some(value) = behind.strip_prefix(opening) {
                let (value, after) = bracketed(value);
                tags.push(format!("{prefix}{value}"));
                rest = after;
            }
        }
    }
    tags
}

/// The value up to its `]`, where `\]` stands for the character.
fn bracketed(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            ']' => break,
            '\\' if chars.as_str().starts_with([']', '[', '\\']) => value.extend(chars.next()),
            c => value.push(c),
        }
    }
    (value.trim().to_owned(), chars.as_str())
}

/// `[tag:…]` for every tag that can be written so, and the tags that cannot.
pub(super) fn write_tags(tags: &[String]) -> (String, Vec<String>) {
    let (plain, others): (Vec<_>, Vec<_>) = tags
        .iter()
        .partition(|tag| !tag.contains(|c: char| c.is_control() || matches!(c, '[' | ']' | '\\')));
    let written: Vec<_> = plain
        .into_iter()
        .map(|tag| format!("[tag:{tag}]"))
        .collect();
    (written.join(" "), others.into_iter().cloned().collect())
}
