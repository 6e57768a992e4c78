//! Ids in paths.

use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};
use std::str::FromStr;

/// The variable parts of a path, in their order. A part that cannot name anything names nothing: 404, as for an id
/// that was never given.
pub(crate) struct Path<T>(pub(crate) T);

/// One or more parts.
pub(crate) trait Parts: Sized {
    /// `None`: they name nothing.
    fn read<'a>(parts: impl Iterator<Item = &'a str>) -> Option<Self>;
}

/// One part.
pub(crate) trait Part: FromStr {}

impl<A: Part> Parts for A {
    fn read<'a>(mut parts: impl Iterator<Item = &'a str>) -> Option<Self> {
        parts.next()?.parse().ok()
    }
}

impl<A: Part, B: Part> Parts for (A, B) {
    fn read<'a>(mut parts: impl Iterator<Item = &'a str>) -> Option<Self> {
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    }
}

macro_rules! parts {
    ($($name:path,)*) => { $(impl Part for $name {})* };
}

parts! {
    i64,
    String,
    ludger_domain::accounts::Role,
    ludger_domain::accounts::TokenHash,
    ludger_domain::ids::UserId,
    ludger_domain::ids::ApiTokenId,
    ludger_domain::ids::AuthSessionId,
    ludger_domain::ids::TransferId,
    ludger_domain::ids::TopicId,
    ludger_domain::ids::QuestionId,
    ludger_domain::ids::QuizId,
    ludger_domain::quiz::MediaName,
    ludger_domain::ids::GameSessionId,
    ludger_domain::ids::JobId,
    ludger_domain::ids::LeaderboardId,
}

impl<T: Parts> FromRequest for Path<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parts = request.match_info().iter().map(|(_, value)| value);
        ready(T::read(parts).map(Self).ok_or_else(Problem::not_found))
    }
}
