//! Transfers and books, for services and admins.

mod account;
mod accounts;
mod batch;
mod batch_result;
mod find;
mod post;
mod refusal;
mod transfer;
mod transfer_body;
mod trial_balance;

pub(crate) use post::created;
pub(crate) use refusal::refusal;
pub(crate) use transfer::Transfer;

use crate::endpoint::Endpoint;
use crate::problem::Code;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(
    post::post_transfer,
    batch::post_batch,
    find::find_transfer,
    find::get_transfer_by_id,
    accounts::list_accounts,
    trial_balance::trial_balance,
))]
pub(crate) struct Documented;

const POST: &[Code] = &[
    Code::Forbidden,
    Code::InsufficientFunds,
    Code::BalanceOverflow,
    Code::ReferenceConflict,
];
const READ: &[Code] = &[Code::Forbidden];

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/ledger/transfers")
            .get(find::find_transfer, READ)
            .post(post::post_transfer, POST),
        // Before the route of any id, which would take its name for one.
        Endpoint::at("/v1/ledger/transfers/batch").post(batch::post_batch, POST),
        Endpoint::at("/v1/ledger/transfers/{id}").get(find::get_transfer_by_id, READ),
        Endpoint::at("/v1/ledger/accounts").get(accounts::list_accounts, READ),
        Endpoint::at("/v1/ledger/trial-balance").get(trial_balance::trial_balance, READ),
    ]
}
