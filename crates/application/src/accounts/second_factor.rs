//! The second factor: a code of an application on the phone, or a recovery code, besides what one signs in with.
//!
//! Set up in two steps, so that nobody locks themselves out: [`OfferSecondFactor`] gives the secret, and
//! [`ConfirmSecondFactor`] switches it on for who shows that their application has it. From then on signing in asks for a
//! code ([`Factors`]), and so does showing again who one is. Its secret is sealed by the
//! [`Vault`](ludger_ports::Vault), and recovery codes are hashed: the database alone lets nobody in.

mod confirm;
mod offer;
mod pass;
mod removal;
mod remove;
mod renew_codes;
mod reset;
mod sealed;
mod show;

pub(super) use pass::{Factors, NotPassed, Passed};

pub use confirm::ConfirmSecondFactor;
pub use offer::{OfferSecondFactor, OfferedSecondFactor};
pub use remove::RemoveSecondFactor;
pub use renew_codes::RenewRecoveryCodes;
pub use reset::{ResetSecondFactor, ResetSecondFactorError};
pub use show::{SecondFactorStanding, ShowSecondFactor};

use super::SecretText;
use crate::Outage;
use crate::retry::Rejected;
use ludger_domain::accounts::{
    FreshSignInRequired, RecoveryCode, SecondFactor, SessionRequired, TooMany,
};
use ludger_ports::Entropy;

/// Why a second factor stays as it is.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SecondFactorError {
    /// A token is nobody.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// They showed who they are too long ago.
    #[error(transparent)]
    FreshSignInRequired(#[from] FreshSignInRequired),
    /// It is on already: it has to be removed first.
    #[error("there is a second factor already")]
    AlreadyOn,
    /// None is on; or, for who confirms one, none was offered.
    #[error("there is no second factor")]
    NotOn,
    /// The application shows another code.
    #[error("this code is not valid")]
    InvalidCode,
    /// Too many were wrong.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for SecondFactorError {}

/// Codes that nobody has had before.
fn draw_codes(entropy: &dyn Entropy) -> Vec<RecoveryCode> {
    let code = |_| {
        let mut bytes = [0; RecoveryCode::BYTES];
        bytes.copy_from_slice(&entropy.bytes32()[..RecoveryCode::BYTES]);
        RecoveryCode::new(bytes)
    };
    (0..SecondFactor::RECOVERY_CODES).map(code).collect()
}

/// As they are shown, once.
fn texts(codes: &[RecoveryCode]) -> Vec<SecretText> {
    let text = |code: &RecoveryCode| SecretText::new(code.text());
    codes.iter().map(text).collect()
}
