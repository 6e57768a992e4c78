//! What a draft may not say, each with the pointer to it.

use super::desk::Desk;
use super::words::{draft, entry, of, system, told};
use crate::ledger::{AccountDraft, TransferDraft, TransferError};
use ludger_domain::ids::UserId;
use serde_json::json;

const NOBODY: &str = "00000000-0000-7000-8000-00000000ffff";

fn purpose(user: UserId, purpose: &str) -> AccountDraft {
    AccountDraft {
        purpose: Some(purpose.to_owned()),
        ..of(user)
    }
}

/// What is wrong with it.
async fn faults(desk: &Desk, draft: &TransferDraft) -> Vec<(String, String)> {
    match desk.post(draft).await {
        Err(TransferError::Invalid(faults)) => told(&faults)
            .into_iter()
            .map(|(at, code)| (at.to_owned(), code.to_owned()))
            .collect(),
        other => panic!("{draft:?}: {other:?}"),
    }
}

#[tokio::test]
async fn some_accounts_are_moved_by_their_own_operations_only() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let jar = format!("jar/{NOBODY}");
    let pool = format!("pool/{NOBODY}");
    let nobody = AccountDraft {
        user: Some(NOBODY.to_owned()),
        ..AccountDraft::default()
    };
    let no_id = AccountDraft {
        user: Some("ada".to_owned()),
        ..AccountDraft::default()
    };
    let both = AccountDraft {
        system: Some("house".to_owned()),
        ..of(ada)
    };
    let house_held = AccountDraft {
        purpose: Some("held".to_owned()),
        ..system("house")
    };
    let table = [
        (purpose(ada, "held"), "/purpose", "account_not_allowed"),
        (purpose(ada, &jar), "/purpose", "account_not_allowed"),
        (purpose(ada, "mint"), "/purpose", "invalid_purpose"),
        (purpose(ada, "savings"), "/purpose", "invalid_purpose"),
        (system(&pool), "/system", "account_not_allowed"),
        (system("owed"), "/system", "account_not_allowed"),
        (
            system("clearing/adjustments"),
            "/system",
            "account_not_allowed",
        ),
        (system("available"), "/system", "invalid_purpose"),
        (system("clearing/"), "/system", "invalid_purpose"),
        (system("bank"), "/system", "invalid_purpose"),
        (house_held, "/purpose", "not_allowed"),
        (nobody, "/user", "unknown_user"),
        (no_id, "/user", "invalid_id"),
        (both, "", "invalid_account"),
        (AccountDraft::default(), "", "invalid_account"),
    ];
    for (account, at, code) in table {
        let draft = draft("bonus", (system("fees"), account), "1", "WISE");
        let expected = (format!("/entries/1/account{at}"), code.to_owned());
        assert_eq!(faults(&desk, &draft).await, [expected]);
    }
}

#[tokio::test]
async fn a_service_may_move_these() {
    let desk = Desk::new();
    let ada = desk.rich("ada", "100", "WISE").await;
    for to in ["house", "mint", "fees", "clearing/stripe"] {
        desk.post(&draft("fee", (of(ada), system(to)), "1", "WISE"))
            .await
            .unwrap();
    }
    desk.post(&draft(
        "fee",
        (purpose(ada, "available"), system("fees")),
        "1",
        "WISE",
    ))
    .await
    .unwrap();
    assert_eq!(desk.available(ada, "WISE").await, "95");
}

#[tokio::test]
async fn money_is_not_minted() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    for (currency, amount) in [("USD", "1.00"), ("USDC", "1.000000")] {
        let gift = draft("bonus", (system("mint"), of(ada)), amount, currency);
        let expected = (
            "/entries/0/account/system".to_owned(),
            "mint_not_allowed".to_owned(),
        );
        assert_eq!(faults(&desk, &gift).await, [expected]);
        let deposit = draft(
            "deposit",
            (system("clearing/bank"), of(ada)),
            amount,
            currency,
        );
        desk.post(&deposit).await.unwrap();
    }
}

#[tokio::test]
async fn amounts_are_plain_decimals_of_their_currency() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let table = [
        ("1e3", "INR", "/amount", "malformed_amount"),
        ("NaN", "INR", "/amount", "malformed_amount"),
        ("+5", "INR", "/amount", "malformed_amount"),
        ("1,000", "INR", "/amount", "malformed_amount"),
        ("", "INR", "/amount", "malformed_amount"),
        (".5", "INR", "/amount", "malformed_amount"),
        ("0.005", "INR", "/amount", "too_many_decimals"),
        ("92233720368547758.08", "INR", "/amount", "amount_overflow"),
        ("-92233720368547758.08", "INR", "/amount", "amount_overflow"),
        ("0.00", "INR", "/amount", "zero_amount"),
        ("-0", "INR", "/amount", "zero_amount"),
        ("1", "EUR", "/currency", "unknown_currency"),
        ("1", "inr", "/currency", "unknown_currency"),
    ];
    for (amount, currency, at, code) in table {
        let mut gift = draft("bonus", (system("mint"), of(ada)), "1", "INR");
        gift.entries[1] = entry(of(ada), amount, currency);
        let expected = (format!("/entries/1{at}"), code.to_owned());
        assert_eq!(
            faults(&desk, &gift).await,
            [expected],
            "{amount} {currency}"
        );
    }
}

