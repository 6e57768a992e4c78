//! Games, as players meet them.

mod edits;
mod endings;
mod idle;
mod integrity;
mod others;
mod outages;
mod quizzes;
mod races;
mod secrets;
mod starting;
mod states;

use super::*;
use crate::bank::Bank;
use crate::testing;
use crate::{Caller, Origin};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Means, Principal, Role, User};
use ludger_domain::ids::{GameSessionId, QuestionId};
use ludger_domain::ledger::AccountKey;
use ludger_domain::quiz::{
    Deal, Given, Question, QuizSession, SessionRequest, TopicDraft, Verdict,
};
use ludger_ports::read::{Questions, QuizSessions, StatementFilter, Wallets};
use ludger_ports::{Changes, Clock, PageRequest, Store};
use ludger_store_memory::MemoryStore;
use ludger_testkit::world::FakeClock;
use std::sync::Arc;
use std::time::Duration;

/// A bank of questions, and who plays them.
struct World {
    store: Arc<MemoryStore>,
    clock: Arc<FakeClock>,
    ports: Ports,
    play: Play,
    bank: Bank,
    ada: Caller,
    mia: Caller,
}

impl World {
    /// With so many questions of one topic.
    async fn with(questions: usize) -> Self {
        let store = Arc::new(MemoryStore::new());
        let clock = FakeClock::new();
        let ports = testing::ports(store.clone(), clock.clone());
        let (bank, play) = (Bank::new(&ports), Play::new(&ports, &Settings::default()));
        let ada = signed_in(&ports, "ada", Role::Player).await;
        let mia = signed_in(&ports, "mia", Role::Moderator).await;
        let world = Self {
            store,
            clock,
            ports,
            play,
            bank,
            ada,
            mia,
        };
        world.fill("Sums", questions).await;
        world
    }

    /// The same game behind another door.
    fn behind(self, door: Arc<impl Store>) -> Self {
        let ports = Ports {
            store: door,
            ..self.ports
        };
        Self {
            play: Play::new(&ports, &Settings::default()),
            ports,
            ..self
        }
    }

    async fn fill(&self, title: &str, questions: usize) {
        let draft = TopicDraft {
            title: title.to_owned(),
            ..TopicDraft::default()
        };
        let topic = self.bank.create_topic.run(&self.mia, draft).await.unwrap();
        for n in 0..questions {
            let draft = serde_json::from_value(serde_json::json!({
                "kind": "single",
                "content": format!("{n} + {n}?"),
                "explanation": format!("{n} and {n} make {}", n + n),
                "answers": [
                    {"content": format!("{}", n + n), "is_correct": true, "feedback": "Well done"},
                    {"content": "-1", "feedback": "Too small"},
                    {"content": "-2"},
                ],
            }));
            self.bank
                .create_question
                .run(&self.mia, topic.id, draft.unwrap())
                .await
                .unwrap();
        }
    }

    /// A new session of five questions.
    async fn session(&self) -> GameSessionId {
        let request = SessionRequest {
            count: Some(5),
            ..SessionRequest::default()
        };
        let started = self.play.start.run(&self.ada, request).await.unwrap();
        assert!(started.created);
        started.session.id
    }

    async fn stored(&self, id: GameSessionId) -> QuizSession {
        QuizSessions::find(&*self.store, id).await.unwrap().unwrap()
    }

    async fn question(&self, id: QuestionId) -> Question {
        Questions::find(&*self.store, id).await.unwrap().unwrap()
    }

    /// A letter for the current question that is right, or wrong.
    async fn letter(&self, id: GameSessionId, is_right: bool) -> (QuestionId, Given) {
        let session = self.stored(id).await;
        let question = self.question(session.current().unwrap()).await;
        let is_meant = |answer: &&ludger_domain::quiz::Answer| answer.is_correct == is_right;
        let meant = question.answers.iter().find(is_meant).unwrap();
        let deal = Deal::new(session.seed, &question);
        let letter = deal.letter_of(meant.id).unwrap();
        (question.id, Given::Choice(letter))
    }

    /// Ada answers.
    async fn answer(
        &self,
        id: GameSessionId,
        (question, given): &(QuestionId, Given),
    ) -> Result<Told, AnswerError> {
        let answer = (*question, given);
        self.play.answer.run(&self.ada, id, answer).await
    }

    /// Ada does something else.
    async fn act(&self, id: GameSessionId, deed: Deed) -> Result<SessionSummary, ActError> {
        self.play.act.run(&self.ada, id, deed).await
    }

    /// Looks at the current question and answers it so many milliseconds later.
    async fn play(&self, id: GameSessionId, is_right: bool, after_ms: u64) -> Told {
        self.play.question.run(&self.ada, id).await.unwrap();
        self.clock.advance(Duration::from_millis(after_ms));
        let answer = self.letter(id, is_right).await;
        self.answer(id, &answer).await.unwrap()
    }

    /// Plays right (`r`) and wrong (`w`) answers.
    async fn play_all(&self, id: GameSessionId, signs: &str, after_ms: u64) -> Vec<Told> {
        let mut told = Vec::new();
        for sign in signs.chars() {
            told.push(self.play(id, sign == 'r', after_ms).await);
        }
        told
    }

    /// Ada's coins.
    async fn coins(&self) -> i64 {
        let coin = "WISE".parse().unwrap();
        let wallet = self
            .store
            .wallet(self.ada.principal.user, coin)
            .await
            .unwrap();
        wallet.map_or(0, |wallet| wallet.available)
    }

    /// What Ada was paid, oldest first.
    async fn paid(&self) -> Vec<ludger_domain::ledger::Transaction> {
        let account = AccountKey::available(self.ada.principal.user, "WISE".parse().unwrap());
        let page = first(100);
        let mut page = self
            .store
            .statement(account, &StatementFilter::default(), page)
            .await
            .unwrap();
        page.items.reverse();
        page.items
    }
}

impl Told {
    /// Of an answer whose question is closed.
    fn verdict(&self) -> &Verdict {
        self.receipt.verdict.as_ref().unwrap()
    }
}

async fn signed_in(ports: &Ports, name: &str, role: Role) -> Caller {
    let (id, now) = (ports.ids.next(), ports.clock.now());
    let user = User::service(id.into(), name.parse().unwrap(), now);
    ports
        .store
        .commit(Changes::at(now).add_user(user))
        .await
        .unwrap();
    let principal = Principal {
        user: id.into(),
        username: name.to_owned(),
        roles: [role].into(),
        withheld: [].into(),
        means: Means::Session {
            id: ports.ids.next().into(),
            authenticated_at: Timestamp::UNIX_EPOCH,
        },
    };
    Caller {
        principal,
        origin: Origin::default(),
    }
}

/// The first part of a list.
fn first<C>(limit: usize) -> PageRequest<C> {
    PageRequest { after: None, limit }
}
