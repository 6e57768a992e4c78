//! Quizzes from draft to archive, and who sees what of them.

use super::*;
use ludger_domain::accounts::User;
use ludger_domain::quiz::{Quiz, QuizDraft, QuizSettings, QuizStateError, QuizStatus};
use ludger_ports::read::{QuizFilter, QuizPosition};
use ludger_ports::{Changes, CommitError, Expectation, MockStore, Store};

const NOWHERE: &str = "00000000-0000-7000-8000-999999999999";

impl World {
    /// Mia is somebody, so that she can be an author.
    async fn with_author() -> Self {
        let world = Self::new();
        let (id, now) = (world.mia.principal.user, world.ports.clock.now());
        let user = User::service(id, "mia".parse().unwrap(), now);
        let changes = Changes::at(now).add_user(user);
        world.store.commit(changes).await.unwrap();
        world
    }

    async fn quiz(&self, topic: &Topic, questions: &[&Question]) -> Quiz {
        let create = &self.bank.create_quiz;
        let draft = asks("Capitals", questions);
        create.run(&self.mia, topic.id, draft).await.unwrap()
    }

    async fn step(&self, quiz: &Quiz, step: QuizStep) -> Result<Quiz, ChangeQuizStatusError> {
        let change = &self.bank.change_quiz_status;
        change.run(&self.mia, quiz.id, None, step).await
    }

    async fn seen_by(&self, caller: &Caller, filter: &QuizFilter) -> Vec<ShownQuiz> {
        let page: PageRequest<QuizPosition> = first(10);
        let list = &self.bank.list_quizzes;
        list.run(caller, filter, page).await.unwrap().items
    }
}

fn asks(title: &str, questions: &[&Question]) -> QuizDraft {
    QuizDraft {
        title: title.to_owned(),
        description: String::new(),
        difficulty: 2,
        questions: questions.iter().map(|question| question.id).collect(),
        settings: QuizSettings::default(),
    }
}

#[tokio::test]
async fn a_quiz_goes_from_draft_to_archive_and_back() {
    let world = World::with_author().await;
    let topic = world.topic("Art").await;
    let question = world.question(&topic, "Who?").await;
    let quiz = world.quiz(&topic, &[&question]).await;
    assert_eq!((quiz.status, quiz.version), (QuizStatus::Draft, 1));
    assert_eq!(quiz.author, world.mia.principal.user);
    for (step, status) in [
        (QuizStep::Publish, QuizStatus::Published),
        (QuizStep::Archive, QuizStatus::Archived),
        (QuizStep::Reopen, QuizStatus::Draft),
    ] {
        assert_eq!(world.step(&quiz, step).await.unwrap().status, status);
    }
    let edit = &world.bank.edit_quiz;
    let other = (topic.id, asks("Painters", &[]));
    let edited = edit.run(&world.mia, quiz.id, Some(4), other).await.unwrap();
    assert_eq!((edited.title.as_str(), edited.version), ("Painters", 5));
    let delete = &world.bank.delete_quiz;
    delete.run(&world.mia, quiz.id, Some(5)).await.unwrap();
    let gone = world.bank.find_quiz.run(&world.mia, quiz.id).await;
    assert!(matches!(gone, Err(FindQuizError::NotFound)));
    let told = [
        AuditAction::QuizCreate,
        AuditAction::QuizPublish,
        AuditAction::QuizArchive,
        AuditAction::QuizReopen,
        AuditAction::QuizEdit,
        AuditAction::QuizDelete,
    ];
    assert_eq!(world.told()[2..], told);
}

#[tokio::test]
async fn what_is_published_is_neither_changed_nor_deleted() {
    let world = World::with_author().await;
    let topic = world.topic("Art").await;
    let question = world.question(&topic, "Who?").await;
    let quiz = world.quiz(&topic, &[&question]).await;
    world.step(&quiz, QuizStep::Publish).await.unwrap();
    let refused = QuizStateError {
        is: QuizStatus::Published,
        needed: QuizStatus::Draft,
    };
    let draft = (topic.id, asks("Painters", &[]));
    let edited = world.bank.edit_quiz.run(&world.mia, quiz.id, None, draft);
    assert!(matches!(edited.await, Err(EditQuizError::State(state)) if state == refused));
    let deleted = world.bank.delete_quiz.run(&world.mia, quiz.id, None).await;
    assert!(matches!(deleted, Err(DeleteQuizError::State(state)) if state == refused));
    let again = world.step(&quiz, QuizStep::Publish).await;
    assert!(matches!(again, Err(ChangeQuizStatusError::State(state)) if state == refused));
    let asked = world
        .bank
        .delete_question
        .run(&world.mia, question.id, None);
    assert!(matches!(asked.await, Err(DeleteQuestionError::InUse)));
    let about = world
        .bank
        .delete_topic
        .run(&world.mia, topic.id, None)
        .await;
    assert!(matches!(about, Err(DeleteTopicError::TopicInUse)));
}

