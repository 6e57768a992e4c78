use super::{World, told};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::json;

#[actix_web::test]
async fn topics_are_made_shown_and_listed() {
    let world = World::new();
    let mia = world.moderator().await;
    let body = json!({ "title": " Astronomy ", "description": "What is above us" });
    let made = mia.post("/v1/topics", body).await;
    insta::assert_json_snapshot!(told(&made));
    let path = format!("/v1/topics/{}", made.id());
    assert_eq!(
        (made.header("location"), made.header("etag")),
        (Some(path.as_str()), Some("\"v1\""))
    );

    let ada = world.player().await;
    let shown = ada.get(&path).await;
    assert_eq!((shown.status, shown.json()), (200, made.json()));
    assert_eq!(shown.header("etag"), Some("\"v1\""));
    let known = TestRequest::get()
        .uri(&path)
        .insert_header(("if-none-match", "\"v1\""));
    let unchanged = ada.send(known).await;
    assert_eq!((unchanged.status, unchanged.body.as_str()), (304, ""));

    mia.fills("Sums", 3).await;
    insta::assert_json_snapshot!(told(&ada.get("/v1/topics").await));
}

#[actix_web::test]
async fn the_list_goes_on() {
    let world = World::new();
    let mia = world.moderator().await;
    for title in ["b", "C", "a"] {
        mia.fills(title, 0).await;
    }
    let first = mia.get("/v1/topics?limit=2").await;
    let cursor = first.json()["next_cursor"].as_str().unwrap().to_owned();
    let second = mia
        .get(&format!("/v1/topics?limit=2&cursor={cursor}"))
        .await
        .json();
    let titles = |page: &serde_json::Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items
            .map(|item| item["title"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        [titles(&first.json()), titles(&second)].concat(),
        ["a", "b", "C"]
    );
    assert!(second["next_cursor"].is_null());
    let elsewhere = mia.get(&format!("/v1/questions?cursor={cursor}")).await;
    assert_eq!(
        (elsewhere.status, elsewhere.code().as_str()),
        (400, "invalid_cursor")
    );
}

#[actix_web::test]
async fn an_edit_changes_what_it_names_and_no_other_version() {
    let world = World::new();
    let mia = world.moderator().await;
    let body = json!({ "title": "Space", "description": "All of it" });
    let path = mia
        .post("/v1/topics", body)
        .await
        .header("location")
        .unwrap()
        .to_owned();

    let edited = mia
        .edit(
            Method::PATCH,
            &path,
            "\"v1\"",
            json!({ "title": "Astronomy" }),
        )
        .await;
    let topic = edited.json();
    assert_eq!(
        (&topic["title"], &topic["description"]),
        (&json!("Astronomy"), &json!("All of it"))
    );
    assert_eq!(
        (edited.header("etag"), &topic["version"]),
        (Some("\"v2\""), &json!(2))
    );

    let late = mia
        .edit(Method::PATCH, &path, "\"v1\"", json!({ "title": "Late" }))
        .await;
    assert_eq!(
        (late.status, late.code().as_str()),
        (412, "precondition_failed")
    );
    assert_eq!(late.json()["current_version"], 2);
    let blind = mia
        .send(TestRequest::patch().uri(&path).set_json(json!({})))
        .await;
    assert_eq!(
        (blind.status, blind.code().as_str()),
        (428, "precondition_required")
    );
    let any = mia.edit(Method::PATCH, &path, "*", json!({})).await;
    assert_eq!(
        (any.status, any.code().as_str()),
        (400, "invalid_precondition")
    );
    let null = mia
        .edit(
            Method::PATCH,
            &path,
            "\"v2\"",
            json!({ "description": null }),
        )
        .await;
    assert_eq!(
        (null.status, &null.json()["errors"][0]["pointer"]),
        (422, &json!("/description"))
    );
}

#[actix_web::test]
async fn titles_are_unique() {
    let world = World::new();
    let mia = world.moderator().await;
    mia.fills("Astronomy", 0).await;
    let again = mia
        .post("/v1/topics", json!({ "title": "ASTRONOMY" }))
        .await;
    assert_eq!((again.status, again.code().as_str()), (409, "title_taken"));
    let other = format!("/v1/topics/{}", mia.fills("Space", 0).await);
    let renamed = mia
        .edit(
            Method::PATCH,
            &other,
            "\"v1\"",
            json!({ "title": "astronomy" }),
        )
        .await;
    assert_eq!(
        (renamed.status, renamed.code().as_str()),
        (409, "title_taken")
    );
}

#[actix_web::test]
async fn every_fault_of_a_topic_is_told() {
    let world = World::new();
    let mia = world.moderator().await;
    let wrong = json!({ "title": " ", "description": "x".repeat(2_001) });
    insta::assert_json_snapshot!(told(&mia.post("/v1/topics", wrong).await), { ".body.request_id" => "[id]" });
}

#[actix_web::test]
async fn only_an_empty_topic_can_be_deleted() {
    let world = World::new();
    let mia = world.moderator().await;
    let path = format!("/v1/topics/{}", mia.fills("Sums", 1).await);
    let used = mia.delete(&path).await;
    assert_eq!((used.status, used.code().as_str()), (409, "topic_in_use"));

    let question = mia.get("/v1/questions").await.json()["items"][0]["id"].clone();
    let question = format!("/v1/questions/{}", question.as_str().unwrap());
    for path in [&question, &path] {
        let request = TestRequest::delete()
            .uri(path)
            .insert_header(("if-match", "\"v9\""));
        let other = mia.send(request).await;
        assert_eq!(
            (other.status, other.code().as_str()),
            (412, "precondition_failed")
        );
        let request = TestRequest::delete()
            .uri(path)
            .insert_header(("if-match", "v9"));
        let unclear = mia.send(request).await;
        assert_eq!(
            (unclear.status, unclear.code().as_str()),
            (400, "invalid_precondition")
        );
        let gone = mia.delete(path).await;
        assert_eq!((gone.status, gone.body.as_str()), (204, ""));
        assert_eq!(
            (mia.get(path).await.status, mia.delete(path).await.status),
            (404, 404)
        );
    }
}
