//! What admins correct by hand.

use super::words::{ADJUSTMENTS, TRANSFERS, keyed, post, stake};
use super::world::{Person, World, code};
use crate::tests::harness::Answer;
use ludger_domain::accounts::AuditAction;
use ludger_domain::ledger::{Category, Hold};
use ludger_domain::money::Amount;
use ludger_ports::{Changes, Clock, Store};
use serde_json::{Value, json};

fn adjustment(user: &Person, direction: &str, amount: &str, currency: &str) -> Value {
    json!({
        "user": user.id, "type": direction, "amount": amount, "currency": currency,
        "reason": "the quiz of Monday",
    })
}

async fn undo(world: &World, admin: &Person, key: &str, id: &Value) -> Answer {
    let path = format!("/v1/admin/transfers/{}/reversal", id.as_str().unwrap());
    world
        .send(admin, keyed(&path, key, &json!({ "reason": "by mistake" })))
        .await
}

#[actix_web::test]
async fn an_admin_credits_with_a_reason() {
    let world = World::new();
    let (admin, ada) = (world.admin().await, world.player("ada").await);
    let credit = adjustment(&ada, "credit", "12.50", "INR");
    let answer = world.send(&admin, keyed(ADJUSTMENTS, "k-1", &credit)).await;
    insta::assert_snapshot!(answer.told());
    assert_eq!(world.available(&ada, "INR").await, "12.50");
    let place = answer.header("location").unwrap();
    assert_eq!(world.get(&admin, place).await.json(), answer.json());
    let log = world.store.audit_log();
    let record = log.last().unwrap();
    assert_eq!(
        (record.action, record.actor),
        (AuditAction::LedgerAdjust, Some(admin.id))
    );
    world.assert_sound().await;
}

#[actix_web::test]
async fn an_admin_debits_what_there_is() {
    let world = World::new();
    let (admin, ada) = (world.admin().await, world.rich("ada", "10.00", "INR").await);
    let debit = |amount| adjustment(&ada, "debit", amount, "INR");
    let answer = world
        .send(&admin, keyed(ADJUSTMENTS, "k-1", &debit("4.00")))
        .await;
    assert_eq!(answer.status, 201);
    let answer = world
        .send(&admin, keyed(ADJUSTMENTS, "k-2", &debit("7.00")))
        .await;
    assert_eq!(answer.refusal(), (422, "insufficient_funds".to_owned()));
    assert_eq!(
        answer.json()["available"],
        json!({ "amount": "6.00", "currency": "INR" })
    );
    assert_eq!(world.available(&ada, "INR").await, "6.00");
}

#[actix_web::test]
async fn every_fault_of_an_adjustment_is_told() {
    let world = World::new();
    let admin = world.admin().await;
    let wrong = json!({
        "user": "ada", "type": "gift", "amount": "-1", "currency": "INR", "reason": " ",
    });
    let answer = world.send(&admin, keyed(ADJUSTMENTS, "k-1", &wrong)).await;
    assert_eq!(answer.refusal(), (422, "validation_failed".to_owned()));
    insta::assert_debug_snapshot!(answer.faults());
}

#[actix_web::test]
async fn only_admins_correct() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    let bet = world
        .send(
            &service,
            keyed(TRANSFERS, "k-1", &stake(&ada, "1.00", "INR")),
        )
        .await;
    for who in [&service, &ada] {
        let credit = adjustment(&ada, "credit", "12.50", "INR");
        let answer = world.send(who, keyed(ADJUSTMENTS, "k-2", &credit)).await;
        assert_eq!(answer.refusal(), (403, "forbidden".to_owned()));
        let answer = undo(&world, who, "k-3", &bet.json()["id"]).await;
        assert_eq!(answer.refusal(), (403, "forbidden".to_owned()));
    }
    let admin = world.admin().await;
    let credit = adjustment(&ada, "credit", "12.50", "INR");
    let answer = world.send(&admin, post(ADJUSTMENTS, &credit)).await;
    assert_eq!(
        answer.refusal(),
        (400, "idempotency_key_required".to_owned())
    );
}

