//! Whose connection ends, and how they learn of it.

use super::{lobby, names};
use crate::harness::Deployment;
use serde_json::json;

on_both_databases! {
    who_goes_or_is_signed_out_is_told_so,
    a_server_that_stops_says_goodbye,
}

async fn who_goes_or_is_signed_out_is_told_so(here: Deployment) {
    let server = here.start().await;
    let (ada, bob) = (server.player("ada").await, server.player("bob").await);
    let session = lobby(&server, &ada, &bob).await;
    let mut of_ada = server.follow(&ada, &session, None).await;
    let mut of_bob = server.follow(&bob, &session, None).await;
    let reply = of_bob.does(json!({ "do": "fly" })).await;
    assert_eq!(
        (&reply["status"], &reply["body"]["code"]),
        (&json!(422), &json!("validation_failed"))
    );
    let reply = of_bob.does(json!({ "do": "kick", "user": ada.id })).await;
    assert_eq!(
        (&reply["status"], &reply["body"]["code"]),
        (&json!(403), &json!("not_host"))
    );
    let reply = of_bob.does(json!({ "do": "leave" })).await;
    assert_eq!(reply["status"], json!(200));
    assert_eq!(of_bob.until_the_end().await, 1000);
    assert_eq!(names(&of_bob.told), ["left"]);
    let out = server.post("/v1/auth/sign-out").as_(&ada).await;
    assert_eq!(out.status, 204);
    assert_eq!(of_ada.until_the_end().await, 4401, "within 5 s");
    let ada = server.sign_in_again("ada").await;
    let mut flood = server.follow(&ada, &session, None).await;
    for _ in 0..21 {
        flood.says("{}").await;
    }
    assert_eq!(flood.until_the_end().await, 1008);
    server.stop().await;
}

async fn a_server_that_stops_says_goodbye(here: Deployment) {
    let server = here.start().await;
    let (ada, bob) = (server.player("ada").await, server.player("bob").await);
    let session = lobby(&server, &ada, &bob).await;
    let mut of_ada = server.follow(&ada, &session, None).await;
    let mut of_bob = server.listen(&bob, &session, 0).await;
    of_bob.next().await.unwrap();
    server.terminate();
    assert_eq!(of_ada.until_the_end().await, 1001);
    of_bob.until_the_end().await;
    assert_eq!(server.ended().await, Some(0));
}
