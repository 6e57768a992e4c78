//! A topic and a question, each read by itself.

use super::super::Item;
use super::super::document::{check_size, checked_topic, malformed_question, refused};
use super::fields::Fields;
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::quiz::{AnswerDraft, Difficulty, Media, QuestionDraft, TopicDraft};
use serde_json::Value;

/// More answers than any kind has; what is above is not even looked at.
const ANSWERS_MAX: usize = 100;

pub(super) fn topic(text: &str, line: usize) -> Result<TopicDraft, Faults> {
    let mut fields = Fields::of("", value(text, line)?)?;
    let title: Option<String> = fields.required("title");
    let description: Option<String> = fields.optional("description");
    fields.finish()?;
    checked_topic(TopicDraft {
        title: title.unwrap_or_default(),
        description: description.unwrap_or_default(),
    })
}

pub(super) fn item(text: &str, line: usize) -> Item {
    match value(text, line).and_then(|value| Fields::of("", value)) {
        Ok(mut fields) => {
            let topic: Option<String> = fields.optional("topic");
            let topic = topic
                .map(|topic| topic.trim().to_owned())
                .filter(|topic| !topic.is_empty());
            Item {
                line,
                topic,
                draft: draft(fields).and_then(QuestionDraft::checked),
            }
        }
        Err(faults) => refused(line, None, faults),
    }
}

/// The element of an array. Deep nesting can still fail here.
fn value(text: &str, line: usize) -> Result<Value, Faults> {
    check_size(text.len())?;
    serde_json::from_str(text).map_err(|error| malformed_question(line, error.to_string()))
}

fn draft(mut fields: Fields) -> Result<QuestionDraft, Faults> {
    let kind = fields.required("kind");
    let content: Option<String> = fields.required("content");
    let answers: Option<Vec<Value>> = fields.required("answers");
    let difficulty = fields.optional("difficulty");
    let explanation: Option<String> = fields.optional("explanation");
    let points = fields.optional("points");
    let tags: Option<Vec<String>> = fields.optional("tags");
    let media: Option<Vec<Media>> = fields.optional("media");
    let answers = answers
        .map(|answers| fields.take(answer_drafts(answers)))
        .unwrap_or_default();
    fields.finish()?;
    // `kind` is there when nothing is wrong; `ok_or_else` only spares a panic.
    let kind = kind.ok_or_else(|| Fault::new("/kind", "required", "must not be left out"))?;
    Ok(QuestionDraft {
        kind,
        difficulty: difficulty.unwrap_or(Difficulty::MEDIUM.level()),
        content: content.unwrap_or_default(),
        explanation: explanation.unwrap_or_default(),
        points: points.unwrap_or(100),
        tags: tags.unwrap_or_default(),
        media: media.unwrap_or_default(),
        answers: answers.unwrap_or_default(),
    })
}

fn answer_drafts(values: Vec<Value>) -> Result<Vec<AnswerDraft>, Faults> {
    if values.len() > ANSWERS_MAX {
        let detail = format!("a question has at most {ANSWERS_MAX} answers");
        return Err(Fault::new("/answers", "wrong_number_of_answers", detail).into());
    }
    let mut faults = Faults::default();
    let read =
        |(index, value)| Fields::of(&format!("/answers/{index}"), value).and_then(answer_draft);
    let answers: Vec<_> = values
        .into_iter()
        .enumerate()
        .filter_map(|value| faults.take(read(value)))
        .collect();
    faults.into_result().map(|()| answers)
}

fn answer_draft(mut fields: Fields) -> Result<AnswerDraft, Faults> {
    let content: Option<String> = fields.required("content");
    let is_correct = fields.optional("is_correct");
    let counterpart = fields.optional("counterpart");
    let weight = fields.optional("weight");
    let feedback = fields.optional("feedback");
    fields.finish()?;
    Ok(AnswerDraft {
        content: content.unwrap_or_default(),
        is_correct: is_correct.unwrap_or_default(),
        counterpart: counterpart.flatten(),
        weight: weight.flatten(),
        feedback: feedback.flatten(),
    })
}
