//! Those who may register where not everybody may.

use crate::cursor::List;
use crate::extract::{CsvBody, FromQuery, Params, Path, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::accounts::{
    ALLOW_LIST_BYTES_MAX, ImportAllowedError, ListAllowedError, RemoveAllowedError,
};
use ludger_domain::accounts::{self as domain, Email, Tier};
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) struct Asked(PageParams);

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self(PageParams::read(params)))
    }
}

/// Somebody who may register, and what they get.
#[derive(Serialize, ToSchema)]
pub(crate) struct Allowed {
    /// As it stands on the list.
    #[schema(value_type = String, example = "ada@example.org")]
    email: Email,
    /// Their name in earnest.
    #[schema(required, example = "Ada King")]
    name: Option<String>,
    /// The tier that they begin with.
    #[schema(schema_with = words::tier)]
    level: Tier,
}

/// What was taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct Listed {
    /// How many people the file lists.
    #[schema(example = 2)]
    listed: usize,
}

impl From<domain::Allowed> for Allowed {
    fn from(domain::Allowed { name, email, level }: domain::Allowed) -> Self {
        Self {
            email,
            name: Some(name).filter(|name| !name.is_empty()),
            level,
        }
    }
}

/// List who may register
///
/// It counts where the deployment's `registration` is `allow_list`. In the order of the addresses.
#[utoipa::path(
    get, path = "/v1/admin/allow-list", tag = "admin", security(("bearer" = [])), params(PageParams),
    responses((status = 200, description = "A page.", body = PageOf<Allowed>))
)]
pub(super) async fn list_allowed(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(Asked(asked))): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "allow-list",
        filter: &(),
    };
    let wanted = asked.of(&request, &list)?;
    let accounts = &state.use_cases.accounts;
    let page = accounts.list_allowed.run(&caller, wanted).await;
    let page = page.map_err(|error| match error {
        ListAllowedError::Forbidden(forbidden) => Problem::from(forbidden),
        ListAllowedError::Outage(outage) => outage.into(),
    })?;
    page::answer(&request, &list, page.map(Allowed::from))
}

/// Bring a list of those who may register
///
/// A table with the header `name,email,level`, up to 5,000 people and 1 MiB. It is taken whole, or not at all: then `errors`
/// tells every faulty line, and pointers begin with the line's number, the header being line 1. A name may be empty; the level
/// is the tier to begin with. Who is on the list already is there as the table has them; the others stay.
#[utoipa::path(
    post, path = "/v1/admin/allow-list", tag = "admin", security(("bearer" = [])),
    request_body(
        description = "The table, in UTF-8.",
        content((String = "text/csv", example = "name,email,level\nAda King,ada@example.org,normie\n")),
    ),
    responses((status = 200, description = "Everybody in it may register.", body = Listed))
)]
pub(super) async fn import_allowed(
    state: Data<ApiState>,
    SignedIn(caller, CsvBody(table)): SignedIn<CsvBody>,
) -> Result<HttpResponse, Problem> {
    let import = &state.use_cases.accounts.import_allowed;
    let listed = import.run(&caller, &table).await;
    let listed = listed.map_err(|error| match error {
        ImportAllowedError::Forbidden(forbidden) => forbidden.into(),
        ImportAllowedError::TooLarge => {
            Problem::new(Code::BodyTooLarge).with("limit_bytes", ALLOW_LIST_BYTES_MAX)
        }
        ImportAllowedError::Invalid(faults) => faults.into(),
        ImportAllowedError::Outage(outage) => outage.into(),
    })?;
    Ok(HttpResponse::Ok().json(Listed { listed }))
}

/// Take somebody off the list
///
/// Whoever has an account keeps it.
#[utoipa::path(
    delete, path = "/v1/admin/allow-list/{email}", tag = "admin", security(("bearer" = [])),
    params(("email" = String, Path, description = "Without regard to case.")),
    responses((status = 204, description = "They may not register any more."))
)]
pub(super) async fn remove_allowed(
    state: Data<ApiState>,
    SignedIn(caller, Path(email)): SignedIn<Path<String>>,
) -> Result<HttpResponse, Problem> {
    let remove = &state.use_cases.accounts.remove_allowed;
    let removed = remove.run(&caller, &email).await;
    removed.map_err(|error| match error {
        RemoveAllowedError::Forbidden(forbidden) => forbidden.into(),
        RemoveAllowedError::NotFound => Problem::not_found(),
        RemoveAllowedError::Outage(outage) => outage.into(),
    })?;
    Ok(HttpResponse::NoContent().finish())
}
