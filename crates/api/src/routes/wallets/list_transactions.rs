use super::filter::Filter;
use super::transaction::Transaction;
use super::wallet_error;
use crate::cursor::List;
use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::ledger::{StatementBound, StatementCursor};
use ludger_domain::money::CurrencyCode;
use ludger_ports::{Page, PageRequest};

pub(crate) struct Asked {
    filter: Filter,
    page: PageParams,
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self {
            filter: Filter::read(params),
            page: PageParams::read(params),
        })
    }
}

/// List your transactions
///
/// Newest first, over all of your currencies. What is posted while you read appears on no later page.
#[utoipa::path(
    get, path = "/v1/me/transactions", tag = "wallets", security(("bearer" = [])),
    params(Filter, PageParams),
    responses((status = 200, description = "A page.", body = PageOf<Transaction>))
)]
pub(super) async fn list_transactions(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(asked)): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "transactions",
        filter: &(caller.principal.user, &asked.filter),
    };
    let PageRequest { after, limit } = asked.page.of::<_, Position>(&request, &list)?;
    let wanted = PageRequest {
        after: after.map(cursor),
        limit,
    };
    let (user, filter) = (caller.principal.user, asked.filter.wanted());
    let page = state
        .use_cases
        .ledger
        .transactions
        .list(user, &filter, wanted)
        .await;
    let Page { items, next } = page.map_err(wallet_error::in_query)?;
    let told = items
        .into_iter()
        .map(|item| Transaction::of(&state.currencies, item));
    page::answer(
        &request,
        &list,
        Page {
            items: told.collect(),
            next: next.map(position),
        },
    )
}

/// A cursor of the ledger's, as it is written.
type Position = Vec<(CurrencyCode, i64)>;

fn cursor(position: Position) -> StatementCursor {
    let bound = |(currency, before)| StatementBound { currency, before };
    position.into_iter().map(bound).collect()
}

fn position(cursor: StatementCursor) -> Position {
    cursor
        .into_iter()
        .map(|bound| (bound.currency, bound.before))
        .collect()
}
