use super::world::{PASSWORD, World, email};
use super::{faults, told};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};
use std::time::Duration;

const ME: &str = "/v1/me";

#[actix_web::test]
async fn a_profile_is_shown_and_edited() {
    let world = World::new();
    world.registers("ada").await;
    let (ada, _) = world.signs_in("ada").await;
    let shown = world.get(&ada, ME).await;
    insta::assert_json_snapshot!(told(&shown));
    let tag = shown.header("etag").unwrap();
    assert!(tag.starts_with("\"v1."), "{tag}");

    let edit = json!({
        "username": "Countess",
        "full_name": "Ada King",
        "avatar_url": "https://example.org/ada.png",
        "time_zone": "Europe/London",
        "locale": "en-GB",
    });
    let edited = world
        .edits(&ada, (Method::PATCH, ME), Some(tag), edit)
        .await;
    insta::assert_json_snapshot!(told(&edited));
    let again = world.get(&ada, ME).await;
    assert_eq!(
        (again.json(), again.header("etag")),
        (edited.json(), edited.header("etag"))
    );

    let tag = Some("\"v2\"");
    let clear = json!({ "full_name": null, "avatar_url": null });
    let cleared = world
        .edits(&ada, (Method::PATCH, ME), tag, clear)
        .await
        .json();
    assert_eq!(
        (&cleared["full_name"], &cleared["avatar_url"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(
        (&cleared["locale"], &cleared["version"]),
        (&json!("en-GB"), &json!(3))
    );
}

#[actix_web::test]
async fn the_tag_changes_with_the_roles_too() {
    let world = World::new();
    let (root, id) = (world.admin().await, world.registers("ada").await);
    let (ada, _) = world.signs_in("ada").await;
    let before = world.get(&ada, ME).await;
    let path = format!("/v1/admin/users/{id}/roles/moderator");
    world.by(&root, Method::PUT, &path).await;
    let known = TestRequest::get()
        .uri(ME)
        .insert_header(("authorization", format!("Bearer {ada}")))
        .insert_header(("if-none-match", before.header("etag").unwrap()));
    let after = world.send(known).await;
    assert_eq!(
        (after.status, &after.json()["roles"][1]["role"]),
        (200, &json!("moderator"))
    );
}

#[actix_web::test]
async fn every_fault_of_an_edit_is_told() {
    let world = World::new();
    world.registers("ada").await;
    world.registers("bob").await;
    let (ada, _) = world.signs_in("ada").await;
    let tag = Some("\"v1\"");
    let wrong = json!({
        "username": "BOB",
        "full_name": "",
        "avatar_url": "ftp://example.org",
        "time_zone": "Mars/Olympus",
        "locale": "?",
    });
    let refused = world.edits(&ada, (Method::PATCH, ME), tag, wrong).await;
    assert_eq!(
        faults(&refused),
        [
            "/full_name required",
            "/avatar_url invalid_url",
            "/time_zone unknown_time_zone",
            "/locale invalid_locale",
            "/username username_taken",
        ]
    );
    let shape = json!({ "username": null, "tier": "dev", "locale": null });
    let refused = world.edits(&ada, (Method::PATCH, ME), tag, shape).await;
    let mut told = faults(&refused);
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "/locale wrong_type",
            "/tier unknown_field",
            "/username wrong_type"
        ]
    );
}

#[actix_web::test]
async fn an_edit_is_of_one_version() {
    let world = World::new();
    world.registers("ada").await;
    let (ada, _) = world.signs_in("ada").await;
    for (tag, status, code) in [
        (None, 428, "precondition_required"),
        (Some("\"v2\""), 412, "precondition_failed"),
        (Some("*"), 400, "invalid_precondition"),
    ] {
        let edit = json!({ "locale": "de" });
        let refused = world.edits(&ada, (Method::PATCH, ME), tag, edit).await;
        assert_eq!((refused.status, refused.code().as_str()), (status, code));
    }
}

#[actix_web::test]
async fn a_password_is_changed_by_who_knows_it() {
    let world = World::new();
    world.registers("ada").await;
    let ((phone, _), (desk, _)) = (world.signs_in("ada").await, world.signs_in("ada").await);
    let path = "/v1/me/password";
    let change =
        |current: &str| json!({ "current_password": current, "new_password": "five loud herons" });
    let wrong = world
        .sends(&phone, Method::PUT, path, change("not this"))
        .await;
    assert_eq!(
        (wrong.status, wrong.code().as_str()),
        (401, "invalid_credentials")
    );
    let missing = json!({ "new_password": "password" });
    let refused = world.sends(&phone, Method::PUT, path, missing).await;
    assert_eq!(
        faults(&refused),
        [
            "/current_password required",
            "/new_password common_password"
        ]
    );
    let changed = world
        .sends(&phone, Method::PUT, path, change(PASSWORD))
        .await;
    assert_eq!((changed.status, changed.body.as_str()), (204, ""));
    assert_eq!(world.get(&phone, ME).await.status, 200);
    assert_eq!(world.get(&desk, ME).await.status, 401);
    let old = json!({ "email": email("ada"), "password": PASSWORD });
    assert_eq!(world.post("/v1/auth/sign-in", old).await.status, 401);
}

#[actix_web::test]
async fn an_account_is_deleted_by_who_has_just_signed_in() {
    let world = World::new();
    let (root, id) = (world.admin().await, world.registers("ada").await);
    let (ada, _) = world.signs_in("ada").await;
    let (_, refresh) = world.signs_in("ada").await;
    world.clock.advance(Duration::from_secs(14 * 60));
    let body = json!({ "refresh_token": refresh });
    let pair = world.post("/v1/auth/refresh", body).await.json();
    let late = pair["access_token"].as_str().unwrap();
    assert_eq!(world.get(late, ME).await.status, 200);
    world.clock.advance(Duration::from_secs(2 * 60));
    assert_eq!(world.get(&ada, ME).await.status, 401);
    let stale = world.by(late, Method::DELETE, ME).await;
    assert_eq!(
        (stale.status, stale.code().as_str()),
        (403, "fresh_sign_in_required")
    );

    let path = "/v1/me/reauthenticate";
    let wrong = json!({ "password": "not this one" });
    let wrong = world.sends(late, Method::POST, path, wrong).await;
    assert_eq!(
        (wrong.status, wrong.code().as_str()),
        (401, "invalid_credentials")
    );
    let right = json!({ "password": PASSWORD });
    assert_eq!(
        world.sends(late, Method::POST, path, right).await.status,
        204
    );
    assert_eq!(world.by(late, Method::DELETE, ME).await.status, 204);
    assert_eq!(world.get(late, ME).await.status, 401);

    let (root, seen) = (world.signs_in("root").await.0, root);
    assert_eq!(world.get(&seen, ME).await.status, 401);
    let path = format!("/v1/admin/users/{id}");
    let seen = world.get(&root, &path).await.json();
    assert_eq!(
        (&seen["username"], seen["deleted_at"].is_string()),
        (&json!("deleted"), true)
    );
    let last = world.by(&root, Method::DELETE, ME).await;
    assert_eq!((last.status, last.code().as_str()), (409, "last_admin"));
}
