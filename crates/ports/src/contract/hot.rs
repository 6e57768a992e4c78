//! Hot accounts: what everybody touches at the same time.

use super::Stores;
use super::builders::{changes, first, house, mint};
use crate::read::StatementFilter;

/// 1,000 parallel stakes and payouts of one house: all are applied, and the house has entries 1 to 1,000.
pub async fn a_thousand_transfers_of_one_account_all_apply(stores: Stores) {
    stores.apply(changes().set_floor(house(), None)).await;
    let transfers = (0..1_000).map(|n| {
        // Half come straight from the mint, half go to wallets of their own.
        let transfer = if n % 2 == 0 {
            stores.transfer(mint(), house(), 3)
        } else {
            stores.transfer(house(), stores.wallet(), 2)
        };
        changes().post(transfer)
    });
    let answers = stores.race(transfers).await;
    assert_eq!(super::answers::Tally::of(&answers).applied, 1_000);
    assert_eq!(stores.balance(house()).await, 500);

    let statement = stores
        .wallets
        .statement(house(), &StatementFilter::default(), first(2_000))
        .await
        .unwrap();
    let sequences: Vec<_> = statement
        .items
        .iter()
        .rev()
        .map(|entry| entry.sequence)
        .collect();
    assert_eq!(sequences, (1..=1_000).collect::<Vec<_>>());
    assert_eq!(stores.assert_sound().await.transfers, 1_000);
}
