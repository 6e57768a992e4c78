//! Leaderboards that are frozen, from the closing of their board until nothing but their entries is left.

use super::Stores;
use super::answers::Expected;
use super::boards::{board, finished, opted};
use super::builders::{all_pages, changes, hours, micros};
use crate::read::LeaderboardFilter;
use crate::{Expectation, PageRequest};
use ludger_domain::accounts::User;
use ludger_domain::boards::{Board, Leaderboard, LeaderboardEntry, Period, Scored};
use ludger_domain::quiz::Mode;

impl Stores {
    async fn found_leaderboard(&self, board: Board) -> Option<Leaderboard> {
        let id = board.leaderboard().unwrap();
        self.boards.leaderboard(id).await.unwrap()
    }

    /// The leaderboard of a board, closed long after its end.
    async fn closed(&self, board: Board) -> Leaderboard {
        let open = self.found_leaderboard(board).await.unwrap();
        let closed = open.close(hours(2_000)).unwrap();
        self.apply(changes().save_leaderboard(closed.clone(), Vec::new()))
            .await;
        closed
    }

    /// The leaderboard of a board, frozen in pieces of so many entries.
    async fn frozen(&self, board: Board, size: usize) -> (Leaderboard, Vec<LeaderboardEntry>) {
        let (mut leaderboard, mut all) = (self.closed(board).await, Vec::<LeaderboardEntry>::new());
        loop {
            let last = self.boards.last_entry(leaderboard.id).await.unwrap();
            assert_eq!(last.as_ref(), all.last());
            let after = last.map(|last| last.position);
            let next = self.boards.positions(board, after, size).await.unwrap();
            if next.is_empty() {
                break;
            }
            let (extended, entries) = leaderboard.extended(last.as_ref(), &next);
            self.apply(changes().save_leaderboard(extended.clone(), entries.clone()))
                .await;
            leaderboard = extended;
            all.extend(entries);
        }
        let frozen = leaderboard.freeze(hours(2_001)).unwrap();
        self.apply(changes().save_leaderboard(frozen.clone(), Vec::new()))
            .await;
        (frozen, all)
    }

    /// Players with many ties.
    async fn who_played(&self, count: usize) -> Vec<User> {
        let players = self.players(count).await;
        for (n, player) in (0_i64..).zip(&players) {
            self.apply(finished(player, n / 3 * 700, micros(n))).await;
        }
        players
    }
}

/// What comes to a closed board is counted as late and changes nothing there; other boards take it.
pub async fn a_closed_board_takes_nothing_more(stores: Stores) {
    let ada = stores.user("ada").await;
    let day = board(Period::Daily);
    stores.apply(finished(&ada, 70, hours(1))).await;
    let open = stores.found_leaderboard(day).await.unwrap();
    assert_eq!(open, Leaderboard::opened(day, hours(0)).unwrap());
    let closed = stores.closed(day).await;
    stores.apply(finished(&ada, 5, hours(2))).await;
    let late = [3, 4].map(|score| finished(&ada, score, hours(23)));
    for answer in stores.race(late).await {
        answer.unwrap();
    }
    let told = stores.scores_on(day).await;
    assert_eq!(told, [("ada".to_owned(), 1, 70)]);
    let week = stores.scores_on(board(Period::Weekly)).await;
    assert_eq!(week, [("ada".to_owned(), 1, 82)]);
    let found = stores.found_leaderboard(day).await.unwrap();
    let late_sessions = 3;
    assert_eq!(
        found,
        Leaderboard {
            late_sessions,
            ..closed.clone()
        }
    );
    // The next step does not forget what came late.
    let frozen = closed.freeze(hours(2_001)).unwrap();
    stores
        .apply(changes().save_leaderboard(frozen, Vec::new()))
        .await;
    let found = stores.found_leaderboard(day).await.unwrap();
    assert_eq!((found.late_sessions, found.version), (3, 3));
}

/// However large the pieces are, the entries are the board as it was.
pub async fn a_leaderboard_is_frozen_in_pieces(stores: Stores) {
    stores.who_played(20).await;
    for (period, size) in [
        (Period::Daily, 1),
        (Period::Weekly, 4),
        (Period::Monthly, 100),
    ] {
        let board = board(period);
        let live = stores.ranked(board).await;
        let (frozen, entries) = stores.frozen(board, size).await;
        assert_eq!(stores.found_leaderboard(board).await, Some(frozen.clone()));
        assert_eq!(frozen.entries, 20);
        let read = async |page| stores.boards.entries(frozen.id, page).await;
        for limit in [1, 7, 100] {
            assert_eq!(all_pages(limit, read).await, live, "{period}");
        }
        let last = stores.boards.last_entry(frozen.id).await.unwrap();
        assert_eq!(last.as_ref(), entries.last());
    }
}

