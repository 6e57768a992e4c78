//! `/setup`: the page behind the one-time link that the server prints at its first start. The token stands in the
//! fragment, which browsers do not send: it reaches no log.

use crate::endpoint::Endpoint;
use crate::extract::file;
use crate::middleware::PAGE_POLICY;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/setup").get(page, &[]),
        Endpoint::at("/setup.js").get(script, &[]),
        Endpoint::at("/setup.css").get(style, &[]),
    ]
}

async fn page(request: HttpRequest) -> HttpResponse {
    let page = include_str!("../assets/setup.html");
    let mut answer = file(&request, "text/html; charset=utf-8", page);
    answer
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, PAGE_POLICY);
    answer
}

async fn script(request: HttpRequest) -> HttpResponse {
    file(
        &request,
        "text/javascript; charset=utf-8",
        include_str!("../assets/setup.js"),
    )
}

async fn style(request: HttpRequest) -> HttpResponse {
    file(
        &request,
        "text/css; charset=utf-8",
        include_str!("../assets/setup.css"),
    )
}
