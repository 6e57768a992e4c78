//! The questions of the bank.

use super::Stores;
use super::answers::Expected;
use super::builders::{NOW, all_pages, changes, draft, first, hours};
use crate::Expectation;
use crate::read::{Draw, QuestionFilter};
use ludger_domain::ids::QuestionId;
use ludger_domain::quiz::{AnswerDraft, Difficulty, QuestionDraft, QuestionKind, Topic};

/// One draft of each kind, with all that an answer can have.
fn drafts() -> Vec<QuestionDraft> {
    let answer = |content: &str, counterpart: Option<&str>| AnswerDraft {
        content: content.to_owned(),
        is_correct: true,
        counterpart: counterpart.map(str::to_owned),
        weight: Some(-33_333),
        feedback: Some("Ünïcode;\n'quoted' -- \"text\"".to_owned()),
    };
    let of = |kind, answers| QuestionDraft { kind, answers, ..draft(&format!("A question of kind {kind:?}?")) };
    let wrong = |content: &str| AnswerDraft { is_correct: false, ..answer(content, None) };
    vec![
        of(QuestionKind::Single, vec![wrong("z"), answer("a", None), wrong("m")]),
        of(QuestionKind::Multiple, vec![answer("z", None), answer("a", None), wrong("m")]),
        of(QuestionKind::TrueFalse, vec![answer("True", None), wrong("False")]),
        of(QuestionKind::Text, vec![answer("Zürich", None), answer("Zurich", None)]),
        of(QuestionKind::Numeric, vec![answer("-1.50", Some("2")), answer("7", None)]),
        of(QuestionKind::Order, vec![answer("second", None), answer("first", None)]),
        of(QuestionKind::Match, vec![answer("France", Some("Paris")), answer("Chad", Some("N'Djamena"))]),
    ]
}

/// A question of any kind reads back as it was written, its answers in the author's order.
pub async fn a_question_reads_back(stores: Stores) {
    let topic = stores.topic("History").await;
    let mut ids = Vec::new();
    for draft in drafts() {
        let question = stores.question_like(&topic, draft).await;
        assert_eq!(stores.questions.find(question.id).await.unwrap().as_ref(), Some(&question));
        ids.push(question.id);
    }
    ids.push(stores.id());
    let mut found = stores.questions.find_all(&ids).await.unwrap();
    found.sort_by_key(|question| question.id);
    assert_eq!(found.iter().map(|question| question.id).collect::<Vec<_>>(), ids[..7]);
    assert_eq!(found[6].answers.len(), 2);
    assert!(stores.questions.find_all(&[]).await.unwrap().is_empty());
    assert!(stores.questions.find(stores.id()).await.unwrap().is_none());
}

/// An edit changes every field and replaces the answers; one that was decided on an older version is stale.
pub async fn a_question_is_edited(stores: Stores) {
    let (history, art) = (stores.topic("History").await, stores.topic("Art").await);
    let before = stores.question(&history, "When?").await;
    let edit = |content: &str| {
        let draft = QuestionDraft { difficulty: 5, points: 7, tags: vec![], ..draft(content) };
        before.clone().edit(art.id, draft, || stores.id()).unwrap()
    };
    let after = edit("Where?");
    stores.apply(changes().save_question(after.clone())).await;
    assert_eq!(stores.questions.find(before.id).await.unwrap(), Some(after));
    let late = stores.commit(changes().save_question(edit("Who?"))).await;
    assert_eq!(late.stale(), Expectation::QuestionAt(before.id, 1));
    assert_eq!(stores.questions.content_keys(history.id).await.unwrap(), Vec::<String>::new());
    assert_eq!(stores.questions.content_keys(art.id).await.unwrap(), ["single where?"]);
}

/// A deleted question is found by its id, and nowhere else.
pub async fn a_deleted_question_is_found_by_id_alone(stores: Stores) {
    let topic = stores.topic("History").await;
    let gone = stores.question(&topic, "When?").await.delete(hours(1));
    stores.apply(changes().save_question(gone.clone())).await;
    assert_eq!(stores.questions.find(gone.id).await.unwrap(), Some(gone.clone()));
    assert_eq!(stores.questions.find_all(&[gone.id]).await.unwrap(), [gone]);
    let filter = QuestionFilter::default();
    assert_eq!(stores.questions.list(&filter, first(10)).await.unwrap().items, []);
    assert!(stores.questions.content_keys(topic.id).await.unwrap().is_empty());
    assert!(stores.questions.export(None, first(10)).await.unwrap().items.is_empty());
    assert!(stores.drawable(&[], 1, 5).await.is_empty());
}

