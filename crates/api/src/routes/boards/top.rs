use super::BoardRow;
use super::which::BoardPath;
use crate::cursor::List;
use crate::extract::{FromQuery, Params, Path, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use jiff::civil::Date;
use ludger_application::boards::{ShowBoardError, Which};
use ludger_domain::fault::Fault;
use serde::Serialize;
use utoipa::IntoParams;

/// Which window.
#[derive(Debug, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Window {
    /// The first day of the window, in UTC: any day, a Monday, the first of a month. The one that is open now when it is
    /// left out.
    #[param(value_type = Option<String>, format = Date, example = "2026-11-16")]
    window: Option<Date>,
}

pub(super) struct Asked(PageParams, Window);

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let window = params.optional_with("window", |text| {
            let detail = |_| "must be a day, for example 2026-11-16".to_owned();
            text.parse().map_err(detail)
        });
        Some(Self(PageParams::read(params), Window { window }))
    }
}

/// Show a leaderboard
///
/// The players in their order: by score, then by who reached it first. A window that is over is shown as it was frozen.
/// Nobody is on it who opted out, is locked or deleted.
#[utoipa::path(
    get, path = "/v1/boards/{mode}/{period}", tag = "boards", security(("bearer" = [])),
    params(BoardPath, PageParams, Window),
    responses((status = 200, description = "A part of the board.", body = PageOf<BoardRow>))
)]
pub(super) async fn show_board(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(_, (Path(board), Query(Asked(page, Window { window })))): SignedIn<(
        Path<BoardPath>,
        Query<Asked>,
    )>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "boards",
        filter: &(board, window),
    };
    let wanted = page.of(&request, &list)?;
    let BoardPath { mode, period } = board;
    let which = Which {
        mode,
        period,
        window,
    };
    let rows = state.use_cases.boards.top.run(&which, wanted).await;
    page::answer(&request, &list, rows.map_err(problem)?.map(BoardRow::from))
}

fn problem(error: ShowBoardError) -> Problem {
    match error {
        ShowBoardError::NoSuchWindow(none) => {
            let fault = Fault::new("/window", "invalid_parameter", none.to_string());
            Problem::new(Code::InvalidQuery).faults(fault)
        }
        ShowBoardError::Outage(outage) => outage.into(),
    }
}
