//! A small history with the books that belong to it, made by hand and by the domain's own rules. Tests break it.

use super::checks::Check;
use super::index::Index;
use super::kept::{Account, Entry, Head, Kept, Transfer};
use super::scope::scope;
use super::{Evidence, Told};
use crate::history::{Answered, Body, End, Lost, Operation, Request, Sent};
use ludger_domain::ledger as domain;
use ludger_domain::ledger::{AccountKey, AccountState, Books, Category, Owner, Posted, Sealed};
use serde_json::{Value, json};
use std::ops::{Deref, DerefMut};
use uuid::Uuid;

/// What happened, and how the books stand.
pub(super) struct Case {
    evidence: Evidence,
    books: Books,
    head: Sealed,
}

/// How much a check has to blame.
pub(super) fn blames(check: Check, case: &Case) -> u64 {
    check(case, &Index::of(case)).violations
}

/// Whoever posts.
const SERVICE: Uuid = Uuid::from_u128(1_000);

impl Case {
    /// The mint gave the first user 7 coins, and then the second one 11; both know.
    pub(super) fn two_gifts() -> Self {
        let evidence = Evidence {
            told: Told::default(),
            kept: Kept::default(),
            log: String::new(),
            verified: Value::Null,
            stopped: Some(0),
            failures: Vec::new(),
        };
        let mut case = Self {
            evidence,
            books: Books::default(),
            head: Sealed::genesis(0),
        };
        case.posts((AccountKey::mint(wise()), wallet(1)), 7);
        case.posts((AccountKey::mint(wise()), wallet(2)), 11);
        case
    }

