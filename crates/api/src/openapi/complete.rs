//! What follows from an operation's parameters and body: which problems it can answer with, and which headers.

use super::parts;
use crate::endpoint::Endpoint;
use crate::problem::Code;
use actix_web::http::Method;
use std::collections::BTreeMap;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn, PathItem};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{OpenApi, Ref, RefOr, Required};

/// Any request can get these.
const ALWAYS: &[Code] = &[
    Code::BadRequest,
    Code::RateLimited,
    Code::UriTooLong,
    Code::HeadersTooLarge,
    Code::UnsupportedEncoding,
    Code::Internal,
    Code::Unavailable,
    Code::Overloaded,
    Code::Timeout,
];
const SIGNED_IN: &[Code] = &[Code::NotSignedIn];
/// A browser sends its cookie whoever tells it to send something.
const BY_COOKIE: &[Code] = &[Code::CrossOriginRequest];
/// Where the role of an admin counts for who has a second factor alone.
const BY_ROLE: &[Code] = &[Code::SecondFactorMissing];
const BODY: &[Code] = &[
    Code::BodyTimeout,
    Code::BodyTooLarge,
    Code::UnsupportedMediaType,
    Code::ValidationFailed,
];
const JSON: &[Code] = &[Code::MalformedJson, Code::JsonTooDeep];
const QUERY: &[Code] = &[Code::InvalidQuery];
const PATH: &[Code] = &[Code::NotFound];
const CURSOR: &[Code] = &[Code::InvalidCursor];
const KEY: &[Code] = &[
    Code::IdempotencyKeyRequired,
    Code::InvalidIdempotencyKey,
    Code::IdempotencyKeyReused,
];
const IF_MATCH: &[Code] = &[Code::InvalidPrecondition, Code::PreconditionFailed];
const IF_MATCH_REQUIRED: &[Code] = &[Code::PreconditionRequired];
/// What changes something can find it changed, or lose the answer on the way.
const CHANGE: &[Code] = &[Code::Contended, Code::OutcomeUnknown];

/// Completes the operations of an endpoint.
pub(super) fn endpoint(document: &mut OpenApi, endpoint: &Endpoint) {
    let Some(item) = document.paths.paths.get_mut(endpoint.path()) else {
        return;
    };
    for (method, codes) in endpoint.methods() {
        if let Some(operation) = operation(item, method) {
            complete(operation, method, codes);
        }
    }
}

/// The operation of a method.
pub(crate) fn operation<'a>(item: &'a mut PathItem, method: &Method) -> Option<&'a mut Operation> {
    match *method {
        Method::GET => item.get.as_mut(),
        Method::POST => item.post.as_mut(),
        Method::PUT => item.put.as_mut(),
        Method::PATCH => item.patch.as_mut(),
        Method::DELETE => item.delete.as_mut(),
        _ => None,
    }
}

fn complete(operation: &mut Operation, method: &Method, own: &[Code]) {
    let any = |is_it: &dyn Fn(&Parameter) -> bool| {
        let mut parameters = operation.parameters.iter().flatten();
        parameters.any(|parameter| matches!(parameter, RefOr::T(parameter) if is_it(parameter)))
    };
    let has = |place: ParameterIn, name: Option<&str>| {
        any(&|p| p.parameter_in == place && name.is_none_or(|name| p.name == name))
    };
    let must = |name: &str| any(&|p| p.name == name && p.required == Required::True);
    let json = match &operation.request_body {
        Some(RefOr::T(body)) => body.content.keys().eq(["application/json"]),
        _ => false,
    };
    let idempotent = has(ParameterIn::Header, Some("Idempotency-Key"));
    let tagged = has(ParameterIn::Header, Some("If-None-Match"));
    let list = has(ParameterIn::Query, Some("cursor"));
    let parts = [
        (true, ALWAYS),
        (true, own),
        (operation.security.is_some(), SIGNED_IN),
        (own.contains(&Code::Forbidden), BY_ROLE),
        (
            operation.security.is_some() && *method != Method::GET,
            BY_COOKIE,
        ),
        (operation.request_body.is_some(), BODY),
        (json, JSON),
        (has(ParameterIn::Query, None), QUERY),
        (has(ParameterIn::Path, None), PATH),
        (list, CURSOR),
        (idempotent, KEY),
        (has(ParameterIn::Header, Some("If-Match")), IF_MATCH),
        (must("If-Match"), IF_MATCH_REQUIRED),
        (*method != Method::GET, CHANGE),
    ];
    let codes = parts
        .into_iter()
        .filter(|(applies, _)| *applies)
        .flat_map(|(_, codes)| codes);
    problems(operation, codes.copied());
    by_cookie(operation);
    if tagged {
        let unchanged = ResponseBuilder::new()
            .description("You have it already.")
            .build();
        operation
            .responses
            .responses
            .insert("304".to_owned(), RefOr::T(unchanged));
    }
    headers(
        operation,
        &[
            (tagged, "ETag"),
            (list, "Link"),
            (idempotent, "Idempotent-Replayed"),
        ],
    );
}

/// Wherever one is signed in by a token, a cookie will do.
fn by_cookie(operation: &mut Operation) {
    if let Some(ways) = &mut operation.security {
        ways.push(SecurityRequirement::new("cookie", Vec::<String>::new()));
    }
}

fn problems(operation: &mut Operation, codes: impl Iterator<Item = Code>) {
    let mut by_status = BTreeMap::<u16, Vec<Code>>::new();
    for code in codes {
        let known = by_status.entry(code.status().as_u16()).or_default();
        if !known.contains(&code) {
            known.push(code);
        }
    }
    for (status, codes) in by_status {
        let mut content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .build();
        for code in &codes {
            content
                .examples
                .insert(code.as_str().to_owned(), RefOr::Ref(parts::example(*code)));
        }
        let titles: Vec<_> = codes
            .iter()
            .map(|code| format!("`{}`: {}", code.as_str(), code.title()))
            .collect();
        let response = ResponseBuilder::new()
            .description(titles.join(". "))
            .content("application/problem+json", content)
            .build();
        operation
            .responses
            .responses
            .insert(status.to_string(), RefOr::T(response));
    }
}

fn headers(operation: &mut Operation, on_success: &[(bool, &str)]) {
    let makes = operation.responses.responses.contains_key("201");
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else {
            continue;
        };
        add(response, "X-Request-Id");
        add(response, "RateLimit");
        add(response, "RateLimit-Policy");
        match status.as_str() {
            "401" => add(response, "WWW-Authenticate"),
            "429" | "503" => add(response, "Retry-After"),
            "200" | "201" if makes => add(response, "Location"),
            _ => {}
        }
        for (_, name) in on_success.iter().filter(|(has, _)| *has) {
            if status.starts_with('2') || (*name == "ETag" && status == "304") {
                add(response, name);
            }
        }
    }
}

fn add(response: &mut Response, name: &str) {
    response
        .headers
        .insert(name.to_owned(), parts::header(name));
}
