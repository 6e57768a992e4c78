use super::session::ApiSession;
use crate::cursor::List;
use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::IntoParams;

/// Which sessions a list shows.
#[derive(Debug, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// `true`: finished ones alone; `false`: all others.
    finished: Option<bool>,
}

pub(super) struct Asked {
    filter: Filter,
    page: PageParams,
}

/// List your sessions
///
/// Newest first.
#[utoipa::path(
    get, path = "/v1/sessions", tag = "sessions", params(Filter, PageParams),
    security(("bearer" = [])),
    responses((status = 200, description = "A part of the list.", body = PageOf<ApiSession>))
)]
pub(super) async fn list_sessions(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(Asked { filter, page })): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "sessions",
        filter: &(caller.principal.user, &filter),
    };
    let page = page.of(&request, &list)?;
    let sessions = state
        .use_cases
        .play
        .list
        .run(&caller, filter.finished, page)
        .await?;
    page::answer(
        &request,
        &list,
        sessions.map(|session| ApiSession::of(&state.currencies, &session)),
    )
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let finished = params.optional_with("finished", |text| {
            text.parse().map_err(|_| "must be true or false".to_owned())
        });
        Some(Self {
            filter: Filter { finished },
            page: PageParams::read(params),
        })
    }
}
