use super::world::World;
use super::{faults, told};
use crate::tests::harness::Answer;
use actix_web::http::Method;
use actix_web::test::TestRequest;

const PATH: &str = "/v1/admin/allow-list";

async fn brings(world: &World, token: &str, kind: &str, table: &'static [u8]) -> Answer {
    let request = TestRequest::post()
        .uri(PATH)
        .insert_header(("authorization", format!("Bearer {token}")))
        .insert_header(("content-type", kind))
        .set_payload(table);
    world.send(request).await
}

#[actix_web::test]
async fn a_list_is_brought_shown_and_shortened() {
    let world = World::new();
    let root = world.admin().await;
    let table =
        b"name,email,level\r\n\"King, Ada\",Ada@example.org,power\r\n,bob@example.org,normie\r\n";
    let brought = brings(&world, &root, "text/csv; charset=utf-8", table).await;
    insta::assert_json_snapshot!(told(&brought));
    let shown = world.get(&root, PATH).await;
    insta::assert_json_snapshot!(told(&shown));

    let first = world.get(&root, &format!("{PATH}?limit=1")).await.json();
    let next = first["next_cursor"].as_str().unwrap();
    let second = world
        .get(&root, &format!("{PATH}?limit=1&cursor={next}"))
        .await;
    assert_eq!(second.json()["items"][0]["email"], "bob@example.org");

    let one = format!("{PATH}/ada%40Example.org");
    for status in [204, 404] {
        assert_eq!(world.by(&root, Method::DELETE, &one).await.status, status);
    }
    let left = world.get(&root, PATH).await.json();
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn every_faulty_line_is_told() {
    let world = World::new();
    let root = world.admin().await;
    let table =
        b"name,email,level\nAda,ada,queen\nBob,bob@example.org,dev\nBob,BOB@example.org,dev\n";
    let refused = brings(&world, &root, "text/csv", table).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (422, "validation_failed")
    );
    assert_eq!(
        faults(&refused),
        [
            "/2/email invalid_email",
            "/2/level unknown_value",
            "/4/email repeated"
        ]
    );
    let page = world.get(&root, PATH).await.json();
    assert_eq!(page["items"].as_array().unwrap().len(), 0);
}

#[actix_web::test]
async fn it_takes_text_and_a_permission() {
    let world = World::new();
    let root = world.admin().await;
    let json = brings(&world, &root, "application/json", b"{}").await;
    assert_eq!(json.code(), "unsupported_media_type");
    let bytes = brings(&world, &root, "text/csv", b"name,email,level\n\xff").await;
    assert_eq!(bytes.code(), "invalid_text");
    world.registers("ada").await;
    let (ada, _) = world.signs_in("ada").await;
    let table = b"name,email,level\n";
    assert_eq!(
        brings(&world, &ada, "text/csv", table).await.code(),
        "forbidden"
    );
    assert_eq!(world.get(&ada, PATH).await.code(), "forbidden");
    let one = format!("{PATH}/x@example.org");
    assert_eq!(
        world.by(&ada, Method::DELETE, &one).await.code(),
        "forbidden"
    );
}
