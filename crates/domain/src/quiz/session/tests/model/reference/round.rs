//! A question, from the first look to what it costs; and the end.

use super::*;

impl Model {
    /// A player alone looks at the next question.
    pub(in super::super) fn look(&mut self) -> Outcome {
        if matches!(self.phase, Over(_)) {
            return Refused;
        }
        if self.opened.is_some() {
            return Same;
        }
        if !self.is_solo() || self.phase != Active || self.is_time_up() {
            return Refused;
        }
        self.opened = Some(self.now);
        self.change()
    }

    pub(in super::super) fn answer(&mut self, who: u128, is_right: bool) -> Outcome {
        let Some(opened) = self.opened.filter(|_| self.phase == Active) else {
            return Refused;
        };
        let ms = self.now - opened;
        let is_late = self.setting.question_ms.is_some_and(|time| ms > time + 500);
        let has_answered = self.votes.iter().any(|vote| vote.who == who);
        if is_late || self.is_time_up() || has_answered || !self.live().contains(&who) {
            return Refused;
        }
        self.votes.push(Vote { who, is_right, ms });
        self.settle();
        Changed
    }

    pub(super) fn settle(&mut self) {
        let is_complete = match self.setting.mode {
            Mode::Collab => self.team().is_some_and(|(_, _, is_final)| is_final),
            _ => self
                .live()
                .iter()
                .all(|who| self.votes.iter().any(|vote| vote.who == *who)),
        };
        if self.phase == Active && self.opened.is_some() && is_complete {
            self.close();
        }
    }

    /// Whether the team is right, in how many ms, and whether that is final.
    pub(super) fn team(&self) -> Option<(bool, i64, bool)> {
        let live = self.live();
        let votes: Vec<_> = self
            .votes
            .iter()
            .filter(|vote| live.contains(&vote.who))
            .collect();
        for end in 1..=votes.len() {
            let so_far = &votes[..end];
            let last = so_far[end - 1];
            let alike = so_far
                .iter()
                .filter(|vote| vote.is_right == last.is_right)
                .count();
            if alike * 2 > live.len() {
                return Some((last.is_right, last.ms, true));
            }
        }
        let right = votes.iter().filter(|vote| vote.is_right).count();
        let wrong = votes.len() - right;
        let is_right = if right == wrong {
            votes.first()?.is_right
        } else {
            right > wrong
        };
        Some((is_right, votes.last()?.ms, votes.len() == live.len()))
    }

    pub(super) fn close(&mut self) {
        let team = self.team();
        let own_end = self
            .opened
            .zip(self.setting.question_ms)
            .map(|(at, time)| at + time + 700);
        let is_cut = self
            .runs_out()
            .is_some_and(|end| own_end.is_none_or(|own| end < own));
        let live = self.live();
        let absent = self
            .votes
            .iter()
            .filter(|vote| !live.contains(&vote.who))
            .count();
        self.rows += live.len() + absent;
        for who in live {
            let vote = self.votes.iter().find(|vote| vote.who == who);
            let said = match self.setting.mode {
                Mode::Collab => team.map(|(is_right, ms, _)| (is_right, ms)),
                _ => vote.map(|vote| (vote.is_right, vote.ms)),
            };
            let penalty = self.setting.penalty;
            let seat = self.seat(who).unwrap();
            match said {
                Some((true, ms)) => {
                    seat.score += if ms <= 3_000 {
                        100
                    } else if ms <= 6_000 {
                        50
                    } else {
                        25
                    };
                }
                None if is_cut => {}
                Some((false, _)) | None => {
                    seat.hearts -= 1;
                    seat.score = (seat.score - penalty).max(0);
                }
            }
        }
        self.position += 1;
        self.votes.clear();
        self.opened = None;
        self.change();
        if self.is_decided() || self.is_time_up() {
            self.finish(End::Completed);
        } else if !self.is_solo() {
            self.opens = Some(self.now + 2_000);
        }
    }

    pub(super) fn is_decided(&self) -> bool {
        let needed = if self.setting.mode == Mode::Comp {
            2
        } else {
            1
        };
        self.position >= self.setting.questions || self.live().len() < needed
    }

    pub(super) fn finish(&mut self, end: End) {
        let standing = |seat: &Seat| (seat.hearts, seat.score);
        let all: Vec<_> = self.here().into_iter().map(standing).collect();
        let is_comp = self.setting.mode == Mode::Comp;
        for seat in self.seats.iter_mut().filter(|seat| seat.gone.is_none()) {
            let better = all.iter().filter(|other| **other > standing(seat)).count();
            let equal = all.iter().filter(|other| **other == standing(seat)).count();
            seat.result = Some(match end {
                End::Completed if is_comp && better == 0 && equal > 1 => SessionResult::Draw,
                End::Completed if is_comp && better == 0 => SessionResult::Win,
                End::Completed if !is_comp && seat.hearts > 0 => SessionResult::Win,
                End::Completed | End::Forfeited => SessionResult::Loss,
            });
        }
        self.phase = Over(end);
        self.opens = None;
        self.paused = None;
        self.change();
    }
}
