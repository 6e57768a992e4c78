use super::super::Exported;
use super::{NAME, VERSION};
use ludger_domain::quiz::{QuestionDraft, TopicDraft};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u64,
    topics: &'a [TopicDraft],
    questions: Vec<Question<'a>>,
}

#[derive(Serialize)]
struct Question<'a> {
    topic: &'a str,
    #[serde(flatten)]
    draft: &'a QuestionDraft,
}

pub(in super::super) fn write(topics: &[TopicDraft], questions: &[Exported]) -> Option<String> {
    let questions = questions
        .iter()
        .map(|question| Question {
            topic: &question.topic,
            draft: &question.draft,
        })
        .collect();
    serde_json::to_string_pretty(&Document {
        format: NAME,
        version: VERSION,
        topics,
        questions,
    })
    .ok()
    .map(|json| json + "\n")
}
