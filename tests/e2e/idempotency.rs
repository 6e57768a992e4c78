//! What happens once however often it is asked for, and what does not happen at all.

use crate::harness::{
    Answer, Cashier, Deployment, Server, User, are_equal, move_amount, system, user,
};
use serde_json::{Value, json};

on_both_databases! {
    a_key_is_of_one_request,
    a_rehearsal_changes_nothing,
    a_reference_is_paid_once,
    an_admin_adjusts_and_undoes_once,
    a_player_cannot_move_value,
}

async fn a_key_is_of_one_request(here: Deployment) {
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let ada = server.player("ada").await;
    let cashier = Cashier::new(&server, &service);
    cashier.fund(&ada, "10.00 INR").await;
    let first = cashier.stake("k", &ada, "1.00 INR").await;
    first.gives(201);
    cashier
        .stake("k", &ada, "1.01 INR")
        .await
        .refuses(422, "idempotency_key_reused");
    // Of another operation it is another key.
    let one =
        json!({ "transfers": [move_amount("bet", &user(&ada), &system("house"), "1.00 INR")] });
    cashier.batch("k", &one).await.gives(200);
    // The same content, written otherwise, is the same request.
    let spaced = r#"{ "entries" : [ {"currency":"INR", "amount":"-1.00", "account":{"user":"ADA"}},
        {"currency":"INR", "amount":"1.00", "account":{"system":"house"}} ], "category" : "bet" }"#;
    let again = server.post("/v1/ledger/transfers").as_(&service).key("k");
    let again = again
        .body("application/json", spaced.replace("ADA", &ada.id))
        .await;
    assert!(again.is_replayed() && are_equal(&[first, again]));

    let stake = move_amount("bet", &user(&ada), &system("house"), "1.00 INR");
    let bare = server
        .post("/v1/ledger/transfers")
        .as_(&service)
        .json(&stake)
        .await;
    bare.refuses(400, "idempotency_key_required");
    let long = "k".repeat(256);
    for key in ["", " ", "a b", "k\u{e4}", &long] {
        cashier
            .post(key, &stake)
            .await
            .refuses(400, "invalid_idempotency_key");
    }
    let twice = cashier.post("a", &stake).key("b").await;
    twice.refuses(400, "invalid_idempotency_key");
    // What was refused may be mended under the same key.
    let malformed = move_amount("bet", &user(&ada), &system("house"), "1.005 INR");
    cashier
        .post("mended", &malformed)
        .await
        .refuses(422, "validation_failed");
    cashier.post("mended", &stake).await.gives(201);
    assert_eq!(server.balance(&ada, "INR").await, "7.00");
    here.books_fit().await;
}

async fn a_rehearsal_changes_nothing(here: Deployment) {
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let ada = server.player("ada").await;
    let cashier = Cashier::new(&server, &service);
    cashier.fund(&ada, "10.00 INR").await;
    let before = state(&server, &service).await;
    let stake = |amount| move_amount("bet", &user(&ada), &system("house"), amount);
    let would = cashier.rehearse(&stake("4.00 INR")).await.gives(200);
    assert_eq!(would["entries"][0]["balance_after"]["amount"], "6.00");
    cashier
        .rehearse(&stake("10.01 INR"))
        .await
        .refuses(422, "insufficient_funds");
    let id = would["id"].as_str().unwrap();
    let path = format!("/v1/ledger/transfers/{id}");
    server
        .get(&path)
        .as_(&service)
        .await
        .refuses(404, "not_found");
    assert_eq!(state(&server, &service).await, before);
    assert_eq!(server.balance(&ada, "INR").await, "10.00");
    here.books_fit().await;
}

async fn a_reference_is_paid_once(here: Deployment) {
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let ada = server.player("ada").await;
    let cashier = Cashier::new(&server, &service);
    let prize = |amount| {
        let mut prize = move_amount("reward", &system("mint"), &user(&ada), amount);
        prize["reference"] = "cup/2026/ada".into();
        prize["description"] = "The spring cup".into();
        prize["metadata"] = json!({ "round": 3 });
        prize
    };
    let first = cashier.post("a", &prize("5.00 INR")).await.gives(201);
    let again = cashier.post("b", &prize("5.00 INR")).await;
    assert_eq!(again.gives(200)["id"], first["id"]);
    let other = cashier
        .post("c", &prize("6.00 INR"))
        .await
        .refuses(409, "reference_conflict");
    assert_eq!(other["transfer"], first["id"]);
    let found = server
        .get("/v1/ledger/transfers?reference=cup/2026/ada")
        .as_(&service)
        .await
        .gives(200);
    assert_eq!(
        (&found["items"][0]["id"], &found["items"][0]["metadata"]),
        (&first["id"], &json!({ "round": 3 }))
    );
    assert_eq!(server.balance(&ada, "INR").await, "5.00");
    here.books_fit().await;
}

