use super::{NOW, Stores, changes, right};
use crate::Changes;
use ludger_domain::accounts::User;
use ludger_domain::quiz::{
    Deal, Given, JoinCode, Mode, Moved, NewSession, PlayerAnswer, Question, QuizSession, Rules,
};

impl Stores {
    /// A solo session to be started.
    pub(in crate::contract) fn new_quiz(&self, user: &User, questions: &[Question]) -> QuizSession {
        self.new_session(user, questions, Mode::Solo, None)
    }

    /// A session that others can join, to be made.
    pub(in crate::contract) fn new_comp(
        &self,
        host: &User,
        questions: &[Question],
        code: &str,
    ) -> QuizSession {
        self.new_session(host, questions, Mode::Comp, JoinCode::parse(code))
    }

    fn new_session(
        &self,
        host: &User,
        questions: &[Question],
        mode: Mode,
        join_code: Option<JoinCode>,
    ) -> QuizSession {
        let new = NewSession {
            id: self.id(),
            host: host.id,
            mode,
            rules: Rules::of(mode),
            quiz: None,
            questions: questions.iter().map(|question| question.id).collect(),
            seed: 42,
            join_code,
            at: NOW,
        };
        QuizSession::new(new).unwrap()
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
        let opened = session.open(question, NOW).unwrap();
        self.apply(played(&opened)).await;
        opened.session
    }

    /// What a player gives as an answer.
    pub(in crate::contract) fn given(
        &self,
        session: &QuizSession,
        user: &User,
        question: &Question,
        is_right: bool,
    ) -> PlayerAnswer {
        let picked = right(question, is_right).id;
        let letter = Deal::new(session.seed, question).letter_of(picked).unwrap();
        let given = Given::Choice(letter);
        session
            .answer(user.id, question, &given, self.id(), session.updated_at)
            .unwrap()
    }

    /// What an answer of the player of a solo session makes of it.
    pub(in crate::contract) fn answer(
        &self,
        session: &QuizSession,
        user: &User,
        question: &Question,
        is_right: bool,
    ) -> Moved {
        let given = self.given(session, user, question, is_right);
        let at = session.updated_at;
        let session = session.clone();
        session
            .close(question, &[], Some(given), || self.id(), at)
            .unwrap()
    }
}

/// The changes of a transition.
pub(in crate::contract) fn played(moved: &Moved) -> Changes {
    changes().move_quiz_session(moved.clone())
}
