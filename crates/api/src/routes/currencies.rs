//! The currencies of this deployment.

use crate::endpoint::Endpoint;
use crate::extract::tagged;
use crate::headers::IfNoneMatchHeader;
use crate::page::PageOf;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

#[derive(OpenApi)]
#[openapi(paths(list_currencies))]
pub(crate) struct Documented;

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![Endpoint::at("/v1/currencies").get(list_currencies, &[])]
}

/// A currency.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Currency {
    /// Unique.
    #[schema(example = "INR")]
    code: String,
    /// Decimals that amounts are written with, 0 to 9.
    #[schema(example = 2)]
    scale: u8,
    /// Made here, money of a state, or a token on a chain.
    #[schema(schema_with = words::currency_kind)]
    kind: &'static str,
}

/// List the currencies
#[utoipa::path(
    get, path = "/v1/currencies", tag = "wallets", params(IfNoneMatchHeader),
    responses((status = 200, description = "All of them.", body = PageOf<Currency>))
)]
async fn list_currencies(
    state: Data<ApiState>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let all = state.currencies.iter().map(|currency| Currency {
        code: currency.code.to_string(),
        scale: currency.scale,
        kind: words::kind_name(currency.kind),
    });
    tagged(&request, None, &PageOf::whole(all.collect()))
}
