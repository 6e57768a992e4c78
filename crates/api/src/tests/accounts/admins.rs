use super::world::World;
use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::json;

#[actix_web::test]
async fn users_are_listed_page_by_page() {
    let world = World::new();
    let root = world.admin().await;
    for name in ["ada", "bob", "cleo"] {
        world.registers(name).await;
    }
    let (mut path, mut names) = ("/v1/admin/users?limit=3".to_owned(), Vec::new());
    loop {
        let page = world.get(&root, &path).await.json();
        let items = page["items"].as_array().unwrap();
        names.extend(
            items
                .iter()
                .map(|user| user["username"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/v1/admin/users?limit=3&cursor={cursor}");
    }
    assert_eq!(names, ["root", "ada", "bob", "cleo"]);
    let elsewhere = path.replace("/v1/admin/users", "/v1/topics");
    assert_eq!(world.get(&root, &elsewhere).await.code(), "invalid_cursor");
}

#[actix_web::test]
async fn a_role_is_granted_and_taken() {
    let world = World::new();
    let (root, ada) = (world.admin().await, world.registers("ada").await);
    let (token, _) = world.signs_in("ada").await;
    let path = format!("/v1/admin/users/{ada}/roles/moderator");
    assert_eq!(world.get(&token, "/v1/questions").await.status, 403);
    for _ in 0..2 {
        assert_eq!(world.by(&root, Method::PUT, &path).await.status, 204);
    }
    assert_eq!(world.get(&token, "/v1/questions").await.status, 200);
    let seen = world
        .get(&root, &format!("/v1/admin/users/{ada}"))
        .await
        .json();
    assert_eq!(seen["roles"][1]["role"], "moderator");
    assert_eq!(seen["permissions"], json!(["play", "questions.manage"]));
    for _ in 0..2 {
        assert_eq!(world.by(&root, Method::DELETE, &path).await.status, 204);
    }
    assert_eq!(world.get(&token, "/v1/questions").await.status, 403);
}

#[actix_web::test]
async fn the_last_admin_stays() {
    let world = World::new();
    let root = world.admin().await;
    let me = world.get(&root, "/v1/me").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mine = format!("/v1/admin/users/{me}/roles/admin");
    let kept = world.by(&root, Method::DELETE, &mine).await;
    assert_eq!((kept.status, kept.code().as_str()), (409, "last_admin"));
    let ada = world.registers("ada").await;
    world
        .by(
            &root,
            Method::PUT,
            &format!("/v1/admin/users/{ada}/roles/admin"),
        )
        .await;
    assert_eq!(world.by(&root, Method::DELETE, &mine).await.status, 204);
    assert_eq!(world.get(&root, "/v1/admin/users").await.status, 403);
}

#[actix_web::test]
async fn others_may_not_and_are_told_what_they_lack() {
    let world = World::new();
    let ada = world.registers("ada").await;
    let (token, _) = world.signs_in("ada").await;
    for (method, path) in [
        (Method::GET, "/v1/admin/users".to_owned()),
        (Method::GET, format!("/v1/admin/users/{ada}")),
        (Method::PUT, format!("/v1/admin/users/{ada}/roles/admin")),
        (
            Method::DELETE,
            format!("/v1/admin/users/{ada}/roles/player"),
        ),
    ] {
        let answer = world.by(&token, method, &path).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (403, "forbidden"),
            "{path}"
        );
        assert_eq!(answer.json()["permission"], "users.manage");
    }
}

#[actix_web::test]
async fn who_or_what_is_not_there_is_not_found() {
    let world = World::new();
    let (root, ada) = (world.admin().await, world.registers("ada").await);
    let nobody = "00000000-0000-7000-8000-999999999999";
    for (method, path) in [
        (Method::GET, format!("/v1/admin/users/{nobody}")),
        (Method::GET, "/v1/admin/users/ada".to_owned()),
        (
            Method::PUT,
            format!("/v1/admin/users/{nobody}/roles/player"),
        ),
        (Method::PUT, format!("/v1/admin/users/{ada}/roles/emperor")),
        (
            Method::DELETE,
            format!("/v1/admin/users/{nobody}/roles/player"),
        ),
    ] {
        let answer = world.by(&root, method, &path).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (404, "not_found"),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn anybody_sees_the_currencies() {
    let world = World::new();
    let all = world
        .send(TestRequest::get().uri("/v1/currencies"))
        .await
        .json();
    assert_eq!(
        all["items"][1],
        json!({ "code": "INR", "scale": 2, "kind": "play" })
    );
}
