//! Reads, whose answers are compared with the books in the end; and hiding, which only a reader sees.

use crate::history::Operation;
use crate::workload::client::Client;
use crate::workload::wire::Ask;
use crate::workload::world::Posted;

/// What is looked at by whom, and how often.
const READS: &[(u32, Operation)] = &[
    (30, Operation::Wallet),
    (8, Operation::Wallets),
    (4, Operation::BalanceAt),
    (10, Operation::Statement),
    (3, Operation::ExportStatement),
    (6, Operation::Transaction),
    (3, Operation::Me),
    (2, Operation::Currencies),
    (4, Operation::Sessions),
    (3, Operation::Session),
    (3, Operation::Review),
    (3, Operation::Topics),
    (8, Operation::GetTransfer),
    (4, Operation::FindTransfer),
    (3, Operation::Accounts),
    (1, Operation::TrialBalance),
    (2, Operation::Users),
    (2, Operation::User),
    (2, Operation::BankQuestions),
];

/// Looks at something.
pub(super) async fn read(client: &mut Client) -> anyhow::Result<()> {
    let operation = client.dice.weighted(READS).unwrap_or(Operation::Me);
    let Some(path) = path(client, operation) else {
        return Ok(());
    };
    let ask = Ask::bare(operation, path);
    if is_for_desks(operation) {
        client.at_desk(&ask).await?;
    } else if client.dice.one_in(4) {
        // Somebody else's wallet, read by its owner on another device.
        let players = client.world.players();
        let rank = client.dice.zipf(players.len());
        if let Some(player) = players.get(rank) {
            let patience = client.patience();
            let reply = player.send(&client.wire, &ask, patience).await?;
            client.rest_after(&reply).await;
        }
    } else {
        client.as_player(&ask).await?;
    }
    Ok(())
}

const fn is_for_desks(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::GetTransfer
            | Operation::FindTransfer
            | Operation::Accounts
            | Operation::TrialBalance
            | Operation::Users
            | Operation::User
            | Operation::BankQuestions
    )
}

/// Where it is; `None`: there is nothing to look at yet.
fn path(client: &mut Client, operation: Operation) -> Option<String> {
    let posted = client.world.posted();
    let currencies = ["WISE", "WISE", "INR", "USDC", "GEM"];
    let currency = client.dice.pick(&currencies).copied().unwrap_or("WISE");
    let route = operation.route().replace("{currency}", currency);
    let recent = |posted: &[Posted]| posted.first().map(|first| first.at.clone());
    Some(match operation {
        Operation::BalanceAt => format!("{route}?at={}", client.dice.pick(&posted)?.at),
        Operation::Statement => format!("{route}?limit=20&currency={currency}&hidden=true"),
        // Not the whole past of a hot wallet: what came since the oldest transfer that is remembered.
        Operation::ExportStatement => {
            let format = if client.dice.one_in(3) {
                "csv"
            } else {
                "jsonl"
            };
            format!(
                "{route}?format={format}&hidden=true&from={}",
                recent(&posted)?
            )
        }
        Operation::Transaction => {
            route.replace("{sequence}", &client.dice.between(1, 20).to_string())
        }
        Operation::Session | Operation::Review => route.replace("{id}", client.session.as_ref()?),
        Operation::GetTransfer => route.replace("{id}", &client.dice.pick(&posted)?.id),
        Operation::FindTransfer => {
            let named: Vec<_> = posted.iter().filter_map(|p| p.reference.clone()).collect();
            format!("{route}?reference={}", client.dice.pick(&named)?)
        }
        Operation::User => {
            let players = client.world.players();
            route.replace("{id}", &client.dice.pick(&players)?.id.to_string())
        }
        Operation::Accounts => {
            let players = client.world.players();
            format!("{route}?user={}", client.dice.pick(&players)?.id)
        }
        _ => route,
    })
}

/// Hides one of the player's first transactions from its own statement.
pub(super) async fn hide(client: &mut Client) -> anyhow::Result<()> {
    let sequence = client.dice.between(1, 40).to_string();
    let path = Operation::HideTransaction
        .route()
        .replace("{currency}", "WISE")
        .replace("{sequence}", &sequence);
    let ask = Ask::bare(Operation::HideTransaction, path);
    client.as_player(&ask).await.map(drop)
}
