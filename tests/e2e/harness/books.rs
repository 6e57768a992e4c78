//! Value being moved over HTTP, and what the books say of it.

use super::{Answer, Deployment, Request, Server, User};
use serde_json::{Value, json};
use std::fmt::Display;

/// A service that posts transfers, at one server.
pub(crate) struct Cashier<'a> {
    server: &'a Server,
    service: &'a User,
}

/// The spendable account of a user.
pub(crate) fn user(user: &User) -> Value {
    json!({ "user": user.id })
}

/// An account of the deployment's.
pub(crate) fn system(purpose: &str) -> Value {
    json!({ "system": purpose })
}

/// A transfer of an amount (`12.50 INR`) from one account to another.
pub(crate) fn move_amount(category: &str, from: &Value, to: &Value, amount: &str) -> Value {
    let (amount, currency) = amount.split_once(' ').unwrap();
    json!({
        "category": category,
        "entries": [
            { "account": from, "amount": format!("-{amount}"), "currency": currency },
            { "account": to, "amount": amount, "currency": currency },
        ],
    })
}

impl<'a> Cashier<'a> {
    pub(crate) fn new(server: &'a Server, service: &'a User) -> Self {
        Self { server, service }
    }

    /// Posts a transfer under a key.
    pub(crate) fn post(&self, key: impl Display, transfer: &Value) -> Request {
        let request = self.server.post("/v1/ledger/transfers").as_(self.service);
        request.key(key).json(transfer)
    }

    /// Posts many.
    pub(crate) fn batch(&self, key: impl Display, batch: &Value) -> Request {
        let request = self
            .server
            .post("/v1/ledger/transfers/batch")
            .as_(self.service);
        request.key(key).json(batch)
    }

    /// Asks what would become of many.
    pub(crate) fn rehearse_batch(&self, batch: &Value) -> Request {
        let request = self.server.post("/v1/ledger/transfers/batch?dry_run=true");
        request.as_(self.service).json(batch)
    }

    /// Asks what would become of one.
    pub(crate) fn rehearse(&self, transfer: &Value) -> Request {
        let request = self.server.post("/v1/ledger/transfers?dry_run=true");
        request.as_(self.service).json(transfer)
    }

    /// Gives somebody play money from the mint.
    pub(crate) async fn fund(&self, whom: &User, amount: &str) {
        let gift = move_amount("bonus", &system("mint"), &user(whom), amount);
        self.post(format!("fund-{}", whom.name), &gift)
            .await
            .gives(201);
    }

    /// A stake, from somebody to the house.
    pub(crate) fn stake(&self, key: impl Display, whose: &User, amount: &str) -> Request {
        self.post(
            key,
            &move_amount("bet", &user(whose), &system("house"), amount),
        )
    }
}

impl Server {
    /// What somebody can spend, such as `12.50`.
    pub(crate) async fn balance(&self, whose: &User, currency: &str) -> String {
        let path = format!("/v1/me/wallets/{currency}");
        let wallet = self.get(&path).as_(whose).await.gives(200);
        wallet["available"]["amount"].as_str().unwrap().to_owned()
    }

    /// All transactions of somebody, newest first, page by page.
    pub(crate) async fn transactions(&self, whose: &User) -> Vec<Value> {
        self.list("/v1/me/transactions?limit=100", whose).await
    }

    /// All items of a list, page by page.
    pub(crate) async fn list(&self, path: &str, whose: &User) -> Vec<Value> {
        let mut items = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self
                .get(&format!("{path}{cursor}"))
                .as_(whose)
                .await
                .gives(200);
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return items,
            }
        }
    }
}

impl Deployment {
    /// The books are in order, as the operator's own commands see it.
    pub(crate) async fn books_fit(&self) {
        let verified = self.run(&["ledger", "verify"]).await;
        assert!(
            verified
                .ended(0)
                .contains("every hash, sequence and balance fits"),
            "{verified:?}"
        );
        self.run(&["ledger", "trial-balance"]).await.ended(0);
        let sums = self
            .run(&["ledger", "trial-balance", "--json"])
            .await
            .json();
        for sum in sums.as_array().unwrap() {
            let difference = sum["difference"].as_str().unwrap();
            assert!(difference.chars().all(|c| matches!(c, '0' | '.')), "{sum}");
            assert_eq!(sum["credit"], sum["debit"], "{sum}");
        }
    }
}

/// Whether all are one answer: status and body.
pub(crate) fn are_equal(answers: &[Answer]) -> bool {
    answers
        .windows(2)
        .all(|pair| pair[0].status == pair[1].status && pair[0].body == pair[1].body)
}
