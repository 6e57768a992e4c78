//! Pictures and sounds, as those who bring them and those who see them meet them.

use super::client::sum;
use super::{World, told};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::json;

#[actix_web::test]
async fn a_picture_is_uploaded_shown_by_a_question_and_served() {
    let world = World::new();
    let (mia, ada) = (world.moderator().await, world.player().await);
    let made = mia.upload("/v1/media", "image/png", "png: a planet").await;
    insta::assert_json_snapshot!(told(&made));
    let url = made.header("location").unwrap();
    assert_eq!(made.json()["url"], url);
    let again = mia
        .upload("/v1/media", "application/octet-stream", "png: a planet")
        .await;
    assert_eq!(again.json()["url"], url);

    let topic = mia.fills("Planets", 0).await;
    let mut body = sum(&topic, 1);
    let elsewhere = json!({ "url": "https://example.org/a.mp3", "media_type": "mp3" });
    body["media"] = json!([{ "url": url, "media_type": "png" }, elsewhere]);
    let question = mia.post("/v1/questions", body.clone()).await;
    assert_eq!(question.json()["media"], body["media"], "{}", question.body);

    let shown = mia.send(TestRequest::get().uri(url)).await;
    assert_eq!((shown.status, shown.body.as_str()), (200, "png: a planet"));
    for (name, value) in [
        ("content-type", "image/png"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("cache-control", "public, max-age=31536000, immutable"),
    ] {
        assert_eq!(shown.header(name), Some(value), "{name}");
    }
    let tag = shown.header("etag").unwrap();
    let known = TestRequest::get().uri(url);
    let known = mia.send(known.insert_header(("if-none-match", tag))).await;
    assert_eq!((known.status, known.body.as_str()), (304, ""));
    let refused = ada.upload("/v1/media", "image/png", "png: mine").await;
    assert_eq!(refused.status, 403);
}

#[actix_web::test]
async fn a_sound_can_be_played_from_its_middle() {
    let world = World::new();
    let mia = world.moderator().await;
    let made = mia.upload("/v1/media", "audio/mpeg", "mp3: la la la").await;
    let url = made.header("location").unwrap();
    let asks = |range: &'static str| {
        let request = TestRequest::get().uri(url);
        mia.send(request.insert_header(("range", range)))
    };
    let part = asks("bytes=5-6").await;
    assert_eq!((part.status, part.body.as_str()), (206, "la"));
    assert_eq!(part.header("content-range"), Some("bytes 5-6/13"));
    assert_eq!(part.header("content-type"), Some("audio/mpeg"));
    assert_eq!(asks("bytes=-2").await.body, "la");
    let behind = asks("bytes=13-").await;
    assert_eq!(
        (behind.status, behind.code().as_str()),
        (416, "range_not_satisfiable")
    );
    assert_eq!(behind.header("content-range"), Some("bytes */13"));
}

#[actix_web::test]
async fn what_is_no_picture_is_refused_whatever_it_is_called() {
    let world = World::new();
    let mia = world.moderator().await;
    let refused = mia.upload("/v1/media", "image/png", "<svg/>").await;
    insta::assert_json_snapshot!("refused", told(&refused), { ".body.request_id" => "[id]" });
    let refused = mia.upload("/v1/media", "image/svg+xml", "png: a").await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (415, "unsupported_media_type")
    );
    let large = vec![b'x'; 5 * 1024 * 1024 + 1];
    let refused = mia.upload("/v1/media", "image/png", large).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (413, "body_too_large")
    );
    for name in ["x", "x.png", "..%2Fsecret", "%00"] {
        let uri = format!("/media/{name}");
        let none = mia.send(TestRequest::get().uri(&uri)).await;
        assert_eq!(none.status, 404, "{name}");
    }
}

#[actix_web::test]
async fn every_fault_of_media_is_told() {
    let world = World::new();
    let mia = world.moderator().await;
    let topic = mia.fills("Planets", 0).await;
    let nowhere = format!("/media/{}.png", "0".repeat(64));
    let mut body = sum(&topic, 1);
    body["media"] = json!([{ "url": nowhere, "media_type": "png" }]);
    let refused = mia.post("/v1/questions", body.clone()).await.json();
    assert_eq!(refused["errors"][0]["code"], "unknown_file");
    assert_eq!(refused["errors"][0]["pointer"], "/media/0/url");
    body["media"] = json!([
        { "url": nowhere, "media_type": "gif" },
        { "url": "http://example.org/a.png", "media_type": "png" },
        { "url": "javascript:alert(1)", "media_type": "png" },
    ]);
    let refused = mia.post("/v1/questions", body.clone()).await.json();
    let errors = refused["errors"].as_array().unwrap().iter();
    let codes: Vec<_> = errors
        .map(|fault| fault["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["media_type_differs", "invalid_url", "invalid_url"]);

    let plain = mia.post("/v1/questions", sum(&topic, 2)).await;
    let path = plain.header("location").unwrap();
    body["media"] = json!([{ "url": nowhere, "media_type": "png" }]);
    let edited = mia.edit(Method::PUT, path, "\"v1\"", body).await.json();
    assert_eq!(edited["errors"][0]["code"], "unknown_file");
}
