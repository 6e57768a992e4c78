//! Questions put together to be played.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, all_pages, changes, hours};
use crate::Expectation;
use crate::read::{QuizFilter, QuizOrder};
use ludger_domain::accounts::User;
use ludger_domain::ids::{QuestionId, QuizId};
use ludger_domain::quiz::{
    Profile, Question, Quiz, QuizDraft, QuizSettings, QuizStatus, ScoringKind, Topic,
};

impl Stores {
    /// A quiz to be added.
    pub(in crate::contract) fn new_put_together(
        &self,
        author: &User,
        topic: &Topic,
        title: &str,
        questions: &[Question],
    ) -> Quiz {
        let draft = asking(title, questions.iter().map(|question| question.id));
        Quiz::new(self.id(), author.id, topic.id, draft, NOW).unwrap()
    }

    /// An author, a topic of three questions, and a draft that asks them.
    async fn draft(&self) -> (User, Topic, Vec<Question>, Quiz) {
        let (ada, topic) = (self.user("ada").await, self.topic("History").await);
        let mut questions = Vec::new();
        for content in ["When?", "Where?", "Who?"] {
            questions.push(self.question(&topic, content).await);
        }
        let quiz = self.new_put_together(&ada, &topic, "Battles", &questions);
        self.apply(changes().save_quiz(quiz.clone())).await;
        (ada, topic, questions, quiz)
    }

    async fn titles_of(&self, filter: &QuizFilter, limit: usize) -> Vec<String> {
        let read = async |page| self.quizzes.list(filter, page).await;
        let found = all_pages(limit, read).await;
        found.into_iter().map(|quiz| quiz.title).collect()
    }

    async fn played(&self, quiz: QuizId) {
        self.apply(changes().count_quiz_played(quiz)).await;
    }
}

fn asking(title: &str, questions: impl IntoIterator<Item = QuestionId>) -> QuizDraft {
    QuizDraft {
        title: title.to_owned(),
        description: format!("All about {title}, with 100% ünïcode."),
        difficulty: 4,
        questions: questions.into_iter().collect(),
        settings: QuizSettings {
            hearts: Some(2),
            question_time_ms: Some(10_000),
            time_limit_ms: None,
            profile: Profile {
                scoring: ScoringKind::HalfLinear,
                first_bonus: true,
                streak_bonus: false,
                penalty: 25,
            },
        },
    }
}

/// A quiz is found with everything that was stored, its questions in their order.
pub async fn a_quiz_reads_back(stores: Stores) {
    let (ada, topic, mut questions, quiz) = stores.draft().await;
    assert_eq!(stores.found_put_together(quiz.id).await, Some(quiz));
    questions.reverse();
    let other = stores.new_put_together(&ada, &topic, "Backwards", &questions);
    stores.apply(changes().save_quiz(other.clone())).await;
    assert_eq!(stores.found_put_together(other.id).await, Some(other));
    let empty = stores.new_put_together(&ada, &topic, "Empty", &[]);
    stores.apply(changes().save_quiz(empty.clone())).await;
    assert_eq!(stores.found_put_together(empty.id).await, Some(empty));
    assert_eq!(stores.found_put_together(stores.id()).await, None);
}

/// An edit replaces everything, its questions too; an older one is stale, and so is a deletion. A deleted quiz is found by
/// its id and in no list.
pub async fn an_edit_changes_all_but_how_often_it_was_played(stores: Stores) {
    let (_, topic, questions, quiz) = stores.draft().await;
    let other = stores.topic("Art").await;
    stores.played(quiz.id).await;
    let fewer = asking("Fewer", [questions[2].id, questions[0].id]);
    let edited = quiz.clone().edit(other.id, fewer, hours(1)).unwrap();
    stores.apply(changes().save_quiz(edited.clone())).await;
    let edited = Quiz {
        play_count: 1,
        ..edited
    };
    let found = stores.found_put_together(quiz.id).await;
    assert_eq!(found.as_ref(), Some(&edited));
    let late = quiz
        .clone()
        .edit(topic.id, asking("Late", []), hours(2))
        .unwrap();
    let late = stores.commit(changes().save_quiz(late)).await;
    assert_eq!(late.stale(), Expectation::QuizAt(quiz.id, 1));
    let gone = edited.delete(hours(3)).unwrap();
    stores.apply(changes().save_quiz(gone.clone())).await;
    assert_eq!(stores.found_put_together(quiz.id).await, Some(gone));
    let all = stores.titles_of(&QuizFilter::default(), 10).await;
    assert!(all.is_empty());
}

