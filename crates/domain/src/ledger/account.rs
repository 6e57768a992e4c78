use super::Refusal;
use crate::Timestamp;
use crate::fault::{Fault, Faults};
use crate::ids::{AccountId, ChallengeId, MarketId, UserId};
use crate::money::CurrencyCode;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use uuid::{Builder, Uuid};

/// Whose account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// A user's.
    User(UserId),
    /// The deployment's.
    System,
}

/// What an account is for. Users own `available`, `held` and `jar/…`; the system owns the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Purpose {
    /// What a user can spend.
    Available,
    /// What a user has set aside in holds.
    Held,
    /// What a user has saved in a challenge.
    Jar(ChallengeId),
    /// Where play money is born and dies. Has no floor.
    Mint,
    /// The other side of bets, and where rounding goes. Its floor is configured: the bankroll limit.
    House,
    /// The stakes of a market.
    Pool(MarketId),
    /// What a payment provider owes or is owed. Has no floor.
    Clearing(ProviderName),
    /// What was taken as fees.
    Fees,
    /// What users owe after a settlement was taken back. Has no floor.
    Owed,
}

/// The name of a payment provider: 1 to 24 characters of `a-z0-9_-`. Held inline, so that keys stay `Copy`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProviderName([u8; 24]);

/// What an account is unique by: owner, purpose, currency.
///
/// ```
/// # use ludger_domain::{ids::UserId, ledger::AccountKey, money::Currencies};
/// # let wise = Currencies::built_in().get("WISE").expect("built in").code;
/// let ada = UserId::from(uuid::Uuid::from_u128(1));
/// // The id follows from the key, so an account needs no look-up and no race decides who opens it.
/// assert_eq!(AccountKey::available(ada, wise).id(), AccountKey::available(ada, wise).id());
/// assert_ne!(AccountKey::available(ada, wise).id(), AccountKey::held(ada, wise).id());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccountKey {
    /// Whose it is.
    pub owner: Owner,
    /// What it is for.
    pub purpose: Purpose,
    /// What it counts.
    pub currency: CurrencyCode,
}

impl AccountKey {
    /// A user's spendable balance.
    pub const fn available(user: UserId, currency: CurrencyCode) -> Self {
        Self {
            owner: Owner::User(user),
            purpose: Purpose::Available,
            currency,
        }
    }

    /// A user's balance in holds.
    pub const fn held(user: UserId, currency: CurrencyCode) -> Self {
        Self {
            owner: Owner::User(user),
            purpose: Purpose::Held,
            currency,
        }
    }

    /// A user's savings in a challenge.
    pub const fn jar(user: UserId, challenge: ChallengeId, currency: CurrencyCode) -> Self {
        Self {
            owner: Owner::User(user),
            purpose: Purpose::Jar(challenge),
            currency,
        }
    }

    /// An account of the deployment.
    pub const fn system(purpose: Purpose, currency: CurrencyCode) -> Self {
        Self {
            owner: Owner::System,
            purpose,
            currency,
        }
    }

    /// Where play money comes from and goes to.
    pub const fn mint(currency: CurrencyCode) -> Self {
        Self::system(Purpose::Mint, currency)
    }

    /// The house.
    pub const fn house(currency: CurrencyCode) -> Self {
        Self::system(Purpose::House, currency)
    }

    /// The account's id: a version 8 UUID over the SHA-256 of the key.
    pub fn id(&self) -> AccountId {
        let mut hash = Sha256::new();
        hash.update(b"ludger account 1\0");
        match self.owner {
            Owner::User(user) => hash.update(user.uuid().as_bytes()),
            Owner::System => hash.update(Uuid::nil().as_bytes()),
        }
        hash.update(self.currency.as_str());
        hash.update(b"\0");
        self.purpose.feed(|bytes| hash.update(bytes));
        let digest: [u8; 32] = hash.finalize().into();
        let mut bytes = [0; 16];
        bytes
            .iter_mut()
            .zip(digest)
            .for_each(|(to, from)| *to = from);
        Builder::from_custom_bytes(bytes).into_uuid().into()
    }

    /// Whether this owner can have an account for this purpose.
    pub const fn is_well_formed(&self) -> bool {
        let for_users = matches!(
            self.purpose,
            Purpose::Available | Purpose::Held | Purpose::Jar(_)
        );
        matches!(self.owner, Owner::User(_)) == for_users
    }

    /// What the balance may not pass below when nothing else is configured. `None`: no floor.
    pub const fn default_floor(&self) -> Option<i64> {
        match self.purpose {
            Purpose::Mint | Purpose::Clearing(_) | Purpose::Owed => None,
            _ => Some(0),
        }
    }
}

impl fmt::Display for AccountKey {
    /// `user/<id>/available/INR`, `system/house/INR`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.owner {
            Owner::User(user) => write!(f, "user/{user}/{}/{}", self.purpose, self.currency),
            Owner::System => write!(f, "system/{}/{}", self.purpose, self.currency),
        }
    }
}

/// An account as the ledger has it at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountState {
    /// What it is unique by; its id follows from it.
    pub key: AccountKey,
    /// Minor units: the sum of its entries.
    pub balance: i64,
    /// How many entries it has; the number of the last one. Serves as the account's version.
    pub sequence: i64,
    /// What the balance may not pass below.
    pub floor: Option<i64>,
    /// When its last entry was posted, or it was opened.
    pub updated_at: Timestamp,
}

