//! The questions of the bank, one by one.

use super::Stores;
use super::answers::Expected;
use super::builders::{NOW, changes, draft, first, hours};
use crate::Expectation;
use crate::read::QuestionFilter;
use ludger_domain::quiz::{AnswerDraft, QuestionDraft, QuestionKind};

/// One draft of each kind, with all that an answer can have.
pub(super) fn drafts() -> Vec<QuestionDraft> {
    let answer = |content: &str, counterpart: Option<&str>| AnswerDraft {
        content: content.to_owned(),
        is_correct: true,
        counterpart: counterpart.map(str::to_owned),
        weight: Some(-33_333),
        feedback: Some("Ünïcode;\n'quoted' -- \"text\"".to_owned()),
    };
    let of = |kind, answers| QuestionDraft {
        kind,
        answers,
        ..draft(&format!("A question of kind {kind:?}?"))
    };
    let wrong = |content: &str| AnswerDraft {
        is_correct: false,
        ..answer(content, None)
    };
    vec![
        of(
            QuestionKind::Single,
            vec![wrong("z"), answer("a", None), wrong("m")],
        ),
        of(
            QuestionKind::Multiple,
            vec![answer("z", None), answer("a", None), wrong("m")],
        ),
        of(
            QuestionKind::TrueFalse,
            vec![answer("True", None), wrong("False")],
        ),
        of(
            QuestionKind::Text,
            vec![answer("Zürich", None), answer("Zurich", None)],
        ),
        of(
            QuestionKind::Numeric,
            vec![answer("-1.50", Some("2")), answer("7", None)],
        ),
        of(
            QuestionKind::Order,
            vec![answer("second", None), answer("first", None)],
        ),
        of(
            QuestionKind::Match,
            vec![
                answer("France", Some("Paris")),
                answer("Chad", Some("N'Djamena")),
            ],
        ),
    ]
}

/// A question of any kind reads back as it was written, its answers in the author's order.
pub async fn a_question_reads_back(stores: Stores) {
    let topic = stores.topic("History").await;
    let mut ids = Vec::new();
    for draft in drafts() {
        let question = stores.question_like(&topic, draft).await;
        assert_eq!(
            stores.found_question(question.id).await.as_ref(),
            Some(&question)
        );
        ids.push(question.id);
    }
    ids.push(stores.id());
    let mut found = stores.questions.find_all(&ids).await.unwrap();
    found.sort_by_key(|question| question.id);
    assert_eq!(
        found.iter().map(|question| question.id).collect::<Vec<_>>(),
        ids[..7]
    );
    assert_eq!(found[6].answers.len(), 2);
    assert!(stores.questions.find_all(&[]).await.unwrap().is_empty());
    assert!(stores.found_question(stores.id()).await.is_none());
}

/// An edit changes every field and replaces the answers; one that was decided on an older version is stale.
pub async fn a_question_is_edited(stores: Stores) {
    let (history, art) = (stores.topic("History").await, stores.topic("Art").await);
    let before = stores.question(&history, "When?").await;
    let edit = |content: &str| {
        let draft = QuestionDraft {
            difficulty: 5,
            points: 7,
            tags: vec![],
            ..draft(content)
        };
        before.clone().edit(art.id, draft, || stores.id()).unwrap()
    };
    let after = edit("Where?");
    stores.apply(changes().save_question(after.clone())).await;
    assert_eq!(stores.found_question(before.id).await, Some(after));
    let late = stores.commit(changes().save_question(edit("Who?"))).await;
    assert_eq!(late.stale(), Expectation::QuestionAt(before.id, 1));
    assert_eq!(
        stores.questions.content_keys(history.id).await.unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(
        stores.questions.content_keys(art.id).await.unwrap(),
        [edit("Where?").content_key()]
    );
}

/// A deleted question is found by its id, and nowhere else.
pub async fn a_deleted_question_is_found_by_id_alone(stores: Stores) {
    let topic = stores.topic("History").await;
    let gone = stores.question(&topic, "When?").await.delete(hours(1));
    stores.apply(changes().save_question(gone.clone())).await;
    assert_eq!(stores.found_question(gone.id).await, Some(gone.clone()));
    assert_eq!(stores.questions.find_all(&[gone.id]).await.unwrap(), [gone]);
    let filter = QuestionFilter::default();
    assert_eq!(
        stores
            .questions
            .list(&filter, first(10))
            .await
            .unwrap()
            .items,
        []
    );
    assert!(
        stores
            .questions
            .content_keys(topic.id)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        stores
            .questions
            .export(None, first(10))
            .await
            .unwrap()
            .items
            .is_empty()
    );
    assert!(stores.drawable(&[], 1, 5).await.is_empty());
}

/// A question belongs to a topic that is there.
pub async fn a_question_needs_its_topic(stores: Stores) {
    let nowhere = stores.new_topic("Nowhere");
    let question = stores.new_question(&nowhere, draft("When?"));
    let stale = stores
        .commit(changes().save_question(question.clone()))
        .await
        .stale();
    assert_eq!(stale, Expectation::TopicThere(nowhere.id));
    stores
        .apply(changes().save_topic(nowhere, true).save_question(question))
        .await;
}

/// A question is written once, and so is an answer.
pub async fn questions_and_answers_are_unique(stores: Stores) {
    let topic = stores.topic("History").await;
    let one = stores.question(&topic, "When?").await;
    let mut two = stores.new_question(&topic, draft("Where?"));
    stores
        .commit(changes().save_question(one.clone()))
        .await
        .rejected();
    two.answers[3].id = one.answers[0].id;
    stores
        .commit(changes().save_question(two.clone()))
        .await
        .rejected();
    two.answers[3].id = stores.id();
    stores.apply(changes().save_question(two)).await;
    stores.apply(changes().save_question(one.delete(NOW))).await;
}
