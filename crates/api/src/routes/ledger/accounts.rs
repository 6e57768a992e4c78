use super::account::Account;
use super::trial_balance::problem;
use crate::amounts::ApiAmount;
use crate::cursor::List;
use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use ludger_domain::ids::{AccountId, UserId};
use ludger_domain::ledger::AccountState;
use ludger_domain::money::Currencies;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// Which accounts.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Of this user; left out: of everybody.
    #[param(value_type = Option<Uuid>)]
    user: Option<UserId>,
}

pub(crate) struct Asked {
    filter: Filter,
    page: PageParams,
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let user = params.optional("user");
        Some(Self {
            filter: Filter { user },
            page: PageParams::read(params),
        })
    }
}

/// An account of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LedgerAccount {
    /// Follows from the rest.
    #[schema(value_type = Uuid)]
    id: AccountId,
    account: Account,
    /// The sum of its entries.
    balance: ApiAmount,
    /// What the balance does not pass below; `null`: nothing.
    #[schema(required)]
    floor: Option<ApiAmount>,
    /// How many entries it has.
    entries: i64,
    /// When its last entry was posted.
    updated_at: Timestamp,
}

/// List the accounts of the ledger
#[utoipa::path(
    get, path = "/v1/ledger/accounts", tag = "ledger", security(("bearer" = [])),
    params(Filter, PageParams),
    responses((status = 200, description = "A page, by id.", body = PageOf<LedgerAccount>))
)]
pub(super) async fn list_accounts(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(asked)): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let user = asked.filter.user;
    let list = List {
        name: "ledger-accounts",
        filter: &user,
    };
    let wanted = asked.page.of(&request, &list)?;
    let page = state
        .use_cases
        .ledger
        .books
        .accounts(&caller, user, wanted)
        .await;
    let page = page
        .map_err(problem)?
        .map(|one| LedgerAccount::of(&state.currencies, &one));
    page::answer(&request, &list, page)
}

impl LedgerAccount {
    fn of(currencies: &Currencies, account: &AccountState) -> Self {
        let of = |minor| ApiAmount::of(currencies, account.key.currency, minor);
        Self {
            id: account.key.id(),
            account: account.key.into(),
            balance: of(account.balance),
            floor: account.floor.map(of),
            entries: account.sequence,
            updated_at: account.updated_at,
        }
    }
}
