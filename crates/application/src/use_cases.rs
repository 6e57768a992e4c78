use crate::{Ports, Settings, accounts, bank, boards, jobs, ledger, live, play, trivia};
use std::sync::Arc;

/// Every use case, built once.
#[expect(missing_docs, reason = "each field is an area's own struct")]
pub struct UseCases {
    pub accounts: accounts::Accounts,
    pub ledger: ledger::LedgerDesk,
    pub bank: bank::Bank,
    pub play: play::Play,
    pub boards: boards::Boards,
    pub live: live::Live,
    pub jobs: jobs::JobDesk,
    pub trivia: trivia::Trivia,
}

impl UseCases {
    /// Takes from `ports` and `settings` what each needs. What is followed is looked for in the store alone.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self::with_hub(ports, settings, live::Hub::new(ports.streams.clone()))
    }

    /// The same, with a hub that the store of `ports` tells where to look: see [`live::Signalled`].
    pub fn with_hub(ports: &Ports, settings: &Settings, hub: Arc<live::Hub>) -> Self {
        Self {
            accounts: accounts::Accounts::new(ports, settings),
            ledger: ledger::LedgerDesk::new(ports, settings),
            bank: bank::Bank::new(ports),
            play: play::Play::new(ports, settings),
            boards: boards::Boards::new(ports),
            live: live::Live::new(ports, settings, hub),
            jobs: jobs::JobDesk::new(ports),
            trivia: trivia::Trivia::new(ports, settings),
        }
    }
}
