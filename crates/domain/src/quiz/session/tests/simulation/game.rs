//! A game that plays itself.

use super::*;

/// More than any game of eight questions takes.
const STEPS_MAX: usize = 400;

/// A game, and what its players are about to say.
pub(super) struct Game {
    pub(super) table: Table,
    dice: Dice,
    /// To the open question: who, when, what.
    plans: Vec<(u128, Timestamp, Says)>,
    /// For which question they were made.
    planned: Option<i64>,
    /// Answers that were taken.
    pub(super) taken: usize,
}

fn rules(dice: &mut Dice, mode: Mode) -> Rules {
    let is_sometimes = |dice: &mut Dice, ms| dice.one_in(4).then_some(ms);
    let limit_ms = 20_000 + dice.below(100_000);
    Rules {
        hearts: 1 + dice.below(4),
        time_limit_ms: is_sometimes(dice, limit_ms),
        profile: Profile {
            scoring: dice.pick(ScoringKind::ALL),
            first_bonus: dice.one_in(3),
            streak_bonus: dice.one_in(3),
            penalty: dice.pick(&[0, 0, 40]),
        },
        ..Rules::of(mode)
    }
}

/// As a node builds it that reads it from a store: from what is stored, and nothing else.
fn rebuilt(session: &QuizSession) -> QuizSession {
    QuizSession {
        id: session.id,
        host: session.host,
        mode: session.mode,
        status: session.status,
        rules: serde_json::from_value(serde_json::to_value(&session.rules).unwrap()).unwrap(),
        quiz: session.quiz,
        join_code: session.join_code.clone(),
        seed: session.seed,
        questions: session.questions.clone(),
        position: session.position,
        opens_at: session.opens_at,
        round: session.round,
        pauses: session.pauses,
        players: session.players.clone(),
        started_at: session.started_at,
        updated_at: session.updated_at,
        ended_at: session.ended_at,
        end: session.end,
        version: session.version,
    }
}

impl Game {
    pub(super) fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let mode = dice.pick(Mode::ALL);
        let players = match mode {
            Mode::Solo => 1,
            _ => 2 + u128::from(dice.below(5).unsigned_abs()),
        };
        let questions = 1 + dice.below(8).unsigned_abs();
        let rules = rules(&mut dice, mode);
        Self {
            table: Table::asking(bank(questions.into()), mode, players, rules).started(),
            dice,
            plans: Vec::new(),
            planned: None,
            taken: 0,
        }
    }

    fn does(&mut self, deed: impl FnOnce(Table) -> Table) {
        let table = self.table.clone();
        self.table = deed(table);
    }

    /// When a question is open: who says what, and when.
    fn plan(&mut self) {
        let session = &self.table.session;
        let Some(round) = session
            .round
            .filter(|_| self.planned != Some(session.position))
        else {
            return;
        };
        self.planned = Some(session.position);
        let given = self.table.given();
        let still_out = session
            .live()
            .filter(|player| given.iter().all(|answer| answer.user != player.user));
        let still_out: Vec<_> = still_out
            .map(|player| player.user.uuid().as_u128())
            .collect();
        let is_solo = session.mode == Mode::Solo;
        self.plans.clear();
        for who in still_out {
            let says = if self.dice.below(10) < 6 {
                Right
            } else {
                Wrong
            };
            let after = SignedDuration::from_millis(200 + self.dice.below(13_000));
            if is_solo || !self.dice.one_in(8) {
                self.plans.push((who, later(round.opened_at, after), says));
            }
        }
        self.plans.sort_by_key(|(_, when, _)| *when);
    }

    /// The next thing that happens: an answer, something by itself, or a whim.
    fn step(&mut self) {
        self.plan();
        if self.table.session.mode == Mode::Solo && self.table.session.round.is_none() {
            let pause_ms = self.dice.below(5_000);
            self.does(|table| table.waits(pause_ms));
            if self.table.session.status == Status::Active {
                self.does(Table::looks);
            }
            return;
        }
        let due_at = self.table.session.due_at().unwrap();
        let plan = self.plans.first().copied();
        match plan {
            Some((who, when, says)) if when < due_at => {
                self.plans.remove(0);
                self.reaches(when);
                self.say(who, says);
            }
            _ => {
                self.reaches(due_at);
                self.does_all_that_is_due();
            }
        }
        self.whim();
    }

    fn reaches(&mut self, when: Timestamp) {
        self.table.now = self.table.now.max(when);
    }

    fn say(&mut self, who: u128, says: Says) {
        self.does_all_that_is_due();
        if self.table.session.current().is_none() || self.table.session.round.is_none() {
            return;
        }
        let given = self.table.says(says);
        if self.table.tries(who, &given).is_ok() {
            self.taken += 1;
            self.does(|table| table.gives(who, &given));
        }
    }

    fn does_all_that_is_due(&mut self) {
        while let Some(due) = self.table.session.due(self.table.now) {
            self.is_fair(due);
            self.does(|table| table.does_what_is_due().expect("what is due can be done"));
            self.is_open_in_full(due);
        }
    }

    /// Now and then the host pauses, somebody goes, or all servers stop.
    fn whim(&mut self) {
        if self.table.session.status == Status::Finished {
            return;
        }
        match self.dice.below(60) {
            0 => {
                let pause_ms = self.dice.below(400_000);
                self.does(|table| table.pauses().waits(pause_ms));
                if self.table.session.status == Status::Paused {
                    self.does(Table::resumes);
                }
                self.planned = None;
            }
            1 if self.dice.one_in(3) => {
                let who = 1 + self.dice.below(6).unsigned_abs();
                self.does(|table| table.leaves(who.into()));
            }
            2 => {
                let down_ms = self.dice.below(1_200_000);
                self.does(|table| table.sleeps(down_ms));
                self.does_all_that_is_due();
            }
            _ => {}
        }
    }

    /// To its end; the number of steps.
    pub(super) fn play(&mut self) -> usize {
        for steps in 0..STEPS_MAX {
            if self.table.session.status == Status::Finished {
                return steps;
            }
            self.step();
            self.table.session = rebuilt(&self.table.session);
        }
        panic!("the game does not end: {:?}", self.table.session);
    }
}
