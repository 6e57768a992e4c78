//! Somebody who plays, and a store whose reads can be counted and fail.

use crate::live::{Hub, Live, Signalled, Subscription};
use crate::testing::ports;
use crate::{Caller, Origin, Ports, Settings};
use async_trait::async_trait;
use ludger_domain::accounts::{
    AuthSession, Client, Means, PairSecrets, Principal, Role, RoleGrant, TokenLifetimes,
    TokenSecret, User,
};
use ludger_domain::ids::{StreamId, UserId};
use ludger_domain::quiz::{
    AnswerDraft, JoinCode, Mode, Moved, NewSession, Question, QuestionDraft, QuestionKind,
    QuizSession, Rules, Topic, TopicDraft,
};
use ludger_ports::read::Streams;
use ludger_ports::{Changes, NewEvent, Store, StreamEvent, Unavailable};
use ludger_store_memory::MemoryStore;
use ludger_testkit::world::FakeClock;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A store in memory, and the use cases on it.
pub(super) struct World {
    pub(super) store: Arc<MemoryStore>,
    pub(super) streams: Arc<Watched>,
    pub(super) hub: Arc<Hub>,
    pub(super) clock: Arc<FakeClock>,
    pub(super) ports: Ports,
    pub(super) live: Live,
}

/// Reads that are counted, and fail as often as is asked for.
pub(super) struct Watched {
    store: Arc<MemoryStore>,
    pub(super) looks: AtomicUsize,
    pub(super) failures: AtomicUsize,
}

impl World {
    pub(super) fn new() -> Self {
        let (store, clock) = (Arc::new(MemoryStore::new()), FakeClock::new());
        let streams = Arc::new(Watched {
            store: store.clone(),
            looks: AtomicUsize::new(0),
            failures: AtomicUsize::new(0),
        });
        let ports = ports(store.clone(), clock.clone());
        let ports = Ports {
            streams: streams.clone(),
            ..ports
        };
        let hub = Hub::new(streams.clone());
        let live = Live::new(&ports, &Settings::default(), hub.clone());
        Self {
            store,
            streams,
            hub,
            clock,
            ports,
            live,
        }
    }

    pub(super) fn stream(&self) -> StreamId {
        self.ports.ids.next().into()
    }

    /// The door of this process.
    pub(super) fn door(&self) -> Signalled {
        Signalled::new(self.store.clone(), self.hub.clone())
    }

    pub(super) async fn commit(&self, changes: Changes) {
        self.store.commit(changes).await.unwrap();
    }

    /// Tells so many more events in one commit, by another node.
    pub(super) async fn tell(&self, stream: StreamId, count: usize) {
        self.commit(self.telling(stream, count)).await;
    }

    pub(super) fn telling(&self, stream: StreamId, count: usize) -> Changes {
        let event = NewEvent {
            stream,
            name: "ready",
            payload: json!({ "is_ready": true }),
        };
        (0..count).fold(Changes::at(self.ports.clock.now()), |changes, _| {
            changes.tell(event.clone())
        })
    }

    /// Somebody who may play.
    pub(super) async fn user(&self, name: &str) -> User {
        let (id, now) = (self.ports.ids.next().into(), self.ports.clock.now());
        let user = User::service(id, name.parse().unwrap(), now);
        let grant = RoleGrant {
            user: id,
            role: Role::Player,
            granted_at: now,
            granted_by: None,
        };
        self.commit(Changes::at(now).add_user(user.clone()).grant(grant))
            .await;
        user
    }

