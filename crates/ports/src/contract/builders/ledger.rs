use super::{NOW, Stores, changes};
use crate::read::{BooksRequest, Verification};
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{
    AccountKey, AccountState, Category, Description, Owner, Posted, Reference, Transfer,
    TransferBuilder,
};
use ludger_domain::money::CurrencyCode;

pub(in crate::contract) fn inr() -> CurrencyCode {
    "INR".parse().unwrap()
}

pub(in crate::contract) fn wise() -> CurrencyCode {
    "WISE".parse().unwrap()
}

pub(in crate::contract) fn usd() -> CurrencyCode {
    "USD".parse().unwrap()
}

/// The mint of rupees.
pub(in crate::contract) fn mint() -> AccountKey {
    AccountKey::mint(inr())
}

/// The house of rupees.
pub(in crate::contract) fn house() -> AccountKey {
    AccountKey::house(inr())
}

pub(in crate::contract) fn reference(text: &str) -> Reference {
    text.to_owned().try_into().unwrap()
}

pub(in crate::contract) fn described(text: &str) -> Description {
    text.to_owned().try_into().unwrap()
}

impl Stores {
    /// The rupees of somebody new. The ledger does not ask who they are.
    pub(in crate::contract) fn wallet(&self) -> AccountKey {
        AccountKey::available(self.id::<UserId>(), inr())
    }

    /// The same, with paise from the mint in it.
    pub(in crate::contract) async fn wallet_with(&self, paise: i64) -> AccountKey {
        let wallet = self.wallet();
        self.give(wallet, paise).await;
        wallet
    }

    /// Lets the mint give.
    pub(in crate::contract) async fn give(&self, to: AccountKey, amount: i64) -> Posted {
        self.send(AccountKey::mint(to.currency), to, amount).await
    }

    /// Moves value now, which must succeed.
    pub(in crate::contract) async fn send(
        &self,
        from: AccountKey,
        to: AccountKey,
        amount: i64,
    ) -> Posted {
        let committed = self
            .apply(changes().post(self.transfer(from, to, amount)))
            .await;
        committed.posted().clone()
    }

    /// A transfer to be posted.
    pub(in crate::contract) fn transfer(
        &self,
        from: AccountKey,
        to: AccountKey,
        amount: i64,
    ) -> Transfer {
        self.new_transfer(Category::Transfer)
            .move_amount(from, to, amount)
            .finish()
            .unwrap()
    }

    /// A transfer to be described.
    pub(in crate::contract) fn new_transfer(&self, category: Category) -> TransferBuilder {
        Transfer::build(self.id(), category, NOW)
    }

    /// What is on an account now; 0 where there is none.
    pub(in crate::contract) async fn balance(&self, key: AccountKey) -> i64 {
        self.account(key).await.map_or(0, |account| account.balance)
    }

    /// An account as it is now.
    pub(in crate::contract) async fn account(&self, key: AccountKey) -> Option<AccountState> {
        let request = BooksRequest {
            accounts: vec![key.id()],
            ..BooksRequest::default()
        };
        self.ledger
            .books(&request)
            .await
            .unwrap()
            .account(key.id())
            .copied()
    }

    /// The books are in order: nothing was made or lost, every hash fits, every balance is the sum of its entries.
    pub(in crate::contract) async fn assert_sound(&self) -> Verification {
        let found = self.ledger.verify(10).await.unwrap();
        assert_eq!(found.discrepancies, []);
        for sums in self.ledger.trial_balance().await.unwrap() {
            assert_eq!(sums.difference(), 0, "{sums:?}");
        }
        found
    }
}

/// Whose account it is.
pub(in crate::contract) trait OwnedBy {
    fn user(&self) -> UserId;
}

impl OwnedBy for AccountKey {
    fn user(&self) -> UserId {
        match self.owner {
            Owner::User(user) => user,
            Owner::System => panic!("{self} is no user's"),
        }
    }
}
