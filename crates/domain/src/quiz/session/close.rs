//! A question is closed: points and hearts are given and taken, and all learn what was right.

use super::answer::millis_between;
use super::team::TeamAnswer;
use super::{
    Award, End, LiveEvent, Moved, Player, PlayerAnswer, QuizSession, RoundResult, Scored, Standing,
    Status, later,
};
use crate::Timestamp;
use crate::ids::{PlayerAnswerId, UserId};
use crate::quiz::rules::INTERMISSION;
use crate::quiz::{Deal, Mode, Played, Question, Rules};

/// What the answers to a question came to, while they are worked through.
struct Closing<'a> {
    question: &'a Question,
    /// Judged, and stored when they came.
    stored: &'a [PlayerAnswer],
    /// Judged in the same commit.
    fresh: Option<PlayerAnswer>,
    voice: Voice<'a>,
    /// The first one that was right in full.
    first: Option<PlayerAnswerId>,
    /// How long who did not answer had.
    time_ms: i64,
    /// Whether the time for the session was over before that for the question, which costs nobody anything.
    is_cut_short: bool,
}

/// Whose answer counts.
enum Voice<'a> {
    /// Each player's own.
    Each,
    /// What the team said, if anything.
    Team(Option<TeamAnswer<'a>>),
}

impl Closing<'_> {
    /// Credit and time of the answer that counts for a player; `None`: none came.
    fn said(&self, own: &PlayerAnswer) -> Option<(i64, i64)> {
        match &self.voice {
            Voice::Each => own
                .picked
                .as_ref()
                .map(|_| (own.credit, own.answer_time_ms)),
            Voice::Team(team) => team.map(|team| (team.vote.credit, team.time_ms)),
        }
    }
}

impl QuizSession {
    /// Whether nobody's answer is missing: of all who can give one, or, in `collab`, none that could change the team's.
    pub fn is_complete(&self, given: &[PlayerAnswer]) -> bool {
        match self.mode {
            Mode::Solo | Mode::Comp => self
                .live()
                .all(|player| given.iter().any(|answer| answer.user == player.user)),
            Mode::Collab => self.team_answer(given).is_some_and(|team| team.is_final),
        }
    }

    /// Closes the open question, when all have answered or its time is over; in solo with the answer that is given right
    /// now. Each player who could answer gets what their answer earned, in `collab` what the team's did: points by the
    /// profile; a wrong one, or none in time, costs a heart. Who did not answer because the session's time was over first
    /// loses nothing. Then the next question comes, or the session ends.
    ///
    /// `stored` are all answers to this question that were stored so far; the commit has to expect that there are no
    /// more. `id` names what stands for answers that did not come. `None`: there is nothing to close.
    pub fn close(
        self,
        question: &Question,
        stored: &[PlayerAnswer],
        fresh: Option<PlayerAnswer>,
        mut id: impl FnMut() -> PlayerAnswerId,
        now: Timestamp,
    ) -> Option<Moved> {
        let is_open = self.status == Status::Active && self.current() == Some(question.id);
        let round = self.round.filter(|_| is_open)?;
        let mut given = stored.to_vec();
        given.extend(fresh.clone());
        if !self.is_complete(&given) && !self.is_time_over(now) {
            return None;
        }
        let session = self.changed(now);
        let elapsed_ms = millis_between(round.opened_at, session.updated_at);
        let first = given.iter().filter(|answer| answer.is_correct());
        let closing = Closing {
            question,
            stored,
            fresh,
            voice: match session.mode {
                Mode::Solo | Mode::Comp => Voice::Each,
                Mode::Collab => Voice::Team(session.team_answer(&given)),
            },
            first: first
                .min_by_key(|answer| (answer.answered_at, answer.id))
                .map(|answer| answer.id),
            time_ms: session
                .rules
                .question_time_ms
                .map_or(elapsed_ms, |time| time.min(elapsed_ms)),
            is_cut_short: session.is_cut_short(),
        };
        Some(session.closed(&closing, &mut id))
    }

    fn closed(self, closing: &Closing<'_>, id: &mut dyn FnMut() -> PlayerAnswerId) -> Moved {
        let could_answer: Vec<UserId> = self.live().map(|player| player.user).collect();
        let deal = Deal::new(self.seed, closing.question);
        let team = match closing.voice {
            Voice::Each => None,
            Voice::Team(team) => team.and_then(|team| deal.tell(team.vote.picked.as_ref()?)),
        };
        let mut moved = Moved::of(self);
        let scored = could_answer
            .iter()
            .map(|user| moved.score(*user, closing, id))
            .collect();
        let result = RoundResult {
            question: closing.question.id,
            number: moved.session.position.saturating_add(1),
            solution: closing.question.solution(&deal),
            explanation: closing.question.explanation.clone(),
            team,
            players: scored,
        };
        moved.settle_the_absent(closing, &could_answer);
        moved.telling(LiveEvent::Result(Box::new(result))).advance()
    }

