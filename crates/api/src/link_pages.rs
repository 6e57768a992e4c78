//! `/links/…`: the page behind links that are sent by mail; its script knows by the path which it is. To open one does
//! nothing: its button sends the token, which stands in the fragment, so that no log has it, and no scanner that follows
//! links uses it up.

use crate::endpoint::Endpoint;
use crate::file::File;
use crate::middleware::PAGE_POLICY;
use actix_web::{HttpRequest, HttpResponse};
use std::sync::LazyLock;

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/links/verify-email").get(page, &[]),
        Endpoint::at("/links/reset-password").get(page, &[]),
        Endpoint::at("/links/sign-in").get(page, &[]),
        Endpoint::at("/links/change-email").get(page, &[]),
        Endpoint::at("/links/register").get(page, &[]),
        Endpoint::at("/links.js").get(script, &[]),
    ]
}

static PAGE: LazyLock<File> = LazyLock::new(|| {
    let page = include_str!("../assets/link.html");
    File::new("text/html; charset=utf-8", page).with_policy(PAGE_POLICY)
});

static SCRIPT: LazyLock<File> = LazyLock::new(|| {
    let script = include_str!("../assets/links.js");
    File::new("text/javascript; charset=utf-8", script)
});

async fn page(request: HttpRequest) -> HttpResponse {
    PAGE.answer(&request)
}

async fn script(request: HttpRequest) -> HttpResponse {
    SCRIPT.answer(&request)
}
