use ludger_domain::Timestamp;
use ludger_domain::ids::{TransferId, UserId};
use ludger_domain::ledger::{
    AccountKey, Category, Description, Direction, Metadata, Purpose, Transfer, TransferFault,
};
use ludger_domain::money::{Currency, CurrencyKind};
use serde_json::{Value, json};

/// The provider whose clearing account stands against adjustments of what is not made here.
pub(in super::super) const ADJUSTMENTS: &str = "adjustments";

/// A correction that makes sense.
pub(super) struct Checked {
    pub(super) user: UserId,
    pub(super) currency: Currency,
    pub(super) direction: Direction,
    /// Positive minor units.
    pub(super) amount: i64,
    pub(super) reason: Description,
}

impl Checked {
    pub(super) fn transfer(
        &self,
        id: TransferId,
        admin: UserId,
        now: Timestamp,
    ) -> Result<Transfer, TransferFault> {
        let code = self.currency.code;
        let (wallet, other) = (AccountKey::available(self.user, code), self.other_side());
        let (from, to) = match self.direction {
            Direction::Credit => (other, wallet),
            Direction::Debit => (wallet, other),
        };
        let metadata = Metadata::try_from(json!({ "admin": admin })).ok();
        Transfer::build(id, Category::AdminAdjustment, now)
            .describe(self.reason.clone())
            .metadata(metadata)
            .move_amount(from, to, self.amount)
            .finish()
    }

    /// What the audit log tells of it.
    pub(super) fn meta(&self) -> Value {
        json!({
            "user": self.user,
            "type": self.direction,
            "amount": self.currency.format(self.amount),
            "currency": self.currency.code,
            "reason": self.reason,
        })
    }

    fn other_side(&self) -> AccountKey {
        let code = self.currency.code;
        match (self.currency.kind, ADJUSTMENTS.parse()) {
            (CurrencyKind::Fiat | CurrencyKind::Token, Ok(provider)) => {
                AccountKey::system(Purpose::Clearing(provider), code)
            }
            _ => AccountKey::mint(code),
        }
    }
}
