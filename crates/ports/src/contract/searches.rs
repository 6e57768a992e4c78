//! Which questions of the bank are found.

use super::Stores;
use super::builders::{NOW, all_pages, changes, draft};
use super::questions::drafts;
use crate::read::{Draw, QuestionFilter};
use ludger_domain::ids::QuestionId;
use ludger_domain::quiz::{Difficulty, QuestionDraft, QuestionKind, Star, Topic};

/// Each filter by itself and with others, by pages of any length, oldest first.
pub async fn questions_are_filtered_and_paged(stores: Stores) {
    let (history, art) = (stores.topic("History").await, stores.topic("Art").await);
    let mut ids = Vec::new();
    for (n, draft) in drafts().into_iter().enumerate() {
        let difficulty = i64::try_from(n % 5 + 1).unwrap();
        let content = format!("{} {}", draft.content, ["50% of", "a_b", "a b"][n % 3]);
        let topic = if n < 4 { &history } else { &art };
        let draft = QuestionDraft {
            difficulty,
            content,
            ..draft
        };
        ids.push(stores.question_like(topic, draft).await.id);
    }
    let table = [
        (by(|_| ()), vec![0, 1, 2, 3, 4, 5, 6]),
        (by(|f| f.topic = Some(art.id)), vec![4, 5, 6]),
        (by(|f| f.kind = Some(QuestionKind::TrueFalse)), vec![2]),
        (by(|f| f.difficulty = Difficulty::new(1)), vec![0, 5]),
        (text("KIND true"), vec![2]),
        (text("a_b"), vec![1, 4]),
        (text("0%"), vec![0, 3, 6]),
        (text("%"), vec![0, 3, 6]),
        (text("nothing like it"), vec![]),
        (
            QuestionFilter {
                topic: Some(history.id),
                ..text("50%")
            },
            vec![0, 3],
        ),
    ];
    for (filter, places) in table {
        let expected: Vec<_> = places.into_iter().map(|place: usize| ids[place]).collect();
        for limit in [1, 2, 10] {
            let read = async |page| stores.questions.list(&filter, page).await;
            let found: Vec<_> = all_pages(limit, read)
                .await
                .iter()
                .map(|question| question.id)
                .collect();
            assert_eq!(found, expected, "{filter:?} by {limit}");
        }
    }
}

impl Stores {
    pub(super) async fn drawable(&self, topics: &[&Topic], min: i64, max: i64) -> Vec<QuestionId> {
        let topics = topics.iter().map(|topic| topic.id).collect();
        let (difficulty_min, difficulty_max) =
            (Difficulty::new(min).unwrap(), Difficulty::new(max).unwrap());
        self.questions
            .drawable(&Draw {
                topics,
                difficulty_min,
                difficulty_max,
            })
            .await
            .unwrap()
    }
}

/// By tag, window, star and media, each by itself and with others.
pub async fn questions_are_filtered_by_what_is_around_them(stores: Stores) {
    let (ada, topic) = (stores.user("ada").await, stores.topic("History").await);
    let mut ids = Vec::new();
    for (difficulty, tags, has_media) in [
        (1, vec!["rome", "old"], true),
        (2, vec!["rome antique"], false),
        (3, vec!["it's \"quoted\"", "ünïcode"], true),
        (5, vec![], false),
    ] {
        let draft = draft(&format!("Question {difficulty}?"));
        let draft = QuestionDraft {
            difficulty,
            tags: tags.into_iter().map(str::to_owned).collect(),
            media: draft.media.iter().filter(|_| has_media).cloned().collect(),
            ..draft
        };
        ids.push(stores.question_like(&topic, draft).await.id);
    }
    let star = Star {
        user: ada.id,
        question: ids[1],
        starred_at: NOW,
    };
    stores.apply(changes().star(star)).await;
    let tag = |tag: &str| by(|f| f.tag = Some(tag.to_owned()));
    let table = [
        (tag("rome"), vec![0]),
        (tag("rome antique"), vec![1]),
        (tag("it's \"quoted\""), vec![2]),
        (tag("ünïcode"), vec![2]),
        (tag("r"), vec![]),
        (by(|f| f.difficulty_min = Difficulty::new(3)), vec![2, 3]),
        (by(|f| f.difficulty_max = Difficulty::new(2)), vec![0, 1]),
        (by(|f| f.starred_by = Some(ada.id)), vec![1]),
        (by(|f| f.starred_by = Some(stores.id())), vec![]),
        (by(|f| f.has_media = Some(true)), vec![0, 2]),
        (by(|f| f.has_media = Some(false)), vec![1, 3]),
        (
            by(|f| {
                f.difficulty_min = Difficulty::new(2);
                f.difficulty_max = Difficulty::new(3);
                f.has_media = Some(true);
            }),
            vec![2],
        ),
    ];
    for (filter, places) in table {
        let expected: Vec<_> = places.into_iter().map(|place: usize| ids[place]).collect();
        for limit in [1, 10] {
            let read = async |page| stores.questions.list(&filter, page).await;
            let found = all_pages(limit, read).await;
            let found: Vec<_> = found.iter().map(|question| question.id).collect();
            assert_eq!(found, expected, "{filter:?} by {limit}");
        }
    }
}

/// A draw takes what can be played, of these topics and difficulties, ascending.
pub async fn a_draw_takes_what_can_be_played(stores: Stores) {
    let (history, art) = (stores.topic("History").await, stores.topic("Art").await);
    let mut ids = Vec::new();
    for (topic, difficulty) in [
        (&history, 1),
        (&art, 2),
        (&history, 3),
        (&art, 4),
        (&history, 5),
    ] {
        let draft = QuestionDraft {
            difficulty,
            ..draft(&format!("Question {difficulty}"))
        };
        ids.push(stores.question_like(topic, draft).await.id);
    }
    assert_eq!(stores.drawable(&[], 1, 5).await, ids);
    assert_eq!(
        stores.drawable(&[&history], 1, 5).await,
        [ids[0], ids[2], ids[4]]
    );
    assert_eq!(stores.drawable(&[&history, &art], 2, 4).await, ids[1..4]);
    assert_eq!(stores.drawable(&[&art], 5, 5).await, []);
}

/// The content keys of a topic are those of its own questions.
pub async fn content_keys_are_of_one_topic(stores: Stores) {
    let (history, art) = (stores.topic("History").await, stores.topic("Art").await);
    let one = stores.question(&history, "When  WAS it?").await;
    let two = stores.question(&history, "Where?").await;
    stores.question(&art, "Who?").await;
    let mut keys = stores.questions.content_keys(history.id).await.unwrap();
    keys.sort_unstable();
    assert_eq!(keys, [one.content_key(), two.content_key()]);
    assert!(keys[0].starts_with("single when was it? | "), "{}", keys[0]);
}

fn by(set: impl FnOnce(&mut QuestionFilter)) -> QuestionFilter {
    let mut filter = QuestionFilter::default();
    set(&mut filter);
    filter
}

fn text(text: &str) -> QuestionFilter {
    by(|filter| filter.text = Some(text.to_owned()))
}
