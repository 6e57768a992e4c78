//! Many at once, on the same wallets and on the same house: the examples of the ledger's specification, over HTTP.

use crate::harness::{Answer, Cashier, Deployment, are_equal, move_amount, system, user};
use futures::StreamExt;
use futures::future::join_all;
use futures::stream;
use serde_json::{Value, json};

on_both_databases! {
    eight_debits_of_all_there_is,
    a_hundred_stakes_on_a_wallet_for_sixty,
    two_services_with_the_same_key,
    a_thousand_transfers_against_the_house,
    twenty_requests_with_one_key,
    a_batch_of_a_thousand,
    all_together_or_none,
}

async fn eight_debits_of_all_there_is(here: Deployment) {
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let ada = server.player("ada").await;
    let cashier = Cashier::new(&server, &service);
    cashier.fund(&ada, "10.00 INR").await;
    let debits = (0..8).map(|n| {
        cashier
            .stake(format!("debit-{n}"), &ada, "10.00 INR")
            .into_future()
    });
    let answers = join_all(debits).await;
    assert_eq!(succeeded(&answers), 1);
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        let problem = refused.refuses(422, "insufficient_funds");
        assert_eq!(
            problem["available"],
            json!({ "amount": "0.00", "currency": "INR" })
        );
        assert_eq!(
            problem["required"],
            json!({ "amount": "10.00", "currency": "INR" })
        );
    }
    assert_eq!(server.balance(&ada, "INR").await, "0.00");
    here.books_fit().await;
}

async fn a_hundred_stakes_on_a_wallet_for_sixty(here: Deployment) {
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let ada = server.player("ada").await;
    let cashier = Cashier::new(&server, &service);
    cashier.fund(&ada, "12000 WISE").await;
    let stakes = (0..100).map(|n| {
        cashier
            .stake(format!("stake-{n}"), &ada, "200 WISE")
            .into_future()
    });
    let answers = join_all(stakes).await;
    assert_eq!(succeeded(&answers), 60);
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        refused.refuses(422, "insufficient_funds");
    }
    assert_eq!(server.balance(&ada, "WISE").await, "0");
    let statement = server.transactions(&ada).await;
    let bets: Vec<_> = statement
        .iter()
        .filter(|line| line["category"] == "bet")
        .collect();
    assert_eq!(bets.len(), 60);
    // Newest first, each following from the one before.
    for (place, bet) in bets.iter().enumerate() {
        assert_eq!(bet["balance_after"]["amount"], (200 * place).to_string());
        assert_eq!(bet["sequence"], 61 - place);
    }
    here.books_fit().await;
}

async fn two_services_with_the_same_key(here: Deployment) {
    let server = here.start().await;
    let grace = server.admin().await;
    let one = server.service(&grace).await;
    let other = server.player("teller").await;
    server.grant(&grace, &other, "ledger").await;
    let ada = server.player("ada").await;
    let gift = move_amount("bonus", &system("mint"), &user(&ada), "5.00 INR");
    let (first, second) = tokio::join!(
        Cashier::new(&server, &one).post("k1", &gift).into_future(),
        Cashier::new(&server, &other)
            .post("k1", &gift)
            .into_future(),
    );
    assert_ne!(first.gives(201)["id"], second.gives(201)["id"]);
    assert!(!first.is_replayed() && !second.is_replayed());
    assert_eq!(server.balance(&ada, "INR").await, "10.00");
    here.books_fit().await;
}

async fn a_thousand_transfers_against_the_house(here: Deployment) {
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let people = [
        server.player("ada").await,
        server.player("ben").await,
        server.player("cyd").await,
    ];
    let cashier = Cashier::new(&server, &service);
    for one in &people {
        cashier.fund(one, "1000.00 INR").await;
    }
    let bets = (0..1_000).map(|n| cashier.stake(format!("bet-{n}"), &people[n % 3], "1.50 INR"));
    let answers: Vec<_> = stream::iter(bets.map(IntoFuture::into_future))
        .buffer_unordered(100)
        .collect()
        .await;
    assert_eq!(succeeded(&answers), 1_000);
    let mut numbers: Vec<_> = answers
        .iter()
        .map(|answer| answer.json()["entries"][1]["sequence"].as_i64().unwrap())
        .collect();
    numbers.sort_unstable();
    assert!(
        numbers.iter().copied().eq(1..=1_000),
        "the house's numbers have no gap and no double"
    );
    let accounts = server.list("/v1/ledger/accounts?limit=100", &service).await;
    let house = accounts
        .iter()
        .find(|account| account["account"]["system"] == "house")
        .unwrap();
    assert_eq!(house["balance"]["amount"], "1500.00");
    assert_eq!(house["entries"], 1_000);
    here.books_fit().await;
}

