//! Games against others and as a team.

use super::*;
use ludger_domain::quiz::{
    AnswerError as Refusal, LobbyError, Mode, PlayError, SessionResult, Status,
};
use ludger_ports::read::Streams;

/// Ada, Bob and Cleo at one table; Ada is the host.
struct Table {
    world: World,
    bob: Caller,
    cleo: Caller,
    ticker: Ticker,
    id: GameSessionId,
}

impl Table {
    /// A session that waits, with all three seated.
    async fn of(mode: Mode) -> Self {
        let world = World::with(8).await;
        let bob = signed_in(&world.ports, "bob", Role::Player).await;
        let cleo = signed_in(&world.ports, "cleo", Role::Player).await;
        let request = SessionRequest {
            mode: Some(mode),
            count: Some(5),
            ..SessionRequest::default()
        };
        let started = world.play.start.run(&world.ada, request).await.unwrap();
        let code = started.session.join_code.unwrap().to_string();
        for caller in [&bob, &cleo] {
            world.play.join.run(caller, &code).await.unwrap();
        }
        let ticker = Ticker::new(&world.ports, &Settings::default());
        let id = started.session.id;
        Self {
            world,
            bob,
            cleo,
            ticker,
            id,
        }
    }

    /// With the first question open.
    async fn started(mode: Mode) -> Self {
        let table = Self::of(mode).await;
        for caller in [&table.world.ada, &table.bob, &table.cleo] {
            table.act(caller, Deed::Ready(true)).await.unwrap();
        }
        table.passes(5_000).await;
        table
    }

    async fn act(&self, caller: &Caller, deed: Deed) -> Result<SessionSummary, ActError> {
        self.world.play.act.run(caller, self.id, deed).await
    }

    /// Time passes, and the clock of some node ticks.
    async fn passes(&self, ms: u64) {
        self.world.clock.advance(Duration::from_millis(ms));
        self.ticker.round().await.unwrap();
    }

    async fn session(&self) -> SessionSummary {
        self.world
            .play
            .find
            .run(&self.world.ada, self.id)
            .await
            .unwrap()
    }

    async fn answers(&self, caller: &Caller, is_right: bool) -> Result<Told, AnswerError> {
        let (question, given) = self.world.letter(self.id, is_right).await;
        self.world
            .play
            .answer
            .run(caller, self.id, (question, &given))
            .await
    }

    /// Everybody answers, and the time between two questions passes.
    async fn round(&self, signs: [bool; 3]) {
        let callers = [&self.world.ada, &self.bob, &self.cleo];
        for (caller, is_right) in callers.into_iter().zip(signs) {
            self.answers(caller, is_right).await.unwrap();
        }
        self.passes(2_000).await;
    }

    async fn events(&self) -> Vec<String> {
        let events = self
            .world
            .store
            .events(self.id.into(), 0, 1_000)
            .await
            .unwrap();
        events.into_iter().map(|event| event.name).collect()
    }

    async fn coins_of(&self, caller: &Caller) -> i64 {
        let coin = "WISE".parse().unwrap();
        let wallet = self
            .world
            .store
            .wallet(caller.principal.user, coin)
            .await
            .unwrap();
        wallet.map_or(0, |wallet| wallet.available)
    }
}

#[tokio::test]
async fn the_best_of_three_wins_and_each_is_paid_a_tenth_of_their_score() {
    let table = Table::started(Mode::Comp).await;
    for _ in 0..4 {
        table.round([true, true, true]).await;
    }
    let (ada, bob, cleo) = (&table.world.ada, &table.bob, &table.cleo);
    assert_eq!(
        table.answers(ada, true).await.unwrap().receipt.verdict,
        None
    );
    assert_eq!(
        table.answers(bob, false).await.unwrap().receipt.verdict,
        None
    );
    let last = table.answers(cleo, false).await.unwrap();
    assert!(!last.verdict().is_correct);
    assert_eq!(last.ended.unwrap().result, SessionResult::Loss);
    let session = table.session().await;
    assert_eq!(session.status, Status::Finished);
    let results: Vec<_> = session.players.iter().map(|player| player.result).collect();
    let (win, loss) = (Some(SessionResult::Win), Some(SessionResult::Loss));
    assert_eq!(results, [win, loss, loss]);
    for (caller, coins) in [(ada, 50), (bob, 40), (cleo, 40)] {
        assert_eq!(table.coins_of(caller).await, coins);
    }
    let events = table.events().await;
    let count = |name: &str| events.iter().filter(|event| *event == name).count();
    assert_eq!(
        (count("question"), count("answered"), count("result")),
        (5, 15, 5)
    );
    assert_eq!(
        (count("finished"), events.last().unwrap().as_str()),
        (1, "finished")
    );
}