/// A question belongs to a topic that is there.
pub async fn a_question_needs_its_topic(stores: Stores) {
    let nowhere = stores.new_topic("Nowhere");
    let question = stores.new_question(&nowhere, draft("When?"));
    let stale = stores.commit(changes().save_question(question.clone())).await.stale();
    assert_eq!(stale, Expectation::TopicThere(nowhere.id));
    stores.apply(changes().save_topic(nowhere, true).save_question(question)).await;
}

/// Each filter by itself and with others, by pages of any length, oldest first.
pub async fn questions_are_filtered_and_paged(stores: Stores) {
    let (history, art) = (stores.topic("History").await, stores.topic("Art").await);
    let mut ids = Vec::new();
    for (n, draft) in drafts().into_iter().enumerate() {
        let difficulty = i64::try_from(n % 5 + 1).unwrap();
        let content = format!("{} {}", draft.content, ["50% of", "a_b", "a b"][n % 3]);
        let topic = if n < 4 { &history } else { &art };
        ids.push(stores.question_like(topic, QuestionDraft { difficulty, content, ..draft }).await.id);
    }
    let all = QuestionFilter::default;
    let text = |text: &str| QuestionFilter { text: Some(text.to_owned()), ..all() };
    let table = [
        (all(), vec![0, 1, 2, 3, 4, 5, 6]),
        (QuestionFilter { topic: Some(art.id), ..all() }, vec![4, 5, 6]),
        (QuestionFilter { kind: Some(QuestionKind::TrueFalse), ..all() }, vec![2]),
        (QuestionFilter { difficulty: Difficulty::new(1), ..all() }, vec![0, 5]),
        (text("KIND true"), vec![2]),
        (text("a_b"), vec![1, 4]),
        (text("0%"), vec![0, 3, 6]),
        (text("%"), vec![0, 3, 6]),
        (text("nothing like it"), vec![]),
        (QuestionFilter { topic: Some(history.id), ..text("50%") }, vec![0, 3]),
    ];
    for (filter, places) in table {
        let expected: Vec<_> = places.into_iter().map(|place: usize| ids[place]).collect();
        for limit in [1, 2, 10] {
            let read = async |page| stores.questions.list(&filter, page).await;
            let found: Vec<_> = all_pages(limit, read).await.iter().map(|question| question.id).collect();
            assert_eq!(found, expected, "{filter:?} by {limit}");
        }
    }
}

impl Stores {
    async fn drawable(&self, topics: &[&Topic], min: i64, max: i64) -> Vec<QuestionId> {
        let topics = topics.iter().map(|topic| topic.id).collect();
        let (difficulty_min, difficulty_max) = (Difficulty::new(min).unwrap(), Difficulty::new(max).unwrap());
        self.questions.drawable(&Draw { topics, difficulty_min, difficulty_max }).await.unwrap()
    }
}

/// A draw takes what can be played, of these topics and difficulties, ascending.
pub async fn a_draw_takes_what_can_be_played(stores: Stores) {
    let (history, art) = (stores.topic("History").await, stores.topic("Art").await);
    let mut ids = Vec::new();
    for (topic, difficulty) in [(&history, 1), (&art, 2), (&history, 3), (&art, 4), (&history, 5)] {
        let draft = QuestionDraft { difficulty, ..draft(&format!("Question {difficulty}")) };
        ids.push(stores.question_like(topic, draft).await.id);
    }
    for draft in drafts().into_iter().filter(|draft| !draft.kind.is_playable()) {
        stores.question_like(&history, draft).await;
    }
    assert_eq!(stores.drawable(&[], 1, 5).await, ids);
    assert_eq!(stores.drawable(&[&history], 1, 5).await, [ids[0], ids[2], ids[4]]);
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
    assert_eq!(keys[0], "single when was it?");
}

/// A question is written once, and so is an answer.
pub async fn questions_and_answers_are_unique(stores: Stores) {
    let topic = stores.topic("History").await;
    let one = stores.question(&topic, "When?").await;
    let mut two = stores.new_question(&topic, draft("Where?"));
    stores.commit(changes().save_question(one.clone())).await.rejected();
    two.answers[3].id = one.answers[0].id;
    stores.commit(changes().save_question(two.clone())).await.rejected();
    two.answers[3].id = stores.id();
    stores.apply(changes().save_question(two)).await;
    stores.apply(changes().save_question(one.delete(NOW))).await;
}
