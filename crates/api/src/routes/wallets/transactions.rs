use super::filter::account;
use super::transaction::Transaction;
use crate::extract::{FromQuery, Params, Path, Query, SignedIn, tagged};
use crate::headers::IfNoneMatchHeader;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::ledger::{TransactionError, TransactionKey, WalletAccount};
use utoipa::IntoParams;

/// Which account of the wallet.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Account {
    /// What you can spend, or what is in holds.
    #[param(schema_with = words::account, required = false)]
    account: WalletAccount,
}

impl FromQuery for Account {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self {
            account: account(params).unwrap_or_default(),
        })
    }
}

type Asked = (Path<(String, i64)>, Query<Account>);

fn key((Path((currency, sequence)), Query(Account { account })): Asked) -> TransactionKey {
    TransactionKey {
        currency,
        account,
        sequence,
    }
}

/// Look at one of your transactions, hidden or not
#[utoipa::path(
    get, path = "/v1/me/wallets/{currency}/transactions/{sequence}", tag = "wallets",
    security(("bearer" = [])),
    params(
        ("currency" = String, Path, description = "The code of the wallet.", example = "INR"),
        ("sequence" = i64, Path, description = "Its number in the account."),
        Account, IfNoneMatchHeader,
    ),
    responses((status = 200, description = "The transaction.", body = Transaction))
)]
pub(super) async fn get_transaction(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, asked): SignedIn<Asked>,
) -> Result<HttpResponse, Problem> {
    let transactions = &state.use_cases.ledger.transactions;
    let found = transactions
        .get(caller.principal.user, &key(asked))
        .await
        .map_err(problem)?;
    tagged(&request, None, &Transaction::of(&state.currencies, found))
}

/// Hide one of your transactions from your statement
///
/// The ledger keeps it, and your balance stays what it is. One that is hidden stays so.
#[utoipa::path(
    delete, path = "/v1/me/wallets/{currency}/transactions/{sequence}", tag = "wallets",
    security(("bearer" = [])),
    params(
        ("currency" = String, Path, description = "The code of the wallet.", example = "INR"),
        ("sequence" = i64, Path, description = "Its number in the account."),
        Account,
    ),
    responses((status = 204, description = "Hidden."))
)]
pub(super) async fn hide_transaction(
    state: Data<ApiState>,
    SignedIn(caller, asked): SignedIn<Asked>,
) -> Result<HttpResponse, Problem> {
    let hide = &state.use_cases.ledger.hide;
    hide.hide(caller.principal.user, &key(asked))
        .await
        .map_err(problem)?;
    Ok(HttpResponse::NoContent().finish())
}

fn problem(error: TransactionError) -> Problem {
    match error {
        TransactionError::NotFound => Problem::not_found(),
        TransactionError::Outage(outage) => outage.into(),
    }
}
