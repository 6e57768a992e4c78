//! The bank, as those who keep it find it.

mod import;
mod media;
mod parallel;
mod questions;
mod quizzes;
mod round_trip;
mod stars;
mod topics;

use super::*;
use crate::testing;
use crate::{Caller, Origin, Ports};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{AuditAction, Means, Principal, Role};
use ludger_domain::fault::Faults;
use ludger_domain::quiz::{Question, QuestionDraft, Topic, TopicDraft};
use ludger_ports::PageRequest;
use ludger_ports::read::QuestionFilter;
use ludger_store_memory::MemoryStore;
use ludger_testkit::world::FakeClock;
use std::sync::Arc;

/// An empty bank, and who comes to it.
struct World {
    store: Arc<MemoryStore>,
    ports: Ports,
    bank: Bank,
    mia: Caller,
}

impl World {
    fn new() -> Self {
        let store = Arc::new(MemoryStore::new());
        let ports = testing::ports(store.clone(), FakeClock::new());
        Self {
            store,
            bank: Bank::new(&ports),
            ports,
            mia: caller("mia", Role::Moderator),
        }
    }

    /// The same bank behind another door.
    fn behind(self, door: Arc<impl ludger_ports::Store>) -> Self {
        let ports = Ports {
            store: door,
            ..self.ports
        };
        Self {
            bank: Bank::new(&ports),
            ports,
            ..self
        }
    }

    async fn topic(&self, title: &str) -> Topic {
        self.bank
            .create_topic
            .run(&self.mia, titled(title))
            .await
            .unwrap()
    }

    async fn question(&self, topic: &Topic, content: &str) -> Question {
        self.bank
            .create_question
            .run(&self.mia, topic.id, asking(content))
            .await
            .unwrap()
    }

    async fn topics(&self) -> Vec<ListedTopic> {
        self.bank.list_topics.run(first(100)).await.unwrap().items
    }

    /// Titles and numbers of questions.
    async fn shelves(&self) -> Vec<(String, u64)> {
        let topics = self.topics().await.into_iter();
        topics
            .map(|listed| (listed.topic.title, listed.questions))
            .collect()
    }

    async fn questions(&self) -> Vec<Question> {
        let page = first(20_000);
        let any = QuestionFilter::default();
        self.bank
            .list_questions
            .run(&self.mia, &any, page)
            .await
            .unwrap()
            .items
    }

    /// What the audit log tells, oldest first.
    fn told(&self) -> Vec<AuditAction> {
        self.store
            .audit_log()
            .into_iter()
            .map(|record| record.action)
            .collect()
    }
}

fn caller(name: &str, role: Role) -> Caller {
    let number = name
        .bytes()
        .fold(0, |sum, byte| sum * 256 + u128::from(byte));
    let id = format!("{number:032x}");
    let principal = Principal {
        user: id.parse().unwrap(),
        username: name.to_owned(),
        roles: [role].into(),
        withheld: [].into(),
        means: Means::Session {
            id: id.parse().unwrap(),
            authenticated_at: Timestamp::UNIX_EPOCH,
        },
    };
    Caller {
        principal,
        origin: Origin::default(),
    }
}

fn titled(title: &str) -> TopicDraft {
    TopicDraft {
        title: title.to_owned(),
        ..TopicDraft::default()
    }
}

fn asking(content: &str) -> QuestionDraft {
    let draft = serde_json::json!({
        "kind": "single",
        "content": content,
        "answers": [{"content": "yes", "is_correct": true}, {"content": "no"}],
    });
    serde_json::from_value(draft).unwrap()
}

fn pointers(faults: &Faults) -> Vec<(&str, &str)> {
    faults
        .0
        .iter()
        .map(|fault| (fault.pointer.as_str(), fault.code.as_str()))
        .collect()
}

/// The first part of a list.
fn first<C>(limit: usize) -> PageRequest<C> {
    PageRequest { after: None, limit }
}