#[actix_web::test]
async fn a_transfer_is_undone_once() {
    let world = World::new();
    let (service, admin) = (world.service().await, world.admin().await);
    let ada = world.rich("ada", "10.00", "INR").await;
    let bet = world
        .send(
            &service,
            keyed(TRANSFERS, "k-1", &stake(&ada, "4.00", "INR")),
        )
        .await;
    let id = &bet.json()["id"];
    let undone = undo(&world, &admin, "k-2", id).await;
    insta::assert_snapshot!(undone.told());
    assert_eq!(&undone.json()["reverses"], id);
    let original = world
        .get(&admin, bet.header("location").unwrap())
        .await
        .json();
    assert_eq!(original["reversed_by"], undone.json()["id"]);
    assert_eq!(world.available(&ada, "INR").await, "10.00");

    let again = undo(&world, &admin, "k-3", id).await;
    assert_eq!(again.refusal(), (409, "already_reversed".to_owned()));
    assert_eq!(again.json()["reversed_by"], undone.json()["id"]);
    let twice = undo(&world, &admin, "k-4", &undone.json()["id"]).await;
    assert_eq!(twice.refusal(), (409, "reversal_of_reversal".to_owned()));
    world.assert_sound().await;
}

#[actix_web::test]
async fn what_was_spent_cannot_be_taken_back() {
    let world = World::new();
    let (service, admin) = (world.service().await, world.admin().await);
    let ada = world.player("ada").await;
    let credit = adjustment(&ada, "credit", "10.00", "INR");
    let gift = world.send(&admin, keyed(ADJUSTMENTS, "k-1", &credit)).await;
    world
        .send(
            &service,
            keyed(TRANSFERS, "k-2", &stake(&ada, "4.00", "INR")),
        )
        .await;
    let answer = undo(&world, &admin, "k-3", &gift.json()["id"]).await;
    assert_eq!(answer.refusal(), (422, "insufficient_funds".to_owned()));
    assert_eq!(world.available(&ada, "INR").await, "6.00");
}

#[actix_web::test]
async fn a_hold_ends_by_itself() {
    let world = World::new();
    let (admin, ada) = (world.admin().await, world.rich("ada", "10.00", "INR").await);
    let ids = (world.ids.next().into(), world.ids.next().into());
    let (amount, now) = (
        Amount {
            minor: 400,
            currency: code("INR"),
        },
        world.clock.now(),
    );
    let hold = Hold::open(ids, ada.id, amount, Category::Bet, None, now)
        .finish()
        .unwrap();
    let id = json!(hold.id());
    world
        .store
        .commit(Changes::at(now).post(hold))
        .await
        .unwrap();
    let answer = undo(&world, &admin, "k-1", &id).await;
    assert_eq!(answer.refusal(), (409, "belongs_to_hold".to_owned()));
}

#[actix_web::test]
async fn what_is_not_there_is_not_undone() {
    let world = World::new();
    let admin = world.admin().await;
    for id in ["00000000-0000-7000-8000-00000000ffff", "x"] {
        let answer = undo(&world, &admin, "k-1", &id.into()).await;
        assert_eq!(answer.refusal(), (404, "not_found".to_owned()));
    }
    let gift = world.rich("ada", "1.00", "INR").await;
    let path = format!("/v1/me/wallets/INR/transactions/{}", 1);
    let id = world.get(&gift, &path).await.json()["transfer_id"].clone();
    let path = format!("/v1/admin/transfers/{}/reversal", id.as_str().unwrap());
    let answer = world
        .send(&admin, keyed(&path, "k-2", &json!({ "reason": "" })))
        .await;
    assert_eq!(
        answer.faults(),
        [("/reason".to_owned(), "required".to_owned())]
    );
}
