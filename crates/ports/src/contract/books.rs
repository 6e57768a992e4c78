//! The books as a whole: what posting would do, sums, and checks.

use super::Stores;
use super::answers::Expected;
use super::builders::{NOW, changes, house, mint, reference, usd};
use crate::Changes;
use crate::read::{BooksRequest, TrialBalance};
use ludger_domain::ledger::{
    AccountKey, Books, Category, OnRefusal, Outcome, Posting, Purpose, Transfer,
};

impl Stores {
    async fn books_of(&self, transfers: &[Transfer]) -> Books {
        self.ledger
            .books(&BooksRequest::of(transfers.iter()))
            .await
            .unwrap()
    }
}

fn attempts(transfers: &[Transfer]) -> Vec<Posting> {
    let attempt = |transfer: &Transfer| Posting {
        transfer: transfer.clone(),
        on_refusal: OnRefusal::LeaveOut,
    };
    transfers.iter().map(attempt).collect()
}

/// A dry run tells exactly what a commit then does, and changes nothing.
pub async fn a_dry_run_tells_what_a_commit_does(stores: Stores) {
    let (ada, bob) = (stores.wallet_with(100).await, stores.wallet());
    let referenced = |amount| {
        let paid = stores
            .new_transfer(Category::Reward)
            .move_amount(mint(), ada, amount)
            .reference(reference("quiz/7"));
        paid.finish().unwrap()
    };
    let gift = stores.transfer(mint(), ada, 1);
    stores
        .apply(changes().post(referenced(5)).post(gift.clone()))
        .await;
    let undo = || gift.reversal(stores.id(), NOW).unwrap().finish().unwrap();
    stores.apply(changes().post(undo())).await;

    let planned = [
        stores.transfer(ada, bob, 60),
        stores.transfer(ada, bob, 60),
        referenced(5),
        referenced(6),
        undo(),
        stores.transfer(house(), ada, 1),
        stores.transfer(ada, bob, 45),
    ];
    let before = stores.snapshot().await;
    let told = stores
        .books_of(&planned)
        .await
        .decide(&attempts(&planned), NOW)
        .unwrap();
    assert_eq!(stores.snapshot().await, before);
    let done = attempts(&planned)
        .into_iter()
        .fold(changes(), Changes::posting);
    assert_eq!(stores.apply(done).await.outcomes, told);
    let posted = told
        .iter()
        .filter(|outcome| matches!(outcome, Outcome::Posted(_)))
        .count();
    assert_eq!(posted, 2);
}

/// A dry run refuses what a commit refuses.
pub async fn a_dry_run_refuses_what_a_commit_refuses(stores: Stores) {
    let (ada, bob) = (stores.wallet_with(100).await, stores.wallet());
    let planned = [stores.transfer(ada, bob, 101)];
    let refusal = stores
        .books_of(&planned)
        .await
        .post(&planned[0], NOW)
        .unwrap_err();
    assert_eq!(
        stores
            .commit(changes().post(planned[0].clone()))
            .await
            .refused(),
        refusal
    );
}

/// What nobody used yet is in no books.
pub async fn unknown_accounts_are_left_out(stores: Stores) {
    let ada = stores.wallet();
    let books = stores.books_of(&[stores.transfer(mint(), ada, 1)]).await;
    assert_eq!(
        (books.account(ada.id()), books.account(mint().id())),
        (None, None)
    );
}

/// The sums of each currency, by its code; they are equal, and they say how many accounts there are.
pub async fn the_trial_balance_sums_each_currency(stores: Stores) {
    assert_eq!(stores.ledger.trial_balance().await.unwrap(), []);
    stores.wallet_with(700).await;
    let ada = stores.wallet_with(300).await;
    stores.send(ada, stores.wallet(), 300).await;
    let dollars = AccountKey::system(Purpose::Fees, usd());
    stores.give(dollars, 5).await;
    let sums = stores.ledger.trial_balance().await.unwrap();
    let inr = TrialBalance {
        currency: mint().currency,
        credit: 1_000,
        debit: 1_000,
        accounts: 4,
    };
    assert_eq!(
        sums,
        [
            inr,
            TrialBalance {
                currency: usd(),
                credit: 5,
                debit: 5,
                accounts: 2
            }
        ]
    );
}

/// A sum of 64-bit balances may need more than 64 bits.
pub async fn the_trial_balance_is_wider_than_an_account(stores: Stores) {
    let clearing = |name: &str| AccountKey::system(Purpose::Clearing(name.parse().unwrap()), usd());
    for name in ["one", "two", "three"] {
        let wallet = AccountKey::available(stores.id(), usd());
        stores.send(clearing(name), wallet, i64::MAX).await;
    }
    let sums = stores.ledger.trial_balance().await.unwrap();
    let sum = 3 * i128::from(i64::MAX);
    assert_eq!(
        sums,
        [TrialBalance {
            currency: usd(),
            credit: sum,
            debit: sum,
            accounts: 6
        }]
    );
    stores.assert_sound().await;
}

/// `verify` reads everything there is, and counts it.
pub async fn verify_reads_everything(stores: Stores) {
    let nothing = stores.assert_sound().await;
    assert_eq!(
        (nothing.transfers, nothing.entries, nothing.accounts),
        (0, 0, 0)
    );
    let (ada, bob) = (stores.wallet_with(100).await, stores.wallet_with(100).await);
    let joint = stores
        .new_transfer(Category::Transfer)
        .entry(ada, -50)
        .entry(bob, -50)
        .entry(house(), 100)
        .finish()
        .unwrap();
    stores.apply(changes().post(joint)).await;
    let found = stores.assert_sound().await;
    assert_eq!((found.transfers, found.entries, found.accounts), (3, 7, 4));
}

/// The largest transfer there is, and the largest batch: 1,000 of each.
pub async fn a_thousand_entries_and_a_thousand_transfers_fit(stores: Stores) {
    let wallets: Vec<_> = (1..Transfer::ENTRIES_MAX)
        .map(|_| stores.wallet())
        .collect();
    let start = stores.new_transfer(Category::Bonus).entry(mint(), -999);
    let wide = wallets
        .iter()
        .fold(start, |transfer, wallet| transfer.entry(*wallet, 1))
        .finish()
        .unwrap();
    let wide_id = wide.id();
    stores.apply(changes().post(wide)).await;
    assert_eq!(
        stores
            .found_transfer(wide_id)
            .await
            .unwrap()
            .posted
            .entries
            .len(),
        1_000
    );

    let bob = stores.wallet();
    let many = wallets
        .iter()
        .map(|wallet| stores.transfer(*wallet, bob, 1));
    let many = many
        .chain([stores.transfer(mint(), bob, 1)])
        .fold(changes(), Changes::post);
    assert_eq!(stores.apply(many).await.outcomes.len(), 1_000);
    assert_eq!(stores.balance(bob).await, 1_000);
    stores.assert_sound().await;
}
