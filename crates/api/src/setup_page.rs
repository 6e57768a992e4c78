//! `/setup`: the page behind the one-time link that the server prints at its first start. The token stands in the
//! fragment, which browsers do not send: it reaches no log.

use crate::endpoint::Endpoint;
use crate::middleware::PAGE_POLICY;
use actix_web::HttpResponse;
use actix_web::http::header;

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/setup").get(page, &[]),
        Endpoint::at("/setup.js").get(script, &[]),
        Endpoint::at("/setup.css").get(style, &[]),
    ]
}

async fn page() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, PAGE_POLICY))
        .body(include_str!("../assets/setup.html"))
}

async fn script() -> HttpResponse {
    let script = include_str!("../assets/setup.js");
    HttpResponse::Ok()
        .content_type("text/javascript; charset=utf-8")
        .body(script)
}

async fn style() -> HttpResponse {
    let style = include_str!("../assets/setup.css");
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .body(style)
}
