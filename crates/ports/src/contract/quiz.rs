//! Quiz sessions.

use super::Stores;
use super::answers::Expected;
use super::builders::{NOW, all_pages, changes, draft, hours, played, right};
use crate::Expectation;
use crate::read::QuizSessionFilter;
use jiff::SignedDuration;
use ludger_domain::accounts::User;
use ludger_domain::quiz::{
    FULL_CREDIT, Moved, Pick, Picked, Question, QuestionStatistics, QuizSession,
};

impl Stores {
    /// A player, and questions to ask.
    pub(super) async fn table(&self, questions: usize) -> (User, Vec<Question>) {
        let (user, topic) = (self.user("ada").await, self.topic("History").await);
        let mut bank = Vec::new();
        for n in 0..questions {
            bank.push(self.question(&topic, &format!("Question {n}?")).await);
        }
        (user, bank)
    }

    async fn assert_stored(&self, session: &QuizSession) {
        assert_eq!(self.found_quiz(session.id).await.as_ref(), Some(session));
    }

    async fn save(&self, session: &QuizSession) {
        self.apply(changes().save_quiz_session(session.clone()))
            .await;
        self.assert_stored(session).await;
    }

    /// After a transition that reads back.
    async fn moved(&self, moved: Moved) -> QuizSession {
        self.apply(played(&moved)).await;
        self.assert_stored(&moved.session).await;
        moved.session
    }

    /// A session that was begun and left.
    async fn left(&self, user: &User, questions: &[Question]) -> QuizSession {
        let left = self.quiz(user, questions).await.forfeit(NOW).unwrap();
        self.moved(left).await
    }
}

/// A session reads back in every state that it passes through, its questions in the order drawn.
pub async fn a_session_reads_back_in_every_state(stores: Stores) {
    let (ada, mut bank) = stores.table(3).await;
    bank.reverse();
    let session = stores.quiz(&ada, &bank).await;
    stores.assert_stored(&session).await;
    let session = stores
        .moved(session.open(&bank[0], hours(1)).unwrap())
        .await;
    let session = stores.moved(session.pause(ada.id, hours(2)).unwrap()).await;
    let session = stores
        .moved(session.resume(ada.id, hours(3)).unwrap())
        .await;
    let answered = stores.answer(&session, &ada, &bank[0], true);
    let session = stores.moved(answered).await;
    stores.moved(session.leave(ada.id, hours(4)).unwrap()).await;
    assert_eq!(stores.found_quiz(stores.id()).await, None);
}

/// A game that is played to its end leaves its result and all of its answers, in their order.
pub async fn a_game_reads_back(stores: Stores) {
    let (ada, bank) = stores.table(3).await;
    let (mut session, mut answers) = (stores.quiz(&ada, &bank).await, Vec::new());
    for (question, is_right) in bank.iter().zip([true, false, true]) {
        let served = stores.served(session, question).await;
        let answered = stores.answer(&served, &ada, question, is_right);
        stores.apply(played(&answered)).await;
        answers.extend(answered.added);
        session = answered.session;
    }
    assert!(session.ending_of(ada.id).is_some());
    stores.assert_stored(&session).await;
    assert_eq!(stores.found_answers(session.id).await, answers);
    assert_eq!(stores.found_answers(stores.id()).await, []);
}

/// Any seed is kept to the last bit.
pub async fn seeds_have_64_bits(stores: Stores) {
    let (ada, bank) = stores.table(1).await;
    for seed in [i64::MIN, -1, 0, i64::MAX] {
        let session = QuizSession {
            seed,
            ..stores.new_quiz(&ada, &bank)
        };
        stores.save(&session).await;
        stores.moved(session.forfeit(NOW).unwrap()).await;
    }
}

/// A user has one open solo session; when it is over the next may begin.
pub async fn a_user_plays_one_solo_session(stores: Stores) {
    let (ada, bank) = stores.table(1).await;
    assert_eq!(stores.solo_of(ada.id).await, None);
    let session = stores.quiz(&ada, &bank).await;
    assert_eq!(stores.solo_of(ada.id).await, Some(session.clone()));
    let second = changes().save_quiz_session(stores.new_quiz(&ada, &bank));
    assert_eq!(
        stores.commit(second).await.stale(),
        Expectation::NoSoloOf(ada.id)
    );
    stores.moved(session.forfeit(NOW).unwrap()).await;
    assert_eq!(stores.solo_of(ada.id).await, None);
    stores.quiz(&ada, &bank).await;
}

