//! A game that reads as prose: `Table::comp(3).started().answers(ADA, Right).waits(2_000)`.
//!
//! The table does what a store and a worker do: it keeps the answers, does what is due when time passes, and closes a
//! question whose last answer is in. After each transition it checks what has to be true of every one.

mod clock;
mod deeds;
mod rounds;
mod store;

use crate::Timestamp;
use crate::ids::{PlayerAnswerId, UserId};
use crate::quiz::fixture::{self, at};
use crate::quiz::session::*;
use crate::quiz::{COUNTDOWN, Given, Question, Rules};
use uuid::Uuid;

/// Players, by their seats. Ada is the host.
pub(super) const ADA: u128 = 1;
pub(super) const BOB: u128 = 2;
pub(super) const CYN: u128 = 3;
pub(super) const DAN: u128 = 4;

pub(super) const SEED: i64 = 42;

pub(super) fn user(number: u128) -> UserId {
    Uuid::from_u128(number).into()
}

pub(super) fn answer_id(number: u128) -> PlayerAnswerId {
    Uuid::from_u128(number).into()
}

/// What a player says to the open question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Right,
    Wrong,
}

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) session: QuizSession,
    pub(super) bank: Vec<Question>,
    /// Every answer that is stored, in the order of coming.
    pub(super) answers: Vec<PlayerAnswer>,
    /// Everything that the players were told.
    pub(super) told: Vec<LiveEvent>,
    pub(super) now: Timestamp,
    last_id: u128,
}

/// A session of Ada's, made at 0 ms, that asks the whole bank in its order.
pub(super) fn new_session(mode: Mode, rules: Rules, bank: &[Question]) -> NewSession {
    NewSession {
        id: Uuid::from_u128(1).into(),
        host: user(ADA),
        mode,
        rules,
        quiz: None,
        questions: bank.iter().map(|question| question.id).collect(),
        seed: SEED,
        join_code: None,
        at: at(0),
    }
}

impl Table {
    /// With this many players in the lobby; questions of all kinds.
    pub(super) fn of(mode: Mode, players: u128, rules: Rules) -> Self {
        Self::asking(fixture::bank(8), mode, players, rules)
    }

    pub(super) fn asking(bank: Vec<Question>, mode: Mode, players: u128, rules: Rules) -> Self {
        let table = Self {
            session: QuizSession::new(new_session(mode, rules, &bank)).unwrap(),
            bank,
            answers: Vec::new(),
            told: Vec::new(),
            now: at(0),
            last_id: 1_000,
        };
        (BOB..=players).fold(table, Self::joins)
    }

    pub(super) fn solo() -> Self {
        Self::of(Mode::Solo, 1, Rules::of(Mode::Solo))
    }

    pub(super) fn comp(players: u128) -> Self {
        Self::of(Mode::Comp, players, Rules::of(Mode::Comp))
    }

    pub(super) fn collab(players: u128) -> Self {
        Self::of(Mode::Collab, players, Rules::of(Mode::Collab))
    }

    /// With the first question open: all are ready, and the countdown is over; alone, the player looks.
    pub(super) fn started(self) -> Self {
        if self.session.mode == Mode::Solo {
            return self.looks();
        }
        let users: Vec<_> = self.session.here().map(|player| player.user).collect();
        let ready = users.into_iter().fold(self, |table, user| {
            table.does(|session, now| session.ready(user, true, now))
        });
        ready.waits(COUNTDOWN.as_secs() * 1_000)
    }

    /// The question that is open, or comes next.
    pub(super) fn question(&self) -> &Question {
        let current = self.session.current().expect("the session is not finished");
        self.bank
            .iter()
            .find(|question| question.id == current)
            .unwrap()
    }

    /// What is stored of the current question.
    pub(super) fn given(&self) -> Vec<PlayerAnswer> {
        let current = self.session.current();
        let to_current = |answer: &&PlayerAnswer| Some(answer.question) == current;
        self.answers.iter().filter(to_current).cloned().collect()
    }

    /// The names of the events that were told, since there were so many.
    pub(super) fn told_since(&self, count: usize) -> Vec<&'static str> {
        self.told[count..].iter().map(LiveEvent::name).collect()
    }

    pub(super) fn player(&self, who: u128) -> &Player {
        self.session
            .players
            .iter()
            .find(|player| player.user == user(who))
            .unwrap()
    }

    /// The row of a player's answer to the question at this place, from 1.
    pub(super) fn row(&self, who: u128, number: usize) -> Option<&PlayerAnswer> {
        let question = self.bank[number - 1].id;
        let is_it = |row: &&PlayerAnswer| row.user == user(who) && row.question == question;
        self.answers.iter().find(is_it)
    }

    /// Hearts and score of each player, in the order of seats.
    pub(super) fn standings(&self) -> Vec<(i64, i64)> {
        let players = self.session.players.iter();
        players
            .map(|player| (player.hearts_left, player.score))
            .collect()
    }

    pub(super) fn results(&self) -> Vec<Option<SessionResult>> {
        self.session
            .players
            .iter()
            .map(|player| player.result)
            .collect()
    }
}
