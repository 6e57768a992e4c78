//! Who comes in, and who does not.

use super::lobby;
use crate::harness::{Deployment, Server, User};
use futures::future::join_all;
use serde_json::json;

on_both_databases! {
    a_ticket_lets_one_in_and_is_in_no_log,
    what_is_wrong_with_a_handshake_is_told,
    each_has_ten_places,
}

/// For what a client may take in at once.
const ROOM: u32 = 64 * 1024;

async fn a_ticket_lets_one_in_and_is_in_no_log(here: Deployment) {
    let server = here.start().await;
    let (ada, bob) = (server.player("ada").await, server.player("bob").await);
    let session = lobby(&server, &ada, &bob).await;
    let ticket = server.ticket(&ada, &session).await;
    let query = format!("ticket={ticket}");
    let tries = (0..20).map(|_| server.open(&session, &query, ROOM));
    let tries = join_all(tries).await;
    assert_eq!(tries.iter().filter(|opened| opened.is_ok()).count(), 1);
    let invalid = (403, "invalid_ticket".to_owned());
    for refused in tries.iter().filter_map(|opened| opened.as_ref().err()) {
        assert_eq!(refused, &invalid);
    }
    let path = format!("/v1/sessions/{session}/events?ticket={ticket}");
    server.get(&path).await.refuses(403, "invalid_ticket");
    let solo = server.post("/v1/sessions").as_(&ada).json(json!({})).await;
    let solo = solo.gives(201)["id"].as_str().unwrap().to_owned();
    let of_other = format!("ticket={}", server.ticket(&ada, &solo).await);
    let refused = server.open(&session, &of_other, ROOM).await;
    assert_eq!(refused.err(), Some(invalid));
    let path = format!("/v1/sessions/{session}/live?{of_other}");
    server.get(&path).await.refuses(426, "websocket_required");
    let eve = server.player("eve").await;
    let path = format!("/v1/sessions/{session}/tickets");
    server.post(&path).as_(&eve).await.refuses(404, "not_found");
    drop(tries);
    let secret = ticket.strip_prefix("lwt_").unwrap().to_owned();
    let log = server.logs("websocket_required").await;
    assert!(!log.contains(&secret) && !log.contains("lwt_"), "{log}");
    server.stop().await;
}

async fn what_is_wrong_with_a_handshake_is_told(here: Deployment) {
    let here = here
        .with("public_url", "https://play.example.com")
        .with("cors_origins", "https://game.example.com");
    let server = here.start().await;
    let (ada, bob) = (server.player("ada").await, server.player("bob").await);
    let session = lobby(&server, &ada, &bob).await;
    let strange = format!("lwt_{}", "0".repeat(64));
    for (query, status, code) in [
        ("", 403, "invalid_ticket"),
        ("ticket=", 403, "invalid_ticket"),
        (&format!("ticket={strange}"), 403, "invalid_ticket"),
        // A token opens nothing here, wherever it stands.
        (&format!("ticket={}", ada.access), 403, "invalid_ticket"),
        (&format!("token={}", ada.access), 400, "invalid_query"),
        ("ticket=a&ticket=b", 400, "invalid_query"),
        ("ticket=a&last_event_id=-1", 400, "invalid_query"),
        ("ticket=a&last_event_id=x", 400, "invalid_query"),
    ] {
        let refused = server.open(&session, query, ROOM).await;
        assert_eq!(refused.err(), Some((status, code.to_owned())), "{query}");
    }
    for origin in [
        "https://evil.example",
        "null",
        "https://game.example.com.evil.example",
    ] {
        let entry = server.entry(&ada, &session).await;
        let refused = server.open_from(&session, &entry, origin);
        let expected = (403, "cross_origin_request".to_owned());
        assert_eq!(refused.await.err(), Some(expected), "{origin}");
    }
    for origin in ["https://play.example.com", "https://game.example.com"] {
        let entry = server.entry(&ada, &session).await;
        let opened = server.open_from(&session, &entry, origin);
        assert!(opened.await.is_ok(), "{origin}");
    }
    server.stop().await;
}

async fn each_has_ten_places(here: Deployment) {
    let here = here.with("metrics_listen", "127.0.0.1:0");
    let server = here.start().await;
    let (ada, bob) = (server.player("ada").await, server.player("bob").await);
    let session = lobby(&server, &ada, &bob).await;
    let mut places = Vec::new();
    for _ in 0..10 {
        places.push(server.follow(&ada, &session, None).await);
    }
    let entry = server.entry(&ada, &session).await;
    let refused = server.open(&session, &entry, ROOM).await;
    let expected = (429, "too_many_live_connections".to_owned());
    assert_eq!(refused.err(), Some(expected));
    server.follow(&bob, &session, None).await;
    drop(places);
    server
        .until("ludger_live_connections", |live| live == 0.0)
        .await;
    server.follow(&ada, &session, None).await;
    server.stop().await;
}

impl Server {
    /// A query with a new ticket.
    async fn entry(&self, user: &User, session: &str) -> String {
        format!("ticket={}", self.ticket(user, session).await)
    }
}
