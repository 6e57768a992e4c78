//! The OpenAPI 3.1 document. Paths, bodies and parameters are written at their handlers; what follows from them (the
//! problems of every code, headers) is filled in here, from the same tables that the app is made of.

mod between;
mod complete;
mod parts;
mod strict;

pub(crate) use parts::Problem as ProblemBody;

use crate::{health, routes};
use utoipa::OpenApi;

const DESCRIPTION: &str = "\
Ludger keeps value in one double-entry ledger, and runs the games that move it.

# Conventions
- Amounts are decimal text with their currency: `{\"amount\":\"12.50\",\"currency\":\"INR\"}`.
- Instants are RFC 3339 in UTC: `2026-01-31T12:00:00Z`.
- Errors are RFC 9457 problems; every code has its cause and cure in [/docs/errors](/docs/errors). All faults of a \
request are told at once.
- What moves value takes an `Idempotency-Key`: the same key again gives the first answer again, with \
`Idempotent-Replayed: true`, and nothing happens twice.
- Lists go on at `next_cursor`. A query parameter that is left empty is left out. Edits name what they are of by `If-Match`.
- Fields and parameters that a route does not have are refused; answers may gain fields.
";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Ludger",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(parts::Problem, parts::FieldFault)),
    servers((url = "/", description = "this server")),
    tags(
        (name = "accounts", description = "Sign-up, sign-in, and who you are"),
        (name = "wallets", description = "Your balances and what changed them"),
        (name = "bank", description = "Topics, questions and quizzes"),
        (name = "trivia", description = "The bank for programs that know the Open Trivia DB, where it is open"),
        (name = "sessions", description = "Quizzes being played"),
        (name = "boards", description = "Leaderboards"),
        (name = "ledger", description = "Transfers and books, for services and admins"),
        (name = "admin", description = "Users, corrections, the audit log"),
        (name = "health", description = "For whoever watches over the server"),
    )
)]
struct Document;

/// The document, whole.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    document.info.description = Some(DESCRIPTION.to_owned());
    document.merge(health::Documented::openapi());
    for area in routes::documents() {
        document.merge(area);
    }
    parts::add(&mut document);
    for endpoint in routes::endpoints().into_iter().chain(health::endpoints()) {
        complete::endpoint(&mut document, &endpoint);
    }
    strict::complete(&mut document);
    between::complete(&mut document);
    document
}
