//! Sessions of several players: answers beside their session, and what those are told who follow it.

use super::Stores;
use super::answers::Expected;
use super::builders::{NOW, changes, hours, played};
use crate::{Changes, Expectation, NewEvent, StreamEvent};
use jiff::SignedDuration;
use ludger_domain::accounts::User;
use ludger_domain::ids::StreamId;
use ludger_domain::quiz::{JoinCode, Moved, Picked, PlayerAnswer, Question, QuizSession, Status};
use serde_json::json;

const CODE: &str = "7K2M9X";

impl Stores {
    async fn moves(&self, moved: Moved) -> QuizSession {
        self.apply(played(&moved)).await;
        let found = self.found_quiz(moved.session.id).await;
        assert_eq!(found.as_ref(), Some(&moved.session));
        moved.session
    }

    /// A session of so many players whose first question is open.
    async fn started(&self, players: usize) -> (QuizSession, Vec<User>, Vec<Question>) {
        let (host, bank) = self.table(2).await;
        let mut session = self.new_comp(&host, &bank, CODE);
        self.apply(changes().save_quiz_session(session.clone()))
            .await;
        let mut users = vec![host];
        for n in 1..players {
            let user = self.user(&format!("player{n}")).await;
            session = self
                .moves(session.join(user.id, NOW).unwrap().unwrap())
                .await;
            users.push(user);
        }
        for user in &users {
            session = self
                .moves(session.ready(user.id, true, NOW).unwrap().unwrap())
                .await;
        }
        let starts_at = session.opens_at.unwrap();
        session = self.moves(session.open(&bank[0], starts_at).unwrap()).await;
        (session, users, bank)
    }

    async fn events_of(&self, stream: impl Into<StreamId>) -> Vec<StreamEvent> {
        self.found_events(stream.into(), 0, 1_000).await
    }

    fn closing(&self, session: &QuizSession, question: &Question, given: &[PlayerAnswer]) -> Moved {
        let late = session.due_at().unwrap();
        let session = session.clone();
        session
            .close(question, given, None, || self.id(), late)
            .unwrap()
    }
}

/// An answer, taken while the session is as it was.
fn answering(session: &QuizSession, answer: PlayerAnswer) -> Changes {
    changes()
        .expect(Expectation::QuizSessionAt(session.id, session.version))
        .add_player_answer(answer)
}

fn event(stream: StreamId, number: i64) -> NewEvent {
    NewEvent {
        stream,
        name: "ready",
        payload: json!({ "number": number }),
    }
}

/// A game of two reads back after every step: the lobby, the countdown, questions, a pause, who goes, and the end.
pub async fn a_game_of_several_reads_back(stores: Stores) {
    let (session, users, bank) = stores.started(3).await;
    let [ada, bob, cleo] = [&users[0], &users[1], &users[2]];
    let code = JoinCode::parse(CODE).unwrap();
    assert_eq!(stores.by_code(&code).await, Some(session.clone()));
    let started_at = session.updated_at;
    let session = stores
        .moves(session.pause(ada.id, started_at).unwrap())
        .await;
    let resumed_at = started_at + SignedDuration::from_secs(60);
    let session = stores
        .moves(session.resume(ada.id, resumed_at).unwrap())
        .await;
    let given = [
        stores.given(&session, ada, &bank[0], true),
        stores.given(&session, bob, &bank[0], false),
    ];
    for answer in &given {
        stores.apply(answering(&session, answer.clone())).await;
    }
    assert_eq!(stores.found_answers_to(session.id, bank[0].id).await, given);
    let count = stores
        .quiz_sessions
        .answer_count(session.id, bank[0].id)
        .await;
    assert_eq!(count.unwrap(), 2);
    let closed = stores.closing(&session, &bank[0], &given);
    let session = stores.moves(closed.clone()).await;
    let mut judged: Vec<_> = closed.awarded.into_iter().chain(closed.added).collect();
    judged.sort_by_key(|answer| (answer.answered_at, answer.id));
    assert_eq!(stores.found_answers(session.id).await, judged);
    assert!(judged.iter().all(|answer| answer.award.is_some()));
    let session = stores
        .moves(session.leave(cleo.id, hours(2)).unwrap())
        .await;
    let session = stores.moves(session.leave(bob.id, hours(2)).unwrap()).await;
    assert_eq!(session.status, Status::Finished);
    assert_eq!(stores.by_code(&code).await, None);
    let names: Vec<_> = stores
        .events_of(session.id)
        .await
        .into_iter()
        .map(|e| e.name)
        .collect();
    assert_eq!(names.last().map(String::as_str), Some("finished"));
    assert_eq!(names.iter().filter(|name| *name == "joined").count(), 2);
}

