//! A desk on a store in memory, with people and words to write tests in.

use super::words::{admin, currency as currency_of, key, service};
use crate::ledger::{LedgerDesk, TransferDraft, TransferError, TransferView};
use crate::testing;
use crate::{Ports, Settings};
use ludger_domain::accounts::User;
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{AccountKey, Category, Transfer};
use ludger_ports::{Changes, Clock, Ids, Store};
use ludger_store_memory::MemoryStore;
use ludger_testkit::world::FakeClock;
use std::ops::Deref;
use std::sync::Arc;

/// The use cases, and what stands behind them.
pub(super) struct Desk {
    use_cases: LedgerDesk,
    pub(super) store: MemoryStore,
    pub(super) clock: Arc<FakeClock>,
    pub(super) ids: Arc<dyn Ids>,
}

impl Deref for Desk {
    type Target = LedgerDesk;
    fn deref(&self) -> &LedgerDesk {
        &self.use_cases
    }
}

impl Desk {
    pub(super) fn new() -> Self {
        Self::with(|_| {})
    }

    /// With other ports than those of the store.
    pub(super) fn with(change: impl FnOnce(&mut Ports)) -> Self {
        let store = MemoryStore::new();
        let clock = FakeClock::new();
        let mut ports = testing::ports(Arc::new(store.clone()), clock.clone());
        let ids = ports.ids.clone();
        change(&mut ports);
        Self {
            use_cases: LedgerDesk::new(&ports, &Settings::default()),
            store,
            clock,
            ids,
        }
    }

    pub(super) async fn user(&self, name: &str) -> UserId {
        let user = self.service_account(name);
        let id = user.id;
        self.store
            .commit(self.changes().add_user(user))
            .await
            .unwrap();
        id
    }

    pub(super) async fn deleted_user(&self, name: &str) -> UserId {
        let user = self.service_account(name).delete(self.clock.now()).unwrap();
        let id = user.id;
        self.store
            .commit(self.changes().add_user(user))
            .await
            .unwrap();
        id
    }

    /// A user who starts with something.
    pub(super) async fn rich(&self, name: &str, amount: &str, currency: &str) -> UserId {
        let user = self.user(name).await;
        self.grant(user, amount, currency).await;
        user
    }

    pub(super) async fn grant(&self, user: UserId, amount: &str, currency: &str) {
        let to = AccountKey::available(user, currency_of(currency).code);
        let from = AccountKey::mint(to.currency);
        let minor = currency_of(currency).parse(amount).unwrap().minor;
        let (id, now) = (self.ids.next().into(), self.clock.now());
        let transfer = Transfer::between(id, Category::Bonus, now, (from, to), minor);
        self.store
            .commit(self.changes().post(transfer.unwrap()))
            .await
            .unwrap();
    }

    pub(super) fn changes(&self) -> Changes {
        Changes::at(self.clock.now())
    }

    pub(super) async fn available(&self, user: UserId, code: &str) -> String {
        let wallet = self.wallets.get(user, code).await.unwrap();
        currency_of(code).format(wallet.available)
    }

    /// What all accounts hold, by what is written to the books.
    pub(super) async fn assert_sound(&self) {
        let found = self.verify.verify(10).await.unwrap();
        assert_eq!(found.discrepancies, []);
        let balances = self.books.trial_balance(&admin()).await.unwrap();
        assert!(
            balances.iter().all(|sums| sums.difference() == 0),
            "{balances:?}"
        );
    }

    /// Posts under a key of its own.
    pub(super) async fn post(&self, draft: &TransferDraft) -> Result<TransferView, TransferError> {
        let key = key(&self.ids.next().to_string());
        let done = self.transfer.post(&service(), &key, draft).await?;
        Ok(done.value.transfer().clone())
    }

    fn service_account(&self, name: &str) -> User {
        User::service(
            self.ids.next().into(),
            name.parse().unwrap(),
            self.clock.now(),
        )
    }
}
