use super::world::{World, email, person};
use serde_json::json;

#[actix_web::test]
async fn who_registers_signs_in_and_sees_who_they_are() {
    let world = World::new();
    let made = world.post("/v1/auth/register", person("ada")).await;
    assert_eq!((made.status, made.body.as_str()), (202, ""));
    let (token, _) = world.signs_in("ada").await;
    let me = world.get(&token, "/v1/me").await;
    let expected = json!({
        "id": me.json()["id"],
        "email": "ada@example.org",
        "username": "ada",
        "full_name": null,
        "avatar_url": null,
        "time_zone": "UTC",
        "locale": "en",
        "is_verified": false,
        "tier": "normie",
        "flags": [], "on_boards": true,
        "created_at": "2026-01-01T12:00:00Z",
        "locked_at": null,
        "deleted_at": null,
        "version": 1,
        "roles": [
            { "role": "player", "granted_at": "2026-01-01T12:00:00Z", "granted_by": null },
        ],
        "permissions": ["play"],
    });
    assert_eq!(me.json(), expected);
    assert!(me.header("etag").is_some());
}

#[actix_web::test]
async fn every_fault_of_a_registration_is_told() {
    let world = World::new();
    world.registers("ada").await;
    let table = [
        (
            json!({ "email": "x", "username": "a", "password": "short" }),
            &["/email", "/username", "/password"][..],
        ),
        (person("ada"), &["/username"]),
        (
            json!({ "email": email("ADA"), "username": "ada", "password": "three brown foxes" }),
            &["/username"],
        ),
        (
            json!({ "email": email("bob"), "username": "bob", "password": "password" }),
            &["/password"],
        ),
        (
            json!({ "email": email("bob"), "admin": true }),
            &["/admin", "/username", "/password"],
        ),
        (
            json!({ "email": 5, "username": null, "password": [] }),
            &["/email", "/username", "/password"],
        ),
    ];
    for (body, expected) in table {
        let answer = world.post("/v1/auth/register", body).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (422, "validation_failed")
        );
        let mut told: Vec<_> = answer.json()["errors"].as_array().unwrap().clone();
        told.dedup_by_key(|fault| fault["pointer"].clone());
        let mut told: Vec<_> = told
            .iter()
            .map(|fault| fault["pointer"].as_str().unwrap())
            .collect();
        let mut expected = expected.to_vec();
        told.sort_unstable();
        expected.sort_unstable();
        assert_eq!(told, expected, "{}", answer.body);
    }
}

#[actix_web::test]
async fn the_setup_link_makes_one_admin() {
    let world = World::new();
    let token = world.setup_token().await.unwrap();
    let claim = |token: &str, name: &str| {
        let mut body = person(name);
        body["token"] = token.into();
        world.post("/v1/setup", body)
    };
    let wrong = claim(&token.replace('1', "2"), "eve").await;
    assert_eq!(
        (wrong.status, wrong.code().as_str()),
        (403, "invalid_setup_token")
    );
    let nonsense = claim("x", "eve").await;
    assert_eq!(nonsense.code(), "invalid_setup_token");

    assert_eq!(claim(&token, "root").await.status, 201);
    let (root, _) = world.signs_in("root").await;
    let me = world.get(&root, "/v1/me").await.json();
    let roles: Vec<_> = me["roles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| &r["role"])
        .collect();
    assert!(roles.contains(&&json!("admin")), "{roles:?}");

    let again = claim(&token, "eve").await;
    assert_eq!((again.status, again.code().as_str()), (409, "setup_done"));
    assert_eq!(world.setup_token().await, None);
}
