//! Your balances and what changed them.

mod balance;
mod export;
mod filter;
mod list_transactions;
mod list_wallets;
mod transaction;
mod transactions;
mod wallet;
mod wallet_error;

use crate::endpoint::Endpoint;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(
    list_wallets::list_wallets,
    list_wallets::get_wallet,
    balance::get_balance,
    list_transactions::list_transactions,
    export::export_transactions,
    transactions::get_transaction,
    transactions::hide_transaction,
))]
pub(crate) struct Documented;

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/me/wallets").get(list_wallets::list_wallets, &[]),
        Endpoint::at("/v1/me/wallets/{currency}").get(list_wallets::get_wallet, &[]),
        Endpoint::at("/v1/me/wallets/{currency}/balance").get(balance::get_balance, &[]),
        Endpoint::at("/v1/me/transactions").get(list_transactions::list_transactions, &[]),
        Endpoint::at("/v1/me/transactions/export").get(export::export_transactions, &[]),
        Endpoint::at("/v1/me/wallets/{currency}/transactions/{sequence}")
            .get(transactions::get_transaction, &[])
            .delete(transactions::hide_transaction, &[]),
    ]
}
