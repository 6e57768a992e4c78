//! Wallets and accounts.

use super::Stores;
use super::builders::{NOW, OwnedBy, all_pages, changes, hours, house, inr, mint, usd, wise};
use crate::Changes;
use ludger_domain::ids::{ChallengeId, UserId};
use ludger_domain::ledger::{AccountKey, Category, Hold};
use ludger_domain::money::Amount;

/// A user has a wallet for each currency that they ever held, by its code, even when nothing is left.
pub async fn wallets_come_by_currency(stores: Stores) {
    let ada = stores.id::<UserId>();
    assert_eq!(stores.wallets.wallets(ada).await.unwrap(), []);
    stores.give(AccountKey::available(ada, wise()), 50).await;
    stores.give(AccountKey::available(ada, inr()), 900).await;
    stores
        .send(AccountKey::available(ada, inr()), mint(), 900)
        .await;
    stores.give(stores.wallet(), 77).await;
    let wallets = stores.wallets.wallets(ada).await.unwrap();
    let told: Vec<_> = wallets
        .iter()
        .map(|wallet| (wallet.currency, wallet.available, wallet.held))
        .collect();
    assert_eq!(told, [(inr(), 0, 0), (wise(), 50, 0)]);
    assert_eq!(
        stores.wallets.wallet(ada, wise()).await.unwrap(),
        Some(wallets[1])
    );
    assert_eq!(stores.wallets.wallet(ada, usd()).await.unwrap(), None);
}

/// What is held is part of the wallet, what is saved in a jar is not; it changed when either part last did.
pub async fn a_wallet_is_what_can_be_spent_and_what_is_held(stores: Stores) {
    let wallet = stores.wallet_with(1_000).await;
    let ada = wallet.user();
    let jar = AccountKey::jar(ada, stores.id::<ChallengeId>(), inr());
    stores.send(wallet, jar, 100).await;
    let amount = Amount {
        minor: 300,
        currency: inr(),
    };
    let opened = Hold::open(
        (stores.id(), stores.id()),
        ada,
        amount,
        Category::Bet,
        None,
        NOW,
    )
    .finish()
    .unwrap();
    stores.apply(Changes::at(hours(1)).post(opened)).await;
    let held = stores.transfer(AccountKey::held(ada, inr()), house(), 50);
    stores.apply(Changes::at(hours(2)).post(held)).await;
    let wallet = stores.wallets.wallet(ada, inr()).await.unwrap().unwrap();
    assert_eq!(
        (wallet.available, wallet.held, wallet.total()),
        (600, 250, 850)
    );
    assert_eq!(wallet.updated_at, Some(hours(2)));
}

/// All accounts, or those of one user, by pages of any length.
pub async fn accounts_are_paged_by_id(stores: Stores) {
    let wallets = [stores.wallet(), stores.wallet(), stores.wallet()];
    for wallet in wallets {
        stores.give(wallet, 10).await;
    }
    let ada = wallets[0].user();
    stores.give(AccountKey::available(ada, wise()), 1).await;
    stores.apply(changes().set_floor(house(), Some(-1))).await;
    let ids = async |user, limit| {
        let accounts =
            all_pages(limit, async |page| stores.ledger.accounts(user, page).await).await;
        accounts
            .iter()
            .map(|account| account.key.id())
            .collect::<Vec<_>>()
    };
    let mut expected = vec![mint().id(), house().id(), AccountKey::mint(wise()).id()];
    expected.extend(wallets.map(|wallet| wallet.id()));
    expected.push(AccountKey::available(ada, wise()).id());
    expected.sort_unstable();
    let mut of_ada = vec![wallets[0].id(), AccountKey::available(ada, wise()).id()];
    of_ada.sort_unstable();
    for limit in [1, 2, 3, 7, 8] {
        assert_eq!(ids(None, limit).await, expected, "by {limit}");
        assert_eq!(ids(Some(ada), limit).await, of_ada, "by {limit}");
    }
    assert!(ids(Some(stores.id::<UserId>()), 5).await.is_empty());
}

/// Every purpose and owner reads back as it was written.
pub async fn accounts_read_back(stores: Stores) {
    use ludger_domain::ledger::Purpose::{Clearing, Fees, House, Mint, Owed, Pool};
    let ada = stores.id::<UserId>();
    let system = [
        Clearing("stripe".parse().unwrap()),
        Fees,
        House,
        Mint,
        Owed,
        Pool(stores.id()),
    ];
    let mut keys = system
        .map(|purpose| AccountKey::system(purpose, usd()))
        .to_vec();
    keys.push(AccountKey::available(ada, usd()));
    keys.push(AccountKey::held(ada, usd()));
    keys.push(AccountKey::jar(ada, stores.id(), usd()));
    for key in keys.iter().filter(|key| **key != AccountKey::mint(usd())) {
        stores.give(*key, 10).await;
    }
    let accounts = all_pages(100, async |page| stores.ledger.accounts(None, page).await).await;
    assert_eq!(accounts.len(), keys.len());
    for key in keys {
        let account = stores.account(key).await.unwrap();
        assert_eq!(
            (account.key, account.updated_at, account.floor),
            (key, NOW, key.default_floor())
        );
        assert!(accounts.contains(&account));
    }
}
