//! Bodies, and what is wrong with them.

use super::harness::{Answer, send};
use actix_web::test::TestRequest;

async fn post(path: &str, kind: &str, body: impl Into<Vec<u8>>) -> Answer {
    let request = TestRequest::post()
        .uri(path)
        .insert_header(("content-type", kind));
    send(request.set_payload(body.into())).await
}

async fn echo(body: impl Into<Vec<u8>>) -> Answer {
    post("/t/echo", "application/json", body).await
}

#[actix_web::test]
async fn a_good_body_is_taken() {
    let answer = echo(r#"{"name":"a","count":1}"#).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (200, r#"{"name":"a","count":1}"#)
    );
}

#[actix_web::test]
async fn what_is_no_json_is_malformed() {
    let answer = echo("{\"name\": \"a\",\n oops}").await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (400, "malformed_json")
    );
    assert_eq!(
        (&answer.json()["line"], &answer.json()["column"]),
        (&2.into(), &2.into())
    );
}

#[actix_web::test]
async fn every_fault_of_the_shape_is_told() {
    let answer = echo(r#"{"nam":"a","count":"one"}"#).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (422, "validation_failed")
    );
    let errors = answer.json()["errors"].clone();
    let told: Vec<_> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (&e["pointer"], &e["code"]))
        .collect();
    let expected = [
        ("/nam", "unknown_field"),
        ("/count", "wrong_type"),
        ("/name", "required"),
    ];
    assert_eq!(told.len(), 3);
    for ((pointer, code), expected) in told.into_iter().zip(expected) {
        assert_eq!(
            (pointer.as_str().unwrap(), code.as_str().unwrap()),
            expected
        );
    }
}

#[actix_web::test]
async fn deep_json_is_refused() {
    let answer = echo("[".repeat(500)).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (400, "json_too_deep")
    );
}

#[actix_web::test]
async fn large_bodies_are_refused() {
    let answer = echo(vec![b' '; 1001]).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (413, "body_too_large")
    );
    assert_eq!(answer.json()["limit_bytes"], 1000);
}

#[actix_web::test]
async fn other_types_are_refused() {
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1",
    ] {
        let answer = post("/t/echo", kind, "{}").await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (415, "unsupported_media_type")
        );
    }
    let answer = send(TestRequest::post().uri("/t/echo").set_payload("{}")).await;
    assert_eq!(answer.code(), "unsupported_media_type");
}

#[actix_web::test]
async fn encoded_bodies_are_refused_unread() {
    for encoding in ["gzip", "br", "identity", "nonsense"] {
        let request = TestRequest::post()
            .uri("/t/echo")
            .insert_header(("content-type", "application/json"))
            .insert_header(("content-encoding", encoding))
            .set_payload("{}");
        let answer = send(request).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (415, "unsupported_encoding")
        );
    }
}

#[actix_web::test]
async fn files_are_text_in_utf8() {
    let answer = post("/t/text", "text/csv", "a,ü\n").await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "a,ü\n"));
    let answer = post("/t/text", "text/plain", vec![0xff]).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (400, "invalid_text")
    );
    let answer = post("/t/text", "image/png", "x").await;
    assert_eq!(answer.code(), "unsupported_media_type");
}

#[actix_web::test]
async fn what_moves_value_takes_a_key() {
    let pay = |key: Option<&'static str>| async move {
        let mut request = TestRequest::post()
            .uri("/t/pay")
            .set_json(serde_json::json!({
                "name": "a", "count": 1
            }));
        if let Some(key) = key {
            request = request.insert_header(("idempotency-key", key));
        }
        send(request).await
    };
    assert_eq!(pay(Some("k-1")).await.body, "k-1");
    assert_eq!(pay(None).await.code(), "idempotency_key_required");
    assert_eq!(pay(Some("k 1")).await.code(), "invalid_idempotency_key");
}
