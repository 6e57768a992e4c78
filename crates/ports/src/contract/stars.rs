//! What users want to come back to.

use super::Stores;
use super::answers::Expected;
use super::builders::{all_pages, changes, hours, played};
use ludger_domain::accounts::User;
use ludger_domain::ids::QuestionId;
use ludger_domain::quiz::{Question, Star};

impl Stores {
    async fn three_questions(&self) -> Vec<Question> {
        let topic = self.topic("History").await;
        let mut questions = Vec::new();
        for content in ["When?", "Where?", "Who?"] {
            questions.push(self.question(&topic, content).await);
        }
        questions
    }

    async fn starred(&self, user: &User, question: &Question, hour: i64) {
        self.apply(changes().star(star(user, question, hour))).await;
    }

    async fn stars_of(&self, user: &User, limit: usize) -> Vec<(QuestionId, i64)> {
        let read = async |page| self.stars.list(user.id, page).await;
        let stars = all_pages(limit, read).await.into_iter();
        let hour = |star: &Star| (0..100).find(|hour| star.starred_at == hours(*hour));
        stars
            .map(|star| (star.question, hour(&star).unwrap()))
            .collect()
    }
}

fn star(user: &User, question: &Question, hour: i64) -> Star {
    Star {
        user: user.id,
        question: question.id,
        starred_at: hours(hour),
    }
}

/// A star again leaves the first one as it is; taken off again, nothing happens. One is of a user and a question that are
/// there.
pub async fn a_star_is_set_once_and_taken_off(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    let questions = stores.three_questions().await;
    stores.starred(&ada, &questions[0], 1).await;
    stores.starred(&ada, &questions[0], 2).await;
    assert_eq!(stores.stars_of(&ada, 10).await, [(questions[0].id, 1)]);
    assert_eq!(stores.stars_of(&bob, 10).await, []);
    for _ in 0..2 {
        let off = changes().unstar(ada.id, questions[0].id);
        stores.apply(off).await;
        assert_eq!(stores.stars_of(&ada, 10).await, []);
    }
    let nowhere = Star {
        question: stores.id(),
        ..star(&ada, &questions[0], 1)
    };
    stores.commit(changes().star(nowhere)).await.rejected();
    let nobodys = Star {
        user: stores.id(),
        ..star(&ada, &questions[0], 1)
    };
    stores.commit(changes().star(nobodys)).await.rejected();
}

/// Newest first, by pages of any length, also where several were set at one moment.
pub async fn stars_are_listed_newest_first(stores: Stores) {
    let ada = stores.user("ada").await;
    let questions = stores.three_questions().await;
    stores.starred(&ada, &questions[1], 1).await;
    stores.starred(&ada, &questions[0], 2).await;
    stores.starred(&ada, &questions[2], 1).await;
    let expected = [
        (questions[0].id, 2),
        (questions[2].id, 1),
        (questions[1].id, 1),
    ];
    for limit in [1, 2, 3, 10] {
        assert_eq!(stores.stars_of(&ada, limit).await, expected, "by {limit}");
    }
}

/// Of many stars at once on one question one is kept, and none fails.
pub async fn stars_are_set_side_by_side(stores: Stores) {
    let ada = stores.user("ada").await;
    let questions = stores.three_questions().await;
    let all = (0..20).map(|n| changes().star(star(&ada, &questions[n % 3], 1)));
    let answers = stores.race(all).await;
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(stores.stars_of(&ada, 10).await.len(), 3);
}

/// A question was met by who answered it, and by nobody else.
pub async fn what_was_answered_was_met(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    let questions = stores.three_questions().await;
    let quiz = stores.quiz(&ada, &questions[..2]).await;
    let served = stores.served(quiz, &questions[0]).await;
    let met = async |user: &User, question: &Question| {
        stores.stars.has_met(user.id, question.id).await.unwrap()
    };
    assert!(!met(&ada, &questions[0]).await);
    let answered = stores.answer(&served, &ada, &questions[0], true);
    stores.apply(played(&answered)).await;
    assert!(met(&ada, &questions[0]).await);
    assert!(!met(&ada, &questions[1]).await);
    assert!(!met(&bob, &questions[0]).await);
}

/// Nothing of an erased user's stars is left; others keep theirs.
pub async fn stars_go_with_their_user(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    let questions = stores.three_questions().await;
    stores.starred(&ada, &questions[0], 1).await;
    stores.starred(&bob, &questions[0], 1).await;
    stores
        .apply(changes().erase_left_behind(ada.id, None))
        .await;
    assert_eq!(stores.stars_of(&ada, 10).await, []);
    assert_eq!(stores.stars_of(&bob, 10).await.len(), 1);
}
