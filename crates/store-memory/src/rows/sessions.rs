use crate::state::State;
use ludger_domain::quiz::{Mode, PlayerAnswer, QuizSession, Status};
use ludger_ports::Unavailable;

impl State {
    pub(super) fn save_quiz_session(&mut self, session: &QuizSession) -> Result<(), Unavailable> {
        if session.version == 1 {
            self.quiz_sessions.add(session.id, session.clone())?;
        } else {
            self.quiz_sessions.put(session.id, session.clone());
        }
        if self.open_solos.get(&session.user) == Some(&session.id) {
            self.open_solos.remove(&session.user);
        }
        if session.mode == Mode::Solo && session.status != Status::Finished {
            self.open_solos.add(session.user, session.id)?;
        }
        Ok(())
    }

    pub(super) fn add_player_answer(&mut self, answer: &PlayerAnswer) -> Result<(), Unavailable> {
        self.answered
            .add((answer.session, answer.question, answer.user), answer.id)?;
        self.player_answers.add(answer.id, *answer)
    }
}