    /// Whether nothing is left to ask, or nobody to ask: in `comp` a last player need not go on alone.
    pub(super) fn is_decided(&self) -> bool {
        let needed = match self.mode {
            Mode::Solo | Mode::Collab => 1,
            Mode::Comp => 2,
        };
        self.live().count() < needed || self.position >= self.question_count()
    }
}

impl Moved {
    fn score(
        &mut self,
        user: UserId,
        closing: &Closing<'_>,
        id: &mut dyn FnMut() -> PlayerAnswerId,
    ) -> Scored {
        let stored = closing.stored.iter().find(|answer| answer.user == user);
        let fresh = closing.fresh.as_ref().filter(|answer| answer.user == user);
        let mut own = stored
            .or(fresh)
            .cloned()
            .unwrap_or_else(|| self.missing(user, closing, id()));
        let said = closing.said(&own);
        let (credit, time_ms) = said.unwrap_or((0, closing.time_ms));
        let is_first = (self.session.mode == Mode::Comp).then(|| closing.first == Some(own.id));
        let facts = Played {
            credit,
            time_ms,
            is_first,
            streak: 0,
            score: 0,
        };
        let is_spared = said.is_none() && closing.is_cut_short;
        let rules = &self.session.rules;
        let mut players = self.session.players.iter_mut();
        let player = players.find(|player| player.user == user);
        own.award = player.map(|player| {
            if is_spared {
                player.standing_after(0)
            } else {
                player.earn(rules, closing.question.points, facts)
            }
        });
        let told = Scored {
            user,
            is_correct: own.is_correct(),
            points_awarded: own.points_awarded(),
            answer_time_ms: own.picked.as_ref().map(|_| own.answer_time_ms),
        };
        match stored {
            Some(_) => self.awarded.push(own),
            None => self.added.push(own),
        }
        told
    }

    /// What stands for an answer that did not come.
    fn missing(&self, user: UserId, closing: &Closing<'_>, id: PlayerAnswerId) -> PlayerAnswer {
        PlayerAnswer {
            id,
            session: self.session.id,
            question: closing.question.id,
            user,
            picked: None,
            selected: None,
            credit: 0,
            answer_time_ms: closing.time_ms,
            answered_at: self.session.updated_at,
            award: None,
        }
    }

    /// Who answered and went before the question was closed gets nothing for it.
    fn settle_the_absent(&mut self, closing: &Closing<'_>, could_answer: &[UserId]) {
        let absent = closing
            .stored
            .iter()
            .filter(|answer| !could_answer.contains(&answer.user));
        for answer in absent {
            let player = self
                .session
                .players
                .iter()
                .find(|player| player.user == answer.user);
            let award = player.map(|player| player.standing_after(0));
            self.awarded.push(PlayerAnswer {
                award,
                ..answer.clone()
            });
        }
    }

    /// To the next question, or to the end.
    fn advance(mut self) -> Self {
        let session = &mut self.session;
        session.position = session.position.saturating_add(1);
        session.round = None;
        let is_over = session.is_decided() || session.is_time_up(session.updated_at);
        let next_at = (!is_over && session.mode != Mode::Solo)
            .then(|| later(session.updated_at, INTERMISSION));
        session.opens_at = next_at;
        let players = session.here().map(Standing::of).collect();
        let told = self.telling(LiveEvent::Scores { players, next_at });
        if is_over {
            told.finish(End::Completed)
        } else {
            told
        }
    }
}

impl Player {
    fn earn(&mut self, rules: &Rules, points: i64, played: Played) -> Award {
        let is_correct = played.credit >= crate::quiz::FULL_CREDIT;
        self.streak = if is_correct {
            self.streak.saturating_add(1)
        } else {
            0
        };
        let played = Played {
            streak: self.streak,
            score: self.score,
            ..played
        };
        let earned = rules.profile.award(points, rules.scale_ms(), played);
        self.score = self.score.saturating_add(earned);
        self.right_count = self.right_count.saturating_add(i64::from(is_correct));
        if played.credit < 1 {
            self.hearts_left = self.hearts_left.saturating_sub(1);
        }
        self.standing_after(earned)
    }

    const fn standing_after(&self, points: i64) -> Award {
        Award {
            points,
            hearts_left: self.hearts_left,
            score: self.score,
        }
    }
}