#[tokio::test]
async fn nobody_learns_anything_of_an_answer_before_all_have_given_theirs() {
    let table = Table::started(Mode::Comp).await;
    let before = table.session().await;
    table.answers(&table.bob, true).await.unwrap();
    let again = table.answers(&table.bob, true).await.unwrap();
    assert_eq!(again.receipt.verdict, None, "nor by asking again");
    let other = table.answers(&table.bob, false).await;
    assert!(matches!(
        other,
        Err(AnswerError::Refused(Refusal::AlreadyAnswered))
    ));
    assert_eq!(
        table.session().await,
        before,
        "neither hearts nor scores tell"
    );
    table.answers(&table.cleo, false).await.unwrap();
    table.answers(&table.world.ada, true).await.unwrap();
    let known = table.session().await;
    let standings: Vec<_> = known
        .players
        .iter()
        .map(|p| (p.score, p.hearts_left))
        .collect();
    assert_eq!(standings, [(100, 3), (100, 3), (0, 2)]);
    assert_eq!(known.answered, 1);
}

#[tokio::test]
async fn who_does_not_answer_in_time_loses_a_heart_and_the_game_goes_on() {
    let table = Table::started(Mode::Comp).await;
    table.answers(&table.world.ada, true).await.unwrap();
    table.passes(10_500).await;
    assert_eq!(
        table.session().await.answered,
        0,
        "late packets still count"
    );
    table.passes(200).await;
    let session = table.session().await;
    let hearts: Vec<_> = session
        .players
        .iter()
        .map(|player| player.hearts_left)
        .collect();
    assert_eq!((session.answered, hearts), (1, vec![3, 2, 2]));
    let late = table.answers(&table.bob, true).await;
    assert!(matches!(
        late,
        Err(AnswerError::Refused(Refusal::NotServed))
    ));
    table.passes(2_000).await;
    table.answers(&table.bob, true).await.unwrap();
}

#[tokio::test]
async fn servers_that_were_away_do_not_burn_questions() {
    let table = Table::started(Mode::Comp).await;
    table.passes(600_000).await;
    let session = table.session().await;
    assert_eq!(session.answered, 1, "the one that was open, and no other");
    table.passes(60_000).await;
    let session = table.session().await;
    assert_eq!((session.answered, session.status), (1, Status::Active));
    let closes_in = session
        .closes_at
        .unwrap()
        .duration_since(table.world.clock.now());
    assert_eq!(closes_in.as_secs(), 10, "a late question has its full time");
}

#[tokio::test]
async fn a_team_answers_by_majority() {
    let table = Table::started(Mode::Collab).await;
    table.answers(&table.cleo, false).await.unwrap();
    table.answers(&table.world.ada, true).await.unwrap();
    let deciding = table.answers(&table.bob, true).await.unwrap();
    assert_eq!(deciding.verdict().points_awarded, 100);
    let session = table.session().await;
    let standings: Vec<_> = session
        .players
        .iter()
        .map(|p| (p.score, p.hearts_left))
        .collect();
    assert_eq!(standings, [(100, 3); 3], "the team stands as one");
    table.passes(2_000).await;
    for _ in 0..3 {
        table.answers(&table.bob, false).await.unwrap();
        table.answers(&table.cleo, false).await.unwrap();
        table.passes(2_000).await;
    }
    let over = table.session().await;
    assert_eq!(
        (over.status, over.ending.unwrap().result),
        (Status::Finished, SessionResult::Loss)
    );
    assert_eq!(table.coins_of(&table.cleo).await, 10);
}

#[tokio::test]
async fn a_countdown_that_somebody_stops_makes_all_unready() {
    let table = Table::of(Mode::Comp).await;
    for caller in [&table.world.ada, &table.bob, &table.cleo] {
        table.act(caller, Deed::Ready(true)).await.unwrap();
    }
    assert_eq!(table.session().await.status, Status::Countdown);
    let stopped = table.act(&table.bob, Deed::Ready(false)).await.unwrap();
    assert_eq!(stopped.status, Status::Waiting);
    assert!(stopped.players.iter().all(|player| !player.is_ready));
    table.passes(6_000).await;
    assert_eq!(table.session().await.status, Status::Waiting);
}

