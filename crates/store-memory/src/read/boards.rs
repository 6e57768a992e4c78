//! Leaderboards by counting: nothing is kept beside the standings.

use super::{before, page};
use crate::MemoryStore;
use crate::state::State;
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::accounts::User;
use ludger_domain::boards::{Board, Leaderboard, LeaderboardEntry, Place, Position, Standing};
use ludger_domain::ids::{LeaderboardId, UserId};
use ludger_ports::read::{Around, Boards, LeaderboardFilter, Own, Ranked};
use ludger_ports::{Page, PageRequest, Unavailable};

#[async_trait]
impl Boards for MemoryStore {
    async fn top(
        &self,
        board: Board,
        request: PageRequest<Position>,
    ) -> Result<Page<Ranked, Position>, Unavailable> {
        Ok(self.read(|state| {
            let ranked = state.ranked(board).into_iter();
            let ranked = ranked.filter(|row| request.after.is_none_or(|it| row.position > it));
            page(ranked, request.limit, |row| row.position)
        }))
    }

    async fn around(
        &self,
        board: Board,
        user: UserId,
        neighbours: usize,
    ) -> Result<Around, Unavailable> {
        Ok(self.read(|state| {
            let own = state.standings.get(&(board.number(), user)).copied();
            let ranked = state.ranked(board);
            let at = ranked.iter().position(|row| row.position.user == user);
            let rows = at.map_or_else(Vec::new, |at| {
                let first = at.saturating_sub(neighbours);
                let count = at - first + 1 + neighbours;
                ranked.into_iter().skip(first).take(count).collect()
            });
            Around { rows, own }
        }))
    }

    async fn own(&self, board: Board, user: UserId) -> Result<(Option<Own>, i64), Unavailable> {
        Ok(self.read(|state| {
            let ranked = state.ranked(board);
            let players = count(ranked.len());
            let standing = state.standings.get(&(board.number(), user)).copied();
            let own = standing.map(|standing| {
                let row = ranked.iter().find(|row| row.position.user == user);
                let below = ranked
                    .iter()
                    .filter(|row| row.position.score < standing.score);
                let below = count(below.count());
                let place = row.map(|row| Place {
                    rank: row.rank,
                    below,
                    players,
                });
                Own { standing, place }
            });
            (own, players)
        }))
    }

    async fn standings(
        &self,
        user: UserId,
        request: PageRequest<i64>,
    ) -> Result<Page<(Board, Standing), i64>, Unavailable> {
        Ok(self.read(|state| {
            let all = state.standings.iter();
            let theirs = all.filter(|((board, whose), _)| {
                *whose == user && request.after.is_none_or(|after| *board > after)
            });
            let theirs = theirs.filter_map(|((number, _), standing)| {
                Some((Board::from_number(*number)?, *standing))
            });
            page(theirs, request.limit, |(board, _)| board.number())
        }))
    }

    async fn leaderboard(&self, id: LeaderboardId) -> Result<Option<Leaderboard>, Unavailable> {
        Ok(self.read(|state| state.leaderboards.get(&id).cloned()))
    }

    async fn leaderboards(
        &self,
        filter: &LeaderboardFilter,
        request: PageRequest<LeaderboardId>,
    ) -> Result<Page<Leaderboard, LeaderboardId>, Unavailable> {
        Ok(self.read(|state| {
            let all = state.leaderboards.range(before(request.after)).rev();
            let those = all.map(|(_, it)| it).filter(|it| filter.takes(it));
            let frozen = those.filter(|it| it.frozen_at.is_some());
            page(frozen.cloned(), request.limit, |it| it.id)
        }))
    }

    async fn entries(
        &self,
        id: LeaderboardId,
        request: PageRequest<UserId>,
    ) -> Result<Page<Ranked, UserId>, Unavailable> {
        Ok(self.read(|state| {
            let after = request.after.map(|user| {
                let mut all = state.entries_of_board(id);
                let it = all.find(|entry| entry.user() == user);
                it.map_or(i64::MAX, |entry| entry.place)
            });
            let rest = state
                .entries_of_board(id)
                .filter(|entry| after.is_none_or(|place| entry.place > place));
            let shown = rest.filter_map(|entry| state.seen(entry.rank, entry.position));
            page(shown, request.limit, |row| row.position.user)
        }))
    }

    async fn entries_of(
        &self,
        user: UserId,
        request: PageRequest<LeaderboardId>,
    ) -> Result<Page<(Board, LeaderboardEntry), LeaderboardId>, Unavailable> {
        Ok(self.read(|state| {
            let all = state.leaderboard_entries.values();
            let theirs = all.filter(|entry| {
                entry.user() == user && request.after.is_none_or(|after| entry.leaderboard > after)
            });
            let theirs = theirs.filter_map(|entry| {
                let leaderboard = state.leaderboards.get(&entry.leaderboard)?;
                Some((leaderboard.board, *entry))
            });
            page(theirs, request.limit, |(_, entry)| entry.leaderboard)
        }))
    }

    async fn unfinished(
        &self,
        ended_by: Timestamp,
        limit: usize,
    ) -> Result<Vec<Leaderboard>, Unavailable> {
        Ok(self.read(|state| {
            let all = state.leaderboards.values();
            let those = all.filter(|it| it.swept_at.is_none());
            let those = those.filter(|it| it.board.ends_at().is_some_and(|end| end <= ended_by));
            those.take(limit).cloned().collect()
        }))
    }

    async fn last_entry(&self, id: LeaderboardId) -> Result<Option<LeaderboardEntry>, Unavailable> {
        Ok(self.read(|state| state.entries_of_board(id).last().copied()))
    }

    async fn positions(
        &self,
        board: Board,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<Position>, Unavailable> {
        let request = PageRequest { after, limit };
        let page = self.top(board, request).await?;
        Ok(page.items.into_iter().map(|row| row.position).collect())
    }

    async fn is_anything_left(&self, board: Board) -> Result<bool, Unavailable> {
        let number = board.number();
        Ok(self.read(|state| state.standings.keys().any(|(board, _)| *board == number)))
    }
}

impl State {
    /// A whole board.
    fn ranked(&self, board: Board) -> Vec<Ranked> {
        let all = self.standings.iter();
        let of_board = all.filter(|((number, _), _)| *number == board.number());
        let shown = of_board.filter_map(|((_, user), standing)| {
            let position = Position {
                score: standing.score,
                reached_at: standing.reached_at,
                user: *user,
            };
            self.seen(0, position)
        });
        let mut ranked: Vec<_> = shown.collect();
        ranked.sort_by_key(|row| row.position);
        let (mut rank, mut last) = (0, None);
        for (above, row) in ranked.iter_mut().enumerate() {
            if last != Some(row.position.score) {
                rank = count(above) + 1;
            }
            (row.rank, last) = (rank, Some(row.position.score));
        }
        ranked
    }

    /// A row of a board, if its player is seen.
    fn seen(&self, rank: i64, position: Position) -> Option<Ranked> {
        let user = self.users.get(&position.user);
        let user = user.filter(|user| User::is_on_boards(user))?;
        Some(Ranked {
            rank,
            position,
            username: user.username.clone(),
        })
    }

    fn entries_of_board(&self, id: LeaderboardId) -> impl Iterator<Item = &LeaderboardEntry> {
        let entries = self.leaderboard_entries.range((id, i64::MIN)..);
        entries
            .map(|(_, entry)| entry)
            .take_while(move |entry| entry.leaderboard == id)
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
