//! Links that are sent by mail.

use super::sign_in::too_many_attempts;
use crate::extract::{Client, Json, SignedIn as Caller};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::{SendLinkError, UseLinkError};
use serde::Deserialize;
use utoipa::ToSchema;

/// Who wants to sign in without a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MagicLink {
    /// Of the account.
    #[schema(example = "ada@example.org", max_length = 254, format = "idn-email")]
    email: String,
    /// A path on this site to go to then; whatever else it is becomes `/`.
    #[serde(default)]
    #[schema(example = "/games")]
    return_to: String,
}

/// Who forgot their password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForgotPassword {
    /// Of the account.
    #[schema(example = "ada@example.org", max_length = 254, format = "idn-email")]
    email: String,
}

/// The token of a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkToken {
    /// What stands behind `#token=` in the link.
    #[schema(example = "lvt_0000000000000000000000000000000000000000000000000000000000000000")]
    pub(super) token: String,
}

/// A password to be set by a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResetPassword {
    /// What stands behind `#token=` in the link.
    #[schema(example = "lpt_0000000000000000000000000000000000000000000000000000000000000000")]
    token: String,
    /// As at registration.
    #[schema(example = "three coins in a jar")]
    password: String,
}

/// Ask for a link that signs in
///
/// The answer is the same for every address, and says nothing of whether there is an account. A second request for one
/// address within 30 seconds sends nothing. The link is good for 10 minutes, once.
#[utoipa::path(
    post, path = "/v1/auth/magic-link", tag = "accounts", request_body = MagicLink,
    responses((status = 202, description = "If there is such an account, a link is on its way."))
)]
pub(super) async fn send_magic_link(
    state: Data<ApiState>,
    Client(origin): Client,
    Json(MagicLink { email, return_to }): Json<MagicLink>,
) -> Result<HttpResponse, Problem> {
    let links = &state.use_cases.accounts.send_link;
    let sent = links.to_sign_in(&email, &return_to, &origin).await;
    sent.map_err(not_sent)?;
    Ok(HttpResponse::Accepted().finish())
}

/// Ask for a link that sets a password
///
/// As for a magic link; it is good for one hour, once.
#[utoipa::path(
    post, path = "/v1/auth/forgot-password", tag = "accounts", request_body = ForgotPassword,
    responses((status = 202, description = "If there is such an account, a link is on its way."))
)]
pub(super) async fn forgot_password(
    state: Data<ApiState>,
    Client(origin): Client,
    Json(ForgotPassword { email }): Json<ForgotPassword>,
) -> Result<HttpResponse, Problem> {
    let links = &state.use_cases.accounts.send_link;
    let sent = links.to_reset_password(&email, &origin).await;
    sent.map_err(not_sent)?;
    Ok(HttpResponse::Accepted().finish())
}

/// Set a password by a link
///
/// Every session ends, and every API token is revoked. A password that is refused leaves the link as it was.
#[utoipa::path(
    post, path = "/v1/auth/reset-password", tag = "accounts", request_body = ResetPassword,
    responses((status = 204, description = "The password is set; sign in with it."))
)]
pub(super) async fn reset_password(
    state: Data<ApiState>,
    Client(origin): Client,
    Json(ResetPassword { token, password }): Json<ResetPassword>,
) -> Result<HttpResponse, Problem> {
    let links = &state.use_cases.accounts.use_link;
    let done = links.to_reset_password(&token, &password, &origin).await;
    done.map_err(not_used)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Verify an address by a link
#[utoipa::path(
    post, path = "/v1/auth/verify-email", tag = "accounts", request_body = LinkToken,
    responses((status = 204, description = "The address is verified."))
)]
pub(super) async fn verify_email(
    state: Data<ApiState>,
    Client(origin): Client,
    Json(LinkToken { token }): Json<LinkToken>,
) -> Result<HttpResponse, Problem> {
    let links = &state.use_cases.accounts.use_link;
    links.to_verify(&token, &origin).await.map_err(not_used)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ask for another link that verifies your address
///
/// The first one was sent at registration. One that is verified already gets none.
#[utoipa::path(
    post, path = "/v1/me/verification", tag = "accounts", security(("bearer" = [])),
    responses((status = 202, description = "A link is on its way, if one is needed."))
)]
pub(super) async fn send_verification(
    state: Data<ApiState>,
    Caller(caller, ()): Caller<()>,
) -> Result<HttpResponse, Problem> {
    let accounts = &state.use_cases.accounts;
    let user = accounts.me.run(&caller.principal).await?.user;
    let sent = accounts.send_link.to_verify(&user, &caller.origin).await;
    sent.map_err(not_sent)?;
    Ok(HttpResponse::Accepted().finish())
}

fn not_sent(error: SendLinkError) -> Problem {
    match error {
        SendLinkError::Invalid(faults) => faults.into(),
        SendLinkError::TooMany(too_many) => too_many_attempts(too_many),
        SendLinkError::Outage(outage) => outage.into(),
    }
}

fn not_used(error: UseLinkError) -> Problem {
    match error {
        UseLinkError::InvalidLink => Problem::new(Code::InvalidLink),
        UseLinkError::Invalid(faults) => faults.into(),
        UseLinkError::Outage(outage) => outage.into(),
    }
}
