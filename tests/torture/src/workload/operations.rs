//! What clients do, and how often.

mod bank;
mod batches;
mod corrections;
mod moves;
mod people;
mod play;
mod reads;
mod transfers;

pub(crate) use moves::WHALE_COIN;

use super::client::Client;

/// Something that a client does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Mint,
    Pay,
    Bet,
    Win,
    Split,
    Exchange,
    Clearing,
    Whale,
    Malformed,
    Refer,
    Rehearse,
    Batch,
    Adjust,
    Reverse,
    Again,
    Hide,
    Play,
    Read,
    KeepBank,
    KeepPeople,
}

/// The mix: mostly value that moves, between few accounts above all.
pub(crate) const MIX: &[(u32, Kind)] = &[
    (12, Kind::Mint),
    (16, Kind::Pay),
    (10, Kind::Bet),
    (6, Kind::Win),
    (5, Kind::Split),
    (3, Kind::Exchange),
    (3, Kind::Clearing),
    (5, Kind::Whale),
    (2, Kind::Malformed),
    (4, Kind::Refer),
    (2, Kind::Rehearse),
    (7, Kind::Batch),
    (6, Kind::Adjust),
    (6, Kind::Reverse),
    (5, Kind::Again),
    (3, Kind::Hide),
    (30, Kind::Play),
    (14, Kind::Read),
    (4, Kind::KeepBank),
    (2, Kind::KeepPeople),
];

/// Does it once.
pub(crate) async fn perform(client: &mut Client, kind: Kind) -> anyhow::Result<()> {
    match kind {
        Kind::Mint
        | Kind::Pay
        | Kind::Bet
        | Kind::Win
        | Kind::Split
        | Kind::Exchange
        | Kind::Clearing
        | Kind::Whale
        | Kind::Malformed => transfers::post(client, kind).await,
        Kind::Refer => transfers::refer_again(client).await,
        Kind::Rehearse => transfers::rehearse(client).await,
        Kind::Batch => batches::post(client).await,
        Kind::Adjust => corrections::adjust(client).await,
        Kind::Reverse => corrections::reverse(client).await,
        Kind::Again => client.again().await,
        Kind::Hide => reads::hide(client).await,
        Kind::Play => play::go_on(client).await,
        Kind::Read => reads::read(client).await,
        Kind::KeepBank => bank::keep(client).await,
        Kind::KeepPeople => people::keep(client).await,
    }
}
