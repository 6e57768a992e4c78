//! What is not posted, and what is said about it.

use super::words::{TRANSFERS, and, keyed, post, stake, system, transfer, user};
use super::world::World;
use ludger_domain::accounts::Role;
use serde_json::json;

#[actix_web::test]
async fn too_little_is_told_with_how_much_there_is() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    let answer = world
        .send(
            &service,
            keyed(TRANSFERS, "k-1", &stake(&ada, "12.50", "INR")),
        )
        .await;
    insta::assert_snapshot!(
        answer
            .told()
            .replace(answer.json()["request_id"].as_str().unwrap(), "[id]")
    );
    assert_eq!(world.available(&ada, "INR").await, "10.00");
    world.assert_sound().await;
}

#[actix_web::test]
async fn a_refusal_is_not_remembered() {
    let world = World::new();
    let (service, ada) = (world.service().await, world.player("ada").await);
    let bet = || keyed(TRANSFERS, "k-1", &stake(&ada, "10.00", "INR"));
    assert_eq!(
        world.send(&service, bet()).await.code(),
        "insufficient_funds"
    );
    world.gift(&ada, "10.00", "INR").await;
    let answer = world.send(&service, bet()).await;
    assert_eq!(
        (answer.status, answer.header("idempotent-replayed")),
        (201, None)
    );
}

#[actix_web::test]
async fn a_balance_does_not_overflow() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "9223372036854775807", "WISE").await,
    );
    let gift = transfer("bonus", &system("clearing/bank"), &user(&ada), "1", "WISE");
    let answer = world.send(&service, keyed(TRANSFERS, "k-1", &gift)).await;
    assert_eq!(answer.refusal(), (422, "balance_overflow".to_owned()));
}

#[actix_web::test]
async fn a_reference_is_of_one_content() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    let bet = |amount| and(stake(&ada, amount, "INR"), "reference", "bet/1");
    let first = world
        .send(&service, keyed(TRANSFERS, "k-1", &bet("1.00")))
        .await;
    let other = world
        .send(&service, keyed(TRANSFERS, "k-2", &bet("2.00")))
        .await;
    assert_eq!(other.refusal(), (409, "reference_conflict".to_owned()));
    assert_eq!(other.json()["transfer"], first.json()["id"]);
}

#[actix_web::test]
async fn every_fault_of_a_draft_is_told() {
    let world = World::new();
    let service = world.service().await;
    let draft = json!({
        "category": "bets",
        "description": "x".repeat(256),
        "metadata": [],
        "reference": "with space",
        "occurred_at": "yesterday",
        "entries": [
            { "account": { "user": "nobody" }, "amount": "-1.005", "currency": "INR" },
            { "account": { "system": "pool/x" }, "amount": "1", "currency": "XYZ" },
            { "account": {}, "amount": "0", "currency": "INR" },
        ],
    });
    let answer = world.send(&service, keyed(TRANSFERS, "k-1", &draft)).await;
    let faults = answer.faults();
    assert_eq!(answer.refusal(), (422, "validation_failed".to_owned()));
    insta::assert_debug_snapshot!(faults);
}

#[actix_web::test]
async fn entries_balance() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    let mut bet = stake(&ada, "10.00", "INR");
    bet["entries"][1]["amount"] = "9.99".into();
    let answer = world.send(&service, keyed(TRANSFERS, "k-1", &bet)).await;
    assert_eq!(
        answer.faults(),
        [("/entries".to_owned(), "unbalanced".to_owned())]
    );
}

#[actix_web::test]
async fn amounts_are_text_and_fields_are_known() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    let mut bet = and(stake(&ada, "1.00", "INR"), "note", "x");
    bet["entries"][1]["amount"] = 1.into();
    let answer = world.send(&service, keyed(TRANSFERS, "k-1", &bet)).await;
    let mut faults = answer.faults();
    faults.sort();
    let fault = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
    let expected = [
        fault("/entries/1/amount", "wrong_type"),
        fault("/note", "unknown_field"),
    ];
    assert_eq!(faults, expected);
    for amount in ["1e3", "NaN", "+5", "1,000", ".5", "5.", "1_0", " 1", ""] {
        let mut bet = stake(&ada, "1.00", "INR");
        bet["entries"][1]["amount"] = amount.into();
        let answer = world.send(&service, keyed(TRANSFERS, "k-1", &bet)).await;
        let expected = fault("/entries/1/amount", "malformed_amount");
        assert_eq!(answer.faults(), [expected], "{amount:?}");
    }
}

#[actix_web::test]
async fn a_key_is_required_where_value_moves() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    let bet = stake(&ada, "1.00", "INR");
    let without = world.send(&service, post(TRANSFERS, &bet)).await;
    assert_eq!(
        without.refusal(),
        (400, "idempotency_key_required".to_owned())
    );
    let invalid = world.send(&service, keyed(TRANSFERS, "k 1", &bet)).await;
    assert_eq!(
        invalid.refusal(),
        (400, "invalid_idempotency_key".to_owned())
    );
    assert_eq!(world.available(&ada, "INR").await, "10.00");
}

#[actix_web::test]
async fn only_services_post() {
    let world = World::new();
    let ada = world.rich("ada", "10.00", "INR").await;
    let others = [
        world.admin().await,
        world.player("bob").await,
        world.with_role("cleo", Role::Moderator).await,
    ];
    for other in others {
        for path in [TRANSFERS.to_owned(), format!("{TRANSFERS}?dry_run=true")] {
            let bet = keyed(&path, "k-1", &stake(&ada, "1.00", "INR"));
            let answer = world.send(&other, bet).await;
            assert_eq!(answer.refusal(), (403, "forbidden".to_owned()));
            assert_eq!(answer.json()["permission"], "ledger.transfer");
        }
    }
}

#[actix_web::test]
async fn players_read_no_books() {
    let world = World::new();
    let ada = world.player("ada").await;
    let id = "00000000-0000-7000-8000-00000000ffff";
    let paths = [
        format!("{TRANSFERS}/{id}"),
        format!("{TRANSFERS}?reference=x"),
        "/v1/ledger/accounts".to_owned(),
        format!("/v1/ledger/accounts?user={}", ada.id),
        "/v1/ledger/trial-balance".to_owned(),
    ];
    for path in paths {
        assert_eq!(
            world.get(&ada, &path).await.refusal(),
            (403, "forbidden".to_owned()),
            "{path}"
        );
    }
}
