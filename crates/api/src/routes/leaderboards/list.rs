use super::leaderboard::Leaderboard;
use crate::cursor::List;
use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_domain::boards::Period;
use ludger_domain::quiz::Mode;
use ludger_ports::read::LeaderboardFilter;
use serde::Serialize;
use utoipa::IntoParams;

/// Which leaderboards; every part narrows it.
#[derive(Debug, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Of this mode.
    #[param(schema_with = words::mode, required = false)]
    mode: Option<Mode>,
    /// Of this length.
    #[param(schema_with = words::period, required = false)]
    period: Option<Period>,
}

pub(super) struct Asked(PageParams, Filter);

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let mode = params.optional_with("mode", |text| {
            Mode::from_name(text).ok_or_else(|| "must be solo, comp or collab".to_owned())
        });
        let filter = Filter {
            mode,
            period: params.optional("period"),
        };
        Some(Self(PageParams::read(params), filter))
    }
}

/// List the leaderboards whose window is over
///
/// Those whose window ended last come first.
#[utoipa::path(
    get, path = "/v1/leaderboards", tag = "boards", security(("bearer" = [])), params(PageParams, Filter),
    responses((status = 200, description = "A part of the list.", body = PageOf<Leaderboard>))
)]
pub(super) async fn list_leaderboards(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(_, Query(Asked(page, filter))): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "leaderboards",
        filter: &filter,
    };
    let wanted = page.of(&request, &list)?;
    let those = LeaderboardFilter {
        mode: filter.mode,
        period: filter.period,
    };
    let found = state.use_cases.boards.list.run(&those, wanted).await?;
    page::answer(&request, &list, found.map(Leaderboard::from))
}