#[tokio::test]
async fn a_seat_is_kept_and_who_was_kicked_stays_out() {
    let table = Table::of(Mode::Comp).await;
    let code = table.session().await.join_code.unwrap().to_string();
    let play = &table.world.play;
    let kicked = table
        .act(&table.world.ada, Deed::Kick(table.cleo.principal.user))
        .await
        .unwrap();
    assert_eq!(kicked.players.len(), 2);
    let back = play.join.run(&table.cleo, &code).await;
    assert!(matches!(back, Err(JoinError::Refused(LobbyError::Kicked))));
    assert!(matches!(
        play.find.run(&table.cleo, table.id).await,
        Err(FindError::NotFound)
    ));
    let not_host = table
        .act(&table.bob, Deed::Kick(table.world.ada.principal.user))
        .await;
    assert!(matches!(
        not_host,
        Err(ActError::Lobby(LobbyError::NotHost))
    ));
    for caller in [&table.world.ada, &table.bob] {
        table.act(caller, Deed::Ready(true)).await.unwrap();
    }
    table.passes(5_000).await;
    let dan = signed_in(&table.world.ports, "dan", Role::Player).await;
    let late = play.join.run(&dan, &code).await;
    assert!(matches!(late, Err(JoinError::Refused(LobbyError::Started))));
    table.answers(&table.bob, true).await.unwrap();
    let seat = play
        .join
        .run(&table.bob, &code.to_lowercase())
        .await
        .unwrap();
    assert_eq!((seat.players.len(), seat.status), (2, Status::Active));
}

#[tokio::test]
async fn the_host_pauses_and_the_clock_stands_still() {
    let table = Table::started(Mode::Comp).await;
    let closes_at = table.session().await.closes_at.unwrap();
    let not_host = table.act(&table.bob, Deed::Pause).await;
    assert!(matches!(not_host, Err(ActError::Play(PlayError::NotHost))));
    table.act(&table.world.ada, Deed::Pause).await.unwrap();
    let shown = table.world.play.question.run(&table.bob, table.id).await;
    let paused = Refusal::Play(PlayError::Paused);
    assert!(matches!(shown, Err(ShowQuestionError::Refused(it)) if it == paused));
    table.passes(60_000).await;
    let resumed = table.act(&table.world.ada, Deed::Resume).await.unwrap();
    let put_off = resumed.closes_at.unwrap().duration_since(closes_at);
    assert_eq!(put_off.as_secs(), 60);
    table.act(&table.world.ada, Deed::Pause).await.unwrap();
    table.passes(9 * 60_000).await;
    assert_eq!(
        table.session().await.status,
        Status::Active,
        "ten minutes in all"
    );
}

#[tokio::test]
async fn who_goes_loses_and_the_last_one_wins() {
    let table = Table::started(Mode::Comp).await;
    table.round([true, true, true]).await;
    table.act(&table.world.ada, Deed::Leave).await.unwrap();
    let session = table
        .world
        .play
        .find
        .run(&table.bob, table.id)
        .await
        .unwrap();
    assert_eq!(
        session.host, table.bob.principal.user,
        "whoever sits longest is the host"
    );
    let over = table.act(&table.cleo, Deed::Leave).await.unwrap();
    assert_eq!(over.ending.unwrap().coins, 0);
    let won = table
        .world
        .play
        .find
        .run(&table.bob, table.id)
        .await
        .unwrap();
    assert_eq!(
        (won.status, won.ending.unwrap().result),
        (Status::Finished, SessionResult::Win)
    );
    for (caller, coins) in [(&table.world.ada, 0), (&table.bob, 10), (&table.cleo, 0)] {
        assert_eq!(table.coins_of(caller).await, coins);
    }
}

#[tokio::test]
async fn of_many_clocks_one_opens_and_closes_a_question() {
    let table = Table::started(Mode::Comp).await;
    table.world.clock.advance(Duration::from_secs(11));
    let ticks = (0..8).map(|_| table.ticker.round());
    for tick in futures::future::join_all(ticks).await {
        tick.unwrap();
    }
    let events = table.events().await;
    assert_eq!(events.iter().filter(|name| *name == "result").count(), 1);
    assert_eq!(table.session().await.answered, 1);
}
