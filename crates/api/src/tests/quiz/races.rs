//! Many requests at the same moment.

use super::World;
use super::client::id_in;
use futures::future::join_all;
use ludger_domain::quiz::Letter;
use ludger_ports::read::{QuizSessions, Wallets};
use serde_json::json;

#[actix_web::test]
async fn of_fifty_answers_at_once_the_first_counts() {
    let world = World::new();
    world.moderator().await.fills("Sums", 5).await;
    let ada = world.player().await;
    let session = ada.starts().await;
    for number in 1..=5 {
        ada.looks(&session).await;
        let (question, right) = world.letter(id_in(&session), true).await;
        let letters = [right, Letter::A, Letter::B, Letter::C];
        let answers = (0..50).map(|n| ada.answers(&session, (question, letters[n % 4])));
        let told = join_all(answers).await;
        let taken: Vec<_> = told.iter().filter(|answer| answer.status == 200).collect();
        assert!(!taken.is_empty());
        assert!(
            taken.iter().all(|answer| answer.body == taken[0].body),
            "one verdict for all"
        );
        for refused in told.iter().filter(|answer| answer.status != 200) {
            assert_eq!(
                (refused.status, refused.code().as_str()),
                (409, "already_answered")
            );
        }
        let stored = QuizSessions::answers(&world.store, id_in(&session).parse().unwrap()).await;
        assert_eq!(stored.unwrap().len(), number);
        if world.stored(id_in(&session)).await.current().is_none() {
            break;
        }
    }
    let ended = ada.get(&session).await.json()["ended"].clone();
    let wallet = world
        .store
        .wallet(ada.user, "WISE".parse().unwrap())
        .await
        .unwrap();
    let coins = wallet.map_or(0, |wallet| wallet.available);
    assert_eq!(
        ended["coins"]["amount"],
        json!(coins.to_string()),
        "paid once"
    );
}

#[actix_web::test]
async fn of_many_starts_one_makes_a_session() {
    let world = World::new();
    world.moderator().await.fills("Sums", 5).await;
    let ada = world.player().await;
    let starts = (0..20).map(|_| ada.post("/v1/sessions", json!({})));
    let started = join_all(starts).await;
    assert_eq!(
        started.iter().filter(|answer| answer.status == 201).count(),
        1
    );
    assert!(started.iter().all(|answer| answer.id() == started[0].id()));
}

#[actix_web::test]
async fn of_two_edits_of_one_version_one_is_late() {
    let world = World::new();
    let mia = world.moderator().await;
    let path = format!("/v1/topics/{}", mia.fills("Sums", 0).await);
    let edits = ["One", "Two"].map(|title| {
        mia.edit(
            actix_web::http::Method::PATCH,
            &path,
            "\"v1\"",
            json!({ "title": title }),
        )
    });
    let mut statuses: Vec<_> = join_all(edits)
        .await
        .iter()
        .map(|answer| answer.status)
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}