/// A code leads to one session that is not finished; then it is free.
pub async fn a_join_code_is_taken_once(stores: Stores) {
    let (ada, bank) = stores.table(1).await;
    let first = stores.new_comp(&ada, &bank, CODE);
    stores
        .apply(changes().save_quiz_session(first.clone()))
        .await;
    let second = stores.new_comp(&ada, &bank, CODE);
    let taken = stores
        .commit(changes().save_quiz_session(second.clone()))
        .await;
    let code = JoinCode::parse(CODE).unwrap();
    assert_eq!(taken.stale(), Expectation::JoinCodeFree(code.clone()));
    let other = stores.new_comp(&ada, &bank, "7K2M9Y");
    stores.apply(changes().save_quiz_session(other)).await;
    stores.moves(first.forfeit(NOW).unwrap()).await;
    assert_eq!(stores.by_code(&code).await, None);
    stores
        .apply(changes().save_quiz_session(second.clone()))
        .await;
    assert_eq!(stores.by_code(&code).await, Some(second));
}

/// Of parallel sessions with one code one is made.
pub async fn parallel_sessions_with_one_code_make_one(stores: Stores) {
    let (ada, bank) = stores.table(1).await;
    let rivals = (0..8).map(|_| changes().save_quiz_session(stores.new_comp(&ada, &bank, CODE)));
    let made = stores.race(rivals).await;
    assert_eq!(made.iter().filter(|answer| answer.is_ok()).count(), 1);
}

/// Whoever was sent away does not see the session in their list; whoever left does.
pub async fn a_seat_is_what_lists_a_session(stores: Stores) {
    let (ada, bank) = stores.table(1).await;
    let (bob, cleo) = (stores.user("bob").await, stores.user("cleo").await);
    let session = stores.new_comp(&ada, &bank, CODE);
    stores
        .apply(changes().save_quiz_session(session.clone()))
        .await;
    let session = stores
        .moves(session.join(bob.id, NOW).unwrap().unwrap())
        .await;
    let session = stores
        .moves(session.join(cleo.id, NOW).unwrap().unwrap())
        .await;
    let session = stores
        .moves(session.kick(ada.id, bob.id, NOW).unwrap())
        .await;
    stores.moves(session.leave(cleo.id, NOW).unwrap()).await;
    for (user, seats) in [(&ada, 1), (&bob, 0), (&cleo, 1)] {
        let filter = crate::read::QuizSessionFilter {
            user: user.id,
            finished: Some(false),
        };
        let page = super::builders::first(10);
        let found = stores.quiz_sessions.list(&filter, page).await.unwrap();
        assert_eq!(found.items.len(), seats, "{}", user.username);
    }
}

/// What has to be done by itself is found when its time has come, the most urgent first.
pub async fn what_is_due_is_found(stores: Stores) {
    let (session, users, bank) = stores.started(2).await;
    let closes = session.due_at().unwrap();
    let bob_alone = stores.quiz(&users[1], &bank).await;
    let idle = bob_alone.due_at().unwrap();
    let due = async |by, limit| stores.quiz_sessions.due(by, limit).await.unwrap();
    let before = closes - SignedDuration::from_micros(1);
    assert_eq!(due(before, 9).await, []);
    assert_eq!(due(closes, 9).await, [(session.id, closes)]);
    let both = [(session.id, closes), (bob_alone.id, idle)];
    assert_eq!(due(idle, 9).await, both);
    assert_eq!(due(idle, 1).await, both[..1]);
    stores.moves(bob_alone.forfeit(NOW).unwrap()).await;
    assert_eq!(due(idle, 9).await, both[..1]);
}