#[tokio::test]
async fn every_fault_of_a_quiz_is_told_at_once() {
    let world = World::with_author().await;
    let topic = world.topic("Art").await;
    let question = world.question(&topic, "Who?").await;
    let unknown: ludger_domain::ids::QuestionId = NOWHERE.parse().unwrap();
    let wrong = QuizDraft {
        title: String::new(),
        questions: vec![question.id, unknown],
        ..asks("", &[])
    };
    let nowhere = NOWHERE.parse().unwrap();
    let refused = world.bank.create_quiz.run(&world.mia, nowhere, wrong).await;
    let Err(CreateQuizError::Invalid(faults)) = refused else {
        panic!("{refused:?}")
    };
    let expected = [
        ("/topic", "unknown_topic"),
        ("/questions/1", "unknown_question"),
        ("/title", "required"),
    ];
    assert_eq!(pointers(&faults), expected);
}

#[tokio::test]
async fn a_quiz_is_published_with_questions_that_are_there() {
    let world = World::with_author().await;
    let topic = world.topic("Art").await;
    let empty = world.quiz(&topic, &[]).await;
    let refused = world.step(&empty, QuizStep::Publish).await;
    let Err(ChangeQuizStatusError::Invalid(faults)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        pointers(&faults),
        [("/questions", "quiz_without_questions")]
    );
    let question = world.question(&topic, "Who?").await;
    let quiz = world.quiz(&topic, &[&question]).await;
    let delete = &world.bank.delete_question;
    delete.run(&world.mia, question.id, None).await.unwrap();
    let refused = world.step(&quiz, QuizStep::Publish).await;
    let Err(ChangeQuizStatusError::Invalid(faults)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(pointers(&faults), [("/questions/0", "unknown_question")]);
}

#[tokio::test]
async fn players_see_what_is_published_and_not_what_it_asks() {
    let world = World::with_author().await;
    let ada = caller("ada", Role::Player);
    let topic = world.topic("Art").await;
    let question = world.question(&topic, "Who?").await;
    let quiz = world.quiz(&topic, &[&question]).await;
    let find = &world.bank.find_quiz;
    let hidden = find.run(&ada, quiz.id).await;
    assert!(matches!(hidden, Err(FindQuizError::NotFound)));
    let any = QuizFilter::default();
    assert_eq!(world.seen_by(&ada, &any).await, []);
    assert_eq!(world.seen_by(&world.mia, &any).await.len(), 1);

    let quiz = world.step(&quiz, QuizStep::Publish).await.unwrap();
    let outside = ShownQuiz::Outside(quiz.clone());
    assert_eq!(find.run(&ada, quiz.id).await.unwrap(), outside);
    assert_eq!(world.seen_by(&ada, &any).await, [outside]);
    let whole = ShownQuiz::Whole(quiz.clone());
    assert_eq!(find.run(&world.mia, quiz.id).await.unwrap(), whole);
    let drafts = QuizFilter {
        status: Some(QuizStatus::Draft),
        ..any
    };
    assert_eq!(world.seen_by(&ada, &drafts).await, []);

    let draft = asks("Mine", &[]);
    let refused = world.bank.create_quiz.run(&ada, topic.id, draft).await;
    assert!(matches!(refused, Err(CreateQuizError::Forbidden(_))));
}

#[tokio::test]
async fn an_edit_is_of_the_version_that_was_read() {
    let world = World::with_author().await;
    let topic = world.topic("Art").await;
    let quiz = world.quiz(&topic, &[]).await;
    let draft = (topic.id, asks("Late", &[]));
    let late = world
        .bank
        .edit_quiz
        .run(&world.mia, quiz.id, Some(7), draft);
    let expected = VersionMismatch { current: 1 };
    assert!(matches!(late.await, Err(EditQuizError::VersionMismatch(it)) if it == expected));
}

#[tokio::test]
async fn a_topic_that_goes_meanwhile_is_told_of() {
    let mut door = MockStore::new();
    door.expect_commit().returning(|_| {
        let gone = Expectation::TopicThere(NOWHERE.parse().unwrap());
        Err(CommitError::Stale(gone))
    });
    let world = World::with_author().await;
    let topic = world.topic("Art").await;
    let world = world.behind(Arc::new(door));
    let draft = asks("Late", &[]);
    let refused = world
        .bank
        .create_quiz
        .run(&world.mia, topic.id, draft)
        .await;
    let Err(CreateQuizError::Invalid(faults)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(pointers(&faults), [("/topic", "unknown_topic")]);
}
