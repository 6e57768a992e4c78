use crate::cursor::List;
use crate::page::{self, PageOf};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_domain::money::{Currency, CurrencyCode, CurrencyKind};
use ludger_ports::Page;
use serde::Serialize;
use utoipa::ToSchema;

/// A currency of this deployment.
#[derive(Serialize, ToSchema)]
#[schema(as = Currency)]
pub(super) struct CurrencyBody {
    /// 3 to 10 characters of `A-Z0-9`.
    #[schema(value_type = String, example = "INR")]
    code: CurrencyCode,
    /// Decimals that amounts are written with, 0 to 9.
    #[schema(example = 2, maximum = 9)]
    scale: u8,
    /// `play`: made and unmade here. `fiat`: money of a state. `token`: on a chain.
    #[schema(value_type = String, example = "play")]
    kind: CurrencyKind,
}

impl From<Currency> for CurrencyBody {
    fn from(Currency { code, scale, kind }: Currency) -> Self {
        Self { code, scale, kind }
    }
}

/// The currencies of this deployment
///
/// For anybody. Built-in ones come first.
#[utoipa::path(get, path = "/v1/currencies", tag = "wallets",
    responses((status = 200, body = PageOf<CurrencyBody>)))]
pub(super) async fn currencies(
    request: HttpRequest,
    state: Data<ApiState>,
) -> Result<HttpResponse, Problem> {
    let items = state.currencies.iter().map(CurrencyBody::from).collect();
    let list = List { name: "currencies", filter: &() };
    page::answer(&request, &list, Page { items, next: None::<()> })
}