/// However many finish at once, each counts, and whoever edits meanwhile is not stale.
pub async fn playing_is_counted_and_meets_nobody(stores: Stores) {
    let (.., quiz) = stores.draft().await;
    let published = quiz.clone().publish(hours(1)).unwrap();
    let played = (0..20).map(|_| changes().count_quiz_played(quiz.id));
    let all = [changes().save_quiz(published)].into_iter().chain(played);
    let answers = stores.race(all).await;
    let applied = Tally {
        applied: 21,
        ..Tally::default()
    };
    assert_eq!(Tally::of(&answers), applied);
    let found = stores.found_put_together(quiz.id).await.unwrap();
    assert_eq!((found.play_count, found.version), (20, 2));
    assert_eq!(found.status, QuizStatus::Published);
}

/// Each filter by itself and with others, newest first, by pages of any length.
pub async fn quizzes_are_filtered_and_paged(stores: Stores) {
    let (ada, history, questions, _) = stores.draft().await;
    let art = stores.topic("Art").await;
    for (title, topic, is_published) in [
        ("50% of Rome", &history, true),
        ("ROMAN art", &art, true),
        ("Paintings", &art, false),
    ] {
        let quiz = stores.new_put_together(&ada, topic, title, &questions);
        stores.apply(changes().save_quiz(quiz.clone())).await;
        if is_published {
            let published = quiz.publish(NOW).unwrap();
            stores.apply(changes().save_quiz(published)).await;
        }
    }
    let none = QuizFilter::default;
    let text = |text: &str| QuizFilter {
        text: Some(text.to_owned()),
        ..none()
    };
    let published = QuizFilter {
        status: Some(QuizStatus::Published),
        ..none()
    };
    let of_art = QuizFilter {
        topic: Some(art.id),
        ..none()
    };
    let both = QuizFilter {
        topic: Some(art.id),
        ..published.clone()
    };
    let table: [(QuizFilter, &[&str]); 7] = [
        (
            none(),
            &["Paintings", "ROMAN art", "50% of Rome", "Battles"],
        ),
        (published, &["ROMAN art", "50% of Rome"]),
        (of_art, &["Paintings", "ROMAN art"]),
        (both, &["ROMAN art"]),
        (text("rom"), &["ROMAN art", "50% of Rome"]),
        (text("about PAINT"), &["Paintings"]),
        (text("nothing like it"), &[]),
    ];
    for (filter, expected) in table {
        for limit in [1, 2, 3, 10] {
            let found = stores.titles_of(&filter, limit).await;
            assert_eq!(found, expected, "{filter:?} by {limit}");
        }
    }
}

/// Those that were played most come first; of equal ones the newer.
pub async fn quizzes_are_listed_by_how_often_they_were_played(stores: Stores) {
    let (ada, topic, questions, battles) = stores.draft().await;
    let mut ids = vec![battles.id];
    for title in ["Kings", "Queens", "Popes"] {
        let quiz = stores.new_put_together(&ada, &topic, title, &questions);
        ids.push(quiz.id);
        stores.apply(changes().save_quiz(quiz)).await;
    }
    for place in [1, 1, 0, 2] {
        stores.played(ids[place]).await;
    }
    let filter = QuizFilter {
        order: QuizOrder::MostPlayed,
        ..QuizFilter::default()
    };
    for limit in [1, 2, 3, 10] {
        let found = stores.titles_of(&filter, limit).await;
        assert_eq!(found, ["Kings", "Queens", "Battles", "Popes"], "{limit}");
    }
}

