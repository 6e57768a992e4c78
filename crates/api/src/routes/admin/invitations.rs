//! Who is invited to register.

use crate::cursor::List;
use crate::extract::{FromQuery, Json, Params, Path, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use ludger_application::accounts::{InviteError, ListInvitationsError, WithdrawInvitationError};
use ludger_domain::accounts::{Email, OneTimeToken, TokenHash};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) struct Asked(PageParams);

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self(PageParams::read(params)))
    }
}

/// Who is to be invited.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewInvitation {
    /// Where the link goes; whoever reads it there registers with this address.
    #[schema(example = "ada@example.org", max_length = 254, format = "idn-email")]
    email: String,
}

/// An invitation that can still be used.
#[derive(Serialize, ToSchema)]
pub(crate) struct Invitation {
    /// Says nothing of the link.
    #[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
    id: TokenHash,
    /// Who is invited.
    #[schema(value_type = String, example = "ada@example.org")]
    email: Email,
    /// When it was sent.
    created_at: Timestamp,
    /// From then on it is over.
    expires_at: Timestamp,
}

impl From<OneTimeToken> for Invitation {
    fn from(token: OneTimeToken) -> Self {
        Self {
            id: token.hash,
            email: token.email,
            created_at: token.created_at,
            expires_at: token.expires_at,
        }
    }
}

/// Invite somebody
///
/// Sends them a link that is good for 7 days, once, and lets them register whatever the deployment's `registration` says.
/// Who has an account is sent nothing, and neither is who was sent one within the last 30 seconds.
#[utoipa::path(
    post, path = "/v1/admin/invitations", tag = "admin", security(("bearer" = [])), request_body = NewInvitation,
    responses((status = 202, description = "A link is on its way, if one is needed."))
)]
pub(super) async fn invite(
    state: Data<ApiState>,
    SignedIn(caller, Json(NewInvitation { email })): SignedIn<Json<NewInvitation>>,
) -> Result<HttpResponse, Problem> {
    let invited = state.use_cases.accounts.invite.run(&caller, &email).await;
    invited.map_err(|error| match error {
        InviteError::Forbidden(forbidden) => forbidden.into(),
        InviteError::Invalid(faults) => faults.into(),
        InviteError::Outage(outage) => Problem::from(outage),
    })?;
    Ok(HttpResponse::Accepted().finish())
}

/// List the invitations that can still be used
///
/// Newest first.
#[utoipa::path(
    get, path = "/v1/admin/invitations", tag = "admin", security(("bearer" = [])), params(PageParams),
    responses((status = 200, description = "A page.", body = PageOf<Invitation>))
)]
pub(super) async fn list_invitations(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(Asked(asked))): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "invitations",
        filter: &(),
    };
    let wanted = asked.of(&request, &list)?;
    let accounts = &state.use_cases.accounts;
    let page = accounts.list_invitations.run(&caller, wanted).await;
    let page = page.map_err(|error| match error {
        ListInvitationsError::Forbidden(forbidden) => Problem::from(forbidden),
        ListInvitationsError::Outage(outage) => outage.into(),
    })?;
    page::answer(&request, &list, page.map(Invitation::from))
}

/// Take an invitation back
///
/// Its link lets nobody register any more.
#[utoipa::path(
    delete, path = "/v1/admin/invitations/{id}", tag = "admin", security(("bearer" = [])),
    params(("id" = String, Path, description = "Of the invitation.")),
    responses((status = 204, description = "It is good for nothing."))
)]
pub(super) async fn withdraw_invitation(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<TokenHash>>,
) -> Result<HttpResponse, Problem> {
    let withdraw = &state.use_cases.accounts.withdraw_invitation;
    let withdrawn = withdraw.run(&caller, id).await;
    withdrawn.map_err(|error| match error {
        WithdrawInvitationError::Forbidden(forbidden) => forbidden.into(),
        WithdrawInvitationError::NotFound => Problem::not_found(),
        WithdrawInvitationError::Outage(outage) => outage.into(),
    })?;
    Ok(HttpResponse::NoContent().finish())
}
