use super::SessionSummary;
use super::summary::Summaries;
use super::tables::Tables;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::fault::Faults;
use ludger_domain::ids::{TopicId, UserId};
use ludger_domain::quiz::{
    JoinCode, Mode, NewSession, QuizSession, SessionRequest, SessionSettings,
};
use ludger_ports::read::{Draw, Questions, Topics};
use ludger_ports::{Changes, Clock, Entropy, Ids, Store};
use std::sync::Arc;

/// Makes a session.
pub struct Start {
    store: Arc<dyn Store>,
    topics: Arc<dyn Topics>,
    questions: Arc<dyn Questions>,
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
    /// Fields that break their rules, topics that are not there, or too few questions that match.
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
            let session = self.draw(user, &named, &settings, now).await?;
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

    async fn draw(
        &self,
        user: UserId,
        named: &[TopicId],
        settings: &SessionSettings,
        now: Timestamp,
    ) -> Result<QuizSession, StartError> {
        self.check_topics(named, settings).await?;
        let draw = Draw {
            topics: settings.topics.clone(),
            difficulty_min: settings.difficulty_min,
            difficulty_max: settings.difficulty_max,
        };
        let candidates = self.questions.drawable(&draw).await.map_err(Outage::from)?;
        let seed = self.seed();
        let drawn = settings.draw(seed, candidates).map_err(Faults::from)?;
        let rules = settings.rules.clone();
        let code = JoinCode::random(self.entropy.bytes32());
        let session = QuizSession::new(NewSession {
            id: self.ids.next().into(),
            host: user,
            mode: settings.mode,
            rules: match self.hearts {
                Some(hearts) => rules.with_hearts(hearts),
                None => rules,
            },
            questions: drawn,
            seed,
            join_code: Some(code).filter(|_| settings.mode != Mode::Solo),
            at: now,
        });
        Ok(session.map_err(Outage::broken)?)
    }

    /// A topic that is not there is at fault where the request names it.
    async fn check_topics(
        &self,
        named: &[TopicId],
        settings: &SessionSettings,
    ) -> Result<(), StartError> {
        let mut faults = Faults::default();
        for topic in &settings.topics {
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