async fn twenty_requests_with_one_key(here: Deployment) {
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let ada = server.player("ada").await;
    let cashier = Cashier::new(&server, &service);
    cashier.fund(&ada, "100.00 INR").await;
    for round in 0..5 {
        let key = format!("once-{round}");
        let same = (0..20).map(|_| cashier.stake(&key, &ada, "7.00 INR").into_future());
        let answers = join_all(same).await;
        assert!(are_equal(&answers), "{answers:?}");
        answers[0].gives(201);
        assert_eq!(
            answers
                .iter()
                .filter(|answer| !answer.is_replayed())
                .count(),
            1
        );
        let left = 100 - 7 * (round + 1);
        assert_eq!(server.balance(&ada, "INR").await, format!("{left}.00"));
    }
    assert_eq!(server.transactions(&ada).await.len(), 6);
    here.books_fit().await;
}

/// Good ones, unaffordable ones, malformed ones and repeated ones: each by itself.
async fn a_batch_of_a_thousand(here: Deployment) {
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let (ada, ben) = (server.player("ada").await, server.player("ben").await);
    let cashier = Cashier::new(&server, &service);
    let transfers: Vec<Value> = (0..1_000)
        .map(|n| match n % 4 {
            0 => move_amount("bonus", &system("mint"), &user(&ada), "3.00 INR"),
            1 => move_amount("bet", &user(&ada), &system("house"), "2.00 INR"),
            2 => move_amount("bet", &user(&ben), &system("house"), "0.01 INR"),
            _ => move_amount("bet", &user(&ada), &system("house"), "1.001 INR"),
        })
        .collect();
    let batch = json!({ "transfers": transfers });
    let would = cashier.rehearse_batch(&batch).await.gives(200);
    assert_eq!(outcomes(&would), expected());
    assert_eq!(server.balance(&ada, "INR").await, "0.00");
    let answer = cashier.batch("batch", &batch).await;
    let told = answer.gives(200);
    assert_eq!(outcomes(&told), expected());
    for (index, item) in told["results"].as_array().unwrap().iter().enumerate() {
        assert_eq!(item["index"], index);
        match index % 4 {
            2 => assert_eq!(item["problem"]["code"], "insufficient_funds", "{item}"),
            3 => {
                let pointer = format!("/transfers/{index}/entries/0/amount");
                assert_eq!(item["problem"]["errors"][0]["pointer"], pointer, "{item}");
                assert_eq!(
                    item["problem"]["errors"][0]["code"], "too_many_decimals",
                    "{item}"
                );
            }
            _ => assert!(item["transfer"]["id"].is_string(), "{item}"),
        }
    }
    assert_eq!(server.balance(&ada, "INR").await, "250.00");
    let again = cashier.batch("batch", &batch).await;
    assert!(again.is_replayed() && are_equal(&[answer, again]));
    assert_eq!(server.balance(&ada, "INR").await, "250.00");
    here.books_fit().await;
}

async fn all_together_or_none(here: Deployment) {
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let ada = server.player("ada").await;
    let cashier = Cashier::new(&server, &service);
    let gift = move_amount("bonus", &system("mint"), &user(&ada), "5.00 INR");
    let stake = |amount| move_amount("bet", &user(&ada), &system("house"), amount);
    let together =
        |last: Value| json!({ "all_together": true, "transfers": [gift, stake("4.00 INR"), last] });
    let refused = cashier.batch("a", &together(stake("1.01 INR"))).await;
    assert_eq!(refused.refuses(422, "insufficient_funds")["index"], 2);
    let invalid = cashier.batch("b", &together(stake("-1.00 INR"))).await;
    let faults = invalid.refuses(422, "validation_failed");
    assert!(
        faults["errors"][0]["pointer"]
            .as_str()
            .unwrap()
            .starts_with("/transfers/2/"),
        "{faults}"
    );
    assert_eq!(server.transactions(&ada).await.len(), 0);
    let good = cashier
        .batch("c", &together(stake("1.00 INR")))
        .await
        .gives(200);
    assert_eq!(outcomes(&good), [("posted".to_owned(), 3)].into());
    assert_eq!(server.balance(&ada, "INR").await, "0.00");
    here.books_fit().await;
}

fn succeeded(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 201).count()
}

/// How often each outcome stands in a batch's answer.
fn outcomes(told: &Value) -> std::collections::BTreeMap<String, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for item in told["results"].as_array().unwrap() {
        *counts
            .entry(item["outcome"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    counts
}

fn expected() -> std::collections::BTreeMap<String, usize> {
    [("posted", 500), ("refused", 250), ("invalid", 250)]
        .map(|(word, n)| (word.to_owned(), n))
        .into()
}
