//! What becomes of a board when its window is over.
//!
//! Each step is one commit that expects the leaderboard as it was read, so of many workers one takes it, and whoever is
//! killed between two steps leaves the rest to the next worker: the board is closed; its players are copied, so many at a
//! time, and prizes are paid in the commits that copy the winners; it is frozen; what is left besides goes.

use crate::rewards::{Reward, Rewards};
use crate::{Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::boards::{Leaderboard, LeaderboardEntry, Prizes, prize_reference};
use ludger_domain::ledger::Transfer;
use ludger_ports::read::Boards;
use ludger_ports::{Changes, Clock, CommitError, Ids, Store};
use std::sync::Arc;

/// Players of one commit: so many take a moment, and nobody waits behind them for long.
const PLAYERS_MAX: usize = 2_000;
/// Leaderboards of one look.
const AT_ONCE: usize = 16;

/// Freezes what is over.
pub(crate) struct Freeze {
    boards: Arc<dyn Boards>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    prizes: Prizes,
    rewards: Rewards,
}

/// How far freezing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Nothing is left to do.
    Done,
    /// Time was up.
    More,
}

/// What became of a step.
enum Step {
    Taken(Leaderboard),
    /// Somebody else took it.
    Stale,
}

impl Freeze {
    pub(crate) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            boards: ports.boards.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            prizes: settings.board_prizes.clone(),
            rewards: Rewards::new(settings),
        }
    }

    /// Takes steps until nothing is left to do, or until then.
    pub(crate) async fn run(&self, until: Timestamp) -> Result<Progress, Outage> {
        loop {
            let now = self.clock.now();
            let ended_by = now.saturating_sub(Leaderboard::GRACE).unwrap_or(now);
            let unfinished = self.boards.unfinished(ended_by, AT_ONCE).await?;
            if unfinished.is_empty() {
                return Ok(Progress::Done);
            }
            for leaderboard in unfinished {
                if self.finish(leaderboard, until).await? == Progress::More {
                    return Ok(Progress::More);
                }
            }
        }
    }

    /// `Done` as well when somebody else is at it: the next look tells how far it has come.
    async fn finish(
        &self,
        mut leaderboard: Leaderboard,
        until: Timestamp,
    ) -> Result<Progress, Outage> {
        while leaderboard.swept_at.is_none() {
            if self.clock.now() >= until {
                return Ok(Progress::More);
            }
            leaderboard = match self.step(leaderboard).await? {
                Step::Taken(after) => after,
                Step::Stale => break,
            };
        }
        Ok(Progress::Done)
    }

    async fn step(&self, leaderboard: Leaderboard) -> Result<Step, Outage> {
        let now = self.clock.now();
        let before = leaderboard.clone();
        if leaderboard.closed_at.is_none() {
            let closed = leaderboard.close(now);
            return self
                .take(now, &before, closed.map(|it| (it, Vec::new())))
                .await;
        }
        if leaderboard.frozen_at.is_none() {
            let last = self.boards.last_entry(leaderboard.id).await?;
            let after = last.map(|last| last.position);
            let board = leaderboard.board;
            let next = self.boards.positions(board, after, PLAYERS_MAX).await?;
            let after = if next.is_empty() {
                leaderboard.freeze(now).map(|it| (it, Vec::new()))
            } else {
                Some(leaderboard.extended(last.as_ref(), &next))
            };
            return self.take(now, &before, after).await;
        }
        if self.boards.is_anything_left(leaderboard.board).await? {
            let swept = Changes::at(now).sweep_board(leaderboard.board);
            return match self.store.commit(swept).await {
                Ok(_) => Ok(Step::Taken(leaderboard)),
                Err(error) => Err(outage(error)),
            };
        }
        let swept = leaderboard.sweep(now);
        self.take(now, &before, swept.map(|it| (it, Vec::new())))
            .await
    }

    /// Commits a step, with the prizes of the entries in it.
    async fn take(
        &self,
        now: Timestamp,
        before: &Leaderboard,
        after: Option<(Leaderboard, Vec<LeaderboardEntry>)>,
    ) -> Result<Step, Outage> {
        let missing = || Outage::broken(format!("no step follows on {before:?}"));
        let (after, entries) = after.ok_or_else(missing)?;
        let mut changes = Changes::at(now);
        for entry in &entries {
            if let Some(prize) = self.prize(&after, entry, now)? {
                changes = changes.post(prize);
            }
        }
        let changes = changes.save_leaderboard(after.clone(), entries);
        match self.store.commit(changes).await {
            Ok(_) => Ok(Step::Taken(after)),
            Err(CommitError::Stale(_)) => Ok(Step::Stale),
            Err(error) => Err(outage(error)),
        }
    }

    /// What an entry wins; `None`: nothing, as whoever has no point.
    fn prize(
        &self,
        leaderboard: &Leaderboard,
        entry: &LeaderboardEntry,
        now: Timestamp,
    ) -> Result<Option<Transfer>, Outage> {
        let coins = match entry.position.score {
            0 => 0,
            _ => self.prizes.of(leaderboard.board, entry.rank),
        };
        let board = &leaderboard.board;
        let (mode, period, first) = (board.mode(), board.period(), board.first());
        let reward = Reward {
            user: entry.user(),
            coins,
            reference: prize_reference(leaderboard.id, entry.user()),
            text: format!(
                "Leaderboard {mode} {period} of {first}: rank {}",
                entry.rank
            ),
            by: ("leaderboard", leaderboard.id.to_string()),
        };
        self.rewards.transfer(reward, self.ids.next().into(), now)
    }
}

fn outage(error: CommitError) -> Outage {
    match error {
        CommitError::Unavailable(unavailable) => unavailable.into(),
        CommitError::Unknown(unknown) => unknown.into(),
        error => Outage::broken(error),
    }
}
