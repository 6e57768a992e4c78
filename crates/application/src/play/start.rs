use super::SessionSummary;
use super::summary::Summaries;
use super::tables::Tables;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::ids::{QuestionId, QuizId, TopicId, UserId};
use ludger_domain::quiz::{
    Asked, Drawing, JoinCode, Mode, NewSession, Quiz, QuizSession, QuizStatus, SessionRequest,
    SessionSettings,
};
use ludger_ports::read::{Draw, Questions, Quizzes, Topics};
use ludger_ports::{Changes, Clock, Entropy, Ids, Store};
use std::sync::Arc;

/// Makes a session.
pub struct Start {
    store: Arc<dyn Store>,
    topics: Arc<dyn Topics>,
    questions: Arc<dyn Questions>,
    quizzes: Arc<dyn Quizzes>,
    tables: Tables,
    summaries: Summaries,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    hearts: Option<i64>,
}

/// The session to play.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// As it stands.
    pub session: SessionSummary,
    /// Whether it is a new one. A user has one unfinished solo session at most, and goes on with that.
    pub created: bool,
}

/// Why there is nothing to play.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StartError {
    /// Not everyone may play.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Fields that break their rules, topics or a quiz that are not there, or too few questions that match.
    #[error(transparent)]
    Invalid(#[from] Faults),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for StartError {}

impl Start {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            store: ports.store.clone(),
            topics: ports.topics.clone(),
            questions: ports.questions.clone(),
            quizzes: ports.quizzes.clone(),
            tables: Tables::new(ports, settings),
            summaries: Summaries::new(ports),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            entropy: ports.entropy.clone(),
            hearts: settings.hearts,
        }
    }

    /// A new session. Alone it is active at once; and whoever has one that is not finished goes on with that: then `request`
    /// is checked, and no more. For others it waits, and has a code to be joined by.
    pub async fn run(
        &self,
        caller: &Caller,
        request: SessionRequest,
    ) -> Result<Started, StartError> {
        let now = self.clock.now();
        caller.principal.must(Permission::Play)?;
        let named = request.topics.clone();
        let settings = request.checked()?;
        let user = caller.principal.user;
        let (session, created) = retry_stale(async || {
            if settings.mode == Mode::Solo
                && let Some(open) = self.tables.open_solo(user, now).await?
            {
                return Ok((open, false));
            }
            let session = self.make(user, &named, &settings, now).await?;
            let changes = Changes::at(now).save_quiz_session(session.clone());
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok::<_, Attempt<StartError>>((session, true))
        })
        .await?;
        let session = self.summaries.told(&session, user).await?;
        Ok(Started { session, created })
    }

    async fn make(
        &self,
        user: UserId,
        named: &[TopicId],
        settings: &SessionSettings,
        now: Timestamp,
    ) -> Result<QuizSession, StartError> {
        let rules = settings.rules();
        let rules = match self.hearts {
            Some(hearts) => rules.with_hearts(hearts),
            None => rules,
        };
        let seed = self.seed();
        let (rules, questions, quiz) = match &settings.asked {
            Asked::Quiz(id) => {
                let quiz = self.published(*id).await?;
                (quiz.settings.over(&rules), quiz.questions, Some(quiz.id))
            }
            Asked::Drawn(drawing) => (rules, self.draw(named, drawing, seed).await?, None),
        };
        let code = JoinCode::random(self.entropy.bytes32());
        let session = QuizSession::new(NewSession {
            id: self.ids.next().into(),
            host: user,
            mode: settings.mode,
            rules,
            quiz,
            questions,
            seed,
            join_code: Some(code).filter(|_| settings.mode != Mode::Solo),
            at: now,
        });
        Ok(session.map_err(Outage::broken)?)
    }

    /// A quiz that can be played. What is archived while somebody starts was played just before.
    async fn published(&self, id: QuizId) -> Result<Quiz, StartError> {
        let found = self.quizzes.find(id).await.map_err(Outage::from)?;
        let published = found.filter(|quiz| quiz.must_be(QuizStatus::Published).is_ok());
        let none = || Fault::new("/quiz", "unknown_quiz", "there is no such quiz to play");
        Ok(published.ok_or_else(none).map_err(Faults::from)?)
    }

    async fn draw(
        &self,
        named: &[TopicId],
        drawing: &Drawing,
        seed: i64,
    ) -> Result<Vec<QuestionId>, StartError> {
        self.check_topics(named, drawing).await?;
        let draw = Draw {
            topics: drawing.topics.clone(),
            difficulty_min: drawing.difficulty_min,
            difficulty_max: drawing.difficulty_max,
        };
        let candidates = self.questions.drawable(&draw).await.map_err(Outage::from)?;
        Ok(drawing.draw(seed, candidates).map_err(Faults::from)?)
    }

    /// A topic that is not there is at fault where the request names it.
    async fn check_topics(&self, named: &[TopicId], drawing: &Drawing) -> Result<(), StartError> {
        let mut faults = Faults::default();
        for topic in &drawing.topics {
            if self
                .topics
                .find(*topic)
                .await
                .map_err(Outage::from)?
                .is_none()
            {
                let place = named.iter().position(|id| id == topic).unwrap_or_default();
                let pointer = format!("/topics/{place}");
                faults.add(pointer, "unknown_topic", "there is no such topic");
            }
        }
        Ok(faults.into_result()?)
    }

    fn seed(&self) -> i64 {
        self.entropy
            .bytes32()
            .first_chunk()
            .map_or(0, |first| i64::from_be_bytes(*first))
    }
}
