use crate::extract::{IfMatch, Json, Path, SignedIn, whole};
use crate::headers::IfMatchHeader;
use crate::merge::given;
use crate::problem::Problem;
use crate::routes::accounts::UserWithRoles;
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::{self, EditUserError};
use ludger_domain::accounts::{Flag, Tier};
use ludger_domain::ids::UserId;
use serde::Deserialize;
use utoipa::ToSchema;

/// What is to change of a user. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserEdit {
    /// How far they have come.
    #[serde(default, deserialize_with = "given")]
    #[schema(schema_with = words::tier, required = false)]
    tier: Option<Tier>,
    /// All of their switches.
    #[serde(default, deserialize_with = "given")]
    #[schema(schema_with = words::flags, required = false)]
    flags: Option<Vec<Flag>>,
}

/// Edit a user
///
/// What only admins say of them. `If-Match` names the version that the edit is of.
#[utoipa::path(
    patch, path = "/v1/admin/users/{id}", tag = "admin", request_body = UserEdit, security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the user."), IfMatchHeader),
    responses((
        status = 200, description = "The user as they are now.", body = UserWithRoles,
        headers(("ETag" = String, description = "Their version.")),
    ))
)]
pub(super) async fn edit_user(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), IfMatch(version), Json(edit))): SignedIn<(
        Path<UserId>,
        IfMatch,
        Json<UserEdit>,
    )>,
) -> Result<HttpResponse, Problem> {
    let UserEdit { tier, flags } = edit;
    let (accounts, edit) = (
        &state.use_cases.accounts,
        accounts::UserEdit { tier, flags },
    );
    let edited = accounts.edit_user.run(&caller, id, version, &edit).await;
    let profile = edited.map_err(problem)?;
    whole(profile.user.version, &UserWithRoles::from(profile))
}

fn problem(error: EditUserError) -> Problem {
    match error {
        EditUserError::Forbidden(forbidden) => forbidden.into(),
        EditUserError::NotFound => Problem::not_found(),
        EditUserError::VersionMismatch(mismatch) => mismatch.into(),
        EditUserError::Invalid(faults) => faults.into(),
        EditUserError::Outage(outage) => outage.into(),
    }
}
