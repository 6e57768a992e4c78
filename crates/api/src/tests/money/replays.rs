//! The same request again.

use super::words::{ADJUSTMENTS, BATCH, TRANSFERS, and, keyed, stake};
use super::world::World;
use ludger_domain::accounts::Role;
use serde_json::json;

#[actix_web::test]
async fn a_replay_has_the_first_answer() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    let bet = || keyed(TRANSFERS, "k-1", &stake(&ada, "10.00", "INR"));
    let first = world.send(&service, bet()).await;
    assert_eq!(
        (first.status, first.header("idempotent-replayed")),
        (201, None)
    );
    // By now the rule would refuse.
    world.clock.advance(60);
    let again = world.send(&service, bet()).await;
    assert_eq!(
        (again.status, again.header("idempotent-replayed")),
        (201, Some("true"))
    );
    assert_eq!(again.body, first.body);
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(world.available(&ada, "INR").await, "0.00");
    world.assert_sound().await;
}

#[actix_web::test]
async fn the_same_in_other_words_is_the_same_request() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    let bet = stake(&ada, "1.00", "INR");
    let first = world.send(&service, keyed(TRANSFERS, "k-1", &bet)).await;
    let wordy = format!(
        "{{ \"description\": null, \"entries\": {},\n \"category\": \"bet\" }}",
        bet["entries"]
    );
    let wordy = keyed(TRANSFERS, "k-1", &json!(null)).set_payload(wordy);
    let again = world
        .send(
            &service,
            wordy.insert_header(("content-type", "application/json")),
        )
        .await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.body, first.body);
}

#[actix_web::test]
async fn another_request_under_the_key_is_a_mistake() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    world
        .send(
            &service,
            keyed(TRANSFERS, "k-1", &stake(&ada, "1.00", "INR")),
        )
        .await;
    for amount in ["2.00", "99.00", "nonsense"] {
        let answer = world
            .send(
                &service,
                keyed(TRANSFERS, "k-1", &stake(&ada, amount, "INR")),
            )
            .await;
        assert_eq!(
            answer.refusal(),
            (422, "idempotency_key_reused".to_owned()),
            "{amount}"
        );
    }
    assert_eq!(world.available(&ada, "INR").await, "9.00");
}

#[actix_web::test]
async fn a_reference_that_was_posted_gives_the_first_transfer() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    let bet = and(stake(&ada, "1.00", "INR"), "reference", "bet/1");
    let first = world.send(&service, keyed(TRANSFERS, "k-1", &bet)).await;
    world.clock.advance(60);
    let second = world.send(&service, keyed(TRANSFERS, "k-2", &bet)).await;
    assert_eq!((second.status, second.header("location")), (200, None));
    assert_eq!(
        (&second.body, second.header("idempotent-replayed")),
        (&first.body, None)
    );
    let again = world.send(&service, keyed(TRANSFERS, "k-2", &bet)).await;
    assert_eq!(
        (again.status, again.header("idempotent-replayed")),
        (200, Some("true"))
    );
    assert_eq!(again.body, first.body);
    assert_eq!(world.available(&ada, "INR").await, "9.00");
}

#[actix_web::test]
async fn a_key_is_of_one_principal_and_one_route() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    let other = world.with_role("other-server", Role::Ledger).await;
    let bet = stake(&ada, "1.00", "INR");
    for who in [&service, &other] {
        let answer = world.send(who, keyed(TRANSFERS, "k-1", &bet)).await;
        assert_eq!(
            (answer.status, answer.header("idempotent-replayed")),
            (201, None)
        );
    }
    let batch = json!({ "transfers": [bet] });
    let answer = world.send(&service, keyed(BATCH, "k-1", &batch)).await;
    assert_eq!(
        (answer.status, answer.header("idempotent-replayed")),
        (200, None)
    );
    assert_eq!(world.available(&ada, "INR").await, "7.00");
}

#[actix_web::test]
async fn corrections_are_replayed_too() {
    let world = World::new();
    let (admin, ada) = (world.admin().await, world.player("ada").await);
    let credit = json!({
        "user": ada.id, "type": "credit", "amount": "5.00", "currency": "INR", "reason": "a prize",
    });
    let first = world.send(&admin, keyed(ADJUSTMENTS, "k-1", &credit)).await;
    let again = world.send(&admin, keyed(ADJUSTMENTS, "k-1", &credit)).await;
    assert_eq!(
        (again.status, again.header("idempotent-replayed")),
        (201, Some("true"))
    );
    assert_eq!(again.body, first.body);

    let id = first.json()["id"].as_str().unwrap().to_owned();
    let undo = |id: &str| {
        let path = format!("/v1/admin/transfers/{id}/reversal");
        keyed(&path, "k-1", &json!({ "reason": "by mistake" }))
    };
    let first = world.send(&admin, undo(&id)).await;
    let again = world.send(&admin, undo(&id)).await;
    assert_eq!(
        (again.status, again.header("idempotent-replayed")),
        (201, Some("true"))
    );
    assert_eq!(again.body, first.body);
    // The transfer is a part of what is asked.
    let other = world
        .send(&admin, undo("00000000-0000-7000-8000-00000000ffff"))
        .await;
    assert_eq!(other.refusal(), (422, "idempotency_key_reused".to_owned()));
    assert_eq!(world.available(&ada, "INR").await, "0.00");
}