/// A user's sessions are listed newest first, all of them, finished ones or the others, by pages of any length.
pub async fn sessions_are_filtered_and_paged(stores: Stores) {
    let (ada, bank) = stores.table(1).await;
    let bob = stores.user("bob").await;
    stores.left(&bob, &bank).await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.insert(0, stores.left(&ada, &bank).await.id);
    }
    let open = stores.quiz(&ada, &bank).await.id;
    let finished = ids.clone();
    ids.insert(0, open);
    for (filter, expected) in [
        (None, &ids),
        (Some(true), &finished),
        (Some(false), &vec![open]),
    ] {
        let filter = QuizSessionFilter {
            user: ada.id,
            finished: filter,
        };
        for limit in [1, 2, 5, 6] {
            let read = async |page| stores.quiz_sessions.list(&filter, page).await;
            let found: Vec<_> = all_pages(limit, read)
                .await
                .iter()
                .map(|session| session.id)
                .collect();
            assert_eq!(found, *expected, "{filter:?} by {limit}");
        }
    }
}

/// What was picked stays what was picked, when the question is edited afterwards.
pub async fn an_edit_leaves_what_was_answered(stores: Stores) {
    let (ada, bank) = stores.table(2).await;
    let session = stores
        .served(stores.quiz(&ada, &bank).await, &bank[0])
        .await;
    let answered = stores.answer(&session, &ada, &bank[0], true);
    stores.apply(played(&answered)).await;
    let edited = bank[0]
        .clone()
        .edit(bank[0].topic, draft("Else?"), || stores.id())
        .unwrap();
    stores.apply(changes().save_question(edited.clone())).await;
    assert_eq!(stores.found_answers(session.id).await, answered.added);
    assert_eq!(stores.found_question(edited.id).await, Some(edited));
}

/// A session goes on with questions that left the bank.
pub async fn a_session_outlives_its_questions(stores: Stores) {
    let (ada, bank) = stores.table(1).await;
    let session = stores
        .served(stores.quiz(&ada, &bank).await, &bank[0])
        .await;
    stores
        .apply(changes().save_question(bank[0].clone().delete(NOW)))
        .await;
    let question = stores.found_question(bank[0].id).await.unwrap();
    stores
        .moved(stores.answer(&session, &ada, &question, true))
        .await;
}

/// A question is told by all that was answered to it and closed, and by nothing else.
pub async fn a_question_knows_how_it_did(stores: Stores) {
    let (ada, bank) = stores.table(2).await;
    let question = &bank[0];
    let told = async || stores.questions.statistics(question.id).await.unwrap();
    assert_eq!(told().await, QuestionStatistics::default());
    for (name, is_right, seconds) in [("ben", true, 4), ("cyd", false, 1), ("dia", true, 9)] {
        let user = stores.user(name).await;
        let session = stores.quiz(&user, &bank).await;
        let served = stores.served(session, question).await;
        let later = QuizSession {
            updated_at: served.updated_at + SignedDuration::from_secs(seconds),
            ..served
        };
        let answered = stores.answer(&later, &user, question, is_right);
        stores.apply(played(&answered)).await;
    }
    // Of a question that is open nothing is known.
    let session = stores.quiz(&ada, &bank).await;
    let served = stores.served(session, question).await;
    let open = stores.given(&served, &ada, question, true);
    stores.apply(changes().add_player_answer(open)).await;
    let pick = |is_right, credit, count| Pick {
        picked: Picked::Choice(right(question, is_right).id),
        credit,
        count,
    };
    let expected = QuestionStatistics {
        asked: 3,
        unanswered: 0,
        right: 2,
        partly: 0,
        median_time_ms: Some(4_000),
        picks: vec![pick(true, FULL_CREDIT, 2), pick(false, 0, 1)],
    };
    assert_eq!(told().await, expected);
    assert_eq!(expected.right_rate().to_string(), "66.66");
}
