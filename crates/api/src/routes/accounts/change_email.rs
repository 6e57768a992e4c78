use super::links::LinkToken;
use super::sign_in::too_many_attempts;
use crate::extract::{Client, Json, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::{AskForEmailChangeError, ChangeEmailError};
use serde::Deserialize;
use utoipa::ToSchema;

/// An address to use from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEmail {
    /// As at registration.
    #[schema(
        example = "ada.king@example.org",
        max_length = 254,
        format = "idn-email"
    )]
    email: String,
}

/// Ask for another address
///
/// Takes a sign-in of the last 15 minutes (`POST /v1/me/reauthenticate`). A link goes to the new address, good for 24 hours,
/// once; the address is used from the moment at which it is followed. The old address is told of it. The answer is the same
/// for an address that somebody else has, who is told instead. A second request within 30 seconds sends nothing.
#[utoipa::path(
    post, path = "/v1/me/email", tag = "accounts", request_body = NewEmail, security(("bearer" = [])),
    responses((status = 202, description = "If the address is free, a link is on its way."))
)]
pub(super) async fn ask_for_email_change(
    state: Data<ApiState>,
    SignedIn(caller, Json(NewEmail { email })): SignedIn<Json<NewEmail>>,
) -> Result<HttpResponse, Problem> {
    let ask = &state.use_cases.accounts.ask_for_email_change;
    ask.run(&caller, &email).await.map_err(not_asked)?;
    Ok(HttpResponse::Accepted().finish())
}

/// Use another address, by a link
///
/// It is verified with it. Links that were sent to the old address are good for nothing any more; sessions go on.
#[utoipa::path(
    post, path = "/v1/auth/change-email", tag = "accounts", request_body = LinkToken,
    responses((status = 204, description = "The address is used from now on."))
)]
pub(super) async fn change_email(
    state: Data<ApiState>,
    Client(origin): Client,
    Json(LinkToken { token }): Json<LinkToken>,
) -> Result<HttpResponse, Problem> {
    let change = &state.use_cases.accounts.change_email;
    let changed = change.run(&token, &origin).await;
    changed.map_err(|error| match error {
        ChangeEmailError::InvalidLink => Problem::new(Code::InvalidLink),
        ChangeEmailError::Outage(outage) => outage.into(),
    })?;
    Ok(HttpResponse::NoContent().finish())
}

fn not_asked(error: AskForEmailChangeError) -> Problem {
    match error {
        AskForEmailChangeError::SessionRequired(required) => required.into(),
        AskForEmailChangeError::FreshSignInRequired(required) => required.into(),
        AskForEmailChangeError::Invalid(faults) => faults.into(),
        AskForEmailChangeError::TooMany(too_many) => too_many_attempts(too_many),
        AskForEmailChangeError::Outage(outage) => outage.into(),
    }
}
