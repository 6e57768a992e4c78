//! Aiken, Moodle's plain multiple choice, after <https://docs.moodle.org/en/Aiken_format>.
//!
//! ```text
//! document = { question }
//! question = text answer-A answer-B { answer-C … } key
//! answer-X = "X" ( "." | ")" ) " " text     a line; capital letters, A first, none left out
//! key      = "ANSWER:" letter               a line
//! ```
//!
//! Moodle wants the text on one line. Here it may span several, and blank lines may stand anywhere, since only the
//! key ends a question. Where the key is missing, a text behind a blank line starts the next question.

use super::choice::kind_of_choices;
use super::document::{check_count, check_size, malformed_question, refused};
use super::{Item, Parsed};
use ludger_domain::fault::Faults;
use ludger_domain::quiz::{AnswerDraft, Difficulty, QuestionDraft};

pub(super) fn parse(text: &str) -> Result<Parsed, Faults> {
    let mut reader = Reader::default();
    for (index, text) in text.lines().enumerate() {
        reader.take(index + 1, text.trim());
        check_count(reader.items.len())?;
    }
    reader.end_of_document();
    check_count(reader.items.len())?;
    Ok(Parsed {
        topics: Vec::new(),
        items: reader.items,
    })
}

#[derive(Default)]
struct Reader<'a> {
    items: Vec<Item>,
    question: Question<'a>,
    after_blank: bool,
}

/// A question up to here.
#[derive(Default)]
struct Question<'a> {
    line: usize,
    bytes: usize,
    text: Vec<&'a str>,
    answers: Vec<&'a str>,
    /// The first thing wrong with it.
    fault: Option<Faults>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, line: usize, text: &'a str) {
        if text.is_empty() {
            self.after_blank = true;
            return;
        }
        let after_blank = std::mem::take(&mut self.after_blank);
        if let Some(key) = text.strip_prefix("ANSWER:") {
            return self.take_key(line, key.trim());
        }
        if !self.question.answers.is_empty() && after_blank && marked_answer(text).is_none() {
            self.end(Err(malformed_question(
                line,
                "the question before has no line \"ANSWER:\"",
            )));
        }
        self.question.take(line, text);
    }

    fn take_key(&mut self, line: usize, key: &str) {
        let right = self.question.right_answer(line, key);
        if self.question.line == 0 {
            self.question.line = line;
        }
        self.end(right);
    }

    fn end(&mut self, right: Result<usize, Faults>) {
        let question = std::mem::take(&mut self.question);
        let draft = match (question.fault, check_size(question.bytes), right) {
            (Some(faults), _, _) | (None, Err(faults), _) | (None, Ok(()), Err(faults)) => {
                return self.items.push(refused(question.line, None, faults));
            }
            (None, Ok(()), Ok(right)) => draft(&question.text, &question.answers, right),
        };
        self.items.push(Item {
            line: question.line,
            topic: None,
            draft: draft.checked(),
        });
    }

    fn end_of_document(&mut self) {
        if self.question.line > 0 {
            let line = self.question.line;
            self.end(Err(malformed_question(
                line,
                "the question has no line \"ANSWER:\"",
            )));
        }
    }
}

impl<'a> Question<'a> {
    fn take(&mut self, line: usize, text: &'a str) {
        if self.line == 0 {
            self.line = line;
        }
        self.bytes += text.len() + 1;
        match marked_answer(text) {
            Some((letter, answer)) if Some(letter) == letter_of(self.answers.len()) => {
                self.answers.push(answer);
            }
            // A sentence may start with "I. ".
            _ if self.answers.is_empty() => self.text.push(text),
            marked => {
                let expected =
                    letter_of(self.answers.len()).map(|letter| format!("the answer {letter} or "));
                let found = if marked.is_some() {
                    "an answer out of turn"
                } else {
                    "something else"
                };
                let detail = format!(
                    "{}\"ANSWER:\" is missing; found {found}",
                    expected.unwrap_or_default()
                );
                self.fault
                    .get_or_insert_with(|| malformed_question(line, detail));
            }
        }
    }

    fn right_answer(&self, line: usize, key: &str) -> Result<usize, Faults> {
        if self.text.is_empty() {
            return Err(malformed_question(
                line,
                "\"ANSWER:\" without a question before it",
            ));
        }
        if self.answers.is_empty() {
            return Err(malformed_question(
                line,
                "no answers, which start with \"A. \" or \"A) \" in capitals",
            ));
        }
        let mut chars = key.chars();
        let (Some(letter), None) = (chars.next(), chars.next()) else {
            return Err(malformed_question(
                line,
                "\"ANSWER:\" is followed by one letter",
            ));
        };
        let right = (0..self.answers.len())
            .find(|index| letter_of(*index) == Some(letter.to_ascii_uppercase()));
        right.ok_or_else(|| malformed_question(line, format!("there is no answer {letter:?}")))
    }
}

/// `A. text` or `A) text`.
fn marked_answer(text: &str) -> Option<(char, &str)> {
    let letter = text.chars().next().filter(char::is_ascii_uppercase)?;
    let rest = text.get(1..)?.strip_prefix(['.', ')'])?;
    rest.starts_with([' ', '\t']).then(|| (letter, rest.trim()))
}

fn letter_of(index: usize) -> Option<char> {
    ('A'..='Z').nth(index)
}

fn draft(text: &[&str], answers: &[&str], right: usize) -> QuestionDraft {
    let answer = |(index, content): (usize, &&str)| AnswerDraft {
        content: (*content).to_owned(),
        is_correct: index == right,
        ..AnswerDraft::default()
    };
    let answers: Vec<_> = answers.iter().enumerate().map(answer).collect();
    QuestionDraft {
        kind: kind_of_choices(&answers),
        difficulty: Difficulty::MEDIUM.level(),
        content: text.join("\n"),
        explanation: String::new(),
        points: 100,
        tags: Vec::new(),
        media: Vec::new(),
        answers,
    }
}
