//! In `collab` the team answers as one: by majority.

use super::{PlayerAnswer, QuizSession};
use crate::quiz::Picked;
use std::collections::BTreeMap;

/// What the team says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TeamAnswer<'a> {
    /// A vote for it.
    pub(super) vote: &'a PlayerAnswer,
    /// How long the team took.
    pub(super) time_ms: i64,
    /// Whether votes that are still out cannot change it.
    pub(super) is_final: bool,
}

impl QuizSession {
    /// What the team says by these votes: what more than half of the players say, or else what most of those say who
    /// have voted; of answers with as many votes the one that was named first. Who went has no vote. The team's time is
    /// that of the vote that made the majority, else of the last one. `None`: nobody has voted.
    pub(super) fn team_answer<'a>(&self, votes: &'a [PlayerAnswer]) -> Option<TeamAnswer<'a>> {
        let may_vote = |user| self.live().any(|player| player.user == user);
        let players = self.live().count();
        let mut votes: Vec<_> = votes
            .iter()
            .filter(|vote| vote.picked.is_some() && may_vote(vote.user))
            .collect();
        votes.sort_by_key(|vote| (vote.answered_at, vote.id));
        let mut counts: BTreeMap<Option<&Picked>, usize> = BTreeMap::new();
        for vote in &votes {
            let count = counts.entry(vote.picked.as_ref()).or_default();
            *count = count.saturating_add(1);
            if count.saturating_mul(2) > players {
                let time_ms = vote.answer_time_ms;
                return Some(TeamAnswer {
                    vote,
                    time_ms,
                    is_final: true,
                });
            }
        }
        let most = counts.values().max()?;
        let has_most = |vote: &&&PlayerAnswer| counts.get(&vote.picked.as_ref()) == Some(most);
        let vote = votes.iter().find(has_most)?;
        Some(TeamAnswer {
            vote,
            time_ms: votes.last()?.answer_time_ms,
            is_final: votes.len() >= players,
        })
    }
}
