use super::tables::Tables;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::ids::GameSessionId;
use ludger_domain::quiz::{AnswerError, Mode, PlayError, QuestionView, QuizSession};
use ludger_ports::Clock;
use std::sync::Arc;

/// Shows the question that is to be answered now.
pub struct ShowQuestion {
    tables: Tables,
    clock: Arc<dyn Clock>,
}

/// The question, and how the player stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Without anything that gives its answer away.
    pub view: QuestionView,
    /// Wrong answers that the player, in `collab` the team, can still afford.
    pub hearts_left: i64,
    /// The points of all answers so far.
    pub score: i64,
}

/// Why there is nothing to show.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ShowQuestionError {
    /// Not everyone may play.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such session, or the caller has no seat in it.
    #[error("there is no such session")]
    NotFound,
    /// No question is open: the session has not started, is paused, over, or between two questions.
    #[error(transparent)]
    Refused(#[from] AnswerError),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ShowQuestionError {}

impl ShowQuestion {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            tables: Tables::new(ports, settings),
            clock: ports.clock.clone(),
        }
    }

    /// The question without anything that gives its answer away. In solo the first look starts its clock. Who has no
    /// heart left may look on; who left may not.
    pub async fn run(
        &self,
        caller: &Caller,
        id: GameSessionId,
    ) -> Result<Shown, ShowQuestionError> {
        let now = self.clock.now();
        caller.principal.must(Permission::Play)?;
        let user = caller.principal.user;
        retry_stale(async || {
            let found = self.tables.find(user, id, now).await?;
            let session = found.ok_or(ShowQuestionError::NotFound)?;
            let here = session.player(user).filter(|player| player.is_here());
            let is_over = session.ended_at.is_some();
            let player = match here {
                Some(player) => player.clone(),
                None if is_over => return Err(refused(PlayError::Finished.into())),
                None => return Err(refused(AnswerError::Out)),
            };
            let current = session
                .current()
                .ok_or(refused(PlayError::Finished.into()))?;
            let question = self.tables.question(current).await?;
            let session = self.shown(session, &question, now).await?;
            let view = session.view(&question).map_err(refused)?;
            Ok(Shown {
                view,
                hearts_left: player.hearts_left,
                score: player.score,
            })
        })
        .await
    }

    /// With the question open in its present words.
    async fn shown(
        &self,
        session: QuizSession,
        question: &ludger_domain::quiz::Question,
        now: ludger_domain::Timestamp,
    ) -> Result<QuizSession, Attempt<ShowQuestionError>> {
        let by_the_clock = session.mode != Mode::Solo && session.round.is_none();
        if by_the_clock || !session.is_news(question) {
            return Ok(session);
        }
        let opened = session.open(question, now).map_err(refused)?;
        self.tables.commit(opened, now).await
    }
}

fn refused(why: AnswerError) -> Attempt<ShowQuestionError> {
    ShowQuestionError::from(why).into()
}