impl AccountState {
    /// An account without entries.
    pub const fn opened(key: AccountKey, at: Timestamp) -> Self {
        Self {
            key,
            balance: 0,
            sequence: 0,
            floor: key.default_floor(),
            updated_at: at,
        }
    }

    /// The same account with another floor.
    ///
    /// # Errors
    /// Its balance is below that: `insufficient_funds`, with the balance as what is available and the floor as what is
    /// required.
    pub fn with_floor(self, floor: Option<i64>) -> Result<Self, Refusal> {
        match floor {
            Some(floor) if self.balance < floor => Err(Refusal::InsufficientFunds {
                account: self.key,
                available: self.balance,
                required: floor,
            }),
            _ => Ok(Self { floor, ..self }),
        }
    }

    /// How much can be taken before the floor is reached; `None` where there is no floor.
    pub const fn spendable(&self) -> Option<i64> {
        match self.floor {
            Some(floor) => Some(self.balance.saturating_sub(floor)),
            None => None,
        }
    }
}

impl Purpose {
    /// Gives the name in two parts, so that hashing allocates nothing.
    fn feed(&self, mut take: impl FnMut(&[u8])) {
        match self {
            Self::Available => take(b"available"),
            Self::Held => take(b"held"),
            Self::Mint => take(b"mint"),
            Self::House => take(b"house"),
            Self::Fees => take(b"fees"),
            Self::Owed => take(b"owed"),
            Self::Jar(id) => {
                take(b"jar/");
                take(id.uuid().as_bytes());
            }
            Self::Pool(id) => {
                take(b"pool/");
                take(id.uuid().as_bytes());
            }
            Self::Clearing(provider) => {
                take(b"clearing/");
                take(provider.as_str().as_bytes());
            }
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Available => f.write_str("available"),
            Self::Held => f.write_str("held"),
            Self::Mint => f.write_str("mint"),
            Self::House => f.write_str("house"),
            Self::Fees => f.write_str("fees"),
            Self::Owed => f.write_str("owed"),
            Self::Jar(id) => write!(f, "jar/{id}"),
            Self::Pool(id) => write!(f, "pool/{id}"),
            Self::Clearing(provider) => write!(f, "clearing/{}", provider.as_str()),
        }
    }
}

impl FromStr for Purpose {
    type Err = Faults;
    fn from_str(text: &str) -> Result<Self, Faults> {
        let unknown = || {
            Faults::from(Fault::new(
                "",
                "invalid_purpose",
                "a purpose is available, held, jar/<id>, mint, house, pool/<id>, clearing/<provider>, fees or owed",
            ))
        };
        Ok(match text.split_once('/') {
            None => match text {
                "available" => Self::Available,
                "held" => Self::Held,
                "mint" => Self::Mint,
                "house" => Self::House,
                "fees" => Self::Fees,
                "owed" => Self::Owed,
                _ => return Err(unknown()),
            },
            Some(("jar", id)) => Self::Jar(id.parse().map_err(|_| unknown())?),
            Some(("pool", id)) => Self::Pool(id.parse().map_err(|_| unknown())?),
            Some(("clearing", name)) => Self::Clearing(name.parse().map_err(|()| unknown())?),
            Some(_) => return Err(unknown()),
        })
    }
}

impl TryFrom<String> for Purpose {
    type Error = Faults;
    fn try_from(text: String) -> Result<Self, Faults> {
        text.parse()
    }
}

impl From<Purpose> for String {
    fn from(purpose: Purpose) -> Self {
        purpose.to_string()
    }
}

impl ProviderName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        let text = self.0.split(|b| *b == 0).next().unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }
}

impl fmt::Debug for ProviderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ProviderName {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
        let mut name = [0; 24];
        let room = name.get_mut(..text.len()).ok_or(())?;
        if text.is_empty() || !text.bytes().all(plain) {
            return Err(());
        }
        room.copy_from_slice(text.as_bytes());
        Ok(Self(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_reads_back_from_its_name() {
        let id = Uuid::from_u128(7);
        let table = [
            Purpose::Available,
            Purpose::Held,
            Purpose::Jar(id.into()),
            Purpose::Mint,
            Purpose::House,
            Purpose::Pool(id.into()),
            Purpose::Clearing("stripe".parse().unwrap()),
            Purpose::Fees,
            Purpose::Owed,
        ];
        for purpose in table {
            assert_eq!(purpose.to_string().parse(), Ok(purpose));
        }
        for text in ["", "mint/", "jar/x", "clearing/", "clearing/Stripe", "bank"] {
            assert!(text.parse::<Purpose>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_id_of_a_key_never_changes() {
        // Stored in every database there is: if this fails, the change loses every account.
        let wise = "WISE".parse().unwrap();
        let ada = UserId::from(Uuid::from_u128(1));
        let ids = [AccountKey::available(ada, wise), AccountKey::mint(wise)]
            .map(|key| key.id().to_string());
        assert_eq!(
            ids,
            [
                "2e724d60-2f2e-84fe-a00f-961bc5219367",
                "42c21e85-1c34-8faa-9411-56022fbfcf3d"
            ]
        );
    }
}
