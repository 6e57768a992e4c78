//! What happens as time passes.

use super::*;

impl Table {
    /// Time passes, and what becomes due is done the moment that it is.
    pub(in crate::quiz::session::tests) fn waits(mut self, ms: i64) -> Self {
        let end = later(self.now, SignedDuration::from_millis(ms));
        while let Some(next) = self.session.due_at().filter(|next| *next <= end) {
            self.now = next.max(self.now);
            self = self.does_what_is_due().expect("what is due can be done");
        }
        Self { now: end, ..self }
    }

    /// Time passes while no server runs.
    pub(in crate::quiz::session::tests) fn sleeps(self, ms: i64) -> Self {
        let now = later(self.now, SignedDuration::from_millis(ms));
        Self { now, ..self }
    }

    /// What is due is done, until something is the case.
    pub(in crate::quiz::session::tests) fn until(mut self, is_so: impl Fn(&Self) -> bool) -> Self {
        while !is_so(&self) {
            self.now = self
                .session
                .due_at()
                .expect("something happens")
                .max(self.now);
            self = self.does_what_is_due().expect("what is due can be done");
        }
        self
    }

    /// One thing that is due now. `None`: nothing is.
    pub(in crate::quiz::session::tests) fn does_what_is_due(mut self) -> Option<Self> {
        let due = self.session.due(self.now)?;
        let (session, now) = (self.session.clone(), self.now);
        Some(match due {
            Due::Closes(_) => {
                let closed = self.closing(None)?;
                self.moves(closed)
            }
            Due::Opens(_) => {
                let opened = session.open(self.question(), now).unwrap();
                self.moves(opened)
            }
            Due::Resumes => self.moves(session.resume_by_itself(now).unwrap()),
            Due::RunsOut => self.moves(session.run_out(now).unwrap()),
            Due::Forfeits => self.moves(session.forfeit(now).unwrap()),
        })
    }

    /// Closes the open question, if that can be done.
    pub(in crate::quiz::session::tests) fn settles(mut self) -> Self {
        match self.closing(None) {
            Some(moved) => self.moves(moved),
            None => self,
        }
    }

    pub(super) fn closing(&mut self, fresh: Option<PlayerAnswer>) -> Option<Moved> {
        self.session.current()?;
        let mut last_id = self.last_id;
        let ids = || {
            last_id += 1;
            answer_id(last_id)
        };
        let (session, given) = (self.session.clone(), self.given());
        let moved = session.close(self.question(), &given, fresh, ids, self.now);
        self.last_id = last_id;
        moved
    }
}
