use super::SessionSummary;
use super::own::OwnSessions;
use super::reward::Rewards;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::ids::{GameSessionId, QuestionId};
use ludger_domain::quiz::{
    self, Answered, Ending, Letter, PlayerAnswer, Question, QuizSession, Verdict,
};
use ludger_ports::read::{Questions, QuizSessions};
use ludger_ports::{Changes, Clock, Ids, Store};
use serde::Serialize;
use std::sync::Arc;

/// Takes an answer.
pub struct Answer {
    store: Arc<dyn Store>,
    sessions: Arc<dyn QuizSessions>,
    questions: Arc<dyn Questions>,
    own: OwnSessions,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    rewards: Rewards,
}

/// What the player is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// About the answer. Who gives the same answer again is told the same.
    pub verdict: Verdict,
    /// Set when this answer ended the session.
    pub ended: Option<Ending>,
    /// As it stands now.
    pub session: SessionSummary,
}

/// Why an answer is not taken.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AnswerError {
    /// Not everyone may play.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such session, or it is another user's.
    #[error("there is no such session")]
    NotFound,
    /// The session does not allow it.
    #[error(transparent)]
    Refused(#[from] quiz::AnswerError),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for AnswerError {}

impl Answer {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            store: ports.store.clone(),
            sessions: ports.quiz_sessions.clone(),
            questions: ports.questions.clone(),
            own: OwnSessions::new(ports),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            rewards: Rewards::new(settings),
        }
    }

    /// Judges the answer, and at the end pays the session out: all in one commit. Given again, in whatever state the
    /// session is by then, the same answer gets its first verdict.
    pub async fn run(
        &self,
        caller: &Caller,
        id: GameSessionId,
        (question, letter): (QuestionId, Letter),
    ) -> Result<Told, AnswerError> {
        let now = self.clock.now();
        caller.principal.must(Permission::Play)?;
        retry_stale(async || {
            let found = self.own.find(caller.principal.user, id, now).await?;
            let session = found.ok_or(AnswerError::NotFound)?;
            let question = self.of_session(&session, question).await?;
            let answers = self.answers(&session).await?;
            if let Some(first) = session
                .repeat(&question, letter, &answers)
                .map_err(AnswerError::from)?
            {
                let session = SessionSummary::from(&session);
                return Ok(Told {
                    verdict: first.verdict,
                    ended: first.ended,
                    session,
                });
            }
            let answered = session
                .answer(&question, letter, self.ids.next().into(), now)
                .map_err(AnswerError::from)?;
            let changes = self.changes(&answered, now).map_err(AnswerError::from)?;
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            let Answered {
                session,
                verdict,
                ended,
                ..
            } = answered;
            Ok(Told {
                verdict,
                ended,
                session: SessionSummary::from(&session),
            })
        })
        .await
    }

    /// Only questions that the session asks are looked at, so that nobody learns which others there are.
    async fn of_session(
        &self,
        session: &QuizSession,
        id: QuestionId,
    ) -> Result<Question, Attempt<AnswerError>> {
        if !session.questions.contains(&id) {
            return Err(AnswerError::Refused(quiz::AnswerError::NotCurrent).into());
        }
        let found = self.questions.find(id).await.map_err(Attempt::outage)?;
        let lost = || Outage::broken(format!("question {id} was drawn and is not there"));
        Ok(found.ok_or_else(lost).map_err(AnswerError::from)?)
    }

    /// The answers that brought the session to where it stands. If there are more by now, it was read too early.
    async fn answers(
        &self,
        session: &QuizSession,
    ) -> Result<Vec<PlayerAnswer>, Attempt<AnswerError>> {
        let answers = self
            .sessions
            .answers(session.id)
            .await
            .map_err(Attempt::outage)?;
        if usize::try_from(session.position) != Ok(answers.len()) {
            return Err(Attempt::Stale);
        }
        Ok(answers)
    }

    fn changes(&self, answered: &Answered, now: Timestamp) -> Result<Changes, Outage> {
        let changes = Changes::at(now)
            .save_quiz_session(answered.session.clone())
            .add_player_answer(answered.answer);
        let Some(ending) = answered.ended else {
            return Ok(changes);
        };
        let id = self.ids.next().into();
        let reward = self.rewards.transfer(&answered.session, ending, id, now)?;
        Ok(match reward {
            Some(transfer) => changes.post(transfer),
            None => changes,
        })
    }
}
