use crate::extract::{Path, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::LockUserError;
use ludger_domain::ids::UserId;

/// Lock a user
///
/// From the next request on nothing of theirs gets in: no password, no session, no API token. Nobody locks themselves or
/// the last admin.
#[utoipa::path(
    post, path = "/v1/admin/users/{id}/lock", tag = "admin", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the user.")),
    responses((status = 204, description = "They are shut out."))
)]
pub(super) async fn lock_user(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<UserId>>,
) -> Result<HttpResponse, Problem> {
    let locked = state.use_cases.accounts.lock_user.run(&caller, id).await;
    locked.map_err(problem)?;
    Ok(HttpResponse::NoContent().finish())
}

fn problem(error: LockUserError) -> Problem {
    match error {
        LockUserError::Forbidden(forbidden) => forbidden.into(),
        LockUserError::NotFound => Problem::not_found(),
        LockUserError::OwnAccount => Problem::new(Code::OwnAccount),
        LockUserError::LastAdmin => Problem::new(Code::LastAdmin),
        LockUserError::Outage(outage) => outage.into(),
    }
}
