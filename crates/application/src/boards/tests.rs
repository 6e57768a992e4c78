use super::{Boards, Freeze, Progress, ShowBoardError, Which};
use crate::testing::{self, doors};
use crate::{Caller, Origin, Ports, Settings, Worker};
use jiff::{SignedDuration, Timestamp};
use ludger_domain::accounts::{Flag, Means, Principal, Role, User};
use ludger_domain::boards::{Board, Leaderboard, Period, Position, Prize, Prizes, Scored};
use ludger_domain::jobs::{JobKind, JobState};
use ludger_domain::quiz::Mode;
use ludger_ports::read::{JobFilter, LeaderboardFilter, Ranked};
use ludger_ports::{Changes, Clock, PageRequest, Store};
use ludger_store_memory::MemoryStore;
use ludger_testkit::world::FakeClock;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

struct Club {
    store: Arc<MemoryStore>,
    clock: Arc<FakeClock>,
    ports: Ports,
    boards: Boards,
}

/// 100 for the winner, 10 more for each of the first three.
fn prizes() -> Prizes {
    let prize = |ranks, minor| Prize {
        mode: Mode::Solo,
        period: Period::Daily,
        ranks,
        minor,
    };
    Prizes::new([prize(1..=1, 100), prize(1..=3, 10)]).unwrap()
}

fn settings() -> Settings {
    Settings {
        board_prizes: prizes(),
        ..Settings::default()
    }
}

impl Club {
    fn new() -> Self {
        let (store, clock) = (Arc::new(MemoryStore::new()), FakeClock::new());
        let ports = testing::ports(store.clone(), clock.clone());
        let boards = Boards::new(&ports);
        Self {
            store,
            clock,
            ports,
            boards,
        }
    }

    async fn player(&self, name: &str) -> User {
        let (id, now) = (self.ports.ids.next().into(), self.clock.now());
        let user = User::service(id, name.parse().unwrap(), now);
        let changes = Changes::at(now).add_user(user.clone());
        self.store.commit(changes).await.unwrap();
        user
    }

    async fn scores(&self, user: &User, score: i64, ended_at: Timestamp) {
        let scored = Scored::finished(Mode::Solo, user.id, score, ended_at);
        let changes = Changes::at(self.clock.now()).score(scored);
        self.store.commit(changes).await.unwrap();
    }

    async fn opts_out(&self, user: &User) {
        let mut profile = user.profile.clone();
        profile.flags.insert(Flag::HiddenFromBoards);
        let changes = Changes::at(self.clock.now());
        let changes = changes.save_user(user.clone().with_profile(profile), user);
        self.store.commit(changes).await.unwrap();
    }

    /// So many players with scores that rise by 10 for every two, on the day that is open now.
    async fn players(&self, count: i64) -> Vec<User> {
        let mut players = Vec::new();
        for number in 0..count {
            let player = self.player(&format!("player{number}")).await;
            self.scores(&player, number / 2 * 10, self.clock.now())
                .await;
            players.push(player);
        }
        players
    }

    fn day(&self) -> Board {
        Board::at(Mode::Solo, Period::Daily, self.clock.now())
    }

    /// Five minutes and a bit after the board's end.
    fn after(&self, board: Board) {
        let end = board.ends_at().unwrap() + Leaderboard::GRACE;
        let until = end.duration_since(self.clock.now()) + SignedDuration::from_secs(60);
        self.clock.advance(Duration::try_from(until).unwrap());
    }

    async fn leaderboard(&self, board: Board) -> Leaderboard {
        let id = board.leaderboard().unwrap();
        self.ports.boards.leaderboard(id).await.unwrap().unwrap()
    }

    async fn entries(&self, board: Board) -> Vec<Ranked> {
        let id = board.leaderboard().unwrap();
        let page = self.ports.boards.entries(id, first(1_000)).await;
        page.unwrap().items
    }

    /// The coins of players.
    async fn coins(&self, players: &[User]) -> Vec<i64> {
        let mut coins = Vec::new();
        for player in players {
            let wallets = self.ports.wallets.wallets(player.id).await.unwrap();
            coins.push(wallets.iter().map(|wallet| wallet.available).sum());
        }
        coins
    }

