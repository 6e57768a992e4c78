//! What operations refer to: the problem, an example of each code, headers, and how one signs in.

use crate::problem::{self, Code};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::header::Header;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi, Ref, RefOr};

/// What is wrong (RFC 9457). Some codes have members of their own besides these.
//
// Only documented: problems are written out member by member.
#[derive(Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Where the code is explained.
    #[schema(example = "/docs/errors#validation_failed")]
    r#type: String,
    /// A few words, the same for every problem of this code.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What is wrong this time.
    detail: String,
    /// What is wrong, for programs.
    #[schema(example = "validation_failed")]
    code: String,
    /// What the log calls this request.
    request_id: Option<String>,
    /// Which fields are at fault, if any are.
    errors: Option<Vec<FieldFault>>,
    /// When it is worth to ask again, if it is: as `Retry-After`.
    retry_after_s: Option<u32>,
}

/// One thing wrong with one field, or with one query parameter.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldFault {
    /// JSON pointer into the body; for a query, `/` and the name of the parameter.
    #[schema(example = "/amount")]
    pointer: String,
    /// What is wrong, for programs.
    #[schema(example = "malformed_amount")]
    code: String,
    /// What is wrong, and what would be right.
    detail: String,
}

const HEADERS: [(&str, &str); 11] = [
    (
        "X-Request-Id",
        "What logs and problems call this request: yours, or a fresh one.",
    ),
    (
        "RateLimit-Policy",
        "How many requests a minute brings: `\"read\";q=6000;w=60`. Missing where they are not counted.",
    ),
    (
        "RateLimit",
        "How many of them are left, and in how many seconds all are: `\"read\";r=5999;t=1`.",
    ),
    ("Retry-After", "Seconds to wait before asking again."),
    ("WWW-Authenticate", "How to sign in."),
    ("ETag", "The version of what is in the body."),
    (
        "Link",
        "Where the list goes on: `<…>; rel=\"next\"`. Missing at the end.",
    ),
    (
        "Idempotent-Replayed",
        "`true`: this request was answered before, and that is its answer.",
    ),
    ("Location", "Where what was made is."),
    (
        "Set-Cookie",
        "The cookie of a browser that asked for one, or its end.",
    ),
    ("Allow", "What can be done here."),
];

/// Adds the components.
pub(super) fn add(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    for code in Code::ALL {
        let value = problem::members(&problem::Problem::new(*code), Some("request-1"));
        let example = ExampleBuilder::new()
            .summary(code.title())
            .description(format!("{} {}", code.cause(), code.cure()))
            .value(Some(value.into()))
            .build();
        components
            .examples
            .insert(code.as_str().to_owned(), RefOr::T(example));
    }
    for (name, description) in HEADERS {
        let text = Schema::Object(ObjectBuilder::new().schema_type(Type::String).build());
        let mut header = Header::new(RefOr::T(text));
        header.description = Some(description.to_owned());
        components.headers.insert(name.to_owned(), RefOr::T(header));
    }
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "The access token that sign-in gave, or an API token. What changes the account itself takes the former.",
        ))
        .build();
    components
        .security_schemes
        .insert("bearer".to_owned(), RefOr::T(SecurityScheme::Http(bearer)));
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
        "__Host-ludger",
        "What a browser keeps that signed in with `\"session\": \"cookie\"`; called `ludger` on loopback. What changes \
         something is taken from pages of this site alone.",
    )));
    components
        .security_schemes
        .insert("cookie".to_owned(), RefOr::T(cookie));
}

/// A reference to a header.
pub(super) fn header(name: &str) -> RefOr<Header> {
    RefOr::Ref(Ref::new(format!("#/components/headers/{name}")))
}

/// A reference to the example of a code.
pub(super) fn example(code: Code) -> Ref {
    Ref::new(format!("#/components/examples/{}", code.as_str()))
}
