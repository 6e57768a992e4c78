use super::which::BoardPath;
use crate::extract::{Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::words;
use actix_web::web::{self, Data};
use jiff::Timestamp;
use jiff::civil::Date;
use ludger_application::boards::OnBoard;
use ludger_domain::boards::{Period, Place};
use ludger_domain::quiz::Mode;
use ludger_ports::read::Own;
use serde::Serialize;
use utoipa::ToSchema;

/// How you stand on a leaderboard.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MyPlace {
    /// How the sessions were played.
    #[schema(schema_with = words::mode)]
    mode: Mode,
    /// How long the window is.
    #[schema(schema_with = words::period)]
    period: Period,
    /// The first day of the window, in UTC; of all time, 1970-01-01.
    #[schema(value_type = String, format = Date, example = "2026-11-16")]
    window: Date,
    /// When the window is over; `null`: never.
    #[schema(required)]
    ends_at: Option<Timestamp>,
    /// How many are on the board.
    #[schema(example = 1000, minimum = 0)]
    players: i64,
    /// The points of all sessions that you finished in the window; `null`: you finished none.
    #[schema(required, example = 1250, minimum = 0)]
    score: Option<i64>,
    /// When you had them.
    #[schema(required)]
    reached_at: Option<Timestamp>,
    /// One more than there are players with a higher score; `null` where you are not on the board, as after opting out.
    #[schema(required, example = 12, minimum = 1)]
    rank: Option<i64>,
    /// How many players have a lower score.
    #[schema(required, example = 975, minimum = 0)]
    below: Option<i64>,
    /// The share of them among all, in percent, rounded down.
    #[schema(required, example = "97.50", pattern = r"^[0-9]{1,3}\.[0-9]{2}$")]
    percentile: Option<String>,
}

/// Show your place
///
/// On the board of the window that is open now. Who opted out sees their score, and has no place.
#[utoipa::path(
    get, path = "/v1/boards/{mode}/{period}/me", tag = "boards", security(("bearer" = [])),
    params(BoardPath),
    responses((status = 200, description = "Your place.", body = MyPlace))
)]
pub(super) async fn show_my_place(
    state: Data<ApiState>,
    SignedIn(caller, Path(BoardPath { mode, period })): SignedIn<Path<BoardPath>>,
) -> Result<web::Json<MyPlace>, Problem> {
    let told = state
        .use_cases
        .boards
        .own
        .run(&caller, (mode, period))
        .await?;
    Ok(web::Json(told.into()))
}

impl From<OnBoard> for MyPlace {
    fn from(
        OnBoard {
            board,
            players,
            own,
        }: OnBoard,
    ) -> Self {
        let standing = own.map(|Own { standing, .. }| standing);
        let place = own.and_then(|Own { place, .. }| place);
        Self {
            mode: board.mode(),
            period: board.period(),
            window: board.first(),
            ends_at: board.ends_at(),
            players,
            score: standing.map(|standing| standing.score),
            reached_at: standing.map(|standing| standing.reached_at),
            rank: place.map(|place| place.rank),
            below: place.map(|place| place.below),
            percentile: place
                .as_ref()
                .map(Place::percentile)
                .map(|it| it.to_string()),
        }
    }
}
