//! The second factor of whoever asks.

pub(super) mod confirm;
pub(super) mod offer;
pub(super) mod remove;
pub(super) mod renew_codes;
pub(super) mod show;

use super::PERSON;
use super::sign_in::too_many_attempts;
use crate::endpoint::Endpoint;
use crate::extract::challenge;
use crate::problem::{Code, Problem};
use ludger_application::accounts::{SecondFactorError, SecretText};
use serde::Serialize;
use utoipa::ToSchema;

/// Ways in when the application is lost. Never told again.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecoveryCodes {
    /// Each is good once, in place of a code.
    #[schema(example = json!(["abcd-efgh-ijkl-mnop-qrst-uvwx"]))]
    recovery_codes: Vec<String>,
}

impl From<Vec<SecretText>> for RecoveryCodes {
    fn from(codes: Vec<SecretText>) -> Self {
        Self {
            recovery_codes: codes.iter().map(|code| code.expose().to_owned()).collect(),
        }
    }
}

/// What takes a second factor that is on.
const ON: &[Code] = &[
    Code::SessionRequired,
    Code::FreshSignInRequired,
    Code::NoSecondFactor,
];

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/me/second-factor")
            .get(show::show_second_factor, PERSON)
            .post(
                offer::offer_second_factor,
                &[
                    Code::SessionRequired,
                    Code::FreshSignInRequired,
                    Code::SecondFactorOn,
                ],
            )
            .delete(remove::remove_second_factor, ON),
        Endpoint::at("/v1/me/second-factor/confirm").post(
            confirm::confirm_second_factor,
            &[
                Code::SessionRequired,
                Code::FreshSignInRequired,
                Code::SecondFactorOn,
                Code::NoSecondFactor,
                Code::InvalidCode,
                Code::TooManyAttempts,
            ],
        ),
        Endpoint::at("/v1/me/second-factor/recovery-codes")
            .post(renew_codes::renew_recovery_codes, ON),
    ]
}

fn problem(error: SecondFactorError) -> Problem {
    match error {
        SecondFactorError::SessionRequired(required) => required.into(),
        SecondFactorError::FreshSignInRequired(required) => required.into(),
        SecondFactorError::AlreadyOn => Problem::new(Code::SecondFactorOn),
        SecondFactorError::NotOn => Problem::new(Code::NoSecondFactor),
        SecondFactorError::InvalidCode => challenge(Problem::new(Code::InvalidCode)),
        SecondFactorError::TooMany(too_many) => too_many_attempts(too_many),
        SecondFactorError::Outage(outage) => outage.into(),
    }
}
