use super::TokenHash;
use crate::{Timestamp, micros};
// Addresses are values: what `core` knows of them opens nothing.
use core::net::{IpAddr, Ipv6Addr};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How often something may be tried that can be guessed. Up to `free` attempts within the window cost nothing; each one
/// after that has to wait twice as long as the one before; after `most` there are none until the window is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Throttle {
    /// Attempts that need not wait.
    pub free: u32,
    /// Attempts at all.
    pub most: u32,
    /// From the first attempt on.
    pub window: SignedDuration,
}

/// The attempts of the running window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// How many there were.
    pub count: u32,
    /// The first one.
    pub first_at: Timestamp,
    /// The last one.
    pub last_at: Timestamp,
}

/// Not now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts: try again in {} s", .retry_after.as_secs())]
pub struct TooMany {
    /// From now.
    pub retry_after: SignedDuration,
}

impl TooMany {
    /// Stable, `snake_case`.
    pub const fn code(self) -> &'static str {
        "too_many_attempts"
    }
}

/// What attempts are counted by: of which kind, and by whom. The store knows a digest alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThrottleKey(pub TokenHash);

impl ThrottleKey {
    /// Attempts of a kind (`sign_in.account`) by somebody (the key of an email, an address).
    pub fn new(kind: &str, who: &str) -> Self {
        let digest = Sha256::new()
            .chain_update(kind)
            .chain_update([0])
            .chain_update(who);
        Self(TokenHash(digest.finalize().into()))
    }

    /// Attempts of a kind from an address, with all others from its [`network_of`].
    pub fn of_address(kind: &str, address: &str) -> Self {
        match address.parse().map(network_of) {
            Ok(network) => Self::new(kind, &network.to_string()),
            Err(_) => Self::new(kind, address),
        }
    }
}

/// What one household or one machine gets, which is what addresses are counted by: an IPv4 address, also where it is
/// written as one of IPv6; of IPv6 the first half.
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(four) => four.into(),
        IpAddr::V6(six) => Ipv6Addr::from_bits(six.to_bits() >> 64 << 64).into(),
    }
}

/// Somebody tries something, now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Attempt {
    /// What and who.
    pub key: ThrottleKey,
    /// How often it may be tried.
    pub throttle: Throttle,
    /// When.
    pub at: Timestamp,
}

impl Attempt {
    /// What is counted with it, after those `before`.
    ///
    /// # Errors
    /// It comes too soon.
    pub fn take(&self, before: Option<Attempts>) -> Result<Attempts, TooMany> {
        self.throttle.take(before, self.at)
    }
}

impl Throttle {
    /// Mail that one address asks for.
    pub const MAIL_OF_ADDRESS: Self = Self::new(20, 40, SignedDuration::from_mins(15));
    /// One mail of a kind to one address in 30 s.
    pub const MAIL: Self = Self::new(1, 1, SignedDuration::from_secs(30));
    /// Registrations from one address, which may be that of a whole school.
    pub const REGISTRATION_OF_ADDRESS: Self = Self::new(100, 200, SignedDuration::from_mins(15));
    /// Codes of a second factor, of one account: whoever guesses them has the password already, and all days.
    pub const SECOND_FACTOR: Self = Self::new(5, 10, SignedDuration::from_mins(60));
    /// Failed sign-ins to one account.
    pub const SIGN_IN_OF_ACCOUNT: Self = Self::new(5, 10, SignedDuration::from_mins(15));
    /// Failed sign-ins from one address.
    pub const SIGN_IN_OF_ADDRESS: Self = Self::new(50, 60, SignedDuration::from_mins(15));

    /// A rule of its own.
    pub const fn new(free: u32, most: u32, window: SignedDuration) -> Self {
        Self { free, most, window }
    }

    /// Counts one more attempt.
    ///
    /// # Errors
    /// It comes too early. It is not counted, so that whoever knocks all the time gets in in time.
    pub fn take(self, before: Option<Attempts>, now: Timestamp) -> Result<Attempts, TooMany> {
        let now = micros(now);
        let running = before.filter(|attempts| now.duration_since(attempts.first_at) < self.window);
        let Some(before) = running else {
            return Ok(Attempts {
                count: 1,
                first_at: now,
                last_at: now,
            });
        };
        let wait = self.wait(before, now);
        if wait.is_positive() {
            return Err(TooMany { retry_after: wait });
        }
        Ok(Attempts {
            count: before.count.saturating_add(1),
            last_at: now,
            ..before
        })
    }

    /// How long the next attempt still has to wait.
    fn wait(self, before: Attempts, now: Timestamp) -> SignedDuration {
        let until_end = self
            .window
            .saturating_sub(now.duration_since(before.first_at))
            .min(self.window);
        if before.count >= self.most {
            return until_end;
        }
        let Some(beyond) = before.count.checked_sub(self.free) else {
            return SignedDuration::ZERO;
        };
        let pause = SignedDuration::from_secs(2_i64.saturating_pow(beyond));
        let passed = now.duration_since(before.last_at);
        pause.saturating_sub(passed).min(until_end)
    }
}
