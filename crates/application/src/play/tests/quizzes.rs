//! Sessions of a quiz.

use super::*;
use crate::bank::QuizStep;
use ludger_domain::ids::QuizId;
use ludger_domain::quiz::{Quiz, QuizDraft, QuizSettings, ScoringKind};
use ludger_ports::read::{QuestionFilter, Quizzes};

impl World {
    /// A draft that asks all that is in the bank, the newest first.
    async fn quiz(&self, settings: QuizSettings) -> Quiz {
        let (filter, page) = (QuestionFilter::default(), first(100));
        let listed = Questions::list(&*self.store, &filter, page).await.unwrap();
        let mut questions: Vec<_> = listed.items.iter().map(|question| question.id).collect();
        questions.sort_unstable_by(|one, other| other.cmp(one));
        let draft = QuizDraft {
            title: "All sums".to_owned(),
            description: String::new(),
            difficulty: 2,
            questions,
            settings,
        };
        let topic = listed.items[0].topic;
        let create = &self.bank.create_quiz;
        create.run(&self.mia, topic, draft).await.unwrap()
    }

    async fn moves(&self, quiz: QuizId, step: QuizStep) {
        let change = &self.bank.change_quiz_status;
        change.run(&self.mia, quiz, None, step).await.unwrap();
    }

    async fn starts(&self, quiz: QuizId) -> Result<Started, StartError> {
        let request = SessionRequest {
            quiz: Some(quiz),
            ..SessionRequest::default()
        };
        self.play.start.run(&self.ada, request).await
    }

    async fn play_count(&self, quiz: QuizId) -> i64 {
        let found = Quizzes::find(&*self.store, quiz).await.unwrap();
        found.unwrap().play_count
    }
}

#[tokio::test]
async fn a_quiz_is_played_in_its_order_by_its_rules() {
    let world = World::with(5).await;
    let mut settings = QuizSettings {
        hearts: Some(1),
        time_limit_ms: Some(60_000),
        ..QuizSettings::default()
    };
    settings.profile.scoring = ScoringKind::Flat;
    let quiz = world.quiz(settings).await;
    world.moves(quiz.id, QuizStep::Publish).await;
    let session = world.starts(quiz.id).await.unwrap().session;
    assert_eq!((session.quiz, session.hearts_left), (Some(quiz.id), 1));
    assert_eq!(session.rules.time_limit_ms, Some(60_000));
    assert_eq!(world.stored(session.id).await.questions, quiz.questions);
    let told = world.play_all(session.id, "rrrr", 9_000).await;
    let points: Vec<_> = told
        .iter()
        .map(|told| told.verdict().points_awarded)
        .collect();
    assert_eq!(points, [100; 4]);
    assert_eq!(world.play_count(quiz.id).await, 0, "it goes on");
    world.play(session.id, false, 1_000).await;
    assert_eq!(world.play_count(quiz.id).await, 1);
}

#[tokio::test]
async fn a_session_that_is_left_counts_as_no_play() {
    let world = World::with(5).await;
    let quiz = world.quiz(QuizSettings::default()).await;
    world.moves(quiz.id, QuizStep::Publish).await;
    let session = world.starts(quiz.id).await.unwrap().session;
    world.act(session.id, Deed::Leave).await.unwrap();
    assert_eq!(world.play_count(quiz.id).await, 0);
}

#[tokio::test]
async fn only_a_published_quiz_is_played() {
    let world = World::with(5).await;
    let quiz = world.quiz(QuizSettings::default()).await;
    let refused = async |id| match world.starts(id).await {
        Err(StartError::Invalid(faults)) => (faults.0[0].pointer.clone(), faults.0[0].code.clone()),
        other => panic!("{other:?}"),
    };
    let unknown = ("/quiz".to_owned(), "unknown_quiz".to_owned());
    assert_eq!(refused(world.ports.ids.next().into()).await, unknown);
    assert_eq!(refused(quiz.id).await, unknown, "a draft");
    world.moves(quiz.id, QuizStep::Publish).await;
    let session = world.starts(quiz.id).await.unwrap().session;
    world.moves(quiz.id, QuizStep::Archive).await;
    // What was begun goes on, and nobody begins another.
    world.play_all(session.id, "rrrrr", 1_000).await;
    assert_eq!(world.play_count(quiz.id).await, 1);
    assert_eq!(refused(quiz.id).await, unknown, "archived");
}
