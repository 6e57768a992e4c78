//! Holds set value aside. `hold` moves it from `available` to `held`, `capture` from `held` to somewhere, `release`
//! back. What was captured and released never passes what was held.

use super::{AccountKey, Category, Refusal, Transfer, TransferBuilder, TransferFault};
use crate::Timestamp;
use crate::ids::{HoldId, TransferId, UserId};
use crate::money::Amount;
use serde::{Deserialize, Serialize};

/// Value of one user, set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Unique.
    pub id: HoldId,
    /// Whose value it is.
    pub user: UserId,
    /// How much was set aside; positive.
    pub amount: Amount,
    /// Minor units that went somewhere else.
    pub captured: i64,
    /// Minor units that went back.
    pub released: i64,
    /// From when on the worker releases what is left.
    pub expires_at: Option<Timestamp>,
}

/// What a transfer does to a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum HoldChange {
    /// Makes it.
    Open(Hold),
    /// Takes from it, for good.
    Capture {
        /// Which hold.
        id: HoldId,
        /// Positive minor units.
        amount: i64,
    },
    /// Gives back from it.
    Release {
        /// Which hold.
        id: HoldId,
        /// Positive minor units.
        amount: i64,
    },
}

impl Hold {
    /// Starts the transfer that makes a hold.
    pub fn open(
        (id, transfer): (HoldId, TransferId),
        user: UserId,
        amount: Amount,
        category: Category,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> TransferBuilder {
        let hold = Self {
            id,
            user,
            amount,
            captured: 0,
            released: 0,
            expires_at,
        };
        Transfer::build(transfer, category, now)
            .move_amount(hold.available(), hold.held(), amount.minor)
            .hold(HoldChange::Open(hold))
    }

    /// The transfer that takes `amount` minor units from this hold to `to`.
    ///
    /// # Errors
    /// A `to` of another currency, or an amount of zero. That the hold still has that much is decided by the fold.
    pub fn capture(
        &self,
        transfer: TransferId,
        to: AccountKey,
        amount: i64,
        category: Category,
        now: Timestamp,
    ) -> Result<Transfer, TransferFault> {
        Transfer::build(transfer, category, now)
            .move_amount(self.held(), to, amount)
            .hold(HoldChange::Capture {
                id: self.id,
                amount,
            })
            .finish()
    }

    /// The transfer that gives `amount` minor units back.
    ///
    /// # Errors
    /// An amount of zero. That the hold still has that much is decided by the fold.
    pub fn release(
        &self,
        transfer: TransferId,
        amount: i64,
        now: Timestamp,
    ) -> Result<Transfer, TransferFault> {
        Transfer::build(transfer, Category::Refund, now)
            .move_amount(self.held(), self.available(), amount)
            .hold(HoldChange::Release {
                id: self.id,
                amount,
            })
            .finish()
    }

    /// Minor units that are neither captured nor released.
    pub const fn remaining(&self) -> i64 {
        self.amount
            .minor
            .saturating_sub(self.captured)
            .saturating_sub(self.released)
    }

    /// The account that the value came from.
    pub const fn available(&self) -> AccountKey {
        AccountKey::available(self.user, self.amount.currency)
    }

    /// The account that it stays on.
    pub const fn held(&self) -> AccountKey {
        AccountKey::held(self.user, self.amount.currency)
    }

    /// The hold after one more capture or release.
    pub(super) fn step(self, change: HoldChange) -> Result<Self, Refusal> {
        let (amount, after) = match change {
            HoldChange::Open(_) => return Err(Refusal::HoldExists { hold: self.id }),
            HoldChange::Capture { amount, .. } => (
                amount,
                Self {
                    captured: self.captured.saturating_add(amount),
                    ..self
                },
            ),
            HoldChange::Release { amount, .. } => (
                amount,
                Self {
                    released: self.released.saturating_add(amount),
                    ..self
                },
            ),
        };
        if amount <= 0 || amount > self.remaining() {
            return Err(Refusal::HoldExceeded {
                hold: self.id,
                remaining: self.remaining(),
            });
        }
        Ok(after)
    }
}

impl HoldChange {
    /// The hold that it changes.
    pub const fn id(&self) -> HoldId {
        match self {
            Self::Open(hold) => hold.id,
            Self::Capture { id, .. } | Self::Release { id, .. } => *id,
        }
    }

    /// Signed minor units that the step moves on the hold's account.
    pub(super) const fn on_held(&self) -> i64 {
        match self {
            Self::Open(hold) => hold.amount.minor,
            Self::Capture { amount, .. } | Self::Release { amount, .. } => amount.saturating_neg(),
        }
    }

    /// The name of the step in SQL.
    pub const fn step(&self) -> &'static str {
        match self {
            Self::Open(_) => "open",
            Self::Capture { .. } => "capture",
            Self::Release { .. } => "release",
        }
    }

    pub(super) fn feed(&self, take: &mut impl FnMut(&[u8])) {
        take(self.step().as_bytes());
        take(self.id().uuid().as_bytes());
    }
}
