//! A quiz being played: alone, against others, or as a team.
//!
//! A session is a value. Each transition consumes it and gives the next one, whose version is one higher, together with
//! the events that its players are told ([`Moved`]); a store writes that only while the version it replaces is still the
//! one that was read, so of two requests that race one is made to look again.
//!
//! ```text
//! solo          new ───────────────────────────────► active ─► finished
//! comp, collab  new ─► waiting ─ all ready ─► countdown ─► active ─► finished
//!                         ▲                      │            │ ▲
//!                         └── somebody is not ◄──┘      pause ▼ │ resume
//!                                                         paused
//! ```
//! While a session is active it asks one question after the other. A question is **opened** ([`open`](QuizSession::open):
//! in solo by the player's first look, else by the clock), takes one answer of each player ([`answer`](QuizSession::answer)),
//! and is **closed** ([`close`](QuizSession::close)), which is when points, hearts and the solution become known to anybody.
//!
//! An answer alone changes nothing of the session: it is stored beside it, expecting the version that it was judged on, and
//! the answers of a hundred players need not wait for one another. Whoever finds that the last one is in, or that time is
//! out, closes the question: one of them does, the others are stale.
//!
//! What has to happen by itself follows from stored times ([`due`](QuizSession::due)), so a restart loses nothing.

mod answer;
mod clock;
mod close;
mod code;
mod ending;
mod errors;
mod events;
mod lobby;
mod open;
mod pause;
mod player;
mod review;
mod states;
mod team;
#[cfg(test)]
mod tests;
mod view;

pub use answer::{Award, PlayerAnswer, Receipt, Verdict};
pub use clock::Due;
pub use code::JoinCode;
pub use errors::{AnswerError, LobbyError, NotFinished, PlayError, StartError};
pub use events::{LiveEvent, Moved, Outcome, RoundResult, Scored, Standing};
pub use player::Player;
pub use review::{Review, ReviewItem};
pub use states::{Departure, End, Mode, SessionResult, Status};
pub use view::QuestionView;

use super::{Ending, Rules};
use crate::Timestamp;
use crate::ids::{GameSessionId, QuestionId, QuizId, UserId};
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// A quiz session: its questions, its players, and how far they came.
///
/// Stores read the fields and rebuild the value from them. It cannot be serialized: its seed and the questions to
/// come are not for players, who get a [`QuestionView`], then a [`Verdict`], and a [`Review`] at the end.
///
/// # A solo game
/// ```
/// use ludger_domain::Timestamp;
/// use ludger_domain::quiz::{AnswerDraft, Deal, Given, Question, QuestionDraft, QuestionKind};
/// use ludger_domain::quiz::{Mode, NewSession, QuizSession, Rules, SessionResult};
/// use uuid::Uuid;
///
/// let id = Uuid::from_u128;
/// let now = |second| Timestamp::from_second(second).expect("an instant");
/// let answer = |content: &str, is_correct| AnswerDraft { content: content.into(), is_correct, ..Default::default() };
/// let draft = QuestionDraft {
///     kind: QuestionKind::Single,
///     difficulty: 1,
///     content: "What is the capital of France?".into(),
///     explanation: "Since 987.".into(),
///     points: 100,
///     tags: vec![],
///     media: vec![],
///     answers: vec![answer("Paris", true), answer("Lyon", false), answer("Nice", false)],
/// };
/// let mut answer_ids = (10..).map(|n| id(n).into());
/// let question = Question::new(id(1).into(), id(2).into(), draft, || answer_ids.next().expect("endless"), now(0))?;
///
/// // The order is drawn and frozen; a solo session is active at once.
/// let ada = id(4).into();
/// let session = QuizSession::new(NewSession {
///     id: id(3).into(),
///     host: ada,
///     mode: Mode::Solo,
///     rules: Rules::of(Mode::Solo),
///     quiz: None,
///     questions: vec![question.id],
///     seed: 42,
///     join_code: None,
///     at: now(100),
/// })?;
///
/// // The clock for points starts when the player first sees the question, and shows nothing that tells the answer.
/// let session = session.open(&question, now(110))?.session;
/// let view = session.view(&question)?;
/// assert_eq!((view.number, view.of, view.choices.len()), (1, 1, 3));
///
/// // The player picks a letter. Here it is the right one, after two seconds.
/// let letter = Deal::new(session.seed, &question).right().next().expect("one is right");
/// let given = session.answer(ada, &question, &Given::Choice(letter), id(5).into(), now(112))?;
/// assert_eq!(given.answer_time_ms, 2_000);
///
/// // Alone, an answer closes its question; and that was the last one.
/// let closed = session.close(&question, &[], Some(given), || id(6).into(), now(112)).expect("it is answered");
/// let told = closed.session.receipt(&question, &closed.added[0]).expect("its words are as they were");
/// let verdict = told.verdict.expect("the question is closed");
/// assert_eq!((verdict.is_correct, verdict.points_awarded), (true, 100));
/// assert_eq!(verdict.explanation, "Since 987.");
/// let ending = closed.session.ending_of(ada).expect("nothing is left to ask");
/// assert_eq!((ending.result, ending.coins, ending.stars), (SessionResult::Win, 10, 1));
/// let review = closed.session.review(ada, &[question], &closed.added)?;
/// assert_eq!(review.items[0].given, Some(Given::Choice(letter)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizSession {
    /// Unique.
    pub id: GameSessionId,
    /// Who made it, or sits longest since they went.
    pub host: UserId,
    /// Alone, against or with others.
    pub mode: Mode,
    /// Where it stands.
    pub status: Status,
    /// Frozen when the session is made.
    pub rules: Rules,
    /// The quiz that it is a session of; `None`: its questions were drawn from the bank.
    pub quiz: Option<QuizId>,
    /// What others join by; solo has none.
    pub join_code: Option<JoinCode>,
    /// What the orders of questions and choices are drawn from. Not for players while the session runs.
    pub seed: i64,
    /// Frozen when the session is made; not empty, without repeats.
    pub questions: Vec<QuestionId>,
    /// The place in `questions` of the current one, from 0; so also how many were closed. Equals their number when all
    /// were.
    pub position: i64,
    /// When the next question comes by itself: during the countdown, and between questions. Never in solo.
    pub opens_at: Option<Timestamp>,
    /// The question that is open. `None`: the next one has not come yet.
    pub round: Option<Round>,
    /// How the pauses of the session were used.
    pub pauses: Pauses,
    /// In the order of seats; never empty.
    pub players: Vec<Player>,
    /// When it became active.
    pub started_at: Option<Timestamp>,
    /// When it last changed; never goes back.
    pub updated_at: Timestamp,
    /// When it finished.
    pub ended_at: Option<Timestamp>,
    /// Set when it is finished.
    pub end: Option<End>,
    /// Counts changes, from 1.
    pub version: i64,
}

