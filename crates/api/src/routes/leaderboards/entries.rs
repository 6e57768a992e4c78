use crate::cursor::List;
use crate::extract::{FromQuery, Params, Path, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::routes::boards::BoardRow;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_domain::ids::LeaderboardId;

pub(super) struct Asked(PageParams);

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self(PageParams::read(params)))
    }
}

/// List the players of a leaderboard whose window is over
///
/// In their order. Who is not seen on leaderboards any more is left out; the others keep their ranks.
#[utoipa::path(
    get, path = "/v1/leaderboards/{id}/entries", tag = "boards", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which leaderboard."), PageParams),
    responses((status = 200, description = "A part of the leaderboard.", body = PageOf<BoardRow>))
)]
pub(super) async fn list_entries(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(_, (Path(id), Query(Asked(page)))): SignedIn<(Path<LeaderboardId>, Query<Asked>)>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "leaderboard_entries",
        filter: &id,
    };
    let wanted = page.of(&request, &list)?;
    let entries = state.use_cases.boards.entries.run(id, wanted).await?;
    page::answer(&request, &list, entries.map(BoardRow::from))
}