/// A question stays in the bank as long as a published quiz asks it; a draft or an archived one does not keep it.
pub async fn a_published_question_stays_in_the_bank(stores: Stores) {
    let (.., questions, quiz) = stores.draft().await;
    let published = quiz.publish(NOW).unwrap();
    stores.apply(changes().save_quiz(published.clone())).await;
    let [question, ..] = &questions[..] else {
        panic!("three questions")
    };
    let delete = || changes().save_question(question.clone().delete(NOW));
    let refused = stores.commit(delete()).await.stale();
    assert_eq!(refused, Expectation::QuestionUnpublished(question.id));
    let archived = published.archive(NOW).unwrap();
    stores.apply(changes().save_quiz(archived)).await;
    stores.apply(delete()).await;
}

/// What it asks has to be in the bank when it is published.
pub async fn a_quiz_is_not_published_without_its_questions(stores: Stores) {
    let (.., questions, quiz) = stores.draft().await;
    let gone = questions[1].clone().delete(NOW);
    stores.apply(changes().save_question(gone)).await;
    let published = quiz.clone().publish(NOW).unwrap();
    let refused = stores.commit(changes().save_quiz(published)).await.stale();
    assert_eq!(refused, Expectation::QuestionThere(questions[1].id));
    assert_eq!(stores.found_put_together(quiz.id).await, Some(quiz));
}

/// A topic that a quiz is about stays, as one with questions does; a deleted quiz does not keep it.
pub async fn a_quiz_keeps_its_topic(stores: Stores) {
    let (ada, topic) = (stores.user("ada").await, stores.topic("History").await);
    let quiz = stores.new_put_together(&ada, &topic, "Battles", &[]);
    stores.apply(changes().save_quiz(quiz.clone())).await;
    let delete = || changes().save_topic(topic.clone().delete(NOW), false);
    let refused = stores.commit(delete()).await.stale();
    assert_eq!(refused, Expectation::TopicUnused(topic.id));
    let gone = quiz.delete(NOW).unwrap();
    stores.apply(changes().save_quiz(gone)).await;
    stores.apply(delete()).await;
    let late = stores.new_put_together(&ada, &topic, "Late", &[]);
    let refused = stores.commit(changes().save_quiz(late)).await.stale();
    assert_eq!(refused, Expectation::TopicThere(topic.id));
}

/// An author and questions that there are not cannot be written.
pub async fn a_quiz_points_to_what_is_there(stores: Stores) {
    let (ada, topic) = (stores.user("ada").await, stores.topic("History").await);
    let quiz = stores.new_put_together(&ada, &topic, "Battles", &[]);
    let nobodys = Quiz {
        author: stores.id(),
        ..quiz.clone()
    };
    stores.commit(changes().save_quiz(nobodys)).await.rejected();
    let asks_nothing_known = Quiz {
        questions: vec![stores.id()],
        ..quiz
    };
    let unknown = changes().save_quiz(asks_nothing_known);
    stores.commit(unknown).await.rejected();
}

/// Of a publication and the deletion of one of its questions, one is stale.
pub async fn a_quiz_is_not_published_under_a_deletion(stores: Stores) {
    let (ada, topic) = (stores.user("ada").await, stores.topic("History").await);
    for n in 0..10 {
        let question = stores.question(&topic, &format!("Question {n}?")).await;
        let asked = std::slice::from_ref(&question);
        let quiz = stores.new_put_together(&ada, &topic, "Battles", asked);
        stores.apply(changes().save_quiz(quiz.clone())).await;
        let rivals = [
            changes().save_quiz(quiz.publish(NOW).unwrap()),
            changes().save_question(question.delete(NOW)),
        ];
        let answers = stores.race(rivals).await;
        let one = Tally {
            applied: 1,
            stale: 1,
            ..Tally::default()
        };
        assert_eq!(Tally::of(&answers), one);
    }
}
