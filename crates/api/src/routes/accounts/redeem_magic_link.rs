use super::entry::{Entering, SignedIn, TypedCode, tokens};
use super::sign_in::too_many_attempts;
use crate::extract::{Client, Json, challenge};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::accounts::{Entry, SignInByLinkError};
use ludger_domain::accounts::SessionKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody signs in with who was sent a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MagicLinkToken {
    /// What stands behind `#token=` in the link.
    #[schema(example = "lmt_0000000000000000000000000000000000000000000000000000000000000000")]
    token: String,
    /// Of the second factor, if the account has one: six digits, or a recovery code.
    #[schema(value_type = Option<String>, example = "123456", max_length = 64, pattern = "^[ -~]*$")]
    code: Option<TypedCode>,
    /// What to keep: a pair of tokens, as programs do, or a cookie, as browsers do.
    #[serde(default = "tokens")]
    #[schema(schema_with = words::session_kind_or_tokens)]
    session: SessionKind,
}

/// Somebody who has followed a magic link.
#[derive(Serialize, ToSchema)]
pub(crate) struct FollowedLink {
    #[serde(flatten)]
    signed_in: SignedIn,
    /// Where to go.
    #[schema(example = "/games")]
    return_to: String,
}

/// Sign in by a link
///
/// It also shows that its owner reads their mail, and lets in where too many passwords were wrong. If the address was not
/// verified before, somebody else may have registered it: the password, every other session, every API token and the second
/// factor are dropped then, and no `code` is asked for. A link whose account
/// has a second factor is still good when the `code` is missing or wrong.
#[utoipa::path(
    post, path = "/v1/auth/magic-link/redeem", tag = "accounts", request_body = MagicLinkToken,
    responses((
        status = 200, description = "The user, their tokens or a cookie, and where to go.",
        body = FollowedLink
    ))
)]
pub(super) async fn redeem_magic_link(
    request: HttpRequest,
    state: Data<ApiState>,
    Client(origin): Client,
    Json(MagicLinkToken {
        token,
        code,
        session,
    }): Json<MagicLinkToken>,
) -> Result<HttpResponse, Problem> {
    let entering = Entering::of(&request, &state, session)?;
    let entry = Entry {
        code: code.map(String::from),
        session: entering.session,
    };
    let by_link = &state.use_cases.accounts.sign_in_by_link;
    let done = by_link.run(&token, &entry, &origin).await;
    let (signed_in, return_to) = done.map_err(problem)?;
    entering.ends_the_one_before(&origin).await;
    Ok(entering.answer(signed_in, |signed_in| FollowedLink {
        signed_in,
        return_to: return_to.into(),
    }))
}

fn problem(error: SignInByLinkError) -> Problem {
    match error {
        SignInByLinkError::InvalidLink => Problem::new(Code::InvalidLink),
        SignInByLinkError::SecondFactorRequired => {
            challenge(Problem::new(Code::SecondFactorRequired))
        }
        SignInByLinkError::InvalidCode => challenge(Problem::new(Code::InvalidCode)),
        SignInByLinkError::TooMany(too_many) => too_many_attempts(too_many),
        SignInByLinkError::Outage(outage) => outage.into(),
    }
}
