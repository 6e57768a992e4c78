//! Whether what a decision was based on is still so.

use crate::state::State;
use ludger_domain::quiz::QuizStatus;
use ludger_ports::Expectation;

impl State {
    #[expect(
        clippy::too_many_lines,
        reason = "an arm for each expectation, and nothing else"
    )]
    pub(crate) fn holds(&self, expectation: &Expectation) -> bool {
        match expectation {
            Expectation::EmailFree(key) => !self.emails.contains_key(key),
            Expectation::UsernameFree(key) => !self.usernames.contains_key(key),
            Expectation::NoAdmin => self.admins().next().is_none(),
            Expectation::AdminBesides(user) => self.admins().any(|admin| admin != *user),
            Expectation::UserAt(id, version) => {
                is_at(self.users.get(id).map(|it| it.version), *version)
            }
            Expectation::MayAttempt(attempt) => attempt
                .take(self.attempts.get(&attempt.key).copied())
                .is_ok(),
            Expectation::OneTimeUnused(hash) => self
                .one_time_tokens
                .get(hash)
                .is_some_and(|token| token.used_at.is_none()),
            Expectation::TicketUnused(hash) => self
                .tickets
                .get(hash)
                .is_some_and(|ticket| ticket.used_at.is_none()),
            Expectation::ApiTokenAt(id, version) => {
                is_at(self.api_tokens.get(id).map(|it| it.version), *version)
            }
            Expectation::SecondFactorAt(user, version) => {
                self.second_factors.get(user).map(|factor| factor.version) == *version
            }
            Expectation::JobAt(id, version) => {
                is_at(self.jobs.get(id).map(|it| it.version), *version)
            }
            Expectation::AuthSessionAt(id, version) => {
                is_at(self.auth_sessions.get(id).map(|it| it.version), *version)
            }
            Expectation::TopicAt(id, version) => {
                is_at(self.topics.get(id).map(|it| it.version), *version)
            }
            Expectation::TopicThere(id) => self
                .topics
                .get(id)
                .is_some_and(|topic| topic.deleted_at.is_none()),
            Expectation::TopicUnused(id) => {
                !self.bank().any(|question| question.topic == *id)
                    && !self.live_quizzes().any(|quiz| quiz.topic == *id)
            }
            Expectation::TitleFree(key) => !self.titles.contains_key(key),
            Expectation::QuestionAt(id, version) => {
                is_at(self.questions.get(id).map(|it| it.version), *version)
            }
            Expectation::QuestionThere(id) => self
                .questions
                .get(id)
                .is_some_and(|question| question.deleted_at.is_none()),
            Expectation::QuestionUnpublished(id) => !self
                .live_quizzes()
                .any(|quiz| quiz.status == QuizStatus::Published && quiz.questions.contains(id)),
            Expectation::MediaThere(name) => self.media_files.contains_key(name),
            Expectation::MediaUnused(name) => !self.shows(name),
            Expectation::QuizAt(id, version) => {
                is_at(self.quizzes.get(id).map(|it| it.version), *version)
            }
            Expectation::QuizSessionAt(id, version) => {
                is_at(self.quiz_sessions.get(id).map(|it| it.version), *version)
            }
            Expectation::LeaderboardAt(id, version) => {
                is_at(self.leaderboards.get(id).map(|it| it.version), *version)
            }
            Expectation::NoSoloOf(user) => !self.open_solos.contains_key(user),
            Expectation::JoinCodeFree(code) => !self.join_codes.contains_key(code),
            Expectation::Unanswered(session, question, user) => {
                !self.answered.contains_key(&(*session, *question, *user))
            }
            Expectation::AnswerCount(session, question, count) => {
                self.answers_to(*session, *question).count() == *count
            }
        }
    }
}

/// Whether what was found, if anything, is at this version.
fn is_at(found: Option<i64>, version: i64) -> bool {
    found == Some(version)
}