/// Of two who take the same step one does.
pub async fn a_leaderboard_is_at_its_version(stores: Stores) {
    let ada = stores.user("ada").await;
    stores.apply(finished(&ada, 70, hours(1))).await;
    let day = board(Period::Daily);
    let open = stores.found_leaderboard(day).await.unwrap();
    let closed = open.clone().close(hours(100)).unwrap();
    let step = || changes().save_leaderboard(closed.clone(), Vec::new());
    let answers = stores.race([step(), step(), step()]).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let stale = stores.commit(step()).await.stale();
    assert_eq!(stale, Expectation::LeaderboardAt(open.id, 1));
    assert_eq!(stores.found_leaderboard(day).await, Some(closed));
}

/// Who opts out or is deleted is not shown any more on what was frozen before; the others keep their ranks. A cursor that
/// names them still holds.
pub async fn players_who_are_not_seen_leave_no_gap(stores: Stores) {
    let players = stores.who_played(9).await;
    let day = board(Period::Daily);
    let live = stores.ranked(day).await;
    let (frozen, entries) = stores.frozen(day, 4).await;
    let gone = [&players[1], &players[5]];
    let out = opted(gone[0], false);
    let deleted = gone[1].clone().delete(hours(1)).unwrap();
    for (after, before) in [(out, gone[0]), (deleted, gone[1])] {
        stores.apply(changes().save_user(after, before)).await;
    }
    let seen: Vec<_> = live
        .into_iter()
        .filter(|row| gone.iter().all(|user| user.id != row.position.user))
        .collect();
    let read = async |page| stores.boards.entries(frozen.id, page).await;
    assert_eq!(all_pages(2, read).await, seen);
    for user in gone {
        let place = entries
            .iter()
            .position(|entry| entry.user() == user.id)
            .unwrap();
        let page = PageRequest {
            after: Some(user.id),
            limit: 100,
        };
        let rest = stores.boards.entries(frozen.id, page).await.unwrap();
        let behind = entries[place + 1..].iter();
        let behind =
            behind.filter(|entry| seen.iter().any(|row| row.position.user == entry.user()));
        assert_eq!(rest.items.len(), behind.count());
        // What was theirs they are told of all the same.
        let read = async |page| stores.boards.entries_of(user.id, page).await;
        assert_eq!(all_pages(1, read).await, [(day, entries[place])]);
    }
}

/// Newest first, those alone that are frozen; those that are not done are told in the order of their ends.
pub async fn leaderboards_are_filtered_and_paged(stores: Stores) {
    let ada = stores.user("ada").await;
    for day in 0..3 {
        stores.apply(finished(&ada, 10, hours(24 * day))).await;
        let comp = Scored::finished(Mode::Comp, ada.id, 10, hours(24 * day));
        stores.apply(changes().score(comp)).await;
    }
    let none = LeaderboardFilter::default();
    let listed = async |filter: LeaderboardFilter| {
        all_pages(2, async |page| {
            stores.boards.leaderboards(&filter, page).await
        })
        .await
    };
    assert_eq!(listed(none).await, []);
    let mut frozen = Vec::new();
    for day in 0..3 {
        for mode in [Mode::Solo, Mode::Comp] {
            let board = Board::at(mode, Period::Daily, hours(24 * day));
            frozen.push(stores.frozen(board, 5).await.0);
        }
    }
    let month = stores
        .frozen(Board::at(Mode::Comp, Period::Monthly, hours(1)), 5)
        .await
        .0;
    frozen.push(month.clone());
    frozen.sort_by_key(|it| std::cmp::Reverse(it.id));
    assert_eq!(listed(none).await, frozen);
    for (mode, period, count) in [
        (Some(Mode::Solo), None, 3),
        (Some(Mode::Comp), None, 4),
        (None, Some(Period::Daily), 6),
        (Some(Mode::Comp), Some(Period::Monthly), 1),
        (Some(Mode::Collab), None, 0),
    ] {
        let filter = LeaderboardFilter { mode, period };
        let found = listed(filter).await;
        assert_eq!(found.len(), count, "{filter:?}");
        assert!(found.iter().all(|it| filter.takes(it)));
    }
    // Two days of each mode are over by then.
    let (end, limit) = (hours(48), 100);
    let unfinished = stores.boards.unfinished(end, limit).await.unwrap();
    assert_eq!(unfinished.len(), 4);
    assert!(unfinished.is_sorted_by_key(|it| it.board.ends_at()));
    let swept = unfinished[0].clone().sweep(hours(2_002)).unwrap();
    stores
        .apply(changes().save_leaderboard(swept, Vec::new()))
        .await;
    assert_eq!(
        stores.boards.unfinished(end, limit).await.unwrap(),
        unfinished[1..]
    );
    assert_eq!(
        stores.boards.unfinished(end, 2).await.unwrap(),
        unfinished[1..3]
    );
}

