//! Where somebody is signed in.

pub(super) mod end;
pub(super) mod end_others;
pub(super) mod list;

use super::PERSON;
use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/me/sessions")
            .get(list::list_my_sessions, PERSON)
            .delete(end_others::end_my_other_sessions, PERSON),
        Endpoint::at("/v1/me/sessions/{id}").delete(end::end_my_session, PERSON),
    ]
}
