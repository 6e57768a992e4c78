use super::session::Session;
use crate::cursor::List;
use crate::extract::{FromQuery, Params, Path, Query, SignedIn, tagged};
use crate::headers::IfNoneMatchHeader;
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::play::FindError;
use ludger_domain::ids::GameSessionId;
use utoipa::IntoParams;
use uuid::Uuid;

/// Which sessions.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Only finished ones, or only others; left out: all.
    finished: Option<bool>,
}

pub(crate) struct Asked {
    filter: Filter,
    page: PageParams,
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let read = |text: &str| text.parse().map_err(|_| "must be true or false".to_owned());
        let finished = params.optional_with("finished", read);
        Some(Self { filter: Filter { finished }, page: PageParams::read(params) })
    }
}

/// List your sessions
///
/// Newest first.
#[utoipa::path(
    get, path = "/v1/sessions", tag = "sessions", security(("bearer" = [])),
    params(Filter, PageParams),
    responses((status = 200, description = "A page.", body = PageOf<Session>))
)]
pub(super) async fn list_sessions(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(asked)): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let finished = asked.filter.finished;
    let list = List { name: "sessions", filter: &(caller.principal.user, finished) };
    let wanted = asked.page.of(&request, &list)?;
    let page = state.use_cases.play.list.run(&caller, finished, wanted).await?;
    page::answer(&request, &list, page.map(Session::from))
}

/// See where one of your sessions stands
#[utoipa::path(
    get, path = "/v1/sessions/{id}", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the session."), IfNoneMatchHeader),
    responses((status = 200, description = "The session.", body = Session))
)]
pub(super) async fn get_session(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    let found = state.use_cases.play.find.run(&caller, id).await.map_err(problem)?;
    let session = Session::from(found);
    tagged(&request, Some(session.version), &session)
}

fn problem(error: FindError) -> Problem {
    match error {
        FindError::NotFound => Problem::not_found(),
        FindError::Outage(outage) => outage.into(),
    }
}
