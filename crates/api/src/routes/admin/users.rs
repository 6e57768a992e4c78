use crate::cursor::List;
use crate::extract::{FromQuery, Params, Path, Query, SignedIn, tagged_whole};
use crate::headers::IfNoneMatchHeader;
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::routes::accounts::{User, UserWithRoles};
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::accounts::{FindUserError, ListUsersError, ManageUserError};
use ludger_domain::accounts::{Email, Role, Username};
use ludger_domain::fault::check_text;
use ludger_domain::ids::UserId;
use ludger_ports::read::UserFilter;
use serde::Serialize;
use utoipa::IntoParams;

pub(crate) struct Asked(PageParams, Filter);

/// Which users; every part narrows it.
#[derive(Debug, Clone, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// With this address, without regard to case.
    #[param(max_length = 254)]
    email: Option<String>,
    /// Whose name begins like this, without regard to case and to letters that look alike.
    #[param(max_length = 80)]
    username: Option<String>,
    /// With this role.
    #[param(schema_with = words::role, required = false)]
    role: Option<Role>,
    /// Locked ones only, or none of them.
    locked: Option<bool>,
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let filter = Filter {
            email: params.optional_with("email", |text| checked(text, 254)),
            username: params.optional_with("username", |text| checked(text, 80)),
            role: params.optional("role"),
            locked: params.optional("locked"),
        };
        Some(Self(PageParams::read(params), filter))
    }
}

fn checked(text: &str, length_max: usize) -> Result<String, String> {
    check_text("", text, 0, length_max)
        .map(|()| text.to_owned())
        .map_err(|fault| fault.detail)
}

impl From<&Filter> for UserFilter {
    fn from(filter: &Filter) -> Self {
        Self {
            email_key: filter.email.as_deref().map(Email::key_of),
            username_key_prefix: filter.username.as_deref().map(Username::key_of),
            role: filter.role,
            is_locked: filter.locked,
        }
    }
}

/// List the users
///
/// Oldest first; deleted ones are left out.
#[utoipa::path(
    get, path = "/v1/admin/users", tag = "admin", security(("bearer" = [])), params(PageParams, Filter),
    responses((status = 200, description = "A page.", body = PageOf<User>))
)]
pub(super) async fn list_users(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(Asked(asked, filter))): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "users",
        filter: &filter,
    };
    let wanted = asked.of(&request, &list)?;
    let page = state
        .use_cases
        .accounts
        .list_users
        .run(&caller, &(&filter).into(), wanted)
        .await;
    page::answer(&request, &list, page.map_err(not_listed)?.map(User::from))
}

/// Look at a user, who may be deleted
///
/// The `ETag` is what an edit sends in `If-Match`.
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
    let profile = found.map_err(not_found)?;
    tagged_whole(
        &request,
        profile.user.version,
        &UserWithRoles::from(profile),
    )
}

pub(super) fn not_managed(error: ManageUserError) -> Problem {
    match error {
        ManageUserError::Forbidden(forbidden) => forbidden.into(),
        ManageUserError::NotFound => Problem::not_found(),
        ManageUserError::Outage(outage) => outage.into(),
    }
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
