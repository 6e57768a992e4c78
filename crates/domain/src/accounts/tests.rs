//! The rules as tables and properties.

mod api_token;
mod audit;
mod email;
mod family;
mod one_time;
mod password;
mod profile;
mod refresh;
mod refresh_model;
mod registration;
mod registration_policy;
mod return_to;
mod roles;
mod sessions;
mod setup;
mod throttle;
mod tickets;
mod tokens;
mod totp;
mod user;
mod username;

use crate::Timestamp;
use crate::accounts::{PairSecrets, TokenSecret};
use crate::fault::Faults;

/// Seconds after an arbitrary start.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + seconds).unwrap()
}

/// The secrets of the nth pair.
fn secrets(n: u64) -> PairSecrets {
    let secret = |half: u8| {
        let mut bytes = [half; 32];
        bytes[..8].copy_from_slice(&n.to_be_bytes());
        TokenSecret::new(bytes)
    };
    PairSecrets {
        access: secret(1),
        refresh: secret(2),
    }
}

/// The codes of a check, in order; empty: it passed.
fn codes<T>(checked: Result<T, Faults>) -> Vec<String> {
    checked
        .err()
        .map(|f| f.0.into_iter().map(|f| f.code).collect())
        .unwrap_or_default()
}