    /// Signs them in.
    pub(super) async fn signs_in(&self, user: &User) -> (Caller, AuthSession) {
        let (id, now) = (self.ports.ids.next().into(), self.ports.clock.now());
        let secret = || TokenSecret::new(self.ports.entropy.bytes32());
        let secrets = PairSecrets {
            access: secret(),
            refresh: secret(),
        };
        let lifetimes = TokenLifetimes::default();
        let opened = AuthSession::open(id, user.id, Client::default(), &secrets, &lifetimes, now);
        let changes = Changes::at(now).save_auth_session(opened.session.clone());
        self.commit(changes.add_tokens(opened.pair)).await;
        let principal = Principal {
            user: user.id,
            username: user.username.to_string(),
            roles: [Role::Player].into(),
            withheld: [].into(),
            means: Means::Session {
                id,
                authenticated_at: opened.session.authenticated_at,
            },
        };
        let origin = Origin::default();
        (Caller { principal, origin }, opened.session)
    }

    /// A session of several that waits for these.
    pub(super) async fn lobby(&self, host: UserId, others: &[UserId]) -> QuizSession {
        let question = self.question().await;
        let now = self.ports.clock.now();
        let session = QuizSession::new(NewSession {
            id: self.ports.ids.next().into(),
            host,
            mode: Mode::Comp,
            rules: Rules::of(Mode::Comp),
            quiz: None,
            questions: vec![question.id],
            seed: 42,
            join_code: JoinCode::parse("7K2M9X"),
            at: now,
        });
        let mut session = session.unwrap();
        self.commit(Changes::at(now).save_quiz_session(session.clone()))
            .await;
        for other in others {
            let joined = session.join(*other, now).unwrap().unwrap();
            session = self.moves(joined).await;
        }
        session
    }

    /// Commits a transition, as another node does.
    pub(super) async fn moves(&self, moved: Moved) -> QuizSession {
        let session = moved.session.clone();
        let changes = Changes::at(self.ports.clock.now()).move_quiz_session(moved);
        self.commit(changes).await;
        session
    }

    async fn question(&self) -> Question {
        let now = self.ports.clock.now();
        let draft = TopicDraft {
            title: "History".to_owned(),
            description: String::new(),
        };
        let topic = Topic::new(self.ports.ids.next().into(), draft, now).unwrap();
        let answer = |content: &str, is_correct| AnswerDraft {
            content: content.to_owned(),
            is_correct,
            ..AnswerDraft::default()
        };
        let draft = QuestionDraft {
            kind: QuestionKind::Single,
            difficulty: 1,
            content: "When?".to_owned(),
            explanation: String::new(),
            points: 100,
            tags: Vec::new(),
            media: Vec::new(),
            answers: vec![answer("Then", true), answer("Now", false)],
        };
        let ids = || self.ports.ids.next().into();
        let question = Question::new(self.ports.ids.next().into(), topic.id, draft, ids, now);
        let question = question.unwrap();
        let changes = Changes::at(now).save_topic(topic, true);
        self.commit(changes.save_question(question.clone())).await;
        question
    }
}

impl Watched {
    fn answer(&self) -> Result<(), Unavailable> {
        let taken = self
            .failures
            .fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1));
        match taken {
            Ok(_) => Err(Unavailable::broken("the store is gone")),
            Err(_) => Ok(()),
        }
    }
}

#[async_trait]
impl Streams for Watched {
    async fn last_sequences(
        &self,
        streams: &[StreamId],
    ) -> Result<Vec<(StreamId, i64)>, Unavailable> {
        self.looks.fetch_add(1, Relaxed);
        self.answer()?;
        self.store.last_sequences(streams).await
    }

    async fn events(
        &self,
        stream: StreamId,
        after: i64,
        limit: usize,
    ) -> Result<Vec<StreamEvent>, Unavailable> {
        self.answer()?;
        // Other things happen while somebody reads.
        tokio::task::yield_now().await;
        self.store.events(stream, after, limit).await
    }
}

/// The numbers of the next events.
pub(super) async fn numbers(subscription: &mut Subscription, count: usize) -> Vec<i64> {
    let mut numbers = Vec::new();
    for _ in 0..count {
        numbers.push(subscription.next().await.unwrap().sequence);
    }
    numbers
}
