use super::told;
use super::world::World;
use actix_web::http::Method;
use serde_json::{Value, json};

#[actix_web::test]
async fn a_user_is_locked_and_unlocked() {
    let world = World::new();
    let (root, id) = (world.admin().await, world.registers("ada").await);
    let (ada, _) = world.signs_in("ada").await;
    let path = format!("/v1/admin/users/{id}");
    let post = |what: &str| {
        let path = format!("{path}/{what}");
        let (world, root) = (&world, &root);
        async move { world.by(root, Method::POST, &path).await.status }
    };
    assert_eq!(post("lock").await, 204);
    assert_eq!(
        world.get(&ada, "/v1/me").await.json()["reason"],
        "token_revoked"
    );
    assert!(world.get(&root, &path).await.json()["locked_at"].is_string());
    for (query, expected) in [
        ("locked=true", &["ada"][..]),
        ("locked=false", &["root"]),
        ("role=admin", &["root"]),
        ("email=ADA@example.org", &["ada"]),
        ("username=AD", &["ada"]),
        ("username=ro&locked=true", &[]),
    ] {
        let page = world.get(&root, &format!("/v1/admin/users?{query}")).await;
        let items = page.json()["items"].as_array().unwrap().clone();
        let names: Vec<_> = items
            .iter()
            .map(|it| it["username"].as_str().unwrap())
            .collect();
        assert_eq!(names, expected, "{query}");
    }
    assert_eq!(post("unlock").await, 204);
    assert_eq!(world.get(&ada, "/v1/me").await.status, 200);
    assert_eq!(post("sign-out").await, 204);
    assert_eq!(world.get(&ada, "/v1/me").await.status, 401);
    world.signs_in("ada").await;
}

#[actix_web::test]
async fn nobody_locks_themselves_or_somebody_who_is_not_there() {
    let world = World::new();
    let root = world.admin().await;
    let me = world.get(&root, "/v1/me").await.json()["id"].clone();
    let mine = format!("/v1/admin/users/{}/lock", me.as_str().unwrap());
    let refused = world.by(&root, Method::POST, &mine).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (409, "own_account")
    );
    for what in ["lock", "unlock", "sign-out"] {
        let path = format!("/v1/admin/users/00000000-0000-7000-8000-999999999999/{what}");
        assert_eq!(world.by(&root, Method::POST, &path).await.status, 404);
    }
}

#[actix_web::test]
async fn tier_and_flags_are_set_by_admins() {
    let world = World::new();
    let (root, id) = (world.admin().await, world.registers("ada").await);
    let path = format!("/v1/admin/users/{id}");
    let shown = world.get(&root, &path).await;
    let tag = shown.header("etag");
    let edit = json!({ "tier": "curious", "flags": ["beta"] });
    let edited = world
        .edits(&root, (Method::PATCH, &path), tag, edit.clone())
        .await;
    let body = edited.json();
    assert_eq!(
        (&body["tier"], &body["flags"]),
        (&edit["tier"], &edit["flags"])
    );
    let late = world
        .edits(&root, (Method::PATCH, &path), tag, edit.clone())
        .await;
    assert_eq!(
        (late.status, late.code().as_str()),
        (412, "precondition_failed")
    );
    let unknown = json!({ "flags": ["admin"] });
    let unknown = world
        .edits(&root, (Method::PATCH, &path), Some("\"v2\""), unknown)
        .await;
    assert_eq!(unknown.status, 422);
    let (ada, _) = world.signs_in("ada").await;
    let other = world
        .edits(&ada, (Method::PATCH, &path), Some("\"v2\""), edit)
        .await;
    assert_eq!((other.status, other.code().as_str()), (403, "forbidden"));
}

#[actix_web::test]
async fn the_audit_log_is_listed_filtered_and_exported() {
    let world = World::new();
    let (root, id) = (world.admin().await, world.registers("ada").await);
    let (ada, _) = world.signs_in("ada").await;
    let refused = world.get(&ada, "/v1/admin/audit").await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (403, "forbidden")
    );
    assert_eq!(world.get(&ada, "/v1/admin/audit/export").await.status, 403);

    let first = world.get(&root, "/v1/admin/audit?limit=1").await;
    insta::assert_json_snapshot!(told(&first), { ".body.next_cursor" => "[cursor]" });
    let (mut path, mut actions) = ("/v1/admin/audit?limit=1".to_owned(), Vec::new());
    loop {
        let page = world.get(&root, &path).await.json();
        let items = page["items"].as_array().unwrap();
        actions.extend(
            items
                .iter()
                .map(|it| it["action"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/v1/admin/audit?limit=1&cursor={cursor}");
    }
    let newest_first = [
        "user.sign_in",
        "user.register",
        "user.sign_in",
        "admin.setup",
    ];
    assert_eq!(actions, newest_first);

    for (query, count) in [
        (format!("actor={id}"), 2),
        (format!("target={id}&action=user.register"), 1),
        ("since=2026-01-01T12:00:01Z".to_owned(), 0),
        ("until=2026-01-01T12:00:01Z".to_owned(), 4),
    ] {
        let page = world.get(&root, &format!("/v1/admin/audit?{query}")).await;
        assert_eq!(
            page.json()["items"].as_array().unwrap().len(),
            count,
            "{query}"
        );
        let file = world
            .get(&root, &format!("/v1/admin/audit/export?{query}"))
            .await;
        assert_eq!(file.header("content-type"), Some("application/x-ndjson"));
        let lines = file
            .body
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        assert_eq!(page.json()["items"], lines.collect::<Value>(), "{query}");
    }
    let wrong = world
        .get(&root, "/v1/admin/audit?action=user.vanish&who=x")
        .await;
    assert_eq!(
        (wrong.status, wrong.code().as_str()),
        (400, "invalid_query")
    );
}