/// An open question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// When it was first served: the start of its clock. A pause of a session of several players puts it off.
    pub opened_at: Timestamp,
    /// The [words](super::Question::words_version) that were last shown of it, so that no edit puts another text behind
    /// a letter.
    pub words_version: i64,
}

/// See [`QuizSession::pause`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pauses {
    /// How many there were, the one that lasts included.
    pub count: i64,
    /// How long those took that are over, in ms.
    pub spent_ms: i64,
    /// Since when one lasts.
    pub since: Option<Timestamp>,
}

/// What a session is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// Unique.
    pub id: GameSessionId,
    /// Its first player.
    pub host: UserId,
    /// Alone, against or with others.
    pub mode: Mode,
    /// What it is played by.
    pub rules: Rules,
    /// The quiz that it is a session of; `None`: its questions were drawn from the bank.
    pub quiz: Option<QuizId>,
    /// In the order of asking.
    pub questions: Vec<QuestionId>,
    /// See [`QuizSession::seed`].
    pub seed: i64,
    /// For sessions of several players.
    pub join_code: Option<JoinCode>,
    /// Now.
    pub at: Timestamp,
}

impl QuizSession {
    /// A new session: solo is active at once, others wait for players.
    ///
    /// # Errors
    /// No question, one that stands there twice, no heart to play with, or a number of seats that the mode does not have.
    pub fn new(new: NewSession) -> Result<Self, StartError> {
        let NewSession {
            mode,
            rules,
            questions,
            at,
            ..
        } = new;
        if questions.is_empty() {
            return Err(StartError::NoQuestions);
        }
        if questions.iter().collect::<BTreeSet<_>>().len() < questions.len() {
            return Err(StartError::RepeatedQuestion);
        }
        if rules.hearts < 1 {
            return Err(StartError::NoHearts);
        }
        if !(mode.seats_min()..=mode.seats_max()).contains(&rules.seats) {
            return Err(StartError::Seats);
        }
        let is_solo = mode == Mode::Solo;
        let mut session = Self {
            id: new.id,
            host: new.host,
            mode,
            status: if is_solo {
                Status::Active
            } else {
                Status::Waiting
            },
            rules,
            quiz: new.quiz,
            join_code: new.join_code,
            seed: new.seed,
            questions,
            position: 0,
            opens_at: None,
            round: None,
            pauses: Pauses::default(),
            players: Vec::new(),
            started_at: is_solo.then_some(at),
            updated_at: at,
            ended_at: None,
            end: None,
            version: 1,
        };
        session.seat(new.host, at);
        Ok(session)
    }

    /// The question that is open, or comes next. `None` when the session is finished.
    pub fn current(&self) -> Option<QuestionId> {
        if self.status == Status::Finished {
            return None;
        }
        self.questions
            .get(usize::try_from(self.position).ok()?)
            .copied()
    }

    /// How many questions there are.
    fn question_count(&self) -> i64 {
        i64::try_from(self.questions.len()).unwrap_or(i64::MAX)
    }

    /// The next version. Clocks of several machines differ: `updated_at` stays where it was when `now` is before it.
    fn changed(self, now: Timestamp) -> Self {
        Self {
            updated_at: now.max(self.updated_at),
            version: self.version.saturating_add(1),
            ..self
        }
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}
