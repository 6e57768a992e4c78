//! The topics of the bank.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, all_pages, changes, draft};
use crate::Expectation;
use ludger_domain::quiz::{QuestionDraft, QuestionKind, Topic, TopicDraft};

impl Stores {
    async fn titles(&self, limit: usize) -> Vec<String> {
        let topics = all_pages(limit, async |page| self.topics.list(page).await).await;
        topics.into_iter().map(|(topic, ..)| topic.title).collect()
    }
}

fn renamed(topic: Topic, title: &str) -> Topic {
    topic
        .edit(TopicDraft {
            title: title.to_owned(),
            description: "Ünïcode, 'quotes' and %.".to_owned(),
        })
        .unwrap()
}

/// A topic is found by id and by the key of its title, with everything that was stored.
pub async fn a_topic_is_found_by_its_keys(stores: Stores) {
    let topic = stores.topic("World History").await;
    stores.topic("Geography").await;
    let found = Some(topic.clone());
    assert_eq!(stores.found_topic(topic.id).await, found);
    assert_eq!(stores.titled("world history").await, found);
    assert_eq!(stores.titled("world").await, None);
    assert_eq!(stores.found_topic(stores.id()).await, None);
}

/// A title is had once, whatever its case; one that was given up can be had again.
pub async fn titles_are_unique(stores: Stores) {
    let history = stores.topic("History").await;
    let again = changes().save_topic(stores.new_topic("HISTORY"), true);
    assert_eq!(
        stores.commit(again).await.stale(),
        Expectation::TitleFree("history".to_owned())
    );

    let other = renamed(history, "Olden Days");
    stores
        .apply(changes().save_topic(other.clone(), true))
        .await;
    assert_eq!(stores.found_topic(other.id).await, Some(other));
    assert_eq!(stores.titled("history").await, None);
    stores.topic("History").await;
}

/// A topic may be spelled anew under the title that it has.
pub async fn a_topic_keeps_its_own_title(stores: Stores) {
    let history = stores.topic("History").await;
    let spelled = renamed(history, "HISTORY");
    stores
        .apply(changes().save_topic(spelled.clone(), false))
        .await;
    assert_eq!(stores.titled("history").await, Some(spelled));
}

/// A change that was decided on an older version is stale.
pub async fn an_old_version_is_stale(stores: Stores) {
    let history = stores.topic("History").await;
    stores
        .apply(changes().save_topic(renamed(history.clone(), "One"), true))
        .await;
    let late = changes().save_topic(renamed(history.clone(), "Two"), true);
    assert_eq!(
        stores.commit(late).await.stale(),
        Expectation::TopicAt(history.id, 1)
    );
    assert_eq!(stores.titles(10).await, ["One"]);
}

/// A deleted topic is in no list and found by nothing, and its title is free. One with questions stays.
pub async fn only_an_unused_topic_is_deleted(stores: Stores) {
    let history = stores.topic("History").await;
    let question = stores.question(&history, "When?").await;
    let delete = || changes().save_topic(history.clone().delete(NOW), false);
    assert_eq!(
        stores.commit(delete()).await.stale(),
        Expectation::TopicUnused(history.id)
    );
    stores
        .apply(changes().save_question(question.delete(NOW)))
        .await;
    stores.apply(delete()).await;
    assert_eq!(stores.found_topic(history.id).await, None);
    assert_eq!(stores.titled("history").await, None);
    assert!(stores.titles(10).await.is_empty());
    stores.topic("History").await;
}

/// Topics are listed by title, letter by letter as their code points stand, with how many questions each has, and how
/// many of them can be played.
pub async fn topics_are_listed_with_their_questions(stores: Stores) {
    let history = stores.topic("History").await;
    for title in [
        "zoo",
        "Äpfel",
        "art history",
        "art-history",
        "Art",
        "İstanbul",
    ] {
        stores.topic(title).await;
    }
    stores.question(&history, "When?").await;
    let gone = stores.question(&history, "Where?").await;
    stores
        .apply(changes().save_question(gone.delete(NOW)))
        .await;
    let text = QuestionDraft {
        kind: QuestionKind::Text,
        ..draft("Who?")
    };
    stores.question_like(&history, text).await;
    let expected = [
        "Art",
        "art history",
        "art-history",
        "History",
        "İstanbul",
        "zoo",
        "Äpfel",
    ];
    let mut sorted = expected;
    sorted.sort_by_key(|title| Topic::key_of(title));
    assert_eq!(expected, sorted);
    for limit in [1, 2, 3, 7, 8] {
        assert_eq!(stores.titles(limit).await, expected, "by {limit}");
    }
    let topics = all_pages(10, async |page| stores.topics.list(page).await).await;
    let counts: Vec<_> = topics.iter().map(|(_, questions)| *questions).collect();
    assert_eq!(counts, [0, 0, 0, 2, 0, 0, 0]);
}

/// Of parallel topics of one title one is added.
pub async fn parallel_topics_of_one_title_make_one(stores: Stores) {
    let rivals = (0..10).map(|_| changes().save_topic(stores.new_topic("History"), true));
    let answers = stores.race(rivals).await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 1,
            stale: 9,
            ..Tally::default()
        }
    );
    assert_eq!(stores.titles(10).await, ["History"]);
}

/// A topic is not deleted while a question is added to it: one of the two is stale.
pub async fn a_topic_is_not_deleted_under_a_question(stores: Stores) {
    for n in 0..10 {
        let topic = stores.topic(&format!("Topic {n}")).await;
        let question = stores.new_question(&topic, draft("When?"));
        let rivals = [
            changes().save_topic(topic.clone().delete(NOW), false),
            changes().save_question(question),
        ];
        let answers = stores.race(rivals).await;
        assert_eq!(
            Tally::of(&answers),
            Tally {
                applied: 1,
                stale: 1,
                ..Tally::default()
            }
        );
        assert_eq!(
            stores.found_topic(topic.id).await.is_some(),
            answers[1].is_ok()
        );
    }
}
