use super::block_on;
use crate::cli::{Global, Ledger};
use crate::compose;
use crate::exit::Exit;
use ludger_ports::read::{Ledger as _, TrialBalance, Verification};
use serde_json::json;
use std::io::{Write, stdout};

/// Discrepancies that are told; a broken ledger may have millions.
const DISCREPANCIES_MAX: usize = 100;

/// Checks the books.
pub(crate) fn run(global: &Global, command: &Ledger) -> anyhow::Result<Exit> {
    let config = compose::config(global)?;
    crate::telemetry::log(&config);
    let composed = compose::compose(&config)?;
    block_on(async {
        match command {
            Ledger::Verify => {
                let verification = composed.store.verify(DISCREPANCIES_MAX).await?;
                tell_verification(&verification, global.json)
            }
            Ledger::TrialBalance => {
                let balances = composed.store.trial_balance().await?;
                tell_balances(&balances, &config.currencies, global.json)
            }
        }
    })
}

fn tell_verification(found: &Verification, as_json: bool) -> anyhow::Result<Exit> {
    let mut out = stdout().lock();
    let is_fine = found.discrepancies.is_empty();
    if as_json {
        writeln!(out, "{}", serde_json::to_string_pretty(found)?)?;
    } else {
        let Verification {
            transfers,
            entries,
            accounts,
            discrepancies,
        } = found;
        writeln!(
            out,
            "read {transfers} transfers with {entries} entries on {accounts} accounts"
        )?;
        discrepancies
            .iter()
            .try_for_each(|discrepancy| writeln!(out, "DOES NOT FIT: {discrepancy}"))?;
        if is_fine {
            writeln!(out, "every hash, sequence and balance fits")?;
        }
    }
    Ok(if is_fine {
        Exit::Success
    } else {
        Exit::Failure
    })
}

fn tell_balances(
    balances: &[TrialBalance],
    currencies: &ludger_domain::money::Currencies,
    as_json: bool,
) -> anyhow::Result<Exit> {
    let mut out = stdout().lock();
    let text = |balance: &TrialBalance, minor: i128| {
        // Sums of many accounts may pass 64 bits; then minor units tell more than nothing.
        match (currencies.by_code(balance.currency), i64::try_from(minor)) {
            (Some(currency), Ok(minor)) => currency.format(minor),
            _ => format!("{minor} minor units"),
        }
    };
    if as_json {
        let rows: Vec<_> = balances
            .iter()
            .map(|balance| {
                json!({
                    "currency": balance.currency,
                    "accounts": balance.accounts,
                    "credit": text(balance, balance.credit),
                    "debit": text(balance, balance.debit),
                    "difference": text(balance, balance.difference()),
                })
            })
            .collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&rows)?)?;
    } else {
        writeln!(
            out,
            "{:<10} {:>9} {:>24} {:>24} {:>12}",
            "currency", "accounts", "credit", "debit", "difference"
        )?;
        for balance in balances {
            let [credit, debit, difference] = [balance.credit, balance.debit, balance.difference()]
                .map(|minor| text(balance, minor));
            let (currency, accounts) = (balance.currency, balance.accounts);
            writeln!(
                out,
                "{currency:<10} {accounts:>9} {credit:>24} {debit:>24} {difference:>12}"
            )?;
        }
    }
    let is_balanced = balances.iter().all(|balance| balance.difference() == 0);
    Ok(if is_balanced {
        Exit::Success
    } else {
        Exit::Failure
    })
}
