//! Whether what a row points to is there: what foreign keys are in SQL. Looked at when all rows of a commit are
//! written, so that their order among themselves does not matter.

use crate::state::State;
use ludger_domain::accounts::{OneTimeToken, RoleGrant};
use ludger_domain::ids::{QuestionId, UserId};
use ludger_domain::quiz::{PlayerAnswer, QuizSession};
use ludger_ports::{Row, Unavailable};

impl State {
    pub(crate) fn check_links(&self, row: &Row) -> Result<(), Unavailable> {
        let is_whole = match row {
            Row::RoleGranted(RoleGrant {
                user, granted_by, ..
            }) => self.is_user(*user) && granted_by.is_none_or(|by| self.is_user(by)),
            Row::AuthSession(session) => self.is_user(session.user),
            Row::Token(token) => self.auth_sessions.contains_key(&token.session),
            Row::Question(question) => self.topics.contains_key(&question.topic),
            Row::Quiz(quiz) => {
                self.is_user(quiz.author)
                    && self.topics.contains_key(&quiz.topic)
                    && self.are_questions(&quiz.questions)
            }
            Row::Starred(star) => {
                self.is_user(star.user) && self.questions.contains_key(&star.question)
            }
            Row::QuizSession(session) => self.is_session_whole(session),
            Row::PlayerAnswer(answer) => self.is_answer_whole(answer),
            Row::Awarded(answer) => self.player_answers.contains_key(&answer.id),
            Row::OneTimeToken(OneTimeToken { user, .. }) => {
                user.is_none_or(|user| self.is_user(user))
            }
            Row::Ticket(ticket) => self.is_user(ticket.user),
            Row::ApiToken(token) => self.is_user(token.user),
            Row::SecondFactor(factor) => self.is_user(factor.user),
            Row::Job(job) => job.user.is_none_or(|user| self.is_user(user)),
            Row::Scored(scored) => self.is_user(scored.user),
            Row::LeaderboardEntries(entries) => entries.iter().all(|entry| {
                self.is_user(entry.user()) && self.leaderboards.contains_key(&entry.leaderboard)
            }),
            Row::User(_)
            | Row::PlayerShown { .. }
            | Row::Leaderboard(_)
            | Row::BoardSwept(_)
            | Row::Allowed(_)
            | Row::Disallowed(_)
            | Row::Attempted(_)
            | Row::AttemptForgiven(_)
            | Row::AttemptsForgotten(_)
            | Row::OneTimeTokensSpent { .. }
            | Row::AuthSessionsRevoked { .. }
            | Row::SecondFactorRemoved(_)
            | Row::UserErased { .. }
            | Row::Pruned { .. }
            | Row::RoleRevoked(..)
            | Row::SetupToken(_)
            | Row::Topic(_)
            | Row::QuizPlayed(_)
            | Row::Unstarred(..)
            | Row::MediaFile(_)
            | Row::MediaForgotten(_)
            | Row::TransactionHidden { .. }
            | Row::Floor { .. } => true,
        };
        if is_whole {
            return Ok(());
        }
        Err(Unavailable::broken(format!(
            "a row points to nothing: {row:?}"
        )))
    }

    fn is_user(&self, id: UserId) -> bool {
        self.users.contains_key(&id)
    }

    fn are_questions(&self, ids: &[QuestionId]) -> bool {
        ids.iter().all(|id| self.questions.contains_key(id))
    }

    fn is_session_whole(&self, session: &QuizSession) -> bool {
        self.is_user(session.host)
            && session
                .players
                .iter()
                .all(|player| self.is_user(player.user))
            && self.are_questions(&session.questions)
            && session.quiz.is_none_or(|id| self.quizzes.contains_key(&id))
    }

    fn is_answer_whole(&self, answer: &PlayerAnswer) -> bool {
        self.is_user(answer.user)
            && self.quiz_sessions.contains_key(&answer.session)
            && self.questions.contains_key(&answer.question)
            && answer
                .selected
                .is_none_or(|id| self.answers.contains_key(&id))
    }
}
