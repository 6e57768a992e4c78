use super::UserWithRoles;
use crate::extract::{IfMatch, Json, SignedIn, whole};
use crate::headers::IfMatchHeader;
use crate::merge::given;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::{self, EditProfileError, FieldEdit};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

/// What is to change of you. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProfileEdit {
    /// The public name: unique, 3 to 80 characters that can be seen, with single spaces between words.
    #[serde(default, deserialize_with = "given")]
    #[schema(
        example = "ada",
        min_length = 3,
        max_length = 80,
        pattern = r"^[^\s\u0000-\u001f\u007f-\u009f]+( [^\s\u0000-\u001f\u007f-\u009f]+)*$",
        nullable = false
    )]
    username: Option<String>,
    /// 1 to 100 characters that can be seen, without spaces at their ends; `null` clears it.
    #[serde(default, deserialize_with = "clearable")]
    #[schema(
        value_type = Option<String>,
        example = "Ada King",
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\s\u0000-\u001f\u007f-\u009f]([^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f])?$"
    )]
    full_name: FieldEdit,
    /// A picture elsewhere: an `https` address without a user in it; `null` clears it.
    #[serde(default, deserialize_with = "clearable")]
    #[schema(
        value_type = Option<String>,
        example = "https://example.org/ada.png",
        max_length = 2048,
        format = "uri"
    )]
    avatar_url: FieldEdit,
    /// A name of the IANA time zone database.
    #[serde(default, deserialize_with = "given")]
    #[schema(
        example = "Europe/Berlin",
        pattern = r"^[A-Za-z0-9_+/-]+$",
        nullable = false
    )]
    time_zone: Option<String>,
    /// A language tag.
    #[serde(default, deserialize_with = "given")]
    #[schema(example = "de-AT", pattern = r"^[A-Za-z0-9_-]+$", nullable = false)]
    locale: Option<String>,
    /// Whether you are seen on leaderboards. If not, you see your own scores, and nobody else does.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    on_boards: Option<bool>,
}

/// Edit your profile
///
/// `If-Match` names the version that the edit is of. A name that somebody has is among `errors`: `username_taken`.
#[utoipa::path(
    patch, path = "/v1/me", tag = "accounts", request_body = ProfileEdit, security(("bearer" = [])),
    params(IfMatchHeader),
    responses((
        status = 200, description = "You, as you are now.", body = UserWithRoles,
        headers(("ETag" = String, description = "Your version.")),
    ))
)]
pub(super) async fn edit_me(
    state: Data<ApiState>,
    SignedIn(caller, (IfMatch(version), Json(edit))): SignedIn<(IfMatch, Json<ProfileEdit>)>,
) -> Result<HttpResponse, Problem> {
    let accounts = &state.use_cases.accounts;
    let edit = edit.into();
    let edited = accounts.edit_profile.run(&caller, version, &edit).await;
    let profile = edited.map_err(problem)?;
    whole(profile.user.version, &UserWithRoles::from(profile))
}

/// A field that may be left out, and that `null` clears.
fn clearable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<FieldEdit, D::Error> {
    let text = Option::deserialize(deserializer)?;
    Ok(text.map_or(FieldEdit::Clear, FieldEdit::Set))
}

impl From<ProfileEdit> for accounts::ProfileEdit {
    fn from(
        ProfileEdit {
            username,
            full_name,
            avatar_url,
            time_zone,
            locale,
            on_boards,
        }: ProfileEdit,
    ) -> Self {
        Self {
            username,
            full_name,
            avatar_url,
            time_zone,
            locale,
            on_boards,
        }
    }
}

fn problem(error: EditProfileError) -> Problem {
    match error {
        EditProfileError::SessionRequired(required) => required.into(),
        EditProfileError::VersionMismatch(mismatch) => mismatch.into(),
        EditProfileError::Invalid(faults) => faults.into(),
        EditProfileError::Outage(outage) => outage.into(),
    }
}
