//! `/setup`: the page behind the one-time link that the server prints at its first start. The token stands in the
//! fragment, which browsers do not send: it reaches no log.

use crate::endpoint::Endpoint;
use crate::file::File;
use crate::middleware::PAGE_POLICY;
use actix_web::{HttpRequest, HttpResponse};
use std::sync::LazyLock;

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/setup").get(page, &[]),
        Endpoint::at("/setup.js").get(script, &[]),
        Endpoint::at("/setup.css").get(style, &[]),
    ]
}

static PAGE: LazyLock<File> = LazyLock::new(|| {
    let page = include_str!("../assets/setup.html");
    File::new("text/html; charset=utf-8", page).with_policy(PAGE_POLICY)
});

static SCRIPT: LazyLock<File> = LazyLock::new(|| {
    let script = include_str!("../assets/setup.js");
    File::new("text/javascript; charset=utf-8", script)
});

static STYLE: LazyLock<File> = LazyLock::new(|| {
    let style = include_str!("../assets/setup.css");
    File::new("text/css; charset=utf-8", style)
});

async fn page(request: HttpRequest) -> HttpResponse {
    PAGE.answer(&request)
}

async fn script(request: HttpRequest) -> HttpResponse {
    SCRIPT.answer(&request)
}

async fn style(request: HttpRequest) -> HttpResponse {
    STYLE.answer(&request)
}
