use super::users::not_managed;
use crate::extract::{Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_domain::ids::UserId;

/// Unlock a user
///
/// They get in as before, by sessions and tokens that are still good.
#[utoipa::path(
    post, path = "/v1/admin/users/{id}/unlock", tag = "admin", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the user.")),
    responses((status = 204, description = "They are not locked."))
)]
pub(super) async fn unlock_user(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<UserId>>,
) -> Result<HttpResponse, Problem> {
    let unlocked = state.use_cases.accounts.unlock_user.run(&caller, id).await;
    unlocked.map_err(not_managed)?;
    Ok(HttpResponse::NoContent().finish())
}
