//! Amounts as one says them: `100.wise()`.

use ludger_domain::money::Amount;

/// For [`Newcomer::with`](super::Newcomer::with).
pub trait Wise {
    /// So many WISE.
    fn wise(self) -> Amount;
}

impl Wise for i64 {
    fn wise(self) -> Amount {
        Amount {
            minor: self,
            currency: "WISE".parse().unwrap(),
        }
    }
}
