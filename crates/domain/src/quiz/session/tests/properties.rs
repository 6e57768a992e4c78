//! Whatever is done to a session, in whatever order, its books are straight.

use super::*;
use proptest::prelude::*;

/// Something that a player, or the worker, tries.
#[derive(Debug, Clone)]
enum Try {
    Serve,
    Answer { question: usize, letter: Letter },
    AnswerCurrent { letter: Letter },
    Pause,
    Resume,
    Forfeit,
}

fn tries() -> impl Strategy<Value = (Try, i64)> {
    let letters = || prop::sample::select(Letter::ALL);
    let what = prop_oneof![
        8 => Just(Try::Serve),
        8 => letters().prop_map(|letter| Try::AnswerCurrent { letter }),
        2 => (0_usize..8, letters()).prop_map(|(question, letter)| Try::Answer { question, letter }),
        1 => Just(Try::Pause),
        2 => Just(Try::Resume),
        1 => prop::bool::weighted(0.1).prop_map(|leaves| if leaves { Try::Forfeit } else { Try::Serve }),
    ];
    (what, -500_i64..9_000)
}

/// What one try came to: the next session if it was allowed, and the answer and the end that it brought.
struct Step {
    session: Option<QuizSession>,
    answer: Option<PlayerAnswer>,
    ended: bool,
}

fn step(
    session: QuizSession,
    bank: &[Question],
    what: &Try,
    id: PlayerAnswerId,
    now: Timestamp,
) -> Step {
    let quiet = |session| Step {
        session,
        answer: None,
        ended: false,
    };
    let answer = |session: QuizSession, place: usize, letter| {
        let Some(Ok(done)) = bank
            .get(place)
            .map(|question| session.answer(question, letter, id, now))
        else {
            return quiet(None);
        };
        assert_eq!(done.ended, done.session.ending());
        Step {
            ended: done.ended.is_some(),
            session: Some(done.session),
            answer: Some(done.answer),
        }
    };
    match *what {
        Try::Serve => quiet(
            usize::try_from(session.position)
                .ok()
                .and_then(|place| bank.get(place))
                .and_then(|question| session.serve(question, now).ok())
                .filter(|served| served.changed)
                .map(|served| served.session),
        ),
        Try::AnswerCurrent { letter } => {
            let place = usize::try_from(session.position).unwrap();
            answer(session, place, letter)
        }
        Try::Answer { question, letter } => answer(session, question, letter),
        Try::Pause => quiet(session.pause(now).ok()),
        Try::Resume => quiet(session.resume(now).ok()),
        Try::Forfeit => {
            let left = session.forfeit(now).ok();
            Step {
                ended: left.is_some(),
                session: left.map(|left| left.session),
                answer: None,
            }
        }
    }
}

fn check(session: &QuizSession, answers: &[PlayerAnswer]) {
    assert!((0..=3).contains(&session.hearts_left));
    assert_eq!(
        session.score,
        answers
            .iter()
            .map(|answer| answer.points_awarded)
            .sum::<i64>()
    );
    assert_eq!(session.position, i64::try_from(answers.len()).unwrap());
    assert!(answers.len() <= session.questions.len());
    assert!(
        answers.iter().map(|answer| answer.question).eq(session
            .questions
            .iter()
            .copied()
            .take(answers.len()))
    );
    assert_eq!(session.hearts_left + session.wrong_count(), 3);
    let finished = session.status == Status::Finished;
    let facts = [
        session.end.is_some(),
        session.result.is_some(),
        session.ended_at.is_some(),
        session.current().is_none(),
    ];
    assert_eq!(facts, [finished; 4]);
    assert!(session.started_at.unwrap() <= session.updated_at);
    assert_eq!(
        session.served_at.is_some(),
        session.served_version.is_some()
    );
    assert!(
        session
            .served_at
            .is_none_or(|served| served <= session.updated_at)
    );
    assert!(
        answers
            .iter()
            .all(|answer| answer.answer_time_ms >= 0 && answer.points_awarded >= 0)
    );
    if session.end == Some(End::Completed) {
        assert_eq!(
            session.result == Some(SessionResult::Win),
            session.hearts_left > 0
        );
    }
}

proptest! {
    #[test]
    fn random_play_never_breaks_the_books(seed: i64, size in 1_u128..8, tries in prop::collection::vec(tries(), 0..60)) {
        let bank = bank(size);
        let mut session = QuizSession { seed, ..session(&bank) };
        let (mut answers, mut ends, mut now) = (Vec::new(), 0, at(0));
        for (number, (what, passed_ms)) in (1..).zip(&tries) {
            now += jiff::SignedDuration::from_millis(*passed_ms);
            let before = session.clone();
            let step = step(session, &bank, what, answer_id(number), now);
            ends += i32::from(step.ended);
            answers.extend(step.answer);
            session = match step.session {
                Some(next) => {
                    prop_assert_ne!(before.status, Status::Finished, "finished is final");
                    prop_assert_eq!(next.version, before.version + 1);
                    prop_assert!(next.updated_at >= before.updated_at);
                    prop_assert_eq!((&next.questions, next.seed), (&before.questions, before.seed));
                    next
                }
                None => before,
            };
            check(&session, &answers);
        }
        prop_assert_eq!(ends, i32::from(session.status == Status::Finished), "ended exactly once");
    }
}
