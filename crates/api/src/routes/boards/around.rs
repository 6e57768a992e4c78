use super::BoardRow;
use super::which::BoardPath;
use crate::extract::{FromQuery, Params, Path, Query, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::{self, Data};
use ludger_application::boards::ShowAround;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// How many neighbours are wanted.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// The most players on each side.
    #[param(value_type = Option<u32>, minimum = 0, maximum = 25, default = 5)]
    neighbours: usize,
}

/// You among your neighbours.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Around {
    /// In the order of the board, you among them. Empty if you are not on it.
    items: Vec<BoardRow>,
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let most = ShowAround::NEIGHBOURS_MAX;
        let neighbours = params.optional_with("neighbours", |text| {
            let number = text.parse().ok().filter(|number| *number <= most);
            number.ok_or_else(|| format!("must be a whole number from 0 to {most}"))
        });
        Some(Self {
            neighbours: neighbours.unwrap_or(ShowAround::NEIGHBOURS),
        })
    }
}

/// Show the players around you
///
/// On the board of the window that is open now.
#[utoipa::path(
    get, path = "/v1/boards/{mode}/{period}/around-me", tag = "boards", security(("bearer" = [])),
    params(BoardPath, Asked),
    responses((status = 200, description = "You and they.", body = Around))
)]
pub(super) async fn show_around_me(
    state: Data<ApiState>,
    SignedIn(caller, (Path(BoardPath { mode, period }), Query(Asked { neighbours }))): SignedIn<(
        Path<BoardPath>,
        Query<Asked>,
    )>,
) -> Result<web::Json<Around>, Problem> {
    let around = &state.use_cases.boards.around;
    let around = around.run(&caller, (mode, period), neighbours).await?;
    let items = around.rows.into_iter().map(BoardRow::from).collect();
    Ok(web::Json(Around { items }))
}
