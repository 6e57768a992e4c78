use super::users::not_managed;
use crate::extract::{Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_domain::ids::UserId;

/// Sign a user out
///
/// Ends all of their sessions, and revokes all of their API tokens. They can sign in again.
#[utoipa::path(
    post, path = "/v1/admin/users/{id}/sign-out", tag = "admin", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the user.")),
    responses((status = 204, description = "No session of theirs goes on."))
)]
pub(super) async fn sign_out_user(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<UserId>>,
) -> Result<HttpResponse, Problem> {
    let ended = state
        .use_cases
        .accounts
        .sign_out_user
        .run(&caller, id)
        .await;
    ended.map_err(not_managed)?;
    Ok(HttpResponse::NoContent().finish())
}
