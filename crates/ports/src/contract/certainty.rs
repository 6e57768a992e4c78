//! A COMMIT that got no answer, while the database can be asked what became of it: then nobody has to live in doubt.

use super::Stores;
use super::builders::{changes, mint};
use super::stores::Cut;

/// The connection is lost around a COMMIT. The store finds out on another one, applies again what was not applied, and
/// says that it is; and what comes later goes on behind it.
pub async fn a_lost_connection_leaves_no_doubt(stores: Stores) {
    let Some(cut) = &stores.cut else { return };
    let wallet = stores.wallet();
    for (n, when) in (1..).zip([Cut::BeforeCommit, Cut::AfterCommit].repeat(3)) {
        cut(when);
        let gift = stores.transfer(mint(), wallet, 5);
        let committed = stores.apply(changes().post(gift)).await;
        assert_eq!(
            committed.posted().entries[1].sequence,
            2 * n - 1,
            "{when:?}"
        );
        stores.give(wallet, 7).await;
        assert_eq!(stores.balance(wallet).await, 12 * n);
    }
    assert_eq!(stores.assert_sound().await.transfers, 12);
}

/// The same for what moves no value.
pub async fn a_lost_connection_leaves_no_doubt_about_rows(stores: Stores) {
    let Some(cut) = &stores.cut else { return };
    for (n, when) in [Cut::BeforeCommit, Cut::AfterCommit]
        .into_iter()
        .enumerate()
    {
        cut(when);
        let person = stores.person(&format!("user-{n}"));
        stores.apply(changes().add_user(person.clone())).await;
        assert_eq!(stores.found_user(person.id).await, Some(person));
    }
}
