use crate::{Ports, Settings, accounts, bank, boards, jobs, ledger, play, trivia};

/// Every use case, built once.
#[expect(missing_docs, reason = "each field is an area's own struct")]
pub struct UseCases {
    pub accounts: accounts::Accounts,
    pub ledger: ledger::LedgerDesk,
    pub bank: bank::Bank,
    pub play: play::Play,
    pub boards: boards::Boards,
    pub jobs: jobs::JobDesk,
    pub trivia: trivia::Trivia,
}

impl UseCases {
    /// Takes from `ports` and `settings` what each needs.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            accounts: accounts::Accounts::new(ports, settings),
            ledger: ledger::LedgerDesk::new(ports, settings),
            bank: bank::Bank::new(ports),
            play: play::Play::new(ports, settings),
            boards: boards::Boards::new(ports),
            jobs: jobs::JobDesk::new(ports),
            trivia: trivia::Trivia::new(ports, settings),
        }
    }
}
