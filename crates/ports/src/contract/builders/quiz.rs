use super::{NOW, Stores, changes, right};
use crate::Changes;
use ludger_domain::accounts::User;
use ludger_domain::quiz::{Answered, Deal, Question, QuizSession, SoloRules};

impl Stores {
    /// A solo session to be started.
    pub(in crate::contract) fn new_quiz(&self, user: &User, questions: &[Question]) -> QuizSession {
        let ids = questions.iter().map(|question| question.id).collect();
        QuizSession::solo(self.id(), user.id, ids, 42, SoloRules::default(), NOW).unwrap()
    }

    /// A solo session that was started.
    pub(in crate::contract) async fn quiz(
        &self,
        user: &User,
        questions: &[Question],
    ) -> QuizSession {
        let session = self.new_quiz(user, questions);
        self.apply(changes().save_quiz_session(session.clone()))
            .await;
        session
    }

    /// A session that showed its current question.
    pub(in crate::contract) async fn served(
        &self,
        session: QuizSession,
        question: &Question,
    ) -> QuizSession {
        let served = session.serve(question, NOW).unwrap().session;
        self.apply(changes().save_quiz_session(served.clone()))
            .await;
        served
    }

    /// An answer to the current question, to be stored.
    pub(in crate::contract) fn answer(
        &self,
        session: &QuizSession,
        question: &Question,
        is_right: bool,
    ) -> Answered {
        let picked = right(question, is_right).id;
        let letter = Deal::new(session.seed, question).letter_of(picked).unwrap();
        session
            .clone()
            .answer(question, letter, self.id(), session.updated_at)
            .unwrap()
    }
}

/// The changes of an answer.
pub(in crate::contract) fn played(answered: &Answered) -> Changes {
    changes()
        .save_quiz_session(answered.session.clone())
        .add_player_answer(answered.answer)
}
