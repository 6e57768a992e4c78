use super::ApiToken;
use crate::extract::SignedIn;
use crate::page::PageOf;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::ListApiTokensError;

/// List your API tokens
///
/// Newest first, in one page. Those that were revoked or have expired are left out.
#[utoipa::path(
    get, path = "/v1/me/api-tokens", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, description = "All of them.", body = PageOf<ApiToken>))
)]
pub(in crate::routes::accounts) async fn list_api_tokens(
    state: Data<ApiState>,
    SignedIn(caller, ()): SignedIn<()>,
) -> Result<HttpResponse, Problem> {
    let tokens = state.use_cases.accounts.list_api_tokens.run(&caller).await;
    let tokens = tokens.map_err(problem)?.into_iter().map(ApiToken::from);
    Ok(HttpResponse::Ok().json(PageOf::whole(tokens.collect())))
}

fn problem(error: ListApiTokensError) -> Problem {
    match error {
        ListApiTokensError::SessionRequired(required) => required.into(),
        ListApiTokensError::Outage(outage) => outage.into(),
    }
}
