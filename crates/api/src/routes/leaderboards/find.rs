use super::leaderboard::Leaderboard;
use crate::extract::{Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::{self, Data};
use ludger_domain::ids::LeaderboardId;

/// Show a leaderboard whose window is over
#[utoipa::path(
    get, path = "/v1/leaderboards/{id}", tag = "boards", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which leaderboard.")),
    responses((status = 200, description = "The leaderboard.", body = Leaderboard))
)]
pub(super) async fn get_leaderboard(
    state: Data<ApiState>,
    SignedIn(_, Path(id)): SignedIn<Path<LeaderboardId>>,
) -> Result<web::Json<Leaderboard>, Problem> {
    let found = state.use_cases.boards.find.run(id).await?;
    Ok(web::Json(found.into()))
}
