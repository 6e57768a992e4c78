//! Sign-up, sign-in, and who you are.

mod api_tokens;
mod change_email;
mod delete_me;
mod edit_me;
mod entry;
mod export_me;
mod links;
mod me;
mod my_sessions;
mod password;
mod reauthenticate;
mod redeem_magic_link;
mod refresh;
mod register;
mod second_factor;
mod setup;
mod sign_in;
mod sign_out;
mod tokens;
mod user;

pub(crate) use user::{User, UserWithRoles};

use crate::endpoint::Endpoint;
use crate::problem::Code;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(
    register::register,
    sign_in::sign_in,
    refresh::refresh,
    sign_out::sign_out,
    setup::claim_setup,
    me::me,
    links::send_magic_link,
    redeem_magic_link::redeem_magic_link,
    links::forgot_password,
    links::reset_password,
    links::verify_email,
    links::send_verification,
    change_email::ask_for_email_change,
    change_email::change_email,
    edit_me::edit_me,
    delete_me::delete_me,
    export_me::export_me,
    password::change_password,
    reauthenticate::reauthenticate,
    second_factor::show::show_second_factor,
    second_factor::offer::offer_second_factor,
    second_factor::confirm::confirm_second_factor,
    second_factor::renew_codes::renew_recovery_codes,
    second_factor::remove::remove_second_factor,
    api_tokens::create::create_api_token,
    api_tokens::list::list_api_tokens,
    api_tokens::revoke::revoke_api_token,
    my_sessions::list::list_my_sessions,
    my_sessions::end::end_my_session,
    my_sessions::end_others::end_my_other_sessions,
))]
pub(crate) struct Documented;

/// What takes a person.
const PERSON: &[Code] = &[Code::SessionRequired];
const CHANGE_OF_EMAIL: &[Code] = &[
    Code::SessionRequired,
    Code::FreshSignInRequired,
    Code::TooManyAttempts,
];

pub(crate) fn endpoints() -> Vec<Endpoint> {
    let more = [
        by_mail(),
        second_factor::endpoints(),
        api_tokens::endpoints(),
        my_sessions::endpoints(),
    ];
    entering()
        .into_iter()
        .chain(more.into_iter().flatten())
        .collect()
}

/// Links that come by mail, and what is done with them.
fn by_mail() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/auth/magic-link").post(links::send_magic_link, &[Code::TooManyAttempts]),
        Endpoint::at("/v1/auth/magic-link/redeem").post(
            redeem_magic_link::redeem_magic_link,
            &[
                Code::InvalidLink,
                Code::SecondFactorRequired,
                Code::InvalidCode,
                Code::TooManyAttempts,
                Code::CrossOriginRequest,
            ],
        ),
        Endpoint::at("/v1/auth/forgot-password")
            .post(links::forgot_password, &[Code::TooManyAttempts]),
        Endpoint::at("/v1/auth/reset-password").post(links::reset_password, &[Code::InvalidLink]),
        Endpoint::at("/v1/auth/verify-email").post(links::verify_email, &[Code::InvalidLink]),
        Endpoint::at("/v1/me/verification")
            .post(links::send_verification, &[Code::TooManyAttempts]),
        Endpoint::at("/v1/auth/change-email")
            .post(change_email::change_email, &[Code::InvalidLink]),
    ]
}

/// Into an account, and what changes it.
fn entering() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/auth/register").post(
            register::register,
            &[Code::InvalidLink, Code::TooManyAttempts],
        ),
        Endpoint::at("/v1/auth/sign-in").post(
            sign_in::sign_in,
            &[
                Code::InvalidCredentials,
                Code::EmailNotVerified,
                Code::SecondFactorRequired,
                Code::InvalidCode,
                Code::TooManyAttempts,
                Code::CrossOriginRequest,
            ],
        ),
        Endpoint::at("/v1/me/email").post(change_email::ask_for_email_change, CHANGE_OF_EMAIL),
        Endpoint::at("/v1/auth/refresh").post(refresh::refresh, &[Code::NotSignedIn]),
        Endpoint::at("/v1/auth/sign-out").post(sign_out::sign_out, &[Code::NotSignedIn]),
        Endpoint::at("/v1/setup").post(
            setup::claim_setup,
            &[Code::InvalidSetupToken, Code::SetupDone],
        ),
        Endpoint::at("/v1/me")
            .get(me::me, &[])
            .patch(edit_me::edit_me, PERSON)
            .delete(
                delete_me::delete_me,
                &[
                    Code::SessionRequired,
                    Code::FreshSignInRequired,
                    Code::LastAdmin,
                ],
            ),
        Endpoint::at("/v1/me/export").get(
            export_me::export_me,
            &[Code::SessionRequired, Code::FreshSignInRequired],
        ),
        Endpoint::at("/v1/me/password").put(
            password::change_password,
            &[
                Code::SessionRequired,
                Code::FreshSignInRequired,
                Code::InvalidCredentials,
                Code::TooManyAttempts,
            ],
        ),
        Endpoint::at("/v1/me/reauthenticate").post(
            reauthenticate::reauthenticate,
            &[
                Code::SessionRequired,
                Code::InvalidCredentials,
                Code::SecondFactorRequired,
                Code::InvalidCode,
                Code::TooManyAttempts,
            ],
        ),
    ]
}
