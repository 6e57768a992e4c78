//! Pauses, and what happens by itself.

use super::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Close,
    Open,
    Resume,
    RunOut,
    Forfeit,
}

impl Model {
    pub(in super::super) fn pause(&mut self, by: u128) -> Outcome {
        let is_left = self.is_solo() || (self.pauses < 3 && self.paused_ms < 600_000);
        if by != self.host {
            return Refused;
        }
        match self.phase {
            Countdown => {
                self.count_down_or_not();
                self.change()
            }
            Active if is_left => {
                self.phase = Paused;
                self.pauses += 1;
                self.paused = Some(self.now);
                self.change()
            }
            _ => Refused,
        }
    }

    pub(in super::super) fn resume(&mut self, by: u128) -> Outcome {
        if by != self.host || self.phase != Paused {
            return Refused;
        }
        self.go_on();
        self.settle();
        // Alone, time went on.
        self.sleep(0);
        Changed
    }

    pub(super) fn go_on(&mut self) {
        let lasted = self.now - self.paused.take().unwrap();
        self.phase = Active;
        self.paused_ms += lasted;
        if !self.is_solo() {
            self.opened = self.opened.map(|at| at + lasted);
            self.opens = self.opens.map(|at| at + lasted);
        }
        self.change();
    }

    pub(super) fn runs_out(&self) -> Option<i64> {
        let paused = if self.is_solo() { 0 } else { self.paused_ms };
        Some(self.started? + self.setting.limit_ms? + paused)
    }

    pub(super) fn is_time_up(&self) -> bool {
        self.runs_out().is_some_and(|end| end <= self.now)
    }

    pub(super) fn next(&self) -> Option<(i64, Next)> {
        let idle = (self.changed + 24 * 3_600_000, Next::Forfeit);
        let own_end = self
            .opened
            .zip(self.setting.question_ms)
            .map(|(at, time)| at + time + 700);
        let mut all = vec![idle];
        match self.phase {
            Over(_) => return None,
            Waiting => {}
            Countdown => all.extend(self.opens.map(|at| (at, Next::Open))),
            Active => {
                let end = if self.opened.is_some() {
                    Next::Close
                } else {
                    Next::RunOut
                };
                all.extend(own_end.map(|at| (at, Next::Close)));
                all.extend(self.opens.map(|at| (at, Next::Open)));
                all.extend(self.runs_out().map(|at| (at, end)));
            }
            Paused if self.is_solo() => {}
            Paused => all.push((self.paused? + 600_000 - self.paused_ms, Next::Resume)),
        }
        all.into_iter().min_by_key(|(at, _)| *at)
    }

    /// When something happens by itself.
    pub(in super::super) fn due(&self) -> Option<i64> {
        self.next().map(|(at, _)| at)
    }

    pub(super) fn happen(&mut self, next: Next) {
        match next {
            Next::Open if self.is_time_up() => self.finish(End::Completed),
            Next::Open => {
                self.phase = Active;
                self.opened = Some(self.now);
                self.opens = None;
                self.started = self.started.or(Some(self.now));
                self.change();
            }
            Next::Close => self.close(),
            Next::Resume => self.go_on(),
            Next::RunOut => self.finish(End::Completed),
            Next::Forfeit => self.finish(End::Forfeited),
        }
    }

    /// Time passes, and what is due is done on time.
    pub(in super::super) fn wait(&mut self, ms: i64) -> Outcome {
        let end = self.now + ms;
        while let Some((at, next)) = self.next().filter(|(at, _)| *at <= end) {
            self.now = self.now.max(at);
            self.happen(next);
        }
        self.now = end;
        Same
    }

    /// Time passes while no server runs; then what is due is done at once.
    pub(in super::super) fn sleep(&mut self, ms: i64) -> Outcome {
        self.now += ms;
        while let Some((_, next)) = self.next().filter(|(at, _)| *at <= self.now) {
            self.happen(next);
        }
        Same
    }
}
