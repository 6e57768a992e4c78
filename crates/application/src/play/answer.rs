use super::tables::Tables;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::ids::{GameSessionId, QuestionId, UserId};
use ludger_domain::quiz::{
    self, Ending, Given, LiveEvent, Mode, PlayerAnswer, Question, QuizSession, Receipt, Status,
};
use ludger_ports::read::QuizSessions;
use ludger_ports::{Changes, Clock, CommitError, Expectation, Ids, NewEvent, Store};
use std::sync::Arc;

/// Takes an answer.
pub struct Answer {
    store: Arc<dyn Store>,
    sessions: Arc<dyn QuizSessions>,
    tables: Tables,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// What the player is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// About the answer. Who gives the same answer again is told the same.
    pub receipt: Receipt,
    /// Where the session stands now.
    pub status: Status,
    /// What the session was for the player, if it is over.
    pub ended: Option<Ending>,
}

/// Why an answer is not taken.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AnswerError {
    /// Not everyone may play.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such session, or the caller has no seat in it.
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

/// An answer as it arrived.
struct Arrived<'a> {
    user: UserId,
    given: &'a Given,
    at: Timestamp,
}

impl Answer {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            store: ports.store.clone(),
            sessions: ports.quiz_sessions.clone(),
            tables: Tables::new(ports, settings),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Judges the answer. Alone, that closes its question, and at the end pays the session out: all in one commit. With
    /// others, the answer is stored, and its verdict is known when the question is closed. Given again, in whatever state
    /// the session is by then, the same answer gets its first result.
    ///
    /// # Cost
    /// Session and question are read together with those of everybody who asks at the moment. One commit; answers of
    /// several players to one question share a batch. With others, a count of the answers follows, and after the last
    /// one the commit that closes the question.
    pub async fn run(
        &self,
        caller: &Caller,
        id: GameSessionId,
        (question, given): (QuestionId, &Given),
    ) -> Result<Told, AnswerError> {
        let at = self.clock.now();
        caller.principal.must(Permission::Play)?;
        let user = caller.principal.user;
        let arrived = Arrived { user, given, at };
        retry_stale(async || {
            let found = self.tables.find(user, id, at).await?;
            let session = found.ok_or(AnswerError::NotFound)?;
            // Only questions that the session asks are looked at, so that nobody learns which others there are.
            if !session.questions.contains(&question) {
                return Err(refused(quiz::AnswerError::NotCurrent));
            }
            let question = self.tables.question(question).await?;
            let id = self.ids.next().into();
            match session.answer(user, &question, given, id, at) {
                Ok(answer) if session.mode == Mode::Solo => {
                    self.alone(session, &question, answer, &arrived).await
                }
                Ok(answer) => {
                    self.among_others(session, &question, answer, &arrived)
                        .await
                }
                Err(why) => self.again(&session, &question, &arrived, why).await,
            }
        })
        .await
    }

    async fn alone(
        &self,
        session: QuizSession,
        question: &Question,
        answer: PlayerAnswer,
        arrived: &Arrived<'_>,
    ) -> Result<Told, Attempt<AnswerError>> {
        let ids = || self.ids.next().into();
        let closed = session.close(question, &[], Some(answer), ids, arrived.at);
        let closed = closed.ok_or(Attempt::Stale)?;
        let answer = closed.added.first().cloned().ok_or(Attempt::Stale)?;
        let session = self.tables.commit(closed, arrived.at).await?;
        told(&session, question, &answer)
    }

    async fn among_others(
        &self,
        session: QuizSession,
        question: &Question,
        answer: PlayerAnswer,
        arrived: &Arrived<'_>,
    ) -> Result<Told, Attempt<AnswerError>> {
        let event = LiveEvent::Answered {
            user: arrived.user,
            question: question.id,
        };
        let changes = Changes::at(arrived.at)
            .expect(Expectation::QuizSessionAt(session.id, session.version))
            .add_player_answer(answer.clone())
            .tell(NewEvent::of(session.id.into(), &event));
        match self.store.commit(changes).await {
            Ok(_) => {}
            Err(CommitError::Stale(Expectation::Unanswered(..))) => {
                let why = quiz::AnswerError::AlreadyAnswered;
                return self.again(&session, question, arrived, why).await;
            }
            Err(other) => return Err(Attempt::rejected(other)),
        }
        // The answer is in. If closing fails now, the clock does it.
        match self
            .tables
            .settle::<Outage>(session.clone(), arrived.at)
            .await
        {
            Ok(Some(closed)) => {
                let first = self.first(&closed, question, arrived).await?;
                told(&closed, question, &first.unwrap_or(answer))
            }
            Ok(None) | Err(_) => told(&session, question, &answer),
        }
    }

    /// The player has answered this question before, or may not answer it.
    async fn again(
        &self,
        session: &QuizSession,
        question: &Question,
        arrived: &Arrived<'_>,
        why: quiz::AnswerError,
    ) -> Result<Told, Attempt<AnswerError>> {
        let first = self.first(session, question, arrived).await?;
        let Some(first) = first.filter(|first| first.picked.is_some()) else {
            return Err(refused(why));
        };
        // Closed since the session was read: what is told of both is of one moment.
        if first.award.is_some() && session.current() == Some(question.id) {
            return Err(Attempt::Stale);
        }
        let receipt = session
            .repeated(question, arrived.given, &first)
            .map_err(refused)?;
        Ok(Told {
            receipt,
            status: session.status,
            ended: ended_by(session, &first),
        })
    }

    async fn first(
        &self,
        session: &QuizSession,
        question: &Question,
        arrived: &Arrived<'_>,
    ) -> Result<Option<PlayerAnswer>, Attempt<AnswerError>> {
        let given = self.sessions.answers_to(session.id, question.id).await;
        let given = given.map_err(Attempt::outage)?;
        Ok(given.into_iter().find(|answer| answer.user == arrived.user))
    }
}

fn told(
    session: &QuizSession,
    question: &Question,
    answer: &PlayerAnswer,
) -> Result<Told, Attempt<AnswerError>> {
    let unreadable = || Outage::broken("an answer that was read is not told");
    let receipt = session.receipt(question, answer);
    Ok(Told {
        receipt: receipt.ok_or_else(|| AnswerError::from(unreadable()))?,
        status: session.status,
        ended: ended_by(session, answer),
    })
}

/// The ending, if the question of this answer was the last one to be closed.
fn ended_by(session: &QuizSession, answer: &PlayerAnswer) -> Option<Ending> {
    let last = session.position.checked_sub(1)?;
    let last = session.questions.get(usize::try_from(last).ok()?)?;
    session
        .ending_of(answer.user)
        .filter(|ending| *last == answer.question && ending.end == quiz::End::Completed)
}

fn refused(why: quiz::AnswerError) -> Attempt<AnswerError> {
    AnswerError::from(why).into()
}
