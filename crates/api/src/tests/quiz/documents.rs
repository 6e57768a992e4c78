//! Documents that come in and go out.

use super::samples::{AIKEN, CSV, GIFT, OPEN_TRIVIA, OWN};
use super::{World, told};
use serde_json::json;

#[actix_web::test]
async fn each_format_is_taken_and_reported() {
    let world = World::new();
    let mia = world.moderator().await;
    let table = [
        ("gift", "text/plain", GIFT),
        ("aiken", "text/plain; charset=utf-8", AIKEN),
        ("csv", "text/csv", CSV),
        ("opentdb", "application/json", OPEN_TRIVIA),
        ("json", "application/json", OWN),
    ];
    for (format, kind, text) in table {
        let path = format!("/v1/questions/import?format={format}&topic=Various");
        let report = mia.upload(&path, kind, text).await;
        insta::assert_json_snapshot!(format!("import_of_{format}"), told(&report));
    }
    let topics = mia.get("/v1/topics").await.json();
    let titles: Vec<_> = topics["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| &t["title"])
        .collect();
    assert_eq!(
        titles,
        [
            "Astronomy",
            "Empty",
            "Facts",
            "Science: Nature",
            "Sums",
            "Various"
        ]
    );
}

#[actix_web::test]
async fn a_file_says_itself_what_it_is_and_is_taken_once() {
    let world = World::new();
    let mia = world.moderator().await;
    let path = "/v1/questions/import?file_name=Red%20planets.txt";
    let rehearsed = mia
        .upload(&format!("{path}&dry_run=true"), "text/plain", AIKEN)
        .await
        .json();
    assert_eq!(
        (&rehearsed["dry_run"], &rehearsed["taken"]),
        (&json!(true), &json!(1))
    );
    assert_eq!(mia.get("/v1/topics").await.json()["items"], json!([]));

    let taken = mia.upload(path, "text/plain", AIKEN).await.json();
    assert_eq!(
        (&taken["format"], &taken["taken"]),
        (&json!("aiken"), &json!(1))
    );
    assert_eq!(taken["topics_created"], json!(["Red planets"]));
    let again = mia.upload(path, "text/plain", AIKEN).await.json();
    assert_eq!(
        (&again["taken"], &again["repeated"]),
        (&json!(0), &json!(1))
    );
}

#[actix_web::test]
async fn what_goes_out_comes_in_again_as_the_same() {
    let keeper = World::new();
    let mia = keeper.moderator().await;
    for (format, kind, text) in [
        ("gift", "text/plain", GIFT),
        ("json", "application/json", OWN),
    ] {
        mia.upload(&format!("/v1/questions/import?format={format}"), kind, text)
            .await;
    }
    mia.fills("Sums", 7).await;
    let table = [
        ("gift", "text/plain; charset=utf-8", "questions.gift"),
        ("csv", "text/csv; charset=utf-8", "questions.csv"),
        ("json", "application/json", "questions.json"),
    ];
    for (format, kind, name) in table {
        let file = mia
            .get(&format!("/v1/questions/export?format={format}"))
            .await;
        assert_eq!(
            (file.status, file.header("content-type")),
            (200, Some(kind))
        );
        let disposition = format!("attachment; filename=\"{name}\"");
        assert_eq!(
            file.header("content-disposition"),
            Some(disposition.as_str())
        );

        let other = World::new();
        let max = other.moderator().await;
        let report = max
            .upload(
                &format!("/v1/questions/import?file_name={name}"),
                kind,
                file.body.clone(),
            )
            .await
            .json();
        assert_eq!(
            (&report["taken"], &report["skipped"]),
            (&json!(11), &json!(0)),
            "{report}"
        );
        let back = max
            .get(&format!("/v1/questions/export?format={format}"))
            .await;
        assert_eq!(back.body, file.body);
    }
}

#[actix_web::test]
async fn one_topic_goes_out_alone() {
    let world = World::new();
    let mia = world.moderator().await;
    mia.fills("Sums", 2).await;
    let other = mia.fills("Other", 1).await;
    let file = mia
        .get(&format!("/v1/questions/export?format=json&topic={other}"))
        .await
        .json();
    assert_eq!(file["questions"].as_array().unwrap().len(), 1);
    assert_eq!(file["topics"][0]["title"], "Other");
}

#[actix_web::test]
async fn what_cannot_be_taken_or_given_says_why() {
    let world = World::new();
    let mia = world.moderator().await;
    let path = "/v1/questions/import";
    let long = "x".repeat(300);
    let table = [
        (
            mia.upload(path, "text/plain", "?").await,
            422,
            "unknown_format",
        ),
        (
            mia.upload(path, "application/json", "{\"correct_answer\": ")
                .await,
            422,
            "validation_failed",
        ),
        (
            mia.upload(&format!("{path}?topic={long}"), "text/plain", AIKEN)
                .await,
            400,
            "invalid_query",
        ),
        (
            mia.upload(path, "text/plain", vec![0xff, 0xfe]).await,
            400,
            "invalid_text",
        ),
        (
            mia.upload(path, "image/png", AIKEN).await,
            415,
            "unsupported_media_type",
        ),
        (
            mia.upload(path, "text/plain", vec![b' '; (8 << 20) + 1])
                .await,
            413,
            "body_too_large",
        ),
        (
            mia.upload(&format!("{path}?format=word"), "text/plain", "?")
                .await,
            400,
            "invalid_query",
        ),
        (mia.get("/v1/questions/export").await, 400, "invalid_query"),
        (
            mia.get("/v1/questions/export?format=aiken").await,
            422,
            "read_only_format",
        ),
        (
            mia.get("/v1/questions/export?format=opentdb").await,
            422,
            "read_only_format",
        ),
        (
            mia.get("/v1/questions/export?format=csv&topic=00000000-0000-7000-8000-999999999999")
                .await,
            404,
            "not_found",
        ),
    ];
    for (answer, status, code) in table {
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (status, code),
            "{}",
            answer.body
        );
    }
}
