use super::{RecoveryCodes, problem};
use crate::extract::{Json, SignedIn};
use crate::problem::Problem;
use crate::routes::accounts::entry::TypedCode;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;
use utoipa::ToSchema;

/// What shows that your application has the secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecondFactorCode {
    /// What it shows now.
    #[schema(value_type = String, example = "123456", max_length = 64, pattern = "^[ -~]*$")]
    code: TypedCode,
}

/// Switch the second factor on
///
/// From now on signing in asks for a code of it. Keep the recovery codes where your application is not: they are shown
/// this once. You are told by mail.
#[utoipa::path(
    post, path = "/v1/me/second-factor/confirm", tag = "accounts", request_body = SecondFactorCode,
    security(("bearer" = [])),
    responses((status = 200, description = "It is on.", body = RecoveryCodes))
)]
pub(in crate::routes::accounts) async fn confirm_second_factor(
    state: Data<ApiState>,
    SignedIn(caller, Json(SecondFactorCode { code })): SignedIn<Json<SecondFactorCode>>,
) -> Result<HttpResponse, Problem> {
    let accounts = &state.use_cases.accounts;
    let codes = accounts
        .confirm_second_factor
        .run(&caller, &String::from(code))
        .await;
    let codes = codes.map_err(problem)?;
    Ok(HttpResponse::Ok().json(RecoveryCodes::from(codes)))
}
