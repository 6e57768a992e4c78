//! The documentation tells of every route, and every page keeps to its policy.

use super::harness::send;
use crate::problem::Code;
use crate::{health, openapi, routes};
use actix_web::test::TestRequest;
use std::collections::BTreeSet;

#[test]
fn every_route_is_in_the_document_and_nothing_else() {
    let document = serde_json::to_value(openapi::openapi()).unwrap();
    let written: BTreeSet<_> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let routed: BTreeSet<_> = [routes::endpoints(), health::endpoints()]
        .iter()
        .flatten()
        .flat_map(|endpoint| {
            endpoint
                .methods()
                .iter()
                .map(|(method, _)| format!("{method} {}", endpoint.path()))
        })
        .collect();
    assert_eq!(written, routed);
    assert_eq!(document["openapi"], "3.1.0");
}

#[test]
fn every_operation_has_its_problems() {
    let document = serde_json::to_value(openapi::openapi()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let responses = operation["responses"].as_object().unwrap();
            for (status, response) in responses {
                let described = response["description"]
                    .as_str()
                    .is_some_and(|d| !d.is_empty());
                assert!(described, "{method} {path} {status} has no description");
            }
            for status in ["400", "500", "503"] {
                assert!(
                    responses.contains_key(status),
                    "{method} {path} has no {status}"
                );
            }
            assert!(operation["operationId"].is_string(), "{method} {path}");
            assert!(operation["summary"].is_string(), "{method} {path}");
        }
    }
    let examples = document["components"]["examples"].as_object().unwrap();
    assert_eq!(examples.len(), Code::ALL.len());
}

#[actix_web::test]
async fn pages_load_nothing_inline_and_nothing_from_elsewhere() {
    for path in ["/docs/", "/docs/errors", "/setup"] {
        let answer = send(TestRequest::get().uri(path)).await;
        assert_eq!(answer.status, 200, "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("script-src 'self';") && policy.contains("frame-ancestors 'none'"));
        for part in answer.body.split("<script").skip(1) {
            let (tag, rest) = part.split_once('>').unwrap();
            assert!(tag.contains("src="), "{path}: an inline script: {tag}");
            assert!(rest.trim_start().starts_with("</script>"), "{path}");
        }
        for forbidden in ["src=\"http", "href=\"http", " onclick=", "<style"] {
            assert!(!answer.body.contains(forbidden), "{path} has {forbidden}");
        }
    }
}

#[actix_web::test]
async fn files_of_pages_are_there_with_their_types() {
    let table = [
        ("/openapi.json", "application/json"),
        ("/docs/errors.json", "application/json"),
        ("/docs/errors.css", "text/css; charset=utf-8"),
        ("/docs/swagger-ui.css", "text/css"),
        ("/docs/swagger-ui-bundle.js", "text/javascript"),
        ("/docs/swagger-initializer.js", "text/javascript"),
        ("/setup.js", "text/javascript; charset=utf-8"),
        ("/setup.css", "text/css; charset=utf-8"),
    ];
    for (path, kind) in table {
        let answer = send(TestRequest::get().uri(path)).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, Some(kind)),
            "{path}"
        );
    }
    let first = send(TestRequest::get().uri("/setup.js")).await;
    assert_eq!(first.header("cache-control"), Some("no-cache"));
    let known = ("if-none-match", first.header("etag").unwrap());
    let again = send(TestRequest::get().uri("/setup.js").insert_header(known)).await;
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    let answer = send(TestRequest::get().uri("/docs")).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (308, Some("/docs/"))
    );
    let initializer = send(TestRequest::get().uri("/docs/swagger-initializer.js")).await;
    assert!(initializer.body.contains("\"/openapi.json\""));
}
