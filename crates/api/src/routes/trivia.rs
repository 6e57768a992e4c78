//! The routes of the Open Trivia DB (<https://opentdb.com/api_config.php>), for programs that know them: the same names, the
//! same shapes, the same codes. Where the deployment does not open its bank they are not there.
//!
//! They give right answers away, to anybody; so nothing of this server's own conventions is lost by taking over theirs: what
//! is wrong with a request is told by `response_code`, mostly with status 200, and what is not known is overlooked.

mod ask;
mod asked;
mod count;
mod encode;
mod query;
mod token;

pub(crate) use asked::Asked;

use crate::endpoint::Endpoint;
use crate::problem::Problem;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, HttpResponseBuilder};
use ludger_application::trivia::TriviaError;
use serde_json::json;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(
    ask::ask_trivia,
    count::list_trivia_categories,
    count::count_trivia,
    count::count_all_trivia,
    token::trivia_token,
))]
pub(super) struct Documented;

pub(super) fn endpoints() -> Vec<Endpoint> {
    use crate::problem::Code::NotFound;
    vec![
        Endpoint::at("/api.php").get(ask::ask_trivia, &[NotFound]),
        Endpoint::at("/api_category.php").get(count::list_trivia_categories, &[NotFound]),
        Endpoint::at("/api_count.php").get(count::count_trivia, &[NotFound]),
        Endpoint::at("/api_count_global.php").get(count::count_all_trivia, &[NotFound]),
        Endpoint::at("/api_token.php").get(token::trivia_token, &[NotFound]),
    ]
}

/// The codes of that API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ResponseCode {
    Success = 0,
    NoResults = 1,
    InvalidParameter = 2,
    TokenNotFound = 3,
    TokenEmpty = 4,
    RateLimit = 5,
}

impl ResponseCode {
    /// Where there is nothing to tell besides.
    fn answer(self) -> HttpResponse {
        let status = match self {
            Self::RateLimit => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::OK,
        };
        HttpResponseBuilder::new(status).json(json!({ "response_code": self as u8, "results": [] }))
    }
}

/// What that API says to an error; what it has no code for is a problem of this one.
fn refused(error: TriviaError) -> Result<HttpResponse, Problem> {
    let code = match error {
        TriviaError::Closed => return Err(Problem::not_found()),
        TriviaError::Outage(outage) => return Err(outage.into()),
        TriviaError::NotEnough => ResponseCode::NoResults,
        TriviaError::UnknownToken(_) => ResponseCode::TokenNotFound,
        TriviaError::Exhausted => ResponseCode::TokenEmpty,
    };
    Ok(code.answer())
}

/// For routes that know two outcomes alone.
fn closed(error: TriviaError) -> Problem {
    match error {
        TriviaError::Outage(outage) => outage.into(),
        TriviaError::Closed => Problem::not_found(),
        error => Problem::broken(error),
    }
}
