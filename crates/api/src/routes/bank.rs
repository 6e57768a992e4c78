//! The question bank: topics for everyone who is signed in; questions, with their right answers, for those who keep
//! them.

mod exchange;
mod media;
mod questions;
mod quizzes;
mod stars;
mod topics;

pub(super) use media::ApiMedia;

use crate::endpoint::Endpoint;
use crate::problem::{Code, Problem};
use ludger_application::bank::VersionMismatch;
use utoipa::OpenApi;

/// What its parts say about themselves.
pub(crate) struct Documented;

pub(crate) fn endpoints() -> Vec<Endpoint> {
    // Before the questions: `import` and `export` stand where the id of a question does.
    [
        topics::endpoints(),
        exchange::endpoints(),
        questions::endpoints(),
        quizzes::endpoints(),
        media::endpoints(),
        stars::endpoints(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl OpenApi for Documented {
    fn openapi() -> utoipa::openapi::OpenApi {
        let mut document = topics::Documented::openapi();
        document.merge(exchange::Documented::openapi());
        document.merge(questions::Documented::openapi());
        document.merge(quizzes::Documented::openapi());
        document.merge(media::Documented::openapi());
        document.merge(stars::Documented::openapi());
        document
    }
}

impl From<VersionMismatch> for Problem {
    fn from(mismatch: VersionMismatch) -> Self {
        Self::new(Code::PreconditionFailed)
            .detail(mismatch.to_string())
            .with("current_version", mismatch.current)
    }
}
