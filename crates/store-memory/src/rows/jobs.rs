use crate::state::State;
use ludger_domain::Timestamp;
use ludger_domain::accounts::AuthSession;
use ludger_domain::ids::UserId;
use ludger_domain::jobs::{Job, JobKind, JobState};
use ludger_domain::quiz::{Picked, PlayerAnswer};
use ludger_ports::Unavailable;

impl State {
    /// A new one whose cause had a job before is left out.
    pub(super) fn save_job(&mut self, job: &Job) -> Result<(), Unavailable> {
        if job.version > 1 {
            self.jobs.put(job.id, job.clone());
        } else if !self.causes.contains_key(&job.cause) {
            self.causes.put(job.cause.clone(), job.id);
            self.jobs.add(job.id, job.clone())?;
        }
        Ok(())
    }

    pub(super) fn erase(&mut self, user: UserId, email_key: Option<&str>) {
        self.auth_sessions
            .remove_if(|_, session| session.user == user);
        self.tokens.remove_if(|_, token| token.user == user);
        self.one_time_tokens
            .remove_if(|_, token| token.user == Some(user));
        self.tickets.remove_if(|_, ticket| ticket.user == user);
        self.api_tokens.remove_if(|_, token| token.user == user);
        self.second_factors.remove(&user);
        self.roles.remove_if(|(whose, _), _| *whose == user);
        // What they wrote in their own words.
        let written = self
            .player_answers
            .values()
            .filter(|answer| answer.user == user && matches!(answer.picked, Some(Picked::Text(_))));
        for answer in written.cloned().collect::<Vec<_>>() {
            let unsaid = PlayerAnswer {
                picked: None,
                ..answer
            };
            self.player_answers.put(unsaid.id, unsaid);
        }
        self.standings.remove_if(|(_, whose), _| *whose == user);
        self.stars.remove_if(|(whose, _), _| *whose == user);
        // Mail, sent or not; the erasure itself is a job about the user too.
        self.jobs
            .remove_if(|_, job| job.user == Some(user) && job.kind == JobKind::SendMail);
        self.forget_causes();
        if let Some(key) = email_key {
            self.allowed.remove(&key.to_owned());
            self.one_time_tokens
                .remove_if(|_, token| token.user.is_none() && token.email.key() == key);
        }
    }

    pub(crate) fn is_anything_past(&self, before: Timestamp) -> bool {
        let mut links = self.one_time_tokens.values();
        let mut tickets = self.tickets.values();
        let mut attempts = self.attempts.values();
        let mut sessions = self.auth_sessions.values();
        let mut jobs = self.jobs.values();
        links.any(|token| token.expires_at < before)
            || tickets.any(|ticket| ticket.expires_at < before)
            || attempts.any(|attempts| attempts.last_at < before)
            || sessions.any(|session| is_past(session, before))
            || jobs.any(|job| job.state == JobState::Done && job.created_at < before)
            || self.events.values().any(|event| event.at < before)
    }

    pub(super) fn prune(&mut self, before: Timestamp) {
        self.one_time_tokens
            .remove_if(|_, token| token.expires_at < before);
        self.tickets
            .remove_if(|_, ticket| ticket.expires_at < before);
        self.attempts
            .remove_if(|_, attempts| attempts.last_at < before);
        self.auth_sessions
            .remove_if(|_, session| is_past(session, before));
        let sessions: Vec<_> = self.auth_sessions.keys().copied().collect();
        self.tokens
            .remove_if(|_, token| sessions.binary_search(&token.session).is_err());
        self.jobs
            .remove_if(|_, job| job.state == JobState::Done && job.created_at < before);
        self.forget_causes();
        self.events.remove_if(|_, event| event.at < before);
    }

    /// Those of jobs that are gone.
    fn forget_causes(&mut self) {
        let jobs: Vec<_> = self.jobs.keys().copied().collect();
        self.causes
            .remove_if(|_, job| jobs.binary_search(job).is_err());
    }
}

fn is_past(session: &AuthSession, before: Timestamp) -> bool {
    session.expires_at < before || session.revoked_at.is_some_and(|at| at < before)
}
