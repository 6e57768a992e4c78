//! Live leaderboards: whatever happens, and in whatever order, ranks and shares are what counting tells.

use super::Stores;
use super::builders::{all_pages, changes, hours, micros};
use crate::Changes;
use crate::read::Ranked;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Flag, User};
use ludger_domain::boards::{Board, Period, Place, Scored, Standing};
use ludger_domain::ids::UserId;
use ludger_domain::quiz::Mode;

/// A board that scores at about [`NOW`](super::builders::NOW) go to.
pub(super) fn board(period: Period) -> Board {
    Board::at(Mode::Solo, period, hours(1))
}

/// A session that ended with so many points.
pub(super) fn finished(user: &User, score: i64, ended_at: Timestamp) -> Changes {
    changes().score(Scored::finished(Mode::Solo, user.id, score, ended_at))
}

/// The user, seen on boards or not.
pub(super) fn opted(user: &User, is_shown: bool) -> User {
    let mut profile = user.profile.clone();
    if is_shown {
        profile.flags.remove(&Flag::HiddenFromBoards);
    } else {
        profile.flags.insert(Flag::HiddenFromBoards);
    }
    user.clone().with_profile(profile)
}

impl Stores {
    /// So many players.
    pub(super) async fn players(&self, count: usize) -> Vec<User> {
        let mut players = Vec::new();
        for number in 0..count {
            players.push(self.user(&format!("player{number}")).await);
        }
        players
    }

    /// What somebody has on each board.
    pub(super) async fn standings_of(&self, user: UserId) -> Vec<(Board, Standing)> {
        all_pages(3, async |page| self.boards.standings(user, page).await).await
    }

    /// A whole board, by pages; with every place on it as counting tells it.
    pub(super) async fn ranked(&self, board: Board) -> Vec<Ranked> {
        let rows = all_pages(7, async |page| self.boards.top(board, page).await).await;
        let scores: Vec<_> = rows.iter().map(|row| row.position.score).collect();
        let count = |fits: &dyn Fn(&i64) -> bool| {
            i64::try_from(scores.iter().filter(|score| fits(score)).count()).unwrap()
        };
        assert!(rows.is_sorted_by_key(|row| row.position));
        let players = count(&|_| true);
        for row in &rows {
            let score = row.position.score;
            let (above, below) = (
                count(&|other| *other > score),
                count(&|other| *other < score),
            );
            let expected = Place {
                rank: above + 1,
                below,
                players,
            };
            assert_eq!(row.rank, expected.rank, "{row:?}");
            let (own, all) = self.boards.own(board, row.position.user).await.unwrap();
            assert_eq!(
                (own.unwrap().place, all),
                (Some(expected), players),
                "{row:?}"
            );
        }
        rows
    }

    /// The same, as names with ranks and scores.
    pub(super) async fn scores_on(&self, board: Board) -> Vec<(String, i64, i64)> {
        let rows = self.ranked(board).await.into_iter();
        rows.map(|row| (row.username.into(), row.rank, row.position.score))
            .collect()
    }
}

/// A session counts where it ended: on the boards of that day, week and month, and of all time, of its mode alone; without
/// a point, too.
pub async fn a_finished_session_is_on_its_boards(stores: Stores) {
    let ada = stores.user("ada").await;
    let bob = stores.user("bob").await;
    stores.apply(finished(&ada, 70, hours(23))).await;
    stores.apply(finished(&ada, 5, hours(24))).await;
    stores.apply(finished(&bob, 0, hours(1))).await;
    let row = |name: &str, rank, score| (name.to_owned(), rank, score);
    assert_eq!(
        stores.scores_on(board(Period::Daily)).await,
        [row("ada", 1, 70), row("bob", 2, 0)]
    );
    for period in [Period::Weekly, Period::Monthly, Period::AllTime] {
        let told = stores.scores_on(board(period)).await;
        assert_eq!(told, [row("ada", 1, 75), row("bob", 2, 0)], "{period}");
    }
    let next = Board::at(Mode::Solo, Period::Daily, hours(24));
    assert_eq!(stores.scores_on(next).await, [row("ada", 1, 5)]);
    let other = Board::at(Mode::Comp, Period::AllTime, hours(1));
    assert_eq!(stores.scores_on(other).await, []);
    assert_eq!(stores.boards.own(other, ada.id).await.unwrap(), (None, 0));
    let boards: Vec<_> = stores.standings_of(ada.id).await;
    assert_eq!(boards.len(), 5);
    assert!(boards.is_sorted_by_key(|(board, _)| board.number()));
}

