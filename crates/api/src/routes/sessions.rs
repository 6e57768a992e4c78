//! Quizzes being played.

mod answer;
mod errors;
mod find;
mod flow;
mod question;
mod review;
mod session;
mod start;

use crate::endpoint::Endpoint;
use crate::problem::Code;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(
    start::start_session,
    find::list_sessions,
    find::get_session,
    flow::leave_session,
    question::current_question,
    answer::answer,
    flow::pause_session,
    flow::resume_session,
    review::review_session,
))]
pub(crate) struct Documented;

const PLAY: &[Code] = &[
    Code::Forbidden,
    Code::SessionNotStarted,
    Code::SessionPaused,
    Code::SessionFinished,
    Code::QuestionNotPlayable,
];
const ANSWER: &[Code] = &[
    Code::Forbidden,
    Code::SessionNotStarted,
    Code::SessionPaused,
    Code::SessionFinished,
    Code::NotCurrentQuestion,
    Code::QuestionNotServed,
    Code::QuestionChanged,
    Code::QuestionNotPlayable,
    Code::AlreadyAnswered,
];
const PAUSE: &[Code] =
    &[Code::Forbidden, Code::SessionNotStarted, Code::SessionPaused, Code::SessionFinished];
const RESUME: &[Code] =
    &[Code::Forbidden, Code::SessionNotStarted, Code::SessionNotPaused, Code::SessionFinished];

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/sessions")
            .get(find::list_sessions, &[])
            .post(start::start_session, &[Code::Forbidden]),
        Endpoint::at("/v1/sessions/{id}")
            .get(find::get_session, &[])
            .delete(flow::leave_session, &[Code::SessionFinished]),
        Endpoint::at("/v1/sessions/{id}/question").get(question::current_question, PLAY),
        Endpoint::at("/v1/sessions/{id}/answers").post(answer::answer, ANSWER),
        Endpoint::at("/v1/sessions/{id}/pause").post(flow::pause_session, PAUSE),
        Endpoint::at("/v1/sessions/{id}/resume").post(flow::resume_session, RESUME),
        Endpoint::at("/v1/sessions/{id}/review")
            .get(review::review_session, &[Code::SessionNotFinished]),
    ]
}