async fn an_admin_adjusts_and_undoes_once(here: Deployment) {
    let server = here.start().await;
    let grace = server.admin().await;
    let service = server.service(&grace).await;
    let ada = server.player("ada").await;
    let adjustment = json!({
        "user": ada.id, "type": "credit", "amount": "12.50", "currency": "INR", "reason": "the prize",
    });
    let adjust = |who| {
        let request = server.post("/v1/admin/adjustments").as_(who).key("prize");
        request.json(&adjustment).into_future()
    };
    let (first, second) = tokio::join!(adjust(&grace), adjust(&grace));
    first.gives(201);
    assert!(first.is_replayed() != second.is_replayed() && are_equal(&[first.clone(), second]));
    adjust(&service).await.refuses(403, "forbidden");
    let line = server.transactions(&ada).await.remove(0);
    assert_eq!(
        (&line["category"], &line["description"]),
        (&"admin_adjustment".into(), &"the prize".into())
    );

    let id = first.json()["id"].as_str().unwrap().to_owned();
    let undone = undo(&server, &grace, &id, "undo-1").await;
    let undone = undone.gives(201);
    assert_eq!(undone["reverses"], id.as_str());
    assert_eq!(server.balance(&ada, "INR").await, "0.00");
    assert!(undo(&server, &grace, &id, "undo-1").await.is_replayed());
    let twice = undo(&server, &grace, &id, "undo-2")
        .await
        .refuses(409, "already_reversed");
    assert_eq!(twice["reversed_by"], undone["id"]);
    let reversal = undone["id"].as_str().unwrap();
    undo(&server, &grace, reversal, "undo-3")
        .await
        .refuses(409, "reversal_of_reversal");
    undo(&server, &grace, &ada.id, "undo-4")
        .await
        .refuses(404, "not_found");
    undo(&server, &service, &id, "undo-5")
        .await
        .refuses(403, "forbidden");
    here.books_fit().await;
}

async fn a_player_cannot_move_value(here: Deployment) {
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let ada = server.player("ada").await;
    let gift = move_amount("bonus", &system("mint"), &user(&ada), "1000.00 INR");
    Cashier::new(&server, &ada)
        .post("k", &gift)
        .await
        .refuses(403, "forbidden");
    let batch = json!({ "transfers": [gift] });
    Cashier::new(&server, &ada)
        .batch("k", &batch)
        .await
        .refuses(403, "forbidden");
    Cashier::new(&server, &ada)
        .rehearse(&gift)
        .await
        .refuses(403, "forbidden");
    server
        .get("/v1/ledger/trial-balance")
        .as_(&ada)
        .await
        .refuses(403, "forbidden");
    // Nor can a service reach into what has a life cycle of its own, or make money that is no play money.
    let cashier = Cashier::new(&server, &service);
    for (from, to, amount) in [
        (
            system("mint"),
            json!({ "user": ada.id, "purpose": "held" }),
            "1.00 INR",
        ),
        (system("owed"), user(&ada), "1.00 INR"),
        (system("mint"), user(&ada), "1.00 USD"),
        (
            system("mint"),
            json!({ "user": "01980000-0000-7000-8000-000000000001" }),
            "1.00 INR",
        ),
        (system("mint"), user(&ada), "1.00 XYZ"),
        (user(&ada), user(&ada), "1.00 INR"),
    ] {
        let odd = move_amount("bonus", &from, &to, amount);
        cashier
            .post("odd", &odd)
            .await
            .refuses(422, "validation_failed");
    }
    let mut lopsided = gift.clone();
    lopsided["entries"][0]["amount"] = "-999.99".into();
    cashier
        .post("odd", &lopsided)
        .await
        .refuses(422, "validation_failed");
    assert_eq!(server.transactions(&ada).await.len(), 0);
    here.books_fit().await;
}

async fn undo(server: &Server, who: &User, transfer: &str, key: &str) -> Answer {
    let path = format!("/v1/admin/transfers/{transfer}/reversal");
    server
        .post(&path)
        .as_(who)
        .key(key)
        .json(json!({ "reason": "by mistake" }))
        .await
}

/// What the books say as a whole.
async fn state(server: &Server, service: &User) -> (Value, Vec<Value>) {
    let sums = server
        .get("/v1/ledger/trial-balance")
        .as_(service)
        .await
        .gives(200);
    (
        sums,
        server.list("/v1/ledger/accounts?limit=100", service).await,
    )
}
