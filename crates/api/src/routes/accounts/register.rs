use super::sign_in::too_many_attempts;
use crate::extract::{Client, Json};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::RegisterError;
use ludger_domain::accounts::Registration;
use serde::Deserialize;
use utoipa::ToSchema;

/// Who wants to become a user.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUser {
    /// Unique, without regard to case; up to 254 bytes, of any script, at a domain of two labels or more.
    #[schema(example = "ada@example.org", max_length = 254, format = "idn-email")]
    email: String,
    /// The public name: unique, 3 to 80 characters that can be seen, with single spaces between words.
    #[schema(
        example = "ada",
        min_length = 3,
        max_length = 80,
        pattern = r"^[^\s\u0000-\u001f\u007f-\u009f]+( [^\s\u0000-\u001f\u007f-\u009f]+)*$"
    )]
    username: String,
    /// 8 to 128 characters, on no list of common passwords.
    #[schema(example = "three coins in a jar", min_length = 8, max_length = 128)]
    password: String,
    /// What stands behind `#token=` in the link of an invitation, which was sent to this address. It admits where nobody else
    /// may register, and verifies the address at once.
    #[serde(default)]
    invitation: Option<String>,
}

/// Register
///
/// Makes a user with the role `player`, who signs in afterwards and is sent a link that verifies their address. If the
/// address has an account already, none is made, and its owner is told by mail: the answer is the same, and says nothing of
/// it. Names are public, so `username_taken` is among `errors`; where not everybody may register, so is `email_not_allowed`.
#[utoipa::path(
    post, path = "/v1/auth/register", tag = "accounts", request_body = NewUser,
    responses((status = 202, description = "If the address had no account, it has one now."))
)]
pub(super) async fn register(
    state: Data<ApiState>,
    Client(origin): Client,
    Json(new): Json<NewUser>,
) -> Result<HttpResponse, Problem> {
    let register = &state.use_cases.accounts.register;
    let invitation = new.invitation.clone();
    let done = match invitation {
        Some(token) => register.by_invitation(new.into(), &token, &origin).await,
        None => register.run(new.into(), &origin).await,
    };
    done.map_err(problem)?;
    Ok(HttpResponse::Accepted().finish())
}

fn problem(error: RegisterError) -> Problem {
    match error {
        RegisterError::Invalid(faults) => faults.into(),
        RegisterError::InvalidLink => Problem::new(Code::InvalidLink),
        RegisterError::TooMany(too_many) => too_many_attempts(too_many),
        RegisterError::Outage(outage) => outage.into(),
    }
}

impl From<NewUser> for Registration {
    fn from(
        NewUser {
            email,
            username,
            password,
            invitation: _,
        }: NewUser,
    ) -> Self {
        Self {
            email,
            username,
            password,
        }
    }
}