/// Answers of several players at once are all taken, and leave the session as it is.
pub async fn answers_do_not_wait_for_one_another(stores: Stores) {
    let (session, users, bank) = stores.started(12).await;
    let given = users
        .iter()
        .map(|user| stores.given(&session, user, &bank[0], true));
    let given: Vec<_> = given.collect();
    let all = given
        .iter()
        .map(|answer| answering(&session, answer.clone()).tell(event(session.id.into(), 0)));
    for answer in stores.race(all).await {
        answer.unwrap();
    }
    assert_eq!(stores.found_quiz(session.id).await, Some(session.clone()));
    let mut found = stores.found_answers_to(session.id, bank[0].id).await;
    found.sort_by_key(|answer| answer.user);
    let mut expected = given;
    expected.sort_by_key(|answer| answer.user);
    assert_eq!(found, expected);
}

/// Of parallel answers of one player one is taken.
pub async fn one_player_answers_once(stores: Stores) {
    let (session, users, bank) = stores.started(2).await;
    let rivals = (0..20).map(|n| stores.given(&session, &users[0], &bank[0], n % 2 == 0));
    let rivals: Vec<_> = rivals.map(|answer| answering(&session, answer)).collect();
    let answers = stores.race(rivals).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let stale = Expectation::Unanswered(session.id, bank[0].id, users[0].id);
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(answer.stale(), stale);
    }
    assert_eq!(stores.found_answers(session.id).await.len(), 1);
}

/// A question is closed with every answer that was taken, and takes none afterwards.
pub async fn a_close_misses_no_answer(stores: Stores) {
    let (session, users, bank) = stores.started(3).await;
    let first = stores.given(&session, &users[0], &bank[0], true);
    let second = stores.given(&session, &users[1], &bank[0], true);
    stores.apply(answering(&session, first.clone())).await;
    let blind = stores.closing(&session, &bank[0], &[]);
    let missed = stores.commit(played(&blind)).await;
    let expected = Expectation::AnswerCount(session.id, bank[0].id, 0);
    assert_eq!(missed.stale(), expected);
    let closed = stores.closing(&session, &bank[0], std::slice::from_ref(&first));
    stores.moves(closed).await;
    let late = stores.commit(answering(&session, second)).await;
    assert_eq!(
        late.stale(),
        Expectation::QuizSessionAt(session.id, session.version)
    );
}

/// Whatever comes first of answers and a close: no answer that was taken is without its points.
pub async fn answers_race_a_close(stores: Stores) {
    let (session, users, bank) = stores.started(8).await;
    let given = users
        .iter()
        .map(|user| stores.given(&session, user, &bank[0], true));
    let answers: Vec<_> = given.map(|answer| answering(&session, answer)).collect();
    let close = played(&stores.closing(&session, &bank[0], &[]));
    let mut all = answers;
    all.insert(4, close);
    let done = stores.race(all).await;
    let taken = stores.found_answers_to(session.id, bank[0].id).await;
    let is_closed = done[4].is_ok();
    assert_eq!(taken.iter().all(|answer| answer.award.is_some()), is_closed);
    if is_closed {
        assert!(
            taken.iter().all(|answer| answer.picked.is_none()),
            "closed before all"
        );
    }
}

