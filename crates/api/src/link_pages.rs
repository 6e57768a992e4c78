//! `/links/…`: the pages behind links that are sent by mail. To open one does nothing: its button sends the token, which
//! stands in the fragment, so that no log has it, and no scanner that follows links uses it up.

use crate::endpoint::Endpoint;
use crate::file::File;
use crate::middleware::PAGE_POLICY;
use actix_web::{HttpRequest, HttpResponse};
use std::sync::LazyLock;

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/links/verify-email").get(verify_email, &[]),
        Endpoint::at("/links/reset-password").get(reset_password, &[]),
        Endpoint::at("/links/sign-in").get(sign_in, &[]),
        Endpoint::at("/links.js").get(script, &[]),
    ]
}

macro_rules! page {
    ($name:ident, $file:literal, $kind:literal) => {
        async fn $name(request: HttpRequest) -> HttpResponse {
            static FILE: LazyLock<File> = LazyLock::new(|| {
                let text = include_str!(concat!("../assets/", $file));
                File::new($kind, text).with_policy(PAGE_POLICY)
            });
            FILE.answer(&request)
        }
    };
}

page!(
    verify_email,
    "verify_email.html",
    "text/html; charset=utf-8"
);
page!(
    reset_password,
    "reset_password.html",
    "text/html; charset=utf-8"
);
page!(sign_in, "sign_in.html", "text/html; charset=utf-8");
page!(script, "links.js", "text/javascript; charset=utf-8");
