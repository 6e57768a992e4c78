//! Races: whatever happens at the same time, nothing is made and nothing is lost.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{changes, first, inr, mint};
use crate::Expectation;
use crate::read::StatementFilter;
use ludger_domain::accounts::Username;
use ludger_domain::ledger::{AccountKey, Purpose};

/// 200 parallel transfers over four wallets: each is applied or refused, the sum stays what it was, and no wallet was
/// below zero at any moment.
pub async fn a_race_conserves_what_there_is(stores: Stores) {
    let mut wallets = Vec::new();
    for _ in 0..4 {
        wallets.push(stores.wallet_with(1_000).await);
    }
    let transfers = (0..200_usize).map(|n| {
        let (from, to) = (wallets[n % 4], wallets[(n + 1 + n / 4 % 3) % 4]);
        let paise = i64::try_from(n * 37 % 700 + 1).unwrap();
        changes().post(stores.transfer(from, to, paise))
    });
    let answers = stores.race(transfers).await;
    let tally = Tally::of(&answers);
    assert_eq!(tally.applied + tally.refused, 200, "{tally:?}");
    let mut sum = 0;
    for wallet in wallets {
        let statement = stores
            .wallets
            .statement(wallet, &StatementFilter::default(), first(500))
            .await
            .unwrap();
        assert!(
            statement.items.iter().all(|entry| entry.balance_after >= 0),
            "{wallet} was below zero"
        );
        sum += stores.balance(wallet).await;
    }
    assert_eq!(sum, 4_000);
    let found = stores.assert_sound().await;
    assert_eq!(found.transfers, 4 + i64::try_from(tally.applied).unwrap());
}

/// Transfers that go round in a circle, each touching the accounts in another order, do not lock each other out.
pub async fn a_circle_does_not_deadlock(stores: Stores) {
    let (ada, bob) = (
        stores.wallet_with(1_000).await,
        stores.wallet_with(1_000).await,
    );
    let there_and_back = (0..100).map(|n| {
        let (from, to) = if n % 2 == 0 { (ada, bob) } else { (bob, ada) };
        changes()
            .post(stores.transfer(from, to, 10))
            .post(stores.transfer(mint(), from, 1))
    });
    let answers = stores.race(there_and_back).await;
    assert_eq!(Tally::of(&answers).applied, 100);
    assert_eq!(
        (stores.balance(ada).await, stores.balance(bob).await),
        (1_050, 1_050)
    );
    stores.assert_sound().await;
}

/// A wallet of 10.00 and eight parallel debits of 10.00: one succeeds, seven lack the funds.
pub async fn nothing_is_spent_twice(stores: Stores) {
    let (ada, bob) = (stores.wallet_with(1_000).await, stores.wallet());
    let answers = stores
        .race((0..8).map(|_| changes().post(stores.transfer(ada, bob, 1_000))))
        .await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 1,
            refused: 7,
            ..Tally::default()
        }
    );
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(answer.refused().code(), "insufficient_funds");
    }
    assert_eq!(
        (stores.balance(ada).await, stores.balance(bob).await),
        (0, 1_000)
    );
    stores.assert_sound().await;
}

/// A wallet of 12,000.00 and 100 parallel stakes of 200.00 that all lose: exactly 60 are taken.
pub async fn a_wallet_pays_as_many_stakes_as_it_can(stores: Stores) {
    let ada = stores.wallet_with(1_200_000).await;
    let pool = AccountKey::system(Purpose::Pool(stores.id()), inr());
    let answers = stores
        .race((0..100).map(|_| changes().post(stores.transfer(ada, pool, 20_000))))
        .await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 60,
            refused: 40,
            ..Tally::default()
        }
    );
    assert_eq!(
        (stores.balance(ada).await, stores.balance(pool).await),
        (0, 1_200_000)
    );
    stores.assert_sound().await;
}

/// 90 parallel commits, a third of them refused and a third of them stale: the others are applied as if alone, and
/// each is told its own reason.
pub async fn rejected_commits_do_not_harm_their_neighbours(stores: Stores) {
    stores.user("ada").await;
    let taken = Expectation::UsernameFree(Username::key_of("ada"));
    let wallets: Vec<_> = (0..90).map(|_| stores.wallet()).collect();
    let commits = wallets.iter().enumerate().map(|(n, wallet)| {
        let gift = changes().post(stores.transfer(mint(), *wallet, 100));
        match n % 3 {
            0 => gift,
            1 => gift.post(stores.transfer(*wallet, mint(), 101)),
            _ => gift.expect(taken.clone()),
        }
    });
    let answers = stores.race(commits).await;
    for (n, (answer, wallet)) in answers.into_iter().zip(wallets).enumerate() {
        match n % 3 {
            0 => assert_eq!(answer.applied().posted().entries[1].balance_after, 100),
            1 => assert_eq!(answer.refused().code(), "insufficient_funds"),
            _ => assert_eq!(answer.stale(), taken),
        }
        assert_eq!(
            stores.balance(wallet).await,
            if n % 3 == 0 { 100 } else { 0 }
        );
    }
    assert_eq!(stores.assert_sound().await.transfers, 30);
}

/// One commit that breaks a key that no expectation spoke of is rejected, and those beside it are applied.
pub async fn a_broken_commit_does_not_harm_its_neighbours(stores: Stores) {
    let posted = stores.transfer(mint(), stores.wallet(), 1);
    stores.apply(changes().post(posted.clone())).await;
    let wallets: Vec<_> = (0..30).map(|_| stores.wallet()).collect();
    let commits = wallets.iter().enumerate().map(|(n, wallet)| {
        let gift = changes().post(stores.transfer(mint(), *wallet, 100));
        if n == 15 {
            gift.post(posted.clone())
        } else {
            gift
        }
    });
    let answers = stores.race(commits).await;
    for (n, (answer, wallet)) in answers.into_iter().zip(wallets).enumerate() {
        if n == 15 {
            answer.rejected();
        } else {
            answer.applied();
        }
        assert_eq!(stores.balance(wallet).await, if n == 15 { 0 } else { 100 });
    }
    stores.assert_sound().await;
}
