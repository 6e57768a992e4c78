//! Quizzes being played. A session is its player's alone: nobody else finds it.

mod answer;
mod choice;
mod ending;
mod find;
mod forfeit;
mod list;
mod pause;
mod question;
mod refused;
mod resume;
mod review;
mod session;
mod start;

use crate::endpoint::Endpoint;
use crate::problem::Code;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(
    list::list_sessions,
    start::start_session,
    find::get_session,
    forfeit::forfeit_session,
    question::get_current_question,
    answer::answer_question,
    pause::pause_session,
    resume::resume_session,
    review::review_session,
))]
pub(crate) struct Documented;

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/sessions")
            .get(list::list_sessions, &[])
            .post(
                start::start_session,
                &[Code::Forbidden, Code::ModeNotAvailable],
            ),
        Endpoint::at("/v1/sessions/{id}")
            .get(find::get_session, &[])
            .delete(forfeit::forfeit_session, &[Code::SessionFinished]),
        Endpoint::at("/v1/sessions/{id}/question")
            .get(question::get_current_question, question::CODES),
        Endpoint::at("/v1/sessions/{id}/answers").post(answer::answer_question, answer::CODES),
        Endpoint::at("/v1/sessions/{id}/pause").post(pause::pause_session, pause::CODES),
        Endpoint::at("/v1/sessions/{id}/resume").post(resume::resume_session, resume::CODES),
        Endpoint::at("/v1/sessions/{id}/review")
            .get(review::review_session, &[Code::SessionNotFinished]),
    ]
}
