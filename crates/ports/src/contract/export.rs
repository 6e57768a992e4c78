//! The bank on its way out.

use super::Stores;
use super::builders::{NOW, all_pages, changes};
use crate::PageRequest;
use ludger_domain::ids::{QuestionId, TopicId};
use ludger_domain::quiz::{Question, Topic};

impl Stores {
    /// Two topics, the later one in the alphabet first, with two questions each in turn: the questions in the order of
    /// their export.
    async fn library(&self) -> (Topic, Vec<Question>) {
        let (zoo, art) = (self.topic("zoo").await, self.topic("Art").await);
        let (z1, a1) = (
            self.question(&zoo, "Lion?").await,
            self.question(&art, "Blue?").await,
        );
        let (z2, a2) = (
            self.question(&zoo, "Bear?").await,
            self.question(&art, "Red?").await,
        );
        (zoo, vec![a1, a2, z1, z2])
    }

    async fn exported(&self, topic: Option<TopicId>, limit: usize) -> Vec<Question> {
        let read = async |page| self.questions.export(topic, page).await;
        let items = all_pages(limit, read).await;
        assert!(
            items
                .iter()
                .all(|item| item.topic.id == item.question.topic)
        );
        items.into_iter().map(|item| item.question).collect()
    }
}

/// Questions go by topic title, then by age, by pages of any length; all of them, or those of one topic.
pub async fn questions_go_by_topic_and_age(stores: Stores) {
    let (zoo, all) = stores.library().await;
    for limit in 1..=5 {
        assert_eq!(stores.exported(None, limit).await, all, "by {limit}");
        assert_eq!(
            stores.exported(Some(zoo.id), limit).await,
            all[2..],
            "by {limit}"
        );
    }
    assert_eq!(stores.exported(Some(stores.id()), 5).await, []);
}

/// An export goes on behind the last question that was sent, even if that one left the bank meanwhile.
pub async fn an_export_outlives_a_deletion(stores: Stores) {
    let (_, all) = stores.library().await;
    let page = stores
        .questions
        .export(
            None,
            PageRequest {
                after: None,
                limit: 2,
            },
        )
        .await
        .unwrap();
    let after = page.next.unwrap();
    assert_eq!(after, all[1].id);
    stores
        .apply(changes().save_question(all[1].clone().delete(NOW)))
        .await;
    let rest = stores
        .questions
        .export(
            None,
            PageRequest {
                after: Some(after),
                limit: 9,
            },
        )
        .await
        .unwrap();
    let ids: Vec<QuestionId> = rest.items.iter().map(|item| item.question.id).collect();
    assert_eq!((ids, rest.next), (vec![all[2].id, all[3].id], None));
}
