//! What every request goes through.

use super::harness::{read, routes, send, send_to, settings, shared};
use crate::app::build_app;
use actix_web::http::Method;
use actix_web::test::{self, TestRequest};
use futures::future::join_all;

fn get(path: &str) -> TestRequest {
    TestRequest::get().uri(path)
}

#[actix_web::test]
async fn an_unknown_route_is_a_problem() {
    for path in ["/", "/v2/x", "/v1/%00", "/v1/../x", "/docs/nothing.js"] {
        let answer = send(get(path)).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (404, "not_found"),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn a_wrong_method_says_which_are_right() {
    let answer = send(TestRequest::delete().uri("/t/users/x")).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (405, "method_not_allowed")
    );
    assert_eq!(answer.header("allow"), Some("GET, HEAD, PUT, OPTIONS"));
    let odd = TestRequest::default().method(Method::from_bytes(b"BREW").unwrap());
    assert_eq!(send(odd.uri("/livez")).await.status, 405);
}

#[actix_web::test]
async fn head_is_get_and_options_tells_the_methods() {
    assert_eq!(
        send(TestRequest::default().method(Method::HEAD).uri("/livez"))
            .await
            .status,
        200
    );
    let answer = send(TestRequest::default().method(Method::OPTIONS).uri("/livez")).await;
    assert_eq!(
        (answer.status, answer.header("allow")),
        (204, Some("GET, HEAD, OPTIONS"))
    );
}

#[actix_web::test]
async fn a_request_has_an_id() {
    let fresh = "00000000-0000-0000-0000-00000000feed";
    let long = "x".repeat(129);
    for (given, kept) in [
        ("abc-1", "abc-1"),
        ("a b", fresh),
        (long.as_str(), fresh),
        ("", fresh),
    ] {
        let answer = send(get("/nowhere").insert_header(("x-request-id", given))).await;
        assert_eq!(answer.header("x-request-id"), Some(kept));
        assert_eq!(answer.json()["request_id"], kept);
    }
    assert_eq!(
        send(get("/livez")).await.header("x-request-id"),
        Some(fresh)
    );
}

#[actix_web::test]
async fn answers_have_their_headers() {
    let answer = send(get("/livez")).await;
    let table = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cache-control", "no-store"),
        (
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'",
        ),
    ];
    for (name, value) in table {
        assert_eq!(answer.header(name), Some(value));
    }
    assert_eq!(answer.header("strict-transport-security"), None);
    let mut secure = settings();
    secure.public_url = "https://ludger.example".to_owned();
    assert!(
        send_to(secure, get("/livez"))
            .await
            .header("strict-transport-security")
            .is_some()
    );
}

#[actix_web::test]
async fn a_panic_is_an_opaque_problem() {
    for path in ["/t/panic", "/t/broken"] {
        let answer = send(get(path)).await;
        assert_eq!((answer.status, answer.code().as_str()), (500, "internal"));
        assert!(!answer.body.contains("secret"), "{}", answer.body);
        assert!(answer.header("x-request-id").is_some());
    }
}

#[actix_web::test]
async fn a_handler_has_a_time_limit() {
    tokio::time::pause();
    let answer = send(get("/t/slow")).await;
    assert_eq!((answer.status, answer.code().as_str()), (503, "timeout"));
    assert_eq!(answer.header("retry-after"), Some("1"));
}

#[actix_web::test]
async fn long_heads_are_refused() {
    let answer = send(get(&format!("/livez?{}", "x".repeat(9000)))).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (414, "uri_too_long")
    );
    let answer = send(get("/livez").insert_header(("x-long", "x".repeat(17_000)))).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (431, "headers_too_large")
    );
}

#[actix_web::test]
async fn one_request_too_many_is_turned_away_at_once() {
    tokio::time::pause();
    let mut small = settings();
    small.limits.in_flight_max = 2;
    let app = test::init_service(build_app(shared(small), routes)).await;
    let requests = ["/t/slow", "/t/slow", "/t/slow", "/livez"];
    let answers = requests
        .map(|path| async { read(test::call_service(&app, get(path).to_request()).await).await });
    let answers = join_all(answers).await;
    let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [503, 503, 503, 200]);
    assert_eq!(answers[2].code(), "overloaded");
    assert_eq!(answers[2].header("retry-after"), Some("1"));
    // The places are free again.
    assert_eq!(
        test::call_service(&app, get("/t/users/x").to_request())
            .await
            .status(),
        404
    );
}

#[actix_web::test]
async fn listed_origins_may_read_and_others_may_not() {
    let mut settings = settings();
    settings.cors_origins = vec!["https://play.example".to_owned()];
    let origins = [
        ("https://play.example", true),
        ("https://play.example.evil.test", false),
        ("https://evil.test", false),
        ("http://play.example", false),
        ("https://PLAY.example", false),
        ("null", false),
    ];
    for (origin, allowed) in origins {
        let request = get("/livez").insert_header(("origin", origin));
        let answer = send_to(settings.clone(), request).await;
        let expected = allowed.then_some(origin);
        assert_eq!(
            answer.header("access-control-allow-origin"),
            expected,
            "{origin}"
        );
        assert_eq!(answer.header("vary"), Some("Origin"));
        let exposed = answer
            .header("access-control-expose-headers")
            .unwrap_or_default();
        assert_eq!(exposed.contains("ETag"), allowed);
        assert_eq!(answer.header("access-control-allow-credentials"), None);

        let request = TestRequest::default()
            .method(Method::OPTIONS)
            .uri("/t/echo")
            .insert_header(("origin", origin))
            .insert_header(("access-control-request-method", "POST"));
        let answer = send_to(settings.clone(), request).await;
        assert_eq!(answer.status, 204);
        assert_eq!(
            answer.header("access-control-allow-methods").is_some(),
            allowed,
            "{origin}"
        );
    }
    let answer = send(get("/livez").insert_header(("origin", "https://play.example"))).await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[actix_web::test]
async fn readiness_says_what_is_missing() {
    let answer = send(get("/readyz")).await;
    assert_eq!((answer.status, answer.code().as_str()), (503, "not_ready"));
    assert_eq!(
        answer.json()["checks"][0]["detail"],
        "3 migrations are missing"
    );
}
