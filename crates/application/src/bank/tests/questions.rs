use super::*;
use ludger_domain::ids::{QuestionId, TopicId};
use ludger_domain::quiz::{Difficulty, QuestionKind};

fn nowhere<I: std::str::FromStr<Err: std::fmt::Debug>>() -> I {
    "00000000-0000-7000-8000-999999999999".parse().unwrap()
}

#[tokio::test]
async fn a_question_is_made_changed_and_deleted() {
    let world = World::new();
    let (art, maths) = (world.topic("Art").await, world.topic("Maths").await);
    let made = world.question(&art, "Who?").await;
    let (bank, mia) = (&world.bank, &world.mia);
    let edited = bank
        .edit_question
        .run(mia, made.id, Some(1), (maths.id, asking("Why?")))
        .await
        .unwrap();
    assert_eq!(
        (edited.topic, edited.content.as_str(), edited.version),
        (maths.id, "Why?", 2)
    );
    assert_ne!(edited.answers[0].id, made.answers[0].id);
    assert_eq!(bank.find_question.run(mia, made.id).await.unwrap(), edited);
    bank.delete_question
        .run(mia, made.id, Some(2))
        .await
        .unwrap();
    let found = bank.find_question.run(mia, made.id).await;
    assert!(matches!(found, Err(FindQuestionError::NotFound)));
    let edited = bank
        .edit_question
        .run(mia, made.id, None, (art.id, asking("Who?")))
        .await;
    assert!(matches!(edited, Err(EditQuestionError::NotFound)));
    let deleted = bank.delete_question.run(mia, made.id, None).await;
    assert!(matches!(deleted, Err(DeleteQuestionError::NotFound)));
    let told = [
        AuditAction::QuestionCreate,
        AuditAction::QuestionEdit,
        AuditAction::QuestionDelete,
    ];
    assert_eq!(world.told()[2..], told);
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once() {
    let world = World::new();
    let art = world.topic("Art").await;
    let (bank, mia) = (&world.bank, &world.mia);
    let made = bank.create_question.run(mia, nowhere(), asking(" ")).await;
    let Err(CreateQuestionError::Invalid(faults)) = made else {
        panic!("{made:?}")
    };
    assert_eq!(
        pointers(&faults),
        [("/topic", "unknown_topic"), ("/content", "required")]
    );
    let question = world.question(&art, "Who?").await;
    let other = QuestionDraft {
        kind: QuestionKind::Text,
        points: 0,
        ..asking("Who?")
    };
    let edited = bank
        .edit_question
        .run(mia, question.id, None, (nowhere(), other))
        .await;
    let Err(EditQuestionError::Invalid(faults)) = edited else {
        panic!("{edited:?}")
    };
    let expected = [
        ("/topic", "unknown_topic"),
        ("/kind", "kind_is_fixed"),
        ("/points", "out_of_range"),
    ];
    assert_eq!(pointers(&faults), expected);
}

#[tokio::test]
async fn a_topic_that_goes_meanwhile_takes_no_question() {
    let world = World::new();
    let art = world.topic("Art").await;
    let mut topics = ludger_ports::read::MockTopics::new();
    let seen = art.clone();
    topics
        .expect_find()
        .returning(move |_| Ok(Some(seen.clone())));
    world
        .bank
        .delete_topic
        .run(&world.mia, art.id, None)
        .await
        .unwrap();
    let ports = Ports {
        topics: Arc::new(topics),
        ..world.ports.clone()
    };
    let made = Bank::new(&ports)
        .create_question
        .run(&world.mia, art.id, asking("Who?"))
        .await;
    let Err(CreateQuestionError::Invalid(faults)) = made else {
        panic!("{made:?}")
    };
    assert_eq!(pointers(&faults), [("/topic", "unknown_topic")]);
}

#[tokio::test]
async fn who_has_seen_another_version_changes_nothing() {
    let world = World::new();
    let art = world.topic("Art").await;
    let question = world.question(&art, "Who?").await;
    let (bank, mia) = (&world.bank, &world.mia);
    let edit = |expected| {
        bank.edit_question
            .run(mia, question.id, expected, (art.id, asking("Why?")))
    };
    edit(Some(1)).await.unwrap();
    let current = VersionMismatch { current: 2 };
    let edited = edit(Some(1)).await;
    assert!(matches!(edited, Err(EditQuestionError::VersionMismatch(it)) if it == current));
    let deleted = bank.delete_question.run(mia, question.id, Some(3)).await;
    assert!(matches!(deleted, Err(DeleteQuestionError::VersionMismatch(it)) if it == current));
}

#[tokio::test]
async fn right_answers_are_for_keepers_of_the_bank() {
    let world = World::new();
    let art = world.topic("Art").await;
    let question = world.question(&art, "Who?").await;
    let (bank, ada) = (&world.bank, caller("ada", Role::Player));
    let made = bank
        .create_question
        .run(&ada, art.id, asking("Mine?"))
        .await;
    assert!(matches!(made, Err(CreateQuestionError::Forbidden(_))));
    let edited = bank
        .edit_question
        .run(&ada, question.id, None, (art.id, asking("Mine?")))
        .await;
    assert!(matches!(edited, Err(EditQuestionError::Forbidden(_))));
    let deleted = bank.delete_question.run(&ada, question.id, None).await;
    assert!(matches!(deleted, Err(DeleteQuestionError::Forbidden(_))));
    let found = bank.find_question.run(&ada, question.id).await;
    assert!(matches!(found, Err(FindQuestionError::Forbidden(_))));
    let page = first(10);
    let listed = bank
        .list_questions
        .run(&ada, &QuestionFilter::default(), page)
        .await;
    assert!(matches!(listed, Err(ListQuestionsError::Forbidden(_))));
    let export = bank
        .export
        .run(Keeper::Caller(&ada), crate::formats::Format::Json, None)
        .await;
    assert!(matches!(export, Err(ExportError::Forbidden(_))));
    assert_eq!(world.questions().await, [question]);
}

/// Filters, each with how many questions of [`a_list_shows_what_passes_its_filter`] pass it.
fn filters(maths: TopicId) -> [(QuestionFilter, usize); 6] {
    let any = QuestionFilter::default;
    let of = |topic| QuestionFilter {
        topic: Some(topic),
        ..any()
    };
    let kind = Some(QuestionKind::Multiple);
    let text = Some("WHO".to_owned());
    let difficulty = Difficulty::new(5);
    [
        (any(), 3),
        (of(maths), 2),
        (of(nowhere()), 0),
        (QuestionFilter { kind, ..any() }, 1),
        (QuestionFilter { text, ..any() }, 2),
        (
            QuestionFilter {
                difficulty,
                ..any()
            },
            1,
        ),
    ]
}

#[tokio::test]
async fn a_list_shows_what_passes_its_filter() {
    let world = World::new();
    let (art, maths) = (world.topic("Art").await, world.topic("Maths").await);
    world.question(&art, "Who painted it?").await;
    world.question(&maths, "Who counted it?").await;
    let hard = QuestionDraft {
        difficulty: 5,
        kind: QuestionKind::Multiple,
        ..asking("How?")
    };
    world
        .bank
        .create_question
        .run(&world.mia, maths.id, hard)
        .await
        .unwrap();
    for (filter, expected) in filters(maths.id) {
        let page = first(10);
        let listed = world
            .bank
            .list_questions
            .run(&world.mia, &filter, page)
            .await
            .unwrap();
        assert_eq!(listed.items.len(), expected, "{filter:?}");
    }
    let unknown = world
        .bank
        .find_question
        .run(&world.mia, nowhere::<QuestionId>())
        .await;
    assert!(matches!(unknown, Err(FindQuestionError::NotFound)));
}
