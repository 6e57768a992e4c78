use crate::extract::{Path, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::{GrantRoleError, RevokeRoleError};
use ludger_domain::accounts::Role;
use ludger_domain::ids::UserId;

/// Grant a role
///
/// From the user's next request on. A role that they have stays as it was granted first.
#[utoipa::path(
    put, path = "/v1/admin/users/{id}/roles/{role}", tag = "admin", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Of the user."),
        ("role" = String, Path, description = "`player`, `moderator`, `admin` or `ledger`.", example = "moderator"),
    ),
    responses((status = 204, description = "They have it."))
)]
pub(super) async fn grant_role(
    state: Data<ApiState>,
    SignedIn(caller, Path((user, role))): SignedIn<Path<(UserId, Role)>>,
) -> Result<HttpResponse, Problem> {
    let granted = state
        .use_cases
        .accounts
        .grant_role
        .run(&caller, user, role)
        .await;
    granted.map_err(not_granted)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Take a role
///
/// From the user's next request on. The last admin stays one.
#[utoipa::path(
    delete, path = "/v1/admin/users/{id}/roles/{role}", tag = "admin", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Of the user."),
        ("role" = String, Path, description = "`player`, `moderator`, `admin` or `ledger`.", example = "moderator"),
    ),
    responses((status = 204, description = "They do not have it."))
)]
pub(super) async fn revoke_role(
    state: Data<ApiState>,
    SignedIn(caller, Path((user, role))): SignedIn<Path<(UserId, Role)>>,
) -> Result<HttpResponse, Problem> {
    let revoked = state
        .use_cases
        .accounts
        .revoke_role
        .run(&caller, user, role)
        .await;
    revoked.map_err(not_revoked)?;
    Ok(HttpResponse::NoContent().finish())
}

fn not_granted(error: GrantRoleError) -> Problem {
    match error {
        GrantRoleError::Forbidden(forbidden) => forbidden.into(),
        GrantRoleError::SessionRequired(required) => required.into(),
        GrantRoleError::NotFound => Problem::not_found(),
        GrantRoleError::Outage(outage) => outage.into(),
    }
}

fn not_revoked(error: RevokeRoleError) -> Problem {
    match error {
        RevokeRoleError::Forbidden(forbidden) => forbidden.into(),
        RevokeRoleError::SessionRequired(required) => required.into(),
        RevokeRoleError::NotFound => Problem::not_found(),
        RevokeRoleError::LastAdmin => Problem::new(Code::LastAdmin),
        RevokeRoleError::Outage(outage) => outage.into(),
    }
}
