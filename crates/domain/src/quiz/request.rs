//! What a player may ask a session to be.

use super::{Difficulty, Mode, Question, Rules, draw};
use crate::fault::{Fault, Faults};
use crate::ids::{QuestionId, QuizId, TopicId};

/// What someone asks to play; not yet checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionRequest {
    /// Who plays; solo when left out.
    pub mode: Option<Mode>,
    /// How many may play: 2 to 100 in `comp`, 2 to 8 in `collab`; as many as can when left out.
    pub seats: Option<i64>,
    /// The quiz to play, which brings its questions and rules; nothing below goes with it.
    pub quiz: Option<QuizId>,
    /// Topics to draw from; none named: all of them.
    pub topics: Vec<TopicId>,
    /// Questions to ask, 5 to 50. When left out: up to 10, as many as match.
    pub count: Option<i64>,
    /// The easiest level, 1 to 5; 1 when left out.
    pub difficulty_min: Option<i64>,
    /// The hardest level, 1 to 5; 5 when left out.
    pub difficulty_max: Option<i64>,
}

/// What will be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionSettings {
    /// Who plays.
    pub mode: Mode,
    /// How many may play.
    pub seats: i64,
    /// Which questions are asked.
    pub asked: Asked,
}

/// Where the questions of a session come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Those of a quiz, in its order.
    Quiz(QuizId),
    /// Drawn from the bank.
    Drawn(Drawing),
}

/// What questions are drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// In order, without repeats. Empty: every topic.
    pub topics: Vec<TopicId>,
    /// The most questions to ask: 5 to 50.
    pub count: usize,
    /// Fewer than these are refused: as many as were asked for, or 1 when nobody said how many.
    pub count_min: usize,
    /// Not above `difficulty_max`.
    pub difficulty_min: Difficulty,
    /// Not below `difficulty_min`.
    pub difficulty_max: Difficulty,
}

/// Questions a session asks at most when nobody said how many.
pub const COUNT_DEFAULT: i64 = 10;
/// The most topics that one request may name.
pub const TOPICS_MAX: usize = 50;

impl SessionRequest {
    /// The settings asked for, with what was left out filled in.
    ///
    /// # Errors
    /// Every field that breaks its rule, at once.
    pub fn checked(self) -> Result<SessionSettings, Faults> {
        let mut faults = Faults::default();
        let mode = self.mode.unwrap_or(Mode::Solo);
        let seats = faults.take(checked_seats(mode, self.seats));
        let asked = match self.quiz {
            Some(quiz) => {
                self.must_be_bare(&mut faults);
                Some(Asked::Quiz(quiz))
            }
            None => self.drawing(&mut faults).map(Asked::Drawn),
        };
        match (seats, asked) {
            (Some(seats), Some(asked)) if faults.0.is_empty() => {
                Ok(SessionSettings { mode, seats, asked })
            }
            _ => Err(faults),
        }
    }

    /// A quiz has what the others ask for.
    fn must_be_bare(&self, faults: &mut Faults) {
        let given = [
            ("/topics", !self.topics.is_empty()),
            ("/count", self.count.is_some()),
            ("/difficulty_min", self.difficulty_min.is_some()),
            ("/difficulty_max", self.difficulty_max.is_some()),
        ];
        for (pointer, _) in given.into_iter().filter(|(_, is_given)| *is_given) {
            faults.add(pointer, "not_with_quiz", "a quiz brings its own questions");
        }
    }

    fn drawing(self, faults: &mut Faults) -> Option<Drawing> {
        let mut topics = self.topics;
        topics.sort_unstable();
        topics.dedup();
        if topics.len() > TOPICS_MAX {
            let detail = format!("at most {TOPICS_MAX} topics can be named; none means all");
            faults.add("/topics", "too_many", detail);
        }
        let count = faults.take(checked_count(self.count.unwrap_or(COUNT_DEFAULT)));
        let count_min = self.count.and(count).unwrap_or(1);
        let easiest = level("/difficulty_min", self.difficulty_min, Difficulty::MIN);
        let hardest = level("/difficulty_max", self.difficulty_max, Difficulty::MAX);
        let (easiest, hardest) = (faults.take(easiest), faults.take(hardest));
        if let (Some(easiest), Some(hardest)) = (easiest, hardest)
            && easiest > hardest
        {
            let detail = "the easiest level is above the hardest one";
            faults.add("/difficulty_min", "empty_range", detail);
        }
        Some(Drawing {
            topics,
            count: count?,
            count_min,
            difficulty_min: easiest?,
            difficulty_max: hardest?,
        })
    }
}

fn checked_seats(mode: Mode, seats: Option<i64>) -> Result<i64, Fault> {
    let (min, max) = (mode.seats_min(), mode.seats_max());
    let seats = seats.unwrap_or(max);
    if (min..=max).contains(&seats) {
        return Ok(seats);
    }
    let detail = format!("a {mode} session has {min} to {max} seats");
    Err(Fault::new("/seats", "out_of_range", detail))
}

fn checked_count(count: i64) -> Result<usize, Fault> {
    usize::try_from(count)
        .ok()
        .filter(|count| (5..=50).contains(count))
        .ok_or_else(|| Fault::new("/count", "out_of_range", "a session asks 5 to 50 questions"))
}

fn level(pointer: &str, level: Option<i64>, default: Difficulty) -> Result<Difficulty, Fault> {
    level
        .map_or(Some(default), Difficulty::new)
        .ok_or_else(|| Fault::new(pointer, "out_of_range", "a difficulty is 1 to 5"))
}

impl SessionSettings {
    /// What it is played by, unless a quiz or a deployment says otherwise.
    pub fn rules(&self) -> Rules {
        Rules::of(self.mode).with_seats(self.seats)
    }
}

impl Drawing {
    /// Whether a question may be drawn.
    pub fn accepts(&self, question: &Question) -> bool {
        (self.topics.is_empty() || self.topics.contains(&question.topic))
            && (self.difficulty_min..=self.difficulty_max).contains(&question.difficulty)
    }

    /// Draws and orders the questions of a session out of all that are [accepted](Self::accepts).
    ///
    /// # Errors
    /// `too_few_questions` at `/count` where fewer match than were asked for; it says how many there are.
    /// `no_questions` where nobody said how many, and none matches.
    pub fn draw(
        &self,
        seed: i64,
        candidates: impl IntoIterator<Item = QuestionId>,
    ) -> Result<Vec<QuestionId>, Fault> {
        let drawn = draw(seed, candidates, self.count);
        match drawn.len() {
            found if found >= self.count_min => Ok(drawn),
            0 if self.count_min == 1 => {
                let detail = "no question of these topics and levels can be played";
                Err(Fault::new("", "no_questions", detail))
            }
            found => {
                let wanted = self.count_min;
                let detail = format!("only {found} questions match; {wanted} are asked for");
                Err(Fault::new("/count", "too_few_questions", detail))
            }
        }
    }
}

#[cfg(test)]
mod tests;
