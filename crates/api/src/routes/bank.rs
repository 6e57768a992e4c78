//! Topics and questions.

mod exchange;
mod import_report;
mod question;
mod questions;
mod topic;
mod topics;

use crate::endpoint::Endpoint;
use crate::problem::{Code, Problem};
use ludger_application::bank::VersionMismatch;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(
    topics::list::list_topics,
    topics::list::get_topic,
    topics::write::create_topic,
    topics::write::edit_topic,
    topics::write::delete_topic,
    questions::list::list_questions,
    questions::list::get_question,
    questions::write::create_question,
    questions::write::edit_question,
    questions::write::delete_question,
    exchange::import_questions,
    exchange::export_questions,
))]
pub(crate) struct Documented;

const KEEP: &[Code] = &[Code::Forbidden];
const TITLE: &[Code] = &[Code::Forbidden, Code::TitleTaken];

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/topics")
            .get(topics::list::list_topics, &[])
            .post(topics::write::create_topic, TITLE),
        Endpoint::at("/v1/topics/{id}")
            .get(topics::list::get_topic, &[])
            .patch(topics::write::edit_topic, TITLE)
            .delete(topics::write::delete_topic, &[Code::Forbidden, Code::TopicInUse]),
        Endpoint::at("/v1/questions")
            .get(questions::list::list_questions, KEEP)
            .post(questions::write::create_question, KEEP),
        Endpoint::at("/v1/questions/import").post(
            exchange::import_questions,
            &[Code::Forbidden, Code::InvalidText],
        ),
        Endpoint::at("/v1/questions/export")
            .get(exchange::export_questions, &[Code::Forbidden, Code::NotFound]),
        Endpoint::at("/v1/questions/{id}")
            .get(questions::list::get_question, KEEP)
            .put(questions::write::edit_question, KEEP)
            .delete(questions::write::delete_question, KEEP),
    ]
}

/// Somebody else was faster.
fn changed(mismatch: VersionMismatch) -> Problem {
    Problem::new(Code::PreconditionFailed).with("version", mismatch.current)
}
