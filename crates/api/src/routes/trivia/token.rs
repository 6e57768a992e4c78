use super::query::Parameters;
use super::{ResponseCode, refused};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

/// Get or reset a token as of the Open Trivia DB
///
/// Where the deployment opens its bank. A token keeps a program from getting a question twice; it is forgotten six hours
/// after its last use, and known to one node alone.
#[utoipa::path(
    get, path = "/api_token.php", tag = "trivia",
    params(
        ("command" = Option<String>, Query, description = "`request` or `reset`."),
        ("token" = Option<String>, Query, description = "Which is to be reset."),
    ),
    responses((status = 200, description = "The token, or why there is none.", body = Value))
)]
pub(super) async fn trivia_token(
    state: Data<ApiState>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (parameters, trivia) = (Parameters::of(&request), &state.use_cases.trivia);
    let body = match parameters.text("command") {
        Some("request") => trivia.new_token().map(|token| {
            json!({
                "response_code": ResponseCode::Success as u8,
                "response_message": "Token Generated Successfully!",
                "token": token,
            })
        }),
        Some("reset") => {
            let token = parameters.text("token").unwrap_or_default();
            trivia
                .reset_token(token)
                .map(|()| json!({ "response_code": ResponseCode::Success as u8, "token": token }))
        }
        _ => {
            return match trivia.categories().await {
                Ok(_) => Ok(ResponseCode::InvalidParameter.answer()),
                Err(error) => refused(error),
            };
        }
    };
    match body {
        Ok(body) => Ok(HttpResponse::Ok().json(body)),
        Err(error) => refused(error),
    }
}
