//! Quizzes being played. A session is its players' alone: nobody else finds it.

mod act;
mod answer;
mod choice;
mod ending;
mod find;
mod given;
mod join;
mod list;
mod live;
mod question;
mod refused;
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
    act::leave_session,
    join::join_session,
    act::get_ready,
    act::kick_player,
    question::get_current_question,
    answer::answer_question,
    act::pause_session,
    act::resume_session,
    review::review_session,
    live::ticket::get_ticket,
    live::events::follow_events,
    live::socket::follow_live,
))]
pub(crate) struct Documented;

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/sessions")
            .get(list::list_sessions, &[])
            .post(start::start_session, &[Code::Forbidden]),
        Endpoint::at("/v1/sessions/join").post(join::join_session, join::CODES),
        Endpoint::at("/v1/sessions/{id}")
            .get(find::get_session, &[])
            .delete(act::leave_session, act::LEAVE),
        Endpoint::at("/v1/sessions/{id}/ready").put(act::get_ready, act::READY),
        Endpoint::at("/v1/sessions/{id}/players/{user}").delete(act::kick_player, act::KICK),
        Endpoint::at("/v1/sessions/{id}/question")
            .get(question::get_current_question, question::CODES),
        Endpoint::at("/v1/sessions/{id}/answers").post(answer::answer_question, answer::CODES),
        Endpoint::at("/v1/sessions/{id}/pause").post(act::pause_session, act::PAUSE),
        Endpoint::at("/v1/sessions/{id}/resume").post(act::resume_session, act::RESUME),
        Endpoint::at("/v1/sessions/{id}/review")
            .get(review::review_session, &[Code::SessionNotFinished]),
        Endpoint::at("/v1/sessions/{id}/tickets").post(live::ticket::get_ticket, &[]),
        Endpoint::at("/v1/sessions/{id}/events")
            .get(live::events::follow_events, live::events::CODES),
        Endpoint::at("/v1/sessions/{id}/live").get(live::socket::follow_live, live::socket::CODES),
    ]
}
