use super::UserWithRoles;
use crate::extract::{SignedIn, tagged_whole};
use crate::headers::IfNoneMatchHeader;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// Who you are
///
/// Its `ETag` is what an edit sends in `If-Match`.
#[utoipa::path(
    get, path = "/v1/me", tag = "accounts", security(("bearer" = [])), params(IfNoneMatchHeader),
    responses((status = 200, description = "You, with what you may do.", body = UserWithRoles))
)]
pub(super) async fn me(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, ()): SignedIn<()>,
) -> Result<HttpResponse, Problem> {
    let profile = state.use_cases.accounts.me.run(&caller.principal).await?;
    tagged_whole(
        &request,
        profile.user.version,
        &UserWithRoles::from(profile),
    )
}
