//! How many requests one may send.

use super::accounts::world::World;
use crate::rates::RateLimits;
use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::json;
use std::num::NonZeroU32;

fn limits(auth: u32, read: u32, write: u32) -> RateLimits {
    RateLimits {
        auth_per_min: NonZeroU32::new(auth),
        read_per_min: NonZeroU32::new(read),
        write_per_min: NonZeroU32::new(write),
    }
}

fn from(address: &str, request: TestRequest) -> TestRequest {
    request.peer_addr(format!("{address}:40000").parse().unwrap())
}

#[actix_web::test]
async fn an_address_signs_in_so_often() {
    let world = World::with_rates(limits(3, 100, 100));
    let body = json!({ "email": "ada@example.org", "password": "not this one" });
    let tries = async |address: &str| {
        let request = TestRequest::post().uri("/v1/auth/sign-in").set_json(&body);
        // What looks like a token changes nothing.
        let request = request.insert_header(("authorization", "Bearer lat_1"));
        world.send(from(address, request)).await
    };
    for left in [2, 1, 0] {
        let answer = tries("192.0.2.1").await;
        assert_eq!(answer.status, 401);
        assert_eq!(answer.header("ratelimit-policy"), Some("\"auth\";q=3;w=60"));
        let told = answer.header("ratelimit").unwrap();
        assert!(told.starts_with(&format!("\"auth\";r={left};t=")), "{told}");
    }
    let refused = tries("192.0.2.1").await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (429, "rate_limited")
    );
    assert_eq!(refused.header("retry-after"), Some("20"));
    assert_eq!(refused.header("ratelimit"), Some("\"auth\";r=0;t=60"));
    assert_eq!(tries("192.0.2.2").await.status, 401);
}

#[actix_web::test]
async fn a_user_has_one_bucket_wherever_they_are() {
    let world = World::with_rates(limits(100, 2, 1));
    world.registers("ada").await;
    world.registers("bob").await;
    let ((ada, _), (bob, _)) = (world.signs_in("ada").await, world.signs_in("bob").await);
    let asks = async |token: &str, address: &str, method: Method| {
        let bearer = ("authorization", format!("Bearer {token}"));
        let request = TestRequest::default().method(method).uri("/v1/me/sessions");
        world
            .send(from(address, request.insert_header(bearer)))
            .await
            .status
    };
    assert_eq!(asks(&ada, "192.0.2.1", Method::GET).await, 200);
    assert_eq!(asks(&ada, "192.0.2.2", Method::GET).await, 200);
    assert_eq!(asks(&ada, "192.0.2.3", Method::GET).await, 429);
    assert_eq!(asks(&bob, "192.0.2.1", Method::GET).await, 200);
    assert_eq!(asks(&ada, "192.0.2.1", Method::DELETE).await, 204);
    assert_eq!(asks(&ada, "192.0.2.1", Method::DELETE).await, 429);
}

#[actix_web::test]
async fn tokens_are_not_guessed_either() {
    let world = World::with_rates(limits(2, 100, 100));
    let asks = async || {
        let request = TestRequest::get().uri("/v1/me");
        let request = request.insert_header(("authorization", "Bearer lat_1"));
        world.send(from("192.0.2.1", request)).await.status
    };
    assert_eq!([asks().await, asks().await, asks().await], [401, 401, 429]);
}

#[actix_web::test]
async fn what_is_no_part_of_the_api_is_not_counted() {
    let world = World::with_rates(limits(1, 1, 1));
    for path in ["/livez", "/docs/errors", "/links/sign-in"] {
        for _ in 0..3 {
            let answer = world
                .send(from("192.0.2.1", TestRequest::get().uri(path)))
                .await;
            assert_eq!(
                (answer.status, answer.header("ratelimit")),
                (200, None),
                "{path}"
            );
        }
    }
}