/// Sessions add up, and what was corrected or voided comes off again; who has no session left is on no board.
pub async fn sessions_add_up_and_are_corrected(stores: Stores) {
    let ada = stores.user("ada").await;
    let all = board(Period::AllTime);
    let own = async || {
        let (own, _) = stores.boards.own(all, ada.id).await.unwrap();
        own.map(|own| own.standing)
    };
    let standing = |score, sessions, reached_at| {
        Some(Standing {
            score,
            sessions,
            reached_at,
        })
    };
    stores.apply(finished(&ada, 2_000, hours(2))).await;
    // Two in one commit, one of which ended earlier.
    let two =
        finished(&ada, 100, hours(1)).score(Scored::finished(Mode::Solo, ada.id, 0, hours(9)));
    stores.apply(two).await;
    assert_eq!(own().await, standing(2_100, 3, hours(2)));
    let corrected = Scored::corrected(Mode::Solo, ada.id, (2_000, 900), hours(2));
    stores.apply(changes().score(corrected)).await;
    assert_eq!(own().await, standing(1_000, 3, hours(2)));
    stores.ranked(all).await;
    let void =
        |score, ended_at| changes().score(Scored::voided(Mode::Solo, ada.id, score, ended_at));
    stores.apply(void(900, hours(2))).await;
    stores.apply(void(100, hours(1))).await;
    assert_eq!(own().await, standing(0, 1, hours(2)));
    stores.apply(void(0, hours(9))).await;
    assert_eq!(own().await, None);
    assert_eq!(stores.scores_on(all).await, []);
    stores.apply(void(0, hours(9))).await;
    assert_eq!(own().await, None);
}

/// By score, then by who reached it first, then by id; many share a score, and pages end in the middle of them.
pub async fn a_board_is_paged_in_its_order(stores: Stores) {
    let players = stores.players(40).await;
    for (n, player) in (0_i64..).zip(&players) {
        let ended_at = micros(n % 3);
        stores
            .apply(finished(player, n % 4 * 1_500, ended_at))
            .await;
    }
    for limit in [1, 9, 10, 39, 40, 100] {
        let read = async |page| stores.boards.top(board(Period::Weekly), page).await;
        assert_eq!(
            all_pages(limit, read).await,
            stores.ranked(board(Period::Weekly)).await
        );
    }
    // A cursor holds when its own row has moved on.
    let page = stores
        .boards
        .top(board(Period::Weekly), super::builders::first(10))
        .await
        .unwrap();
    let last = page.items.last().unwrap().position;
    let rest = stores.ranked(board(Period::Weekly)).await[10..].to_vec();
    let moved = players
        .iter()
        .find(|player| player.id == last.user)
        .unwrap();
    stores.apply(finished(moved, 9_000, hours(1))).await;
    let next = crate::PageRequest {
        after: page.next,
        limit: 100,
    };
    let next = stores
        .boards
        .top(board(Period::Weekly), next)
        .await
        .unwrap();
    let users = |rows: &[Ranked]| rows.iter().map(|row| row.position.user).collect::<Vec<_>>();
    assert_eq!(users(&next.items), users(&rest));
}

/// As many as are asked for on each side, as far as there are any, with the ranks that the whole board has.
pub async fn neighbours_are_on_both_sides(stores: Stores) {
    let players = stores.players(30).await;
    for (n, player) in (0_i64..).zip(&players) {
        stores
            .apply(finished(player, n / 4 * 1_100, micros(n % 2)))
            .await;
    }
    let all = stores.ranked(board(Period::AllTime)).await;
    for (at, row) in all.iter().enumerate() {
        for neighbours in [0, 1, 5, 25] {
            let around =
                stores
                    .boards
                    .around(board(Period::AllTime), row.position.user, neighbours);
            let expected = &all[at.saturating_sub(neighbours)..all.len().min(at + neighbours + 1)];
            assert_eq!(
                around.await.unwrap().rows,
                expected,
                "{neighbours} around {at}"
            );
        }
    }
    let nobody = stores.user("nobody").await;
    let around = stores
        .boards
        .around(board(Period::AllTime), nobody.id, 5)
        .await
        .unwrap();
    assert_eq!((around.rows, around.own), (Vec::new(), None));
}

