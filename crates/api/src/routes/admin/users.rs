use crate::cursor::List;
use crate::extract::{FromQuery, Params, Path, Query, SignedIn, tagged};
use crate::headers::IfNoneMatchHeader;
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::routes::accounts::{User, UserWithRoles};
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::accounts::{FindUserError, ListUsersError};
use ludger_domain::ids::UserId;

pub(crate) struct Asked(PageParams);

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self(PageParams::read(params)))
    }
}

/// List the users
///
/// Oldest first; deleted ones are left out.
#[utoipa::path(
    get, path = "/v1/admin/users", tag = "admin", security(("bearer" = [])), params(PageParams),
    responses((status = 200, description = "A page.", body = PageOf<User>))
)]
pub(super) async fn list_users(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(Asked(asked))): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "users",
        filter: &(),
    };
    let wanted = asked.of(&request, &list)?;
    let page = state
        .use_cases
        .accounts
        .list_users
        .run(&caller, wanted)
        .await;
    page::answer(&request, &list, page.map_err(not_listed)?.map(User::from))
}

/// Look at a user, who may be deleted
#[utoipa::path(
    get, path = "/v1/admin/users/{id}", tag = "admin", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the user."), IfNoneMatchHeader),
    responses((status = 200, description = "The user.", body = UserWithRoles))
)]
pub(super) async fn get_user(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Path(id)): SignedIn<Path<UserId>>,
) -> Result<HttpResponse, Problem> {
    let found = state.use_cases.accounts.find_user.run(&caller, id).await;
    tagged(
        &request,
        None,
        &UserWithRoles::from(found.map_err(not_found)?),
    )
}

fn not_listed(error: ListUsersError) -> Problem {
    match error {
        ListUsersError::Forbidden(forbidden) => forbidden.into(),
        ListUsersError::Outage(outage) => outage.into(),
    }
}

fn not_found(error: FindUserError) -> Problem {
    match error {
        FindUserError::Forbidden(forbidden) => forbidden.into(),
        FindUserError::NotFound => Problem::not_found(),
        FindUserError::Outage(outage) => outage.into(),
    }
}
