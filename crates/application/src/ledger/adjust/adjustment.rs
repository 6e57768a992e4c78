use super::checked::Checked;
use crate::ledger::draft::NamedUsers;
use crate::ledger::reason::reason;
use ludger_domain::accounts::Standing;
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::ids::UserId;
use ludger_domain::ledger::Direction;
use ludger_domain::money::{Currencies, Currency};

/// A correction that is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Adjustment {
    /// The id of a user.
    pub user: String,
    /// A code.
    pub currency: String,
    /// `credit` or `debit`; faults point to `/type`.
    pub direction: String,
    /// Positive decimal.
    pub amount: String,
    /// 1 to 255 characters; the user sees them.
    pub reason: String,
}

impl Adjustment {
    /// The user that it names.
    pub(super) fn named(&self) -> Option<UserId> {
        self.user.parse().ok()
    }

    pub(super) fn checked(
        &self,
        users: &NamedUsers,
        currencies: &Currencies,
    ) -> Result<Checked, Faults> {
        let mut faults = Faults::default();
        let direction = faults.take(direction(&self.direction));
        let user = faults.take(self.receiver(direction, users));
        let unknown = || {
            Fault::new(
                "/currency",
                "unknown_currency",
                "is no currency of this deployment",
            )
        };
        let currency = faults.take(currencies.get(&self.currency).ok_or_else(unknown));
        let amount = currency.and_then(|currency| faults.take(positive(&self.amount, currency)));
        let reason = faults.take(reason(&self.reason));
        match (user, currency, direction, amount, reason) {
            (Some(user), Some(currency), Some(direction), Some(amount), Some(reason)) => {
                Ok(Checked {
                    user,
                    currency,
                    direction,
                    amount,
                    reason,
                })
            }
            _ => Err(faults),
        }
    }

    fn receiver(&self, direction: Option<Direction>, users: &NamedUsers) -> Result<UserId, Fault> {
        let id = self.named();
        let id = id.ok_or_else(|| Fault::new("/user", "invalid_id", "a user's id is a UUID"))?;
        match (users.standing(id), direction) {
            (None, _) => Err(Fault::new("/user", "unknown_user", "there is no such user")),
            (Some(Standing::Deleted), Some(Direction::Credit)) => {
                let detail = "this user was deleted and receives nothing";
                Err(Fault::new("/user", "deleted_user", detail))
            }
            _ => Ok(id),
        }
    }
}

fn direction(text: &str) -> Result<Direction, Fault> {
    [Direction::Credit, Direction::Debit]
        .into_iter()
        .find(|direction| direction.as_str() == text)
        .ok_or_else(|| {
            Fault::new(
                "/type",
                "invalid_type",
                "an adjustment is a credit or a debit",
            )
        })
}

fn positive(text: &str, currency: Currency) -> Result<i64, Fault> {
    match currency.parse(text) {
        Ok(amount) if amount.minor > 0 => Ok(amount.minor),
        Ok(_) => Err(Fault::new(
            "/amount",
            "not_positive",
            "is above zero; the type says which way",
        )),
        Err(fault) => Err(Fault::new("/amount", fault.code(), fault.to_string())),
    }
}