/// Events of a stream are numbered 1, 2, 3, … without a gap, those of a commit one after the other, whoever tells them.
pub async fn events_are_numbered(stores: Stores) {
    let [one, two] = [stores.id::<StreamId>(), stores.id::<StreamId>()];
    let tellers = (0..12).map(|n| {
        let told = changes().tell(event(one, n)).tell(event(two, n));
        told.tell(event(one, n)).tell(event(one, n))
    });
    for answer in stores.race(tellers).await {
        answer.unwrap();
    }
    for (stream, each) in [(one, 3), (two, 1)] {
        let events = stores.events_of(stream).await;
        let numbers: Vec<_> = events.iter().map(|event| event.sequence).collect();
        assert_eq!(numbers, (1..=12 * each).collect::<Vec<_>>());
        for of_one in events.chunks(usize::try_from(each).unwrap()) {
            assert!(
                of_one
                    .iter()
                    .all(|event| event.payload == of_one[0].payload)
            );
            assert_eq!((of_one[0].name.as_str(), of_one[0].at), ("ready", NOW));
        }
    }
    let last = stores
        .streams
        .last_sequences(&[two, one, stores.id()])
        .await
        .unwrap();
    let mut expected = vec![(one, 36), (two, 12)];
    expected.sort_unstable();
    let mut last = last;
    last.sort_unstable();
    assert_eq!(last, expected);
}

/// Events are read on from any number, in parts of any length.
pub async fn events_are_read_on(stores: Stores) {
    let stream = stores.id();
    let told = (1..=5).fold(changes(), |told, n| told.tell(event(stream, n)));
    stores.apply(told).await;
    let numbers = async |after, limit| {
        let events = stores.found_events(stream, after, limit).await;
        events
            .iter()
            .map(|event| event.sequence)
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers(0, 9).await, [1, 2, 3, 4, 5]);
    assert_eq!(numbers(0, 2).await, [1, 2]);
    assert_eq!(numbers(3, 9).await, [4, 5]);
    assert_eq!(numbers(5, 9).await, [] as [i64; 0]);
    let payload = stores.found_events(stream, 2, 1).await.remove(0).payload;
    assert_eq!(payload, r#"{"number":3}"#);
}

/// A commit that is rejected tells nothing, and leaves no gap.
pub async fn a_rejected_commit_tells_nothing(stores: Stores) {
    let (ada, bank) = stores.table(1).await;
    let session = stores.quiz(&ada, &bank).await;
    let stream = session.id.into();
    let stale = Expectation::QuizSessionAt(session.id, 7);
    let rejected = changes().expect(stale.clone()).tell(event(stream, 1));
    assert_eq!(stores.commit(rejected).await.stale(), stale);
    assert_eq!(stores.events_of(session.id).await, []);
    stores.apply(changes().tell(event(stream, 2))).await;
    assert_eq!(stores.events_of(session.id).await[0].sequence, 1);
}

/// Numbers go on where they were when what was told long ago is thrown away.
pub async fn numbers_outlive_their_events(stores: Stores) {
    let stream = stores.id();
    stores
        .apply(changes().tell(event(stream, 1)).tell(event(stream, 2)))
        .await;
    stores
        .apply(Changes::at(hours(2)).tell(event(stream, 3)))
        .await;
    stores.apply(Changes::at(hours(3)).prune(hours(1))).await;
    let events = stores.events_of(stream).await;
    assert_eq!(
        events
            .iter()
            .map(|event| event.sequence)
            .collect::<Vec<_>>(),
        [3]
    );
    stores.apply(Changes::at(hours(5)).prune(hours(4))).await;
    assert_eq!(stores.events_of(stream).await, []);
    stores
        .apply(Changes::at(hours(5)).tell(event(stream, 4)))
        .await;
    assert_eq!(stores.events_of(stream).await[0].sequence, 4);
}

/// What somebody answered in their own words goes with them; what they picked, and what others wrote, stays.
pub async fn own_words_go_with_their_user(stores: Stores) {
    let (session, users, bank) = stores.started(3).await;
    let given = users
        .iter()
        .map(|user| stores.given(&session, user, &bank[0], true));
    let mut given: Vec<_> = given.collect();
    for written in &mut given[..2] {
        written.picked = Some(Picked::Text("i am ada".to_owned()));
    }
    for answer in &given {
        stores.apply(answering(&session, answer.clone())).await;
    }
    for gone in [&users[0], &users[2]] {
        stores
            .apply(changes().erase_left_behind(gone.id, None))
            .await;
    }
    let mut found = stores.found_answers(session.id).await;
    found.sort_by_key(|answer| answer.id);
    given[0].picked = None;
    assert_eq!(found, given);
}