#[tokio::test]
async fn entries_balance_and_each_account_stands_in_one() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let entries = |entries: &[(AccountDraft, &str)]| TransferDraft {
        category: "bonus".to_owned(),
        entries: entries
            .iter()
            .map(|(a, amount)| entry(a.clone(), amount, "WISE"))
            .collect(),
        ..TransferDraft::default()
    };
    let mint = || system("mint");
    let too_many = TransferDraft {
        entries: vec![entry(of(ada), "nonsense", "WISE"); 1_001],
        ..entries(&[])
    };
    let with_zero = [(mint(), "-1"), (of(ada), "1"), (system("house"), "0")];
    let with_a_repeat = [(mint(), "-2"), (of(ada), "1"), (of(ada), "1")];
    let table = [
        (entries(&[]), "", "entry_count"),
        (entries(&[(mint(), "1")]), "", "entry_count"),
        (too_many, "", "entry_count"),
        (entries(&[(mint(), "-2"), (of(ada), "1")]), "", "unbalanced"),
        (entries(&with_zero), "/2/amount", "zero_amount"),
        (entries(&with_a_repeat), "/2/account", "repeated_account"),
    ];
    for (draft, at, code) in table {
        let expected = (format!("/entries{at}"), code.to_owned());
        assert_eq!(faults(&desk, &draft).await, [expected]);
    }
}

#[tokio::test]
async fn what_it_carries_is_bounded() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let plain = || draft("bonus", (system("mint"), of(ada)), "1", "WISE");
    let with_time = |at: &str| TransferDraft {
        occurred_at: Some(at.to_owned()),
        ..plain()
    };
    let with_metadata = |metadata| TransferDraft {
        metadata: Some(metadata),
        ..plain()
    };
    let of_category = |category: &str| TransferDraft {
        category: category.to_owned(),
        ..plain()
    };
    let table = [
        (
            of_category("admin_adjustment"),
            "/category",
            "category_not_allowed",
        ),
        (of_category("reversal"), "/category", "category_not_allowed"),
        (of_category("gift"), "/category", "unknown_category"),
        (plain().described(""), "/description", "required"),
        (
            plain().described(&"ä".repeat(256)),
            "/description",
            "too_long",
        ),
        (with_metadata(json!([1])), "/metadata", "not_an_object"),
        (
            with_metadata(json!({ "x": "y".repeat(4096) })),
            "/metadata",
            "too_long",
        ),
        (plain().referring(""), "/reference", "invalid_reference"),
        (
            plain().referring("two words"),
            "/reference",
            "invalid_reference",
        ),
        (with_time("yesterday"), "/occurred_at", "invalid_instant"),
        (
            with_time("2026-01-01T12:00:00"),
            "/occurred_at",
            "invalid_instant",
        ),
        (
            with_time("1969-12-31T23:59:59Z"),
            "/occurred_at",
            "out_of_range",
        ),
        (
            with_time("2026-01-02T12:00:01Z"),
            "/occurred_at",
            "out_of_range",
        ),
    ];
    for (draft, at, code) in table {
        assert_eq!(
            faults(&desk, &draft).await,
            [(at.to_owned(), code.to_owned())]
        );
    }
    desk.post(&with_time("2026-01-02T12:00:00Z").described(&"ä".repeat(255)))
        .await
        .unwrap();
}

#[tokio::test]
async fn every_fault_is_told_at_once() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let nobody = AccountDraft {
        user: Some(NOBODY.to_owned()),
        ..AccountDraft::default()
    };
    let draft = TransferDraft {
        category: "gift".to_owned(),
        description: Some(String::new()),
        metadata: Some(json!(null)),
        reference: Some("two words".to_owned()),
        occurred_at: Some("noon".to_owned()),
        entries: vec![
            entry(nobody, "1,5", "INR"),
            entry(purpose(ada, "held"), "1.00", "EUR"),
            entry(system("mint"), "-1.00", "USD"),
        ],
    };
    let found = faults(&desk, &draft).await;
    let found: Vec<_> = found
        .iter()
        .map(|(at, code)| (at.as_str(), code.as_str()))
        .collect();
    let expected = [
        ("/category", "unknown_category"),
        ("/occurred_at", "invalid_instant"),
        ("/description", "required"),
        ("/metadata", "not_an_object"),
        ("/reference", "invalid_reference"),
        ("/entries/0/account/user", "unknown_user"),
        ("/entries/0/amount", "malformed_amount"),
        ("/entries/1/account/purpose", "account_not_allowed"),
        ("/entries/1/currency", "unknown_currency"),
        ("/entries/2/account/system", "mint_not_allowed"),
    ];
    assert_eq!(found, expected);
}
