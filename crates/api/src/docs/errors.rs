//! Every problem code with its cause and cure, for people and for programs.

use crate::file::File;
use crate::middleware::PAGE_POLICY;
use crate::problem::{Code, FAULT_CODES, FaultCode, Problem};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use std::fmt::Write;
use std::sync::LazyLock;

#[derive(Serialize)]
struct Tables {
    /// What a problem can be.
    problems: Vec<Row>,
    /// What can be wrong with one field of it.
    errors: Vec<FaultRow>,
}

#[derive(Serialize)]
struct Row {
    code: &'static str,
    status: u16,
    title: &'static str,
    cause: &'static str,
    cure: &'static str,
}

#[derive(Serialize)]
struct FaultRow {
    code: &'static str,
    cause: &'static str,
    cure: &'static str,
}

fn tables() -> Tables {
    let problem = |code: &Code| Row {
        code: code.as_str(),
        status: code.status().as_u16(),
        title: code.title(),
        cause: code.cause(),
        cure: code.cure(),
    };
    let fault = |FaultCode { code, cause, cure }: &FaultCode| FaultRow { code, cause, cure };
    Tables {
        problems: Code::ALL.iter().map(problem).collect(),
        errors: FAULT_CODES.iter().map(fault).collect(),
    }
}

static JSON: LazyLock<Option<File>> = LazyLock::new(|| {
    let text = serde_json::to_string(&tables()).ok();
    text.map(|text| File::new("application/json", text))
});

static PAGE: LazyLock<File> =
    LazyLock::new(|| File::new("text/html; charset=utf-8", html()).with_policy(PAGE_POLICY));

static STYLE: LazyLock<File> = LazyLock::new(|| {
    let style = include_str!("../../assets/errors.css");
    File::new("text/css; charset=utf-8", style)
});

/// The tables for programs.
pub(super) async fn json(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let missing = || Problem::broken("the tables cannot be written");
    Ok(JSON.as_ref().ok_or_else(missing)?.answer(&request))
}

/// The tables for people. The `type` of a problem leads to its row.
pub(super) async fn page(request: HttpRequest) -> HttpResponse {
    PAGE.answer(&request)
}

pub(super) async fn style(request: HttpRequest) -> HttpResponse {
    STYLE.answer(&request)
}

fn html() -> String {
    let Tables { problems, errors } = tables();
    let (mut rows, mut faults) = (String::new(), String::new());
    // Writing to a String does not fail.
    for Row {
        code,
        status,
        title,
        cause,
        cure,
    } in problems
    {
        let (name, cause, cure) = (named(code, code), marked(cause), marked(cure));
        writeln!(
            rows,
            "<tr id=\"{code}\">{name}<td>{status}</td><td>{title}</td><td>{cause}</td><td>{cure}</td></tr>"
        )
        .unwrap_or_default();
    }
    for FaultRow { code, cause, cure } in errors {
        // A few codes are both: a problem by themselves, and a fault of a field.
        let (id, cause, cure) = (format!("field-{code}"), marked(cause), marked(cure));
        let name = named(&id, code);
        writeln!(
            faults,
            "<tr id=\"{id}\">{name}<td>{cause}</td><td>{cure}</td></tr>"
        )
        .unwrap_or_default();
    }
    include_str!("../../assets/errors.html")
        .replace("{{rows}}", &rows)
        .replace("{{faults}}", &faults)
}

fn named(id: &str, code: &str) -> String {
    format!("<th scope=\"row\"><a href=\"#{id}\"><code>{code}</code></a></th>")
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
        for row in FAULT_CODES {
            assert!(
                html.contains(&format!("<tr id=\"field-{}\">", row.code)),
                "{}",
                row.code
            );
        }
        assert!(!html.contains("{{"));
    }
}
