//! What the database itself refuses, to whoever writes to it past the store. SQL that SQLite and Postgres both read.

use super::Stores;
use super::builders::{changes, house};
use ludger_domain::accounts::AuditAction;
use ludger_domain::ledger::Discrepancy;

impl Stores {
    /// Some transfers, an audit record, and a house below zero.
    async fn history(&self) {
        let (ada, bob) = (self.wallet_with(100).await, self.wallet());
        self.send(ada, bob, 30).await;
        self.apply(
            changes()
                .set_floor(house(), Some(-500))
                .audit(self.told(AuditAction::LedgerAdjust)),
        )
        .await;
        self.send(house(), ada, 500).await;
    }

    /// Each of these is refused, and changes nothing.
    async fn assert_refused(&self, statements: &[&str]) {
        let Some(run) = &self.sql else { return };
        self.history().await;
        let before = self.snapshot().await;
        // The hook works: what is allowed is done.
        assert_eq!(run("UPDATE accounts SET balance = balance"), Ok(()));
        for sql in statements {
            assert!(run(sql).is_err(), "was not refused: {sql}");
            assert_eq!(self.snapshot().await, before, "left a trace: {sql}");
        }
        self.assert_sound().await;
    }
}

/// Entries and transfers are neither changed nor deleted, and neither are audit records; accounts are not deleted.
pub async fn what_was_written_stays(stores: Stores) {
    let statements = [
        "UPDATE entries SET amount = amount + 1",
        "UPDATE entries SET balance_after = 0 WHERE sequence = 1",
        "DELETE FROM entries",
        "DELETE FROM entries WHERE sequence = 2",
        "UPDATE transfers SET description = 'something else'",
        "UPDATE transfers SET hash = hash",
        "DELETE FROM transfers",
        "UPDATE audit_records SET action = 'user.sign_in'",
        "DELETE FROM audit_records",
        "DELETE FROM accounts",
        "DELETE FROM accounts WHERE balance < 0",
    ];
    stores.assert_refused(&statements).await;
}

/// A transfer that does not sum to zero is not inserted, nor does one that does get more entries.
pub async fn an_unbalanced_transfer_is_refused(stores: Stores) {
    // The ids of accounts serve as ids of transfers here: both databases take them, each in its own type.
    let forged = "INSERT INTO entries \
        (transfer_id, ordinal, account_id, currency, amount, sequence, balance_after, posted_at) \
        SELECT id, 0, id, currency, 5, sequence + 1, balance + 5, updated_at FROM accounts WHERE balance > 0";
    let sealed = "INSERT INTO transfers (id, shard, position, hash, category, occurred_at, posted_at) \
        SELECT id, 15, sequence, (SELECT hash FROM ledger_shards WHERE shard = 15), 'bonus', updated_at, updated_at \
        FROM accounts WHERE balance = 570";
    let one_sided = forged.replace("balance > 0", "balance = 570");
    let whole = format!("BEGIN; {one_sided}; {sealed}; COMMIT");
    let more = "INSERT INTO entries \
        (transfer_id, ordinal, account_id, currency, amount, sequence, balance_after, posted_at) \
        SELECT transfer_id, ordinal + 100, account_id, currency, amount, sequence + 100, balance_after, posted_at \
        FROM entries WHERE amount > 0";
    stores
        .assert_refused(&[forged, &one_sided, &whole, more])
        .await;
}

/// An entry of zero, a number that is taken, a reference that is taken.
pub async fn broken_rows_are_refused(stores: Stores) {
    let columns =
        "(transfer_id, ordinal, account_id, currency, amount, sequence, balance_after, posted_at)";
    let zero = format!(
        "INSERT INTO entries {columns} SELECT transfer_id, ordinal + 100, account_id, currency, 0, sequence + 100, \
         balance_after, posted_at FROM entries"
    );
    let taken = format!(
        "INSERT INTO entries {columns} SELECT transfer_id, ordinal + 100, account_id, currency, amount, sequence, \
         balance_after, posted_at FROM entries"
    );
    stores.assert_refused(&[&zero, &taken]).await;
}

/// A balance is not put below its floor, nor a floor above its balance.
pub async fn a_balance_below_its_floor_is_refused(stores: Stores) {
    let statements = [
        "UPDATE accounts SET balance = floor - 1 WHERE floor IS NOT NULL",
        "UPDATE accounts SET balance = -501 WHERE purpose = 'house'",
        "UPDATE accounts SET floor = balance + 1",
        "UPDATE accounts SET floor = 1 WHERE purpose = 'mint'",
    ];
    stores.assert_refused(&statements).await;
}

/// Entries that balance among themselves, added to a transfer of old: refused, or found by `verify`.
pub async fn entries_added_later_are_refused_or_found(stores: Stores) {
    let Some(run) = &stores.sql else { return };
    stores.history().await;
    let added = run("INSERT INTO entries \
        (transfer_id, ordinal, account_id, currency, amount, sequence, balance_after, posted_at) \
        SELECT transfer_id, ordinal + 100, account_id, currency, amount, sequence + 100, balance_after, posted_at \
        FROM entries");
    if added.is_ok() {
        assert_ne!(stores.ledger.verify(10).await.unwrap().discrepancies, []);
    }
}

/// What the database cannot know to be wrong, `verify` finds: here, a balance that no entry accounts for.
pub async fn a_forged_balance_is_found(stores: Stores) {
    let Some(run) = &stores.sql else { return };
    stores.history().await;
    run("UPDATE accounts SET balance = balance + 1 WHERE purpose = 'house'").unwrap();
    let found = stores.ledger.verify(10).await.unwrap().discrepancies;
    let [
        Discrepancy::ForgedBalance {
            account,
            balance,
            sum,
            ..
        },
    ] = found.as_slice()
    else {
        panic!("{found:?}");
    };
    assert_eq!((*account, *balance, *sum), (house().id(), -499, -500));
}
