//! What players do.

use super::*;
use crate::quiz::fixture;

impl Table {
    /// Whatever was changed is stored and told. What is no change, or refused, leaves all as it was.
    pub(in crate::quiz::session::tests) fn does<E>(
        self,
        deed: impl FnOnce(QuizSession, Timestamp) -> Result<Option<Moved>, E>,
    ) -> Self {
        match deed(self.session.clone(), self.now) {
            Ok(Some(moved)) => self.moves(moved),
            Ok(None) | Err(_) => self,
        }
    }

    pub(in crate::quiz::session::tests) fn joins(self, who: u128) -> Self {
        self.does(|session, now| session.join(user(who), now))
    }

    pub(in crate::quiz::session::tests) fn leaves(self, who: u128) -> Self {
        self.does(|session, now| session.leave(user(who), now).map(Some))
            .settles()
    }

    pub(in crate::quiz::session::tests) fn kicks(self, who: u128) -> Self {
        self.does(|session, now| session.kick(user(ADA), user(who), now).map(Some))
    }

    pub(in crate::quiz::session::tests) fn readies(self, who: u128, is_ready: bool) -> Self {
        self.does(|session, now| session.ready(user(who), is_ready, now))
    }

    pub(in crate::quiz::session::tests) fn pauses(self) -> Self {
        let host = self.session.host;
        self.does(|session, now| session.pause(host, now).map(Some))
    }

    pub(in crate::quiz::session::tests) fn resumes(self) -> Self {
        let host = self.session.host;
        self.does(|session, now| session.resume(host, now).map(Some))
            .settles()
    }

    /// A look at the current question.
    pub(in crate::quiz::session::tests) fn looks(self) -> Self {
        let question = self.question().clone();
        self.does(|session, now| session.open(&question, now).map(Some))
    }

    pub(in crate::quiz::session::tests) fn says(&self, says: Says) -> Given {
        match says {
            Says::Right => fixture::right(SEED, self.question()),
            Says::Wrong => fixture::wrong(SEED, self.question()),
        }
    }

    /// An answer as it is judged; nothing is stored.
    pub(in crate::quiz::session::tests) fn tries(
        &self,
        who: u128,
        given: &Given,
    ) -> Result<PlayerAnswer, AnswerError> {
        let id = answer_id(self.last_id + 1);
        self.session
            .answer(user(who), self.question(), given, id, self.now)
    }

    pub(in crate::quiz::session::tests) fn answers(self, who: u128, says: Says) -> Self {
        let given = self.says(says);
        self.gives(who, &given)
    }

    pub(in crate::quiz::session::tests) fn gives(mut self, who: u128, given: &Given) -> Self {
        let answer = self
            .tries(who, given)
            .unwrap_or_else(|why| panic!("player {who}: {why}"));
        self.last_id += 1;
        if self.session.mode == Mode::Solo {
            let closed = self.closing(Some(answer));
            return self.moves(closed.expect("alone, an answer closes its question"));
        }
        let is_new =
            |old: &PlayerAnswer| (old.user, old.question) != (answer.user, answer.question);
        assert!(
            self.answers.iter().all(is_new),
            "player {who} answers twice"
        );
        self.told.push(LiveEvent::Answered {
            user: answer.user,
            question: answer.question,
        });
        self.answers.push(answer);
        self.settles()
    }
}