/// Many players end at once, some of them for the first time: no point is lost and nobody is counted twice.
pub async fn parallel_scores_come_out_exact(stores: Stores) {
    let players = stores.players(25).await;
    let all = (0..400_usize).map(|n| {
        let score = i64::try_from(n * 37 % 11 * 300).unwrap();
        finished(
            &players[n * 7 % 25],
            score,
            micros(i64::try_from(n).unwrap()),
        )
    });
    for answer in stores.race(all).await {
        answer.unwrap();
    }
    for period in Period::ALL {
        let rows = stores.ranked(board(*period)).await;
        assert_eq!(rows.len(), 25);
        let sum: i64 = rows.iter().map(|row| row.position.score).sum();
        let expected: usize = (0..400).map(|n| n * 37 % 11 * 300).sum();
        assert_eq!(sum, i64::try_from(expected).unwrap());
    }
}

/// One player ends many sessions at once: none of them waits for another version of anything.
pub async fn parallel_scores_of_one_player_come_out_exact(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    let all = (1..=200).map(|n| {
        let both = finished(&ada, n, micros(n));
        both.score(Scored::finished(Mode::Solo, bob.id, 1, micros(-n)))
    });
    for answer in stores.race(all).await {
        answer.unwrap();
    }
    let rows = stores.ranked(board(Period::AllTime)).await;
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.position.score, row.position.reached_at))
        .collect();
    assert_eq!(told, [(20_100, micros(200)), (200, micros(-1))]);
}

/// Who opts out, is locked or deleted is on no board and in nobody's rank, keeps their score, goes on adding to it, and is
/// back with all of it.
pub async fn who_is_not_seen_does_not_count(stores: Stores) {
    let players = stores.players(12).await;
    for (n, player) in (0..).zip(&players) {
        stores.apply(finished(player, n * 400, micros(n))).await;
    }
    let board = board(Period::Monthly);
    let names = async || {
        let rows = stores.ranked(board).await.into_iter();
        rows.map(|row| row.username.to_string()).collect::<Vec<_>>()
    };
    let all = names().await;
    let [one, two, three] = [&players[3], &players[7], &players[11]];
    let out = opted(one, false);
    let locked = two.clone().lock(hours(1)).unwrap();
    let deleted = three.clone().delete(hours(1)).unwrap();
    for (after, before) in [(&out, one), (&locked, two), (&deleted, three)] {
        stores
            .apply(changes().save_user(after.clone(), before))
            .await;
    }
    let seen = names().await;
    assert_eq!(seen.len(), 9);
    stores.apply(finished(one, 9_000, hours(2))).await;
    assert_eq!(names().await, seen);
    let (own, all_players) = stores.boards.own(board, one.id).await.unwrap();
    let own = own.unwrap();
    assert_eq!(
        (own.standing.score, own.place, all_players),
        (10_200, None, 9)
    );
    let around = stores.boards.around(board, one.id, 5).await.unwrap();
    assert_eq!((around.rows, around.own), (Vec::new(), Some(own.standing)));
    // A new player who opted out before is not seen from the first session on.
    let shy = stores.user("shy").await;
    stores
        .apply(changes().save_user(opted(&shy, false), &shy))
        .await;
    stores.apply(finished(&shy, 1, hours(1))).await;
    assert_eq!(names().await, seen);
    stores
        .apply(changes().save_user(opted(&out, true), &out))
        .await;
    let unlocked = locked.clone().unlock().unwrap();
    stores.apply(changes().save_user(unlocked, &locked)).await;
    let back = names().await;
    assert_eq!((back.len(), back[0].as_str()), (11, one.username.as_str()));
    assert!(all.iter().filter(|name| back.contains(name)).count() == 11);
}

/// Players opt out and in while they score, for the first time too: in the end each is seen as they last said, with
/// everything that they scored.
pub async fn scores_and_opting_out_do_not_cross(stores: Stores) {
    let players = stores.players(12).await;
    let mut all = Vec::new();
    for (n, player) in players.iter().enumerate() {
        let out = opted(player, false);
        all.push(changes().save_user(out.clone(), player));
        for score in 1..=6 {
            all.push(finished(player, score * 10, hours(score)));
        }
        if n % 3 == 0 {
            all.push(finished(player, 0, hours(1)).save_user(opted(&out, true), &out));
        }
    }
    let answers = stores.race(all).await;
    assert!(answers.iter().filter(|it| it.is_ok()).count() >= 12 * 7);
    let rows = stores.ranked(board(Period::AllTime)).await;
    let mut seen = 0;
    for player in &players {
        let is_seen = stores.found_user(player.id).await.unwrap().is_on_boards();
        let row = rows.iter().find(|row| row.position.user == player.id);
        assert_eq!(row.is_some(), is_seen);
        seen += usize::from(is_seen);
        let (own, _) = stores
            .boards
            .own(board(Period::AllTime), player.id)
            .await
            .unwrap();
        assert_eq!(own.unwrap().standing.score, 210);
    }
    assert_eq!(rows.len(), seen);
}
