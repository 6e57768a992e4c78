//! Sessions as they stand now, and the one way in which they change.

use crate::retry::{Attempt, Rejected};
use crate::rewards::{Reward, Rewards};
use crate::{Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::boards::Scored;
use ludger_domain::ids::{GameSessionId, QuestionId, UserId};
use ludger_domain::quiz::{Due, End, Mode, Moved, Question, QuizSession, reward_reference};
use ludger_ports::read::{Questions, QuizSessions};
use ludger_ports::{Changes, Ids, Store};
use std::sync::Arc;

/// What may be due in one session at the same moment is no more than a few things.
const STEPS_MAX: usize = 8;

/// Loads sessions with what is due in them done, whether or not the clock has seen to that before; and commits what
/// follows from a transition.
#[derive(Clone)]
pub(super) struct Tables {
    store: Arc<dyn Store>,
    sessions: Arc<dyn QuizSessions>,
    questions: Arc<dyn Questions>,
    ids: Arc<dyn Ids>,
    rewards: Rewards,
}

impl Tables {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            store: ports.store.clone(),
            sessions: ports.quiz_sessions.clone(),
            questions: ports.questions.clone(),
            ids: ports.ids.clone(),
            rewards: Rewards::new(settings),
        }
    }

    /// A session that this user plays, or played; nobody else's is found.
    pub(super) async fn find<E: Rejected>(
        &self,
        user: UserId,
        id: GameSessionId,
        now: Timestamp,
    ) -> Result<Option<QuizSession>, Attempt<E>> {
        let found = self.sessions.find(id).await.map_err(Attempt::outage)?;
        match found.filter(|session| session.player(user).is_some()) {
            Some(session) => self.as_of(session, now).await.map(Some),
            None => Ok(None),
        }
    }

    /// The solo session that the user has not finished.
    pub(super) async fn open_solo<E: Rejected>(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Option<QuizSession>, Attempt<E>> {
        let found = self.sessions.open_solo_of(user).await;
        let Some(session) = found.map_err(Attempt::outage)? else {
            return Ok(None);
        };
        let current = self.as_of(session, now).await?;
        Ok(Some(current).filter(|session| session.ended_at.is_none()))
    }

    /// The session with all done that is due.
    pub(super) async fn as_of<E: Rejected>(
        &self,
        mut session: QuizSession,
        now: Timestamp,
    ) -> Result<QuizSession, Attempt<E>> {
        for _ in 0..STEPS_MAX {
            let Some(due) = session.due(now) else {
                return Ok(session);
            };
            let Some(moved) = self.step(session.clone(), due, now).await? else {
                return Ok(session);
            };
            session = self.commit(moved, now).await?;
        }
        Ok(session)
    }

    /// Closes the open question, if all who can answer it have.
    pub(super) async fn settle<E: Rejected>(
        &self,
        session: QuizSession,
        now: Timestamp,
    ) -> Result<Option<QuizSession>, Attempt<E>> {
        let Some(current) = session.current().filter(|_| session.round.is_some()) else {
            return Ok(None);
        };
        let answered = self.sessions.answer_count(session.id, current).await;
        let answered = answered.map_err(Attempt::outage)?;
        if session.mode != Mode::Collab && answered < session.live().count() {
            return Ok(None);
        }
        match self.step(session, Due::Closes(current), now).await? {
            Some(moved) => self.commit(moved, now).await.map(Some),
            None => Ok(None),
        }
    }

    /// Commits a transition, and at the end what the session pays, and what it adds to boards: in the same commit. Who left
    /// is paid nothing, and stands on no board for it.
    pub(super) async fn commit<E: Rejected>(
        &self,
        moved: Moved,
        now: Timestamp,
    ) -> Result<QuizSession, Attempt<E>> {
        let session = moved.session.clone();
        let mut changes = Changes::at(now).move_quiz_session(moved);
        for (user, ending) in session.endings() {
            let reward = Reward {
                user,
                coins: ending.coins,
                reference: reward_reference(session.id, user),
                text: format!("Quiz: {} points", ending.score),
                by: ("session", session.id.to_string()),
            };
            let paid = self.rewards.transfer(reward, self.ids.next().into(), now);
            if let Some(transfer) = paid.map_err(E::from)? {
                changes = changes.post(transfer);
            }
            if ending.end == End::Completed {
                let ended_at = session.ended_at.unwrap_or(now);
                changes =
                    changes.score(Scored::finished(session.mode, user, ending.score, ended_at));
            }
        }
        if let (Some(quiz), Some(End::Completed)) = (session.quiz, session.end) {
            changes = changes.count_quiz_played(quiz);
        }
        self.store
            .commit(changes)
            .await
            .map_err(Attempt::rejected)?;
        Ok(session)
    }

    /// A question that was drawn, and so is there, be it deleted from the bank since.
    pub(super) async fn question<E: Rejected>(
        &self,
        id: QuestionId,
    ) -> Result<Question, Attempt<E>> {
        let found = self.questions.find(id).await.map_err(Attempt::outage)?;
        let lost = || Outage::broken(format!("question {id} was drawn and is not there"));
        found.ok_or_else(|| Attempt::Failed(lost().into()))
    }

    /// `None`: that was not due after all.
    async fn step<E: Rejected>(
        &self,
        session: QuizSession,
        due: Due,
        now: Timestamp,
    ) -> Result<Option<Moved>, Attempt<E>> {
        let since = session.due_at().unwrap_or(now);
        Ok(match due {
            Due::Opens(question) => session.open(&self.question(question).await?, now).ok(),
            Due::Closes(question) => {
                let asked = self.question(question).await?;
                let given = self.sessions.answers_to(session.id, question).await;
                let given = given.map_err(Attempt::outage)?;
                session.close(&asked, &given, None, || self.ids.next().into(), now)
            }
            Due::Resumes => session.resume_by_itself(now).ok(),
            Due::RunsOut => session.run_out(now).ok(),
            Due::Forfeits => session.forfeit(since).ok(),
        })
    }
}
