//! GIFT, the General Import Format Template of Moodle, after <https://docs.moodle.org/en/GIFT_format>.
//!
//! ```text
//! document  = { question | "$CATEGORY:" path | "//" comment }, questions parted by blank lines
//! question  = [ "::" title "::" ] text [ "{" answers "}" [ text ] ]
//! text      = [ "[html]" | "[markdown]" | "[plain]" | "[moodle]" ] characters; \~ \= \# \{ \} \: \\ \n are escapes
//! answers   = ( truth | choices | "#" numbers ) [ "####" general feedback ]
//! truth     = ( "T" | "TRUE" | "F" | "FALSE" ) [ "#" if wrong [ "#" if right ] ]
//! choices   = { ( "=" | "~" ) [ "%" percent "%" ] text [ "->" text ] [ "#" feedback ] }
//! numbers   = number | { "=" [ "%" percent "%" ] number [ "#" feedback ] }
//! number    = decimal [ ":" tolerance ] | decimal ".." decimal
//! ```
//!
//! | answers | kind |
//! | --- | --- |
//! | `TRUE`, `FALSE`, or choices `True` and `False` | `true_false` |
//! | one `=` among `~` | `single`; a `~` with a positive percent stays wrong, with partial credit |
//! | no `=`, or several: what has a positive percent, or a `=`, is right | `single` or `multiple` by their number |
//! | nothing but `=` | `text`, or `match` with `->` |
//! | `#` | `numeric` |
//! | none (an essay), or no braces (a description) | refused as `unsupported` |
//!
//! What GIFT has no place for stands in comments that only Ludger reads: `// ludger: {…}` above a question (see
//! [`note`]) and `// ludger-topic: {…}` for a topic and its description. `[tag:…]` in a comment is a tag, as in
//! Moodle; `[id:7]` becomes the tag `id:7`.
//!
//! Beyond Moodle, a new question may start without a blank line where that is beyond doubt, and a blank line may
//! stand between answers.

mod answers;
mod blocks;
mod body;
mod category;
mod note;
mod numeric;
mod text;
mod writer;

pub(super) use writer::write;

use super::document::{
    check_count, check_size, checked_topic, malformed_question, refused, unsupported,
};
use super::{Item, Parsed};
use blocks::{Block, Piece};
use ludger_domain::fault::Faults;
use ludger_domain::quiz::{AnswerDraft, QuestionDraft};
use note::Note;
use serde::{Deserialize, Serialize};

/// Why a question cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Flaw {
    /// It breaks the grammar.
    Malformed(String),
    /// Ludger has no kind for it.
    Unsupported(&'static str),
}

impl Flaw {
    fn at(self, line: usize) -> Faults {
        match self {
            Self::Malformed(detail) => malformed_question(line, detail),
            Self::Unsupported(detail) => unsupported(detail),
        }
    }
}

/// What a question says, without what GIFT has no place for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    content: String,
    #[serde(default)]
    explanation: String,
    answers: Vec<AnswerDraft>,
}

pub(super) fn parse(text: &str) -> Result<Parsed, Faults> {
    let mut parsed = Parsed::default();
    let mut topic = None;
    for piece in blocks::pieces(text) {
        match piece {
            Piece::Category(path) => topic = category::topic_of(path),
            Piece::Topic { line, json } => {
                match note::read_topic(json)
                    .map_err(|flaw| flaw.at(line))
                    .and_then(checked_topic)
                {
                    Ok(described) => parsed.topics.push(described),
                    Err(faults) => parsed.items.push(refused(line, None, faults)),
                }
            }
            Piece::Question(block) => parsed.items.push(item(&block, topic.as_ref())),
        }
        check_count(parsed.items.len().max(parsed.topics.len()))?;
    }
    Ok(parsed)
}

fn item(block: &Block<'_>, topic: Option<&String>) -> Item {
    let line = block.line;
    let note = match check_size(block.bytes())
        .and_then(|()| note::read(&block.comments).map_err(|flaw| flaw.at(line)))
    {
        Ok(note) => note,
        Err(faults) => return refused(line, topic.cloned(), faults),
    };
    let draft = draft(&block.text(), &note)
        .map_err(|flaw| flaw.at(line))
        .and_then(QuestionDraft::checked);
    Item {
        line,
        topic: note.topic.or_else(|| topic.cloned()),
        draft,
    }
}

fn draft(text: &str, note: &Note) -> Result<QuestionDraft, Flaw> {
    let (kind, words) = body::read(text, note)?;
    let words = match &note.exact {
        Some(exact) if writer::stands_for(kind, exact, note, &words) => exact.clone(),
        _ => words,
    };
    Ok(QuestionDraft {
        kind,
        difficulty: note.difficulty,
        content: words.content,
        explanation: words.explanation,
        points: note.points,
        tags: note.tags.clone(),
        media: Vec::new(),
        answers: words.answers,
    })
}