    fn freeze(&self) -> Freeze {
        Freeze::new(&self.ports, &settings())
    }
}

fn first<C>(limit: usize) -> PageRequest<C> {
    PageRequest { after: None, limit }
}

fn which(board: Board) -> Which {
    Which {
        mode: board.mode(),
        period: board.period(),
        window: Some(board.first()),
    }
}

fn caller(user: &User) -> Caller {
    let principal = Principal {
        user: user.id,
        username: user.username.to_string(),
        roles: BTreeSet::from([Role::Player]),
        withheld: [].into(),
        means: Means::Session {
            id: "00000000-0000-7000-8000-000000000003".parse().unwrap(),
            authenticated_at: Timestamp::UNIX_EPOCH,
        },
    };
    Caller {
        principal,
        origin: Origin::default(),
    }
}

#[tokio::test]
async fn a_board_is_shown_by_pages_and_to_its_players() {
    let club = Club::new();
    let players = club.players(7).await;
    let which = Which {
        mode: Mode::Solo,
        period: Period::Daily,
        window: None,
    };
    let (mut rows, mut after) = (Vec::<Ranked>::new(), None::<Position>);
    loop {
        let request = PageRequest { after, limit: 3 };
        let page = club.boards.top.run(&which, request).await.unwrap();
        rows.extend(page.items);
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    let ranks: Vec<_> = rows.iter().map(|row| row.rank).collect();
    assert_eq!(ranks, [1, 2, 2, 4, 4, 6, 6]);
    let solo = (Mode::Solo, Period::Daily);
    let me = caller(&players[2]);
    let around = club.boards.around.run(&me, solo, 1).await.unwrap();
    assert_eq!(around.rows, rows[2..5]);
    let told = club.boards.own.run(&me, solo).await.unwrap();
    let place = told.own.unwrap().place.unwrap();
    assert_eq!((place.rank, place.below, told.players), (4, 2, 7));
    assert_eq!(place.percentile().to_string(), "28.57");
    // No more neighbours than there may be.
    let around = club.boards.around.run(&me, solo, 1_000).await.unwrap();
    assert_eq!(around.rows.len(), 7);
}

#[tokio::test]
async fn a_day_in_the_middle_of_a_week_names_no_week() {
    let club = Club::new();
    let which = Which {
        mode: Mode::Solo,
        period: Period::Weekly,
        window: Some("2026-11-17".parse().unwrap()),
    };
    let refused = club.boards.top.run(&which, first(10)).await;
    assert!(matches!(refused, Err(ShowBoardError::NoSuchWindow(_))));
}

#[tokio::test]
async fn a_window_that_is_over_is_frozen_once_and_pays_once() {
    let club = Club::new();
    let players = club.players(7).await;
    club.opts_out(&players[5]).await;
    let day = club.day();
    let live = club.boards.top.run(&which(day), first(100)).await.unwrap();
    club.after(day);
    // Until it is frozen, it is shown as it stands.
    let shown = club.boards.top.run(&which(day), first(100)).await.unwrap();
    assert_eq!(shown, live);
    let until = club.clock.now() + SignedDuration::from_secs(30);
    for _ in 0..2 {
        let (one, other) = (club.freeze(), club.freeze());
        let both = futures::future::join(one.run(until), other.run(until)).await;
        assert_eq!(
            (both.0.unwrap(), both.1.unwrap()),
            (Progress::Done, Progress::Done)
        );
    }
    let frozen = club.leaderboard(day).await;
    assert_eq!((frozen.entries, frozen.frozen_at.is_some()), (6, true));
    assert!(frozen.swept_at.is_some());
    assert_eq!(club.entries(day).await, live.items);
    // Ranks 1, 2, 3, 3, 5, 5; the one with 20 points who opted out wins nothing.
    assert_eq!(club.coins(&players).await, [0, 0, 10, 10, 10, 0, 110]);
    let (mut after, mut rows) = (None, Vec::new());
    loop {
        let request = PageRequest { after, limit: 2 };
        let page = club.boards.top.run(&which(day), request).await.unwrap();
        rows.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(
        rows, live.items,
        "a board that is over is shown as it was frozen"
    );
    let listed = club
        .boards
        .list
        .run(&LeaderboardFilter::default(), first(10))
        .await
        .unwrap();
    assert_eq!(listed.items, std::slice::from_ref(&frozen));
    assert_eq!(club.boards.find.run(frozen.id).await.unwrap(), frozen);
    let entries = club
        .boards
        .entries
        .run(frozen.id, first(100))
        .await
        .unwrap();
    assert_eq!(entries.items, live.items);
}

#[tokio::test]
async fn what_ended_just_before_the_end_is_waited_for() {
    let club = Club::new();
    let players = club.players(2).await;
    let day = club.day();
    let end = day.ends_at().unwrap();
    let until_end = Duration::try_from(end.duration_since(club.clock.now())).unwrap();
    club.clock.advance(until_end + Duration::from_secs(240));
    let until = end + SignedDuration::from_hours(1);
    assert_eq!(club.freeze().run(until).await.unwrap(), Progress::Done);
    assert_eq!(club.leaderboard(day).await.closed_at, None);
    club.scores(&players[0], 500, end - SignedDuration::from_secs(1))
        .await;
    club.clock.advance(Duration::from_secs(60));
    club.freeze().run(until).await.unwrap();
    assert_eq!(club.entries(day).await[0].position.user, players[0].id);
    // What comes even later is told of, and nothing else.
    club.scores(&players[1], 900, end - SignedDuration::from_secs(1))
        .await;
    let frozen = club.leaderboard(day).await;
    assert!(frozen.note().unwrap().starts_with("1 session "));
    assert_eq!(club.entries(day).await[0].position.user, players[0].id);
}

/// Whoever freezes is stopped at every one of its commits, one after the other: the next one goes on.
#[tokio::test]
async fn a_worker_that_is_killed_leaves_the_rest_to_the_next() {
    for nth in 1..6 {
        let club = Club::new();
        let players = club.players(7).await;
        let day = club.day();
        let live = club.boards.top.run(&which(day), first(100)).await.unwrap();
        club.after(day);
        let until = club.clock.now() + SignedDuration::from_secs(30);
        let killed = Ports {
            store: doors::stuck_at(nth, &club.store),
            ..club.ports.clone()
        };
        let killed = Freeze::new(&killed, &settings()).run(until).await;
        assert!(
            killed.is_err() || nth > 4,
            "it takes more than {nth} commits"
        );
        assert_eq!(club.freeze().run(until).await.unwrap(), Progress::Done);
        assert_eq!(club.entries(day).await, live.items);
        assert_eq!(
            club.coins(&players).await,
            [0, 0, 0, 0, 10, 10, 110],
            "{nth}"
        );
    }
}

#[tokio::test]
async fn when_time_is_up_the_rest_is_a_job_of_its_own() {
    let club = Club::new();
    club.players(3).await;
    let day = club.day();
    club.after(day);
    let now = club.clock.now();
    assert_eq!(club.freeze().run(now).await.unwrap(), Progress::More);
    assert_eq!(club.leaderboard(day).await.closed_at, None);
}

#[tokio::test]
async fn a_worker_freezes_by_its_schedule() {
    let club = Club::new();
    let players = club.players(3).await;
    let day = club.day();
    club.after(day);
    let worker = Worker::new(&club.ports, &settings(), None);
    worker.schedule().await.unwrap();
    worker.round().await.unwrap();
    let filter = JobFilter {
        kind: Some(JobKind::FreezeBoards),
        state: None,
    };
    let jobs = club
        .ports
        .jobs
        .list(&filter, first(10))
        .await
        .unwrap()
        .items;
    assert_eq!(jobs.len(), 1);
    assert_eq!(jobs[0].state, JobState::Done);
    assert!(club.leaderboard(day).await.frozen_at.is_some());
    assert_eq!(club.coins(&players).await, [0, 0, 110]);
}
