//! Responses of the Open Trivia Database, after <https://opentdb.com/api_config.php>.
//!
//! ```json
//! {"response_code": 0, "results": [{
//!   "type": "multiple", "difficulty": "easy", "category": "Science: Computers",
//!   "question": "What does CPU stand for?", "correct_answer": "Central Processing Unit",
//!   "incorrect_answers": ["Central Process Unit", "Computer Personal Unit", "Central Processor Unit"]
//! }]}
//! ```
//!
//! The array of results may also stand alone. Texts are HTML-encoded, or all of them base64 or URL-encoded; see
//! [`encoding`]. Answers are sorted by their text, so that the stored order does not give the right one away.

mod encoding;

use super::document::{check_count, check_size, excerpt, malformed, malformed_question, refused};
use super::json::scan::{self, Found, Span};
use super::{Item, Parsed};
use encoding::Encoding;
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::quiz::{AnswerDraft, Difficulty, QuestionDraft, QuestionKind};
use serde::Deserialize;

/// One result. The database may add fields, so unknown ones are left alone.
#[derive(Deserialize)]
struct Trivia {
    #[serde(rename = "type")]
    kind: String,
    difficulty: String,
    category: String,
    question: String,
    correct_answer: String,
    incorrect_answers: Vec<String>,
}

impl Trivia {
    fn texts(&self) -> impl Iterator<Item = &str> {
        [
            &self.kind,
            &self.difficulty,
            &self.category,
            &self.question,
            &self.correct_answer,
        ]
        .into_iter()
        .chain(&self.incorrect_answers)
        .map(String::as_str)
    }

    fn decoded(self, encoding: Encoding) -> Option<Self> {
        Some(Self {
            kind: encoding.decode(&self.kind)?,
            difficulty: encoding.decode(&self.difficulty)?,
            category: encoding.decode(&self.category)?,
            question: encoding.decode(&self.question)?,
            correct_answer: encoding.decode(&self.correct_answer)?,
            incorrect_answers: self
                .incorrect_answers
                .iter()
                .map(|text| encoding.decode(text))
                .collect::<Option<_>>()?,
        })
    }
}

pub(super) fn parse(text: &str) -> Result<Parsed, Faults> {
    let results = results(scan::valid(text)?)?;
    check_count(results.len())?;
    let read: Vec<_> = scan::with_lines(text, results)
        .into_iter()
        .map(|found| (found.line, read(&found)))
        .collect();
    let encoding = Encoding::of(read.iter().filter_map(|(_, trivia)| trivia.as_ref().ok()));
    let items = read.into_iter().map(|(line, trivia)| match trivia {
        Ok(trivia) => item(line, trivia, encoding),
        Err(faults) => refused(line, None, faults),
    });
    Ok(Parsed {
        topics: Vec::new(),
        items: items.collect(),
    })
}

fn results(document: Span<'_>) -> Result<Vec<Span<'_>>, Faults> {
    if let Some(results) = document.elements() {
        return Ok(results);
    }
    let members = document.members().unwrap_or_default();
    let member = |name: &str| {
        members
            .iter()
            .rev()
            .find(|(other, _)| other == name)
            .map(|(_, value)| *value)
    };
    if let Some(code) = member("response_code").filter(|code| !code.reads_as(&0.into())) {
        let reason = [
            ("1", "there were not enough questions"),
            ("2", "the request was not valid"),
            ("3", "the token was not known"),
            ("4", "the token had seen every question"),
            ("5", "there were too many requests"),
        ];
        let said = reason
            .into_iter()
            .find(|(number, _)| code.reads_as(&number.parse::<u64>().unwrap_or(0).into()));
        let detail = said.map_or("the response reports a failure", |(_, reason)| reason);
        return Err(Fault::new("/response_code", "no_results", detail).into());
    }
    let results = member("results").and_then(Span::elements);
    results.ok_or_else(|| {
        malformed("line 1, column 1: the document has an array \"results\", or is one")
    })
}

fn read(found: &Found<'_>) -> Result<Trivia, Faults> {
    check_size(found.text.len())?;
    serde_json::from_str(found.text).map_err(|error| {
        let said = error.to_string();
        malformed_question(
            found.line,
            said.split(" at line ").next().unwrap_or_default(),
        )
    })
}

fn item(line: usize, trivia: Trivia, encoding: Encoding) -> Item {
    let Some(trivia) = trivia.decoded(encoding) else {
        return refused(
            line,
            None,
            malformed_question(line, "a text is not encoded as the others are"),
        );
    };
    let topic = Some(trivia.category.trim().to_owned()).filter(|category| !category.is_empty());
    Item {
        line,
        topic,
        draft: draft(trivia).and_then(QuestionDraft::checked),
    }
}

fn draft(trivia: Trivia) -> Result<QuestionDraft, Faults> {
    let mut faults = Faults::default();
    let kind = faults.take(kind(&trivia.kind));
    let difficulty = faults.take(difficulty(&trivia.difficulty));
    faults.into_result()?;
    let wrong = trivia
        .incorrect_answers
        .into_iter()
        .map(|content| (content, false));
    let mut answers: Vec<_> = wrong.chain([(trivia.correct_answer, true)]).collect();
    if answers.len() > 100 {
        return Err(Fault::new(
            "/answers",
            "wrong_number_of_answers",
            "a result has 2 to 6 answers",
        )
        .into());
    }
    answers.sort();
    let answer = |(content, is_correct)| AnswerDraft {
        content,
        is_correct,
        ..AnswerDraft::default()
    };
    Ok(QuestionDraft {
        kind: kind.unwrap_or(QuestionKind::Single),
        difficulty: difficulty.unwrap_or(Difficulty::MEDIUM).level(),
        content: trivia.question,
        explanation: String::new(),
        points: 100,
        tags: Vec::new(),
        media: Vec::new(),
        answers: answers.into_iter().map(answer).collect(),
    })
}

fn kind(name: &str) -> Result<QuestionKind, Fault> {
    match name {
        "multiple" => Ok(QuestionKind::Single),
        "boolean" => Ok(QuestionKind::TrueFalse),
        other => Err(Fault::new(
            "/kind",
            "unknown_kind",
            format!("there is no type {:?}", excerpt(other)),
        )),
    }
}

fn difficulty(name: &str) -> Result<Difficulty, Fault> {
    match name {
        "easy" => Ok(Difficulty::MIN),
        "medium" => Ok(Difficulty::MEDIUM),
        "hard" => Ok(Difficulty::MAX),
        other => Err(Fault::new(
            "/difficulty",
            "out_of_range",
            format!("{:?} is not easy, medium or hard", excerpt(other)),
        )),
    }
}
