//! Statements: what the owner of an account sees of it, newest first.

use super::Stores;
use super::builders::{NOW, changes, described, first, hours, house, micros, mint};
use crate::read::StatementFilter;
use crate::{Changes, PageRequest};
use ludger_domain::ledger::{AccountKey, Category, Transaction};
use serde_json::json;

impl Stores {
    /// The numbers of the entries that a filter shows.
    pub(super) async fn shown(&self, account: AccountKey, filter: StatementFilter) -> Vec<i64> {
        let page = self
            .wallets
            .statement(account, &filter, first(100))
            .await
            .unwrap();
        assert_eq!(page.next, None);
        page.items.iter().map(|entry| entry.sequence).collect()
    }

    /// Five entries of one wallet: what, how much, and when.
    pub(super) async fn story(&self) -> AccountKey {
        let ada = self.wallet();
        let told = [
            (Category::Deposit, "Pay day, 100% of it", 1_000, hours(1)),
            (Category::Bet, "A bet on Blue_Moon", -200, hours(2)),
            (Category::Bet, "A bet on BLUE MOON", -300, hours(3)),
            (Category::Win, "Blue Moon won", 900, hours(4)),
            (Category::Fee, "", -10, hours(5)),
        ];
        for (category, text, paise, at) in told {
            let entries = self
                .new_transfer(category)
                .entry(ada, paise)
                .entry(mint(), -paise);
            let transfer = entries
                .describe((!text.is_empty()).then(|| described(text)))
                .finish()
                .unwrap();
            self.apply(Changes::at(at).post(transfer)).await;
        }
        ada
    }
}

/// An entry shows what its transfer said.
pub async fn a_transaction_tells_of_its_transfer(stores: Stores) {
    let ada = stores.wallet();
    let meta = json!({ "z": [1, 2.5, null], "a": { "b": "ü \"quoted\"" } });
    let gift = stores
        .new_transfer(Category::Bonus)
        .move_amount(mint(), ada, 500);
    let gift = gift
        .describe(described("For you: 🎁 'tis 5;\n-- enjoy"))
        .metadata(Some(meta.try_into().unwrap()));
    let gift = gift.finish().unwrap();
    stores
        .apply(Changes::at(micros(7)).post(gift.clone()))
        .await;
    let expected = Transaction {
        account: ada,
        sequence: 1,
        transfer: gift.id(),
        amount: 500,
        balance_after: 500,
        category: Category::Bonus,
        description: gift.description().cloned(),
        metadata: gift.metadata().cloned(),
        created_at: micros(7),
        deleted_at: None,
    };
    assert_eq!(
        stores.found_transaction(ada, 1).await.as_ref(),
        Some(&expected)
    );
    let statement = stores
        .wallets
        .statement(ada, &StatementFilter::default(), first(10))
        .await
        .unwrap();
    assert_eq!(statement.items, [expected]);
    assert_eq!(stores.found_transaction(ada, 2).await, None);
    assert_eq!(
        stores.found_transfer(gift.id()).await.unwrap().transfer,
        gift
    );
}

/// Entries that come while somebody turns the pages neither repeat nor hide any.
pub async fn a_cursor_is_stable_under_inserts(stores: Stores) {
    let ada = stores.wallet();
    for _ in 0..7 {
        stores.give(ada, 10).await;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let request = PageRequest { after, limit: 3 };
        let page = stores
            .wallets
            .statement(ada, &StatementFilter::default(), request)
            .await
            .unwrap();
        seen.extend(page.items.iter().map(|entry| entry.sequence));
        stores.give(ada, 10).await;
        stores.send(ada, mint(), 5).await;
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, [7, 6, 5, 4, 3, 2, 1]);
}

/// A hidden entry leaves the statement, not the ledger, and hiding it again changes nothing.
pub async fn a_hidden_transaction_leaves_the_statement(stores: Stores) {
    let ada = stores.story().await;
    stores
        .apply(changes().hide_transaction(ada, 3, hours(6)))
        .await;
    stores
        .apply(changes().hide_transaction(ada, 3, hours(7)))
        .await;
    assert_eq!(
        stores.shown(ada, StatementFilter::default()).await,
        [5, 4, 2, 1]
    );
    let with_hidden = StatementFilter {
        with_hidden: true,
        ..StatementFilter::default()
    };
    assert_eq!(stores.shown(ada, with_hidden).await, [5, 4, 3, 2, 1]);
    let hidden = stores.found_transaction(ada, 3).await.unwrap();
    assert_eq!(
        (hidden.deleted_at, hidden.updated_at()),
        (Some(hours(6)), hours(6))
    );
    assert_eq!(stores.balance(ada).await, 1_390);
    // The other side of the transfer keeps its own statement.
    assert_eq!(
        stores.shown(mint(), StatementFilter::default()).await,
        [5, 4, 3, 2, 1]
    );
    stores.assert_sound().await;
}

/// The statement of an account that was never used is empty.
pub async fn an_unused_account_has_an_empty_statement(stores: Stores) {
    stores
        .apply(Changes::at(NOW).set_floor(house(), Some(-1)))
        .await;
    assert!(
        stores
            .shown(stores.wallet(), StatementFilter::default())
            .await
            .is_empty()
    );
    assert!(
        stores
            .shown(house(), StatementFilter::default())
            .await
            .is_empty()
    );
}
