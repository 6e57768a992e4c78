//! Random players do random things at random times, and after each of them the session stands where a second, plainer
//! telling of the rules says it does.

mod checks;
mod reference;
mod tries;

use super::table::*;
use crate::quiz::fixture::{at, bank, right};
use crate::quiz::session::*;
use crate::quiz::{Profile, Question};
use Says::{Right, Wrong};
use checks::{keeps_its_books, stands_where_the_model_does, tells_in_order};
use proptest::prelude::*;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use reference::{Model, Outcome, Phase, Setting};
use tries::*;

/// What can be tried.
#[derive(Debug, Clone)]
enum Deed {
    Join(u128),
    Leave(u128),
    Ready(u128, bool),
    Kick(u128, u128),
    Pause(u128),
    Resume(u128),
    Look,
    Answer(u128, Says),
    /// To a question whose turn it is not.
    AnswerAmiss(u128),
    Wait(i64),
    /// To the moment at which something happens by itself, or so many ms before it.
    WaitUntilDue(i64),
    Sleep(i64),
}

fn settings() -> impl Strategy<Value = Setting> {
    let question_ms = prop_oneof![Just(None), Just(Some(10_000))];
    let limit_ms = prop_oneof![3 => Just(None), 1 => (1_000_i64..90_000).prop_map(Some)];
    let modes = prop::sample::select(Mode::ALL);
    let numbers = (
        2_i64..=5,
        1_i64..=3,
        1_usize..=8,
        prop::sample::select(vec![0, 30]),
    );
    (modes, numbers, question_ms, limit_ms).prop_map(|(mode, numbers, question_ms, limit_ms)| {
        let (seats, hearts, questions, penalty) = numbers;
        let is_solo = mode == Mode::Solo;
        Setting {
            mode,
            seats: if is_solo { 1 } else { seats },
            hearts,
            questions,
            question_ms: if is_solo { question_ms } else { Some(10_000) },
            limit_ms,
            penalty,
        }
    })
}

/// A lobby with some players in it; often all are ready.
fn games() -> impl Strategy<Value = Model> {
    let lobby = (1_u128..=5, prop::bool::weighted(0.8));
    (settings(), lobby).prop_map(|(setting, (players, are_ready))| {
        let mut model = Model::new(setting);
        for who in 2..=players {
            model.join(who);
        }
        for who in (1..=players).filter(|_| are_ready) {
            model.ready(who, true);
        }
        model
    })
}

fn deeds() -> impl Strategy<Value = Deed> {
    let who = || 1_u128..=6;
    let says = prop_oneof![Just(Right), Just(Wrong)];
    let short = prop::sample::select(vec![0, 1, 100, 500, 999, 2_000, 3_000, 5_000]);
    let long = prop::sample::select(vec![
        10_000, 10_500, 10_501, 10_699, 10_700, 200_000, 600_000,
    ]);
    // An answer may come until 200 ms before a question is closed.
    let before = prop::sample::select(vec![0, 0, 1, 199, 200, 201]);
    let late = prop::sample::select(vec![100, 9_000, 60_000, 700_000, 90_000_000]);
    prop_oneof![
        3 => who().prop_map(Deed::Join),
        1 => who().prop_map(Deed::Leave),
        6 => (who(), prop::bool::weighted(0.9)).prop_map(|(who, is)| Deed::Ready(who, is)),
        1 => (who(), who()).prop_map(|(by, who)| Deed::Kick(by, who)),
        2 => (1_u128..=2).prop_map(Deed::Pause),
        4 => (1_u128..=2).prop_map(Deed::Resume),
        6 => Just(Deed::Look),
        30 => (who(), says).prop_map(|(who, says)| Deed::Answer(who, says)),
        1 => who().prop_map(Deed::AnswerAmiss),
        8 => short.prop_map(Deed::Wait),
        3 => long.prop_map(Deed::Wait),
        8 => before.prop_map(Deed::WaitUntilDue),
        1 => late.prop_map(Deed::Sleep),
    ]
}

impl ReferenceStateMachine for Model {
    type State = Self;
    type Transition = Deed;

    fn init_state() -> BoxedStrategy<Self> {
        games().boxed()
    }

    fn transitions(_: &Self) -> BoxedStrategy<Deed> {
        deeds().boxed()
    }

    fn apply(mut model: Self, deed: &Deed) -> Self {
        model.last = match *deed {
            Deed::Join(who) => model.join(who),
            Deed::Leave(who) => model.leave(who),
            Deed::Ready(who, is_ready) => model.ready(who, is_ready),
            Deed::Kick(by, who) => model.kick(by, who),
            Deed::Pause(by) => model.pause(by),
            Deed::Resume(by) => model.resume(by),
            Deed::Look => model.look(),
            Deed::Answer(who, says) => model.answer(who, says == Right),
            Deed::AnswerAmiss(_) => Outcome::Refused,
            Deed::Wait(ms) => model.wait(ms),
            Deed::WaitUntilDue(before_ms) => {
                let end = model.due().unwrap_or(model.now) - before_ms;
                model.wait((end - model.now).max(0))
            }
            Deed::Sleep(ms) => model.sleep(ms),
        };
        model
    }
}

impl StateMachineTest for Played {
    type SystemUnderTest = Self;
    type Reference = Model;

    fn init_test(model: &Model) -> Self {
        let setting = model.setting;
        let rules = Rules {
            hearts: setting.hearts,
            question_time_ms: setting.question_ms,
            time_limit_ms: setting.limit_ms,
            profile: Profile {
                penalty: setting.penalty,
                ..Profile::default()
            },
            seats: setting.seats,
        };
        let bank = bank(setting.questions as u128);
        let players = model.seats.len() as u128;
        let table = Table::asking(bank, setting.mode, players, rules);
        let ready = model.seats.iter().filter(|seat| seat.is_ready);
        Self {
            table: ready.fold(table, |table, seat| table.readies(seat.who, true)),
            outcome: Outcome::Same,
        }
    }

    fn apply(played: Self, model: &Model, deed: Deed) -> Self {
        let table = played.table;
        let start = table.now;
        let played = match deed {
            Deed::Join(who) => tried(table, |session, now| session.join(user(who), now)),
            Deed::Leave(who) => {
                let leave = |session: QuizSession, now| session.leave(user(who), now).map(Some);
                settled(tried(table, leave))
            }
            Deed::Ready(who, is) => tried(table, |session, now| session.ready(user(who), is, now)),
            Deed::Kick(by, who) => tried(table, |session, now| {
                session.kick(user(by), user(who), now).map(Some)
            }),
            Deed::Pause(by) => tried(table, |session, now| session.pause(user(by), now).map(Some)),
            Deed::Resume(by) => resumed(table, by),
            Deed::Look => looked(table),
            Deed::Answer(who, says) => answered(table, who, says),
            Deed::AnswerAmiss(who) => answered_amiss(table, who),
            Deed::Wait(_) | Deed::WaitUntilDue(_) => {
                let passed = at(model.now).duration_since(start).as_millis();
                waited(table, i64::try_from(passed).unwrap())
            }
            Deed::Sleep(ms) => slept(table, ms),
        };
        assert_eq!(played.outcome, model.last, "{deed:?}");
        played
    }

    fn check_invariants(played: &Self, model: &Model) {
        stands_where_the_model_does(&played.table, model);
        keeps_its_books(&played.table);
    }

    fn teardown(played: Self, _: Model) {
        tells_in_order(&played.table);
    }
}

prop_state_machine! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn a_session_stands_where_the_plain_rules_say(sequential 1..80 => Played);
}