    /// A user, by number.
    pub(super) fn user(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    /// The id of a user's wallet.
    pub(super) fn wallet(number: u128) -> Uuid {
        wallet(number).id().uuid()
    }

    /// A user pays the mint back. Gives the place of the transfer.
    pub(super) fn pays(&mut self, user: u128, minor: i64) -> usize {
        self.posts((wallet(user), AccountKey::mint(wise())), minor)
    }

    /// A request and the reply that acknowledges it. Gives its place in the history.
    pub(super) fn ask(
        &mut self,
        operation: Operation,
        path: &str,
        body: impl Into<Body>,
        reply: impl Into<Body>,
    ) -> usize {
        let place = self.told.requests.len();
        let line = 2 * place as u64 + 1;
        let sent = Sent {
            at_us: 1_000 * line,
            client: 0,
            operation,
            path: path.to_owned(),
            who: Some(Self::user(1)),
            key: None,
            body: body.into(),
        };
        let answered = Answered {
            at_us: 1_000 * line + 500,
            to: line,
            status: 201,
            replayed: false,
            body: reply.into(),
        };
        let end = Some(End::Answered(answered));
        self.told.requests.push(Request { line, sent, end });
        place
    }

    /// Something that the first user read.
    pub(super) fn read(&mut self, operation: Operation, path: &str, reply: Value) {
        self.ask(operation, path, Value::Null, reply);
    }

    /// The same request again, with the same answer.
    pub(super) fn again(&mut self, place: usize) -> usize {
        let first = self.told.requests[place].clone();
        let reply = self.answer(place).body.clone();
        let again = self.ask(
            first.sent.operation,
            &first.sent.path,
            first.sent.body,
            reply,
        );
        let sent = &mut self.told.requests[again].sent;
        (sent.who, sent.key) = (first.sent.who, first.sent.key);
        self.answer(again).replayed = true;
        again
    }

    /// The reply did not come.
    pub(super) fn evidence_of_loss(&mut self, place: usize) {
        let request = &mut self.told.requests[place];
        request.end = Some(End::Lost(Lost {
            at_us: request.sent.at_us + 500,
            to: request.line,
            error: "cut".to_owned(),
            was_sent: true,
        }));
    }

    /// The first account for that purpose.
    pub(super) fn account(&mut self, purpose: &str) -> &mut Account {
        let mut accounts = self.kept.accounts.iter_mut();
        accounts.find(|account| account.purpose == purpose).unwrap()
    }

    pub(super) fn answer(&mut self, place: usize) -> &mut Answered {
        match &mut self.told.requests[place].end {
            Some(End::Answered(answered)) => answered,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn reply(&mut self, place: usize) -> Value {
        self.answer(place).body.value()
    }

    /// Changes what a reply tells at this JSON pointer.
    pub(super) fn tell(&mut self, place: usize, pointer: &str, value: Value) {
        change(&mut self.answer(place).body, pointer, value);
    }

    /// Changes what a request wants at this JSON pointer.
    pub(super) fn want(&mut self, place: usize, pointer: &str, value: Value) {
        change(&mut self.told.requests[place].sent.body, pointer, value);
    }

    /// Posts, tells and keeps a transfer. Gives its place in the books.
    fn posts(&mut self, (from, to): (AccountKey, AccountKey), minor: i64) -> usize {
        let place = self.kept.transfers.len();
        let mark = format!("mark-{place}");
        let at = jiff::Timestamp::from_second(1_800_000_000).unwrap();
        let id = Uuid::from_u128(500 + place as u128);
        let metadata = json!({ "mark": mark });
        let transfer = domain::Transfer::build(id.into(), Category::Bonus, at)
            .metadata(domain::Metadata::try_from(metadata.clone()).unwrap())
            .move_amount(from, to, minor)
            .finish()
            .unwrap();
        let posted = self.books.post(&transfer, at).unwrap();
        self.head = self.head.next(&transfer, &posted);
        let sides = [(from, format!("-{minor}")), (to, minor.to_string())];
        let entries = |sides: &[(AccountKey, String)]| {
            let entry = |(key, amount): &(AccountKey, String)| json!({ "account": account_json(*key), "amount": amount, "currency": "WISE" });
            sides.iter().map(entry).collect::<Vec<_>>()
        };
        let body = json!({ "category": "bonus", "metadata": metadata, "entries": entries(&sides) });
        let reply = told(&transfer, &posted, body.clone());
        let request = self.ask(Operation::Transfer, "/v1/ledger/transfers", body, reply);
        let key = format!("key-{place}");
        let scope = scope(SERVICE, Operation::Transfer, &key);
        self.kept.records.insert(scope);
        let sent = &mut self.told.requests[request].sent;
        (sent.who, sent.key) = (Some(SERVICE), Some(key));
        let row = row(&transfer, &posted, self.head);
        self.kept.transfers.push(row);
        self.keep_accounts();
        place
    }

    fn keep_accounts(&mut self) {
        let keys = [AccountKey::mint(wise()), wallet(1), wallet(2)];
        let states = keys.iter().filter_map(|key| self.books.account(key.id()));
        let mut accounts: Vec<_> = states.map(account).collect();
        accounts.sort_by_key(|account| account.id);
        let count = accounts.len();
        self.kept.accounts = accounts;
        self.kept.heads = vec![Head {
            shard: 0,
            position: self.head.position,
            hash: self.head.hash.to_string(),
        }];
        let transfers = self.kept.transfers.len();
        self.verified = json!({
            "transfers": transfers, "entries": 2 * transfers, "accounts": count, "discrepancies": [],
        });
    }
}

impl Deref for Case {
    type Target = Evidence;
    fn deref(&self) -> &Evidence {
        &self.evidence
    }
}

impl DerefMut for Case {
    fn deref_mut(&mut self) -> &mut Evidence {
        &mut self.evidence
    }
}

fn change(body: &mut Body, pointer: &str, value: Value) {
    let mut changed = body.value();
    *changed.pointer_mut(pointer).unwrap() = value;
    *body = Body::from(&changed);
}

fn wise() -> ludger_domain::money::CurrencyCode {
    "WISE".parse().unwrap()
}

fn wallet(number: u128) -> AccountKey {
    AccountKey::available(Case::user(number).into(), wise())
}

fn account_json(key: AccountKey) -> Value {
    match key.owner {
        Owner::User(user) => json!({ "user": user, "purpose": key.purpose.to_string() }),
        Owner::System => json!({ "system": key.purpose.to_string() }),
    }
}

/// The reply to a transfer that was posted, out of what was asked for.
fn told(transfer: &domain::Transfer, posted: &Posted, mut body: Value) -> Value {
    body["id"] = json!(transfer.id());
    body["description"] = Value::Null;
    body["reference"] = Value::Null;
    body["reverses"] = Value::Null;
    body["occurred_at"] = json!(transfer.occurred_at());
    body["posted_at"] = json!(posted.posted_at);
    for (place, entry) in posted.entries.iter().enumerate() {
        let after = json!({ "amount": entry.balance_after.to_string(), "currency": "WISE" });
        body["entries"][place]["sequence"] = json!(entry.sequence);
        body["entries"][place]["balance_after"] = after;
    }
    body
}

fn row(transfer: &domain::Transfer, posted: &Posted, sealed: Sealed) -> Transfer {
    let entry = |entry: &domain::PostedEntry| Entry {
        account: entry.account.uuid(),
        currency: "WISE".to_owned(),
        amount: entry.amount,
        sequence: entry.sequence,
        balance_after: entry.balance_after,
        posted_at: posted.posted_at,
    };
    Transfer {
        id: transfer.id().uuid(),
        shard: sealed.shard,
        position: sealed.position,
        hash: sealed.hash.to_string(),
        category: transfer.category().as_str().to_owned(),
        description: None,
        metadata: transfer
            .metadata()
            .map(|metadata| metadata.as_str().to_owned()),
        reference: None,
        reverses: None,
        hold: None,
        occurred_at: transfer.occurred_at(),
        posted_at: posted.posted_at,
        entries: posted.entries.iter().map(entry).collect(),
    }
}

fn account(state: &AccountState) -> Account {
    Account {
        id: state.key.id().uuid(),
        owner: match state.key.owner {
            Owner::User(user) => user.uuid(),
            Owner::System => Uuid::nil(),
        },
        purpose: state.key.purpose.to_string(),
        currency: state.key.currency.to_string(),
        balance: state.balance,
        sequence: state.sequence,
        floor: state.floor,
    }
}
