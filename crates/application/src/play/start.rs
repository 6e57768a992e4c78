use super::SessionSummary;
use super::own::OwnSessions;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::fault::Faults;
use ludger_domain::ids::{TopicId, UserId};
use ludger_domain::quiz::{QuizSession, SoloRequest, SoloRules, SoloSettings};
use ludger_ports::read::{Draw, Questions, Topics};
use ludger_ports::{Changes, Clock, Entropy, Ids, Store};
use std::sync::Arc;

/// Starts a solo session.
pub struct Start {
    store: Arc<dyn Store>,
    topics: Arc<dyn Topics>,
    questions: Arc<dyn Questions>,
    own: OwnSessions,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    rules: SoloRules,
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
            own: OwnSessions::new(ports),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            entropy: ports.entropy.clone(),
            rules: settings.solo,
        }
    }

    /// A new session, active at once, or the one that is not finished yet: then `request` is checked, and no more.
    pub async fn run(&self, caller: &Caller, request: SoloRequest) -> Result<Started, StartError> {
        let now = self.clock.now();
        caller.principal.must(Permission::Play)?;
        let named = request.topics.clone();
        let settings = request.checked()?;
        let user = caller.principal.user;
        retry_stale(async || {
            if let Some(open) = self.own.open(user, now).await? {
                return Ok(Started {
                    session: SessionSummary::from(&open),
                    created: false,
                });
            }
            let session = self.draw(user, &named, &settings, now).await?;
            let summary = SessionSummary::from(&session);
            let changes = Changes::at(now).save_quiz_session(session);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(Started {
                session: summary,
                created: true,
            })
        })
        .await
    }

    async fn draw(
        &self,
        user: UserId,
        named: &[TopicId],
        settings: &SoloSettings,
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
        let session = QuizSession::solo(self.ids.next().into(), user, drawn, seed, self.rules, now);
        Ok(session.map_err(Outage::broken)?)
    }

    /// A topic that is not there is at fault where the request names it.
    async fn check_topics(
        &self,
        named: &[TopicId],
        settings: &SoloSettings,
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
