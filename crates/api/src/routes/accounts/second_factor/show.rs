use super::problem;
use crate::extract::SignedIn;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use jiff::Timestamp;
use ludger_application::accounts::SecondFactorStanding;
use serde::Serialize;
use utoipa::ToSchema;

/// How it stands about your second factor.
#[derive(Serialize, ToSchema)]
pub(crate) struct SecondFactor {
    /// Since when signing in asks for it; `null`: it does not.
    #[schema(required)]
    on_since: Option<Timestamp>,
    /// How many recovery codes are left.
    #[schema(example = 10)]
    recovery_codes_left: usize,
}

/// See whether you have a second factor
#[utoipa::path(
    get, path = "/v1/me/second-factor", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, description = "How it stands.", body = SecondFactor))
)]
pub(in crate::routes::accounts) async fn show_second_factor(
    state: Data<ApiState>,
    SignedIn(caller, ()): SignedIn<()>,
) -> Result<HttpResponse, Problem> {
    let shown = state.use_cases.accounts.show_second_factor.run(&caller);
    let SecondFactorStanding {
        on_since,
        recovery_codes_left,
    } = shown.await.map_err(problem)?;
    Ok(HttpResponse::Ok().json(SecondFactor {
        on_since,
        recovery_codes_left,
    }))
}
