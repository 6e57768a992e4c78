//! Every problem code with its cause and cure, for people and for programs.

use crate::middleware::{PAGE_POLICY, STATIC_CACHE};
use crate::problem::Code;
use actix_web::HttpResponse;
use actix_web::http::header;
use serde::Serialize;
use std::fmt::Write;

#[derive(Serialize)]
struct Row {
    code: &'static str,
    status: u16,
    title: &'static str,
    cause: &'static str,
    cure: &'static str,
}

fn rows() -> impl Iterator<Item = Row> {
    Code::ALL.iter().map(|code| Row {
        code: code.as_str(),
        status: code.status().as_u16(),
        title: code.title(),
        cause: code.cause(),
        cure: code.cure(),
    })
}

/// The table for programs.
pub(super) async fn json() -> HttpResponse {
    let rows: Vec<_> = rows().collect();
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, STATIC_CACHE))
        .json(rows)
}

/// The table for people. The `type` of a problem leads to its row.
pub(super) async fn page() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, PAGE_POLICY))
        .insert_header((header::CACHE_CONTROL, STATIC_CACHE))
        .body(html())
}

pub(super) async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, STATIC_CACHE))
        .body(include_str!("../../assets/errors.css"))
}

fn html() -> String {
    let mut table = String::new();
    for Row {
        code,
        status,
        title,
        cause,
        cure,
    } in rows()
    {
        let (cause, cure) = (marked(cause), marked(cure));
        // Writing to a String does not fail.
        writeln!(
            table,
            "<tr id=\"{code}\"><th scope=\"row\"><a href=\"#{code}\"><code>{code}</code></a></th>\
             <td>{status}</td><td>{title}</td><td>{cause}</td><td>{cure}</td></tr>"
        )
        .unwrap_or_default();
    }
    include_str!("../../assets/errors.html").replace("{{rows}}", &table)
}

/// The table's own texts: `code` between back-ticks, nothing else to escape but the usual three.
fn marked(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.split('`')
        .enumerate()
        .map(|(at, part)| {
            if at % 2 == 1 {
                format!("<code>{part}</code>")
            } else {
                part.to_owned()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_row() {
        let html = html();
        for code in Code::ALL {
            assert!(
                html.contains(&format!("<tr id=\"{}\">", code.as_str())),
                "{code:?}"
            );
        }
        assert!(!html.contains("{{"));
    }
}
