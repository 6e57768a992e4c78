use crate::extract::{Client, Sent};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// Sign out
///
/// Ends the session of the token in `Authorization`, with all of its tokens, or that of the cookie, and takes the cookie
/// from the browser. Either token will do, expired or not; a session that is over is over.
#[utoipa::path(
    post, path = "/v1/auth/sign-out", tag = "accounts", security(("bearer" = [])),
    responses((status = 204, description = "Signed out."))
)]
pub(super) async fn sign_out(
    request: HttpRequest,
    state: Data<ApiState>,
    Client(origin): Client,
    Sent(token): Sent,
) -> Result<HttpResponse, Problem> {
    state
        .use_cases
        .accounts
        .sign_out
        .run(&token, &origin)
        .await?;
    let mut answer = HttpResponse::NoContent();
    if state.cookies.read(request.headers()).is_some()
        && let Some(cleared) = state.cookies.clear()
    {
        answer.insert_header((header::SET_COOKIE, cleared.0));
    }
    Ok(answer.finish())
}
