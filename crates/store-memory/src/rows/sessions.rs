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
        if self.open_solos.get(&session.host) == Some(&session.id) {
            self.open_solos.remove(&session.host);
        }
        let is_open = session.status != Status::Finished;
        if session.mode == Mode::Solo && is_open {
            self.open_solos.add(session.host, session.id)?;
        }
        if let Some(code) = &session.join_code {
            if self.join_codes.get(code) == Some(&session.id) {
                self.join_codes.remove(code);
            }
            if is_open {
                self.join_codes.add(code.clone(), session.id)?;
            }
        }
        Ok(())
    }

    pub(super) fn add_player_answer(&mut self, answer: &PlayerAnswer) -> Result<(), Unavailable> {
        self.answered
            .add((answer.session, answer.question, answer.user), answer.id)?;
        self.player_answers.add(answer.id, answer.clone())
    }

    /// Of what was stored, nothing but this changes.
    pub(super) fn award(&mut self, answer: &PlayerAnswer) {
        if let Some(stored) = self.player_answers.get(&answer.id) {
            let awarded = PlayerAnswer {
                award: answer.award,
                ..stored.clone()
            };
            self.player_answers.put(answer.id, awarded);
        }
    }
}
