use super::error;
use super::filters::Filters;
use super::transaction::TransactionBody;
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

/// Which part of which transactions.
pub(super) struct Wanted {
    filters: Filters,
    page: PageParams,
}

impl FromQuery for Wanted {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self { filters: Filters::read(params), page: PageParams::read(params) })
    }
}

/// Where the list goes on, for each currency that has more.
type Position = Vec<(CurrencyCode, i64)>;

/// Your transactions
///
/// Newest first, over all of your wallets or of one. Those that are posted while you read appear on no later page, so
/// nothing is seen twice and nothing is missed.
#[utoipa::path(get, path = "/v1/me/transactions", tag = "wallets", security(("bearer" = [])),
    params(Filters, PageParams),
    responses((status = 200, body = PageOf<TransactionBody>)))]
pub(super) async fn transactions(
    request: HttpRequest,
    state: Data<ApiState>,
    SignedIn(caller): SignedIn,
    Query(Wanted { filters, page }): Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let user = caller.principal.user;
    let list = List { name: "transactions", filter: &(user, &filters) };
    let wanted = begin(page.of(&request, &list)?);
    let found = state.use_cases.ledger.transactions.list(user, &filters.filter(), wanted).await;
    page::answer(&request, &list, shown(found.map_err(error::in_query)?, &state))
}

fn begin(page: PageRequest<Position>) -> PageRequest<StatementCursor> {
    let bound = |(currency, before)| StatementBound { currency, before };
    let after = page.after.map(|position| position.into_iter().map(bound).collect());
    PageRequest { after, limit: page.limit }
}

fn shown(
    page: Page<ludger_domain::ledger::Transaction, StatementCursor>,
    state: &ApiState,
) -> Page<TransactionBody, Position> {
    let position = |bound: StatementBound| (bound.currency, bound.before);
    let next = page.next.map(|cursor| cursor.into_iter().map(position).collect());
    let body = |item| TransactionBody::of(item, &state.currencies);
    Page { items: page.items.into_iter().map(body).collect(), next }
}