/// Nothing is left but the entries; other boards stay as they are.
pub async fn a_swept_board_is_empty(stores: Stores) {
    let players = stores.who_played(8).await;
    stores
        .apply(changes().save_user(opted(&players[2], false), &players[2]))
        .await;
    let day = board(Period::Daily);
    let week = stores.scores_on(board(Period::Weekly)).await;
    let (frozen, _) = stores.frozen(day, 3).await;
    assert!(stores.boards.is_anything_left(day).await.unwrap());
    for _ in 0..5 {
        stores.apply(changes().sweep_board(day)).await;
    }
    assert!(!stores.boards.is_anything_left(day).await.unwrap());
    assert_eq!(stores.scores_on(day).await, []);
    assert_eq!(stores.scores_on(board(Period::Weekly)).await, week);
    let read = async |page| stores.boards.entries(frozen.id, page).await;
    assert_eq!(all_pages(5, read).await.len(), 7);
    // Who opts in again is on the boards that are left.
    let user = stores.found_user(players[2].id).await.unwrap();
    stores
        .apply(changes().save_user(opted(&user, true), &user))
        .await;
    assert_eq!(stores.scores_on(day).await, []);
    assert_eq!(stores.scores_on(board(Period::Weekly)).await.len(), 8);
}

/// Their scores go; what they have on frozen leaderboards stays, and is shown to nobody.
pub async fn nothing_is_left_of_the_scores_of_an_erased_user(stores: Stores) {
    let players = stores.who_played(6).await;
    let (frozen, _) = stores.frozen(board(Period::Daily), 4).await;
    let deleted = players[4].clone().delete(hours(1)).unwrap();
    stores
        .apply(changes().save_user(deleted.clone(), &players[4]))
        .await;
    assert_eq!(stores.standings_of(deleted.id).await.len(), 4);
    let erased = deleted.clone().erase().unwrap();
    stores.apply(changes().erase_user(erased, &deleted)).await;
    assert_eq!(stores.standings_of(deleted.id).await, []);
    assert_eq!(stores.ranked(board(Period::AllTime)).await.len(), 5);
    let read = async |page| stores.boards.entries(frozen.id, page).await;
    assert_eq!(all_pages(5, read).await.len(), 5);
    // Of somebody who is still there, too.
    stores
        .apply(changes().erase_left_behind(players[0].id, None))
        .await;
    assert_eq!(stores.ranked(board(Period::AllTime)).await.len(), 4);
}

/// A session comes in before the closing, and is on the leaderboard, or after it, and is counted as late.
pub async fn late_scores_race_with_the_closing(stores: Stores) {
    let players = stores.players(10).await;
    stores.apply(finished(&players[0], 1, hours(1))).await;
    let day = board(Period::Daily);
    let open = stores.found_leaderboard(day).await.unwrap();
    let closing = changes().save_leaderboard(open.close(hours(100)).unwrap(), Vec::new());
    let mut all: Vec<_> = (0..60)
        .map(|n| finished(&players[n % 10], 1, hours(2)))
        .collect();
    all.insert(30, closing);
    for answer in stores.race(all).await {
        answer.unwrap();
    }
    let sum: i64 = stores
        .ranked(day)
        .await
        .iter()
        .map(|row| row.position.score)
        .sum();
    let found = stores.found_leaderboard(day).await.unwrap();
    assert_eq!(sum + found.late_sessions, 61);
    let week = stores.ranked(board(Period::Weekly)).await;
    assert_eq!(week.iter().map(|row| row.position.score).sum::<i64>(), 61);
}
