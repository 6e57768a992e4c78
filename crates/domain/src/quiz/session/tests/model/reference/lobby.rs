//! Who comes and goes, and who is ready.

use super::*;

impl Model {
    pub(in super::super) fn join(&mut self, who: u128) -> Outcome {
        let known = self.seats.iter().position(|seat| seat.who == who);
        let gone = known.map(|place| self.seats[place].gone);
        let is_full = self.here().len() >= usize::try_from(self.setting.seats).unwrap();
        match gone {
            Some(None) => return Same,
            Some(Some(Departure::Kicked)) => return Refused,
            _ if self.phase != Waiting || is_full => return Refused,
            _ => {}
        }
        match known {
            Some(place) => self.seats[place].gone = None,
            None => self.sit(who),
        }
        self.change()
    }

    pub(in super::super) fn ready(&mut self, who: u128, is_ready: bool) -> Outcome {
        let phase = self.phase;
        let Some(seat) = self.seat(who) else {
            return Refused;
        };
        if !matches!(phase, Waiting | Countdown) {
            return Refused;
        }
        if seat.is_ready == is_ready {
            return Same;
        }
        seat.is_ready = is_ready;
        let outcome = self.change();
        self.count_down_or_not();
        outcome
    }

    /// After somebody came to be ready, or not, or went.
    pub(super) fn count_down_or_not(&mut self) {
        let here = self.here();
        match self.phase {
            Waiting if here.len() >= 2 && here.iter().all(|seat| seat.is_ready) => {
                self.phase = Countdown;
                self.opens = Some(self.now + 5_000);
            }
            Countdown => {
                self.phase = Waiting;
                self.opens = None;
                self.seats.iter_mut().for_each(|seat| seat.is_ready = false);
            }
            _ => {}
        }
    }

    pub(in super::super) fn kick(&mut self, by: u128, who: u128) -> Outcome {
        if by != self.host || who == self.host || self.phase != Waiting {
            return Refused;
        }
        let Some(seat) = self.seat(who) else {
            return Refused;
        };
        (seat.gone, seat.is_ready) = (Some(Departure::Kicked), false);
        let outcome = self.change();
        self.count_down_or_not();
        outcome
    }

    pub(in super::super) fn leave(&mut self, who: u128) -> Outcome {
        let (phase, is_playing) = (self.phase, matches!(self.phase, Active | Paused));
        if matches!(phase, Over(_)) {
            return Refused;
        }
        let Some(seat) = self.seat(who) else {
            return Refused;
        };
        (seat.gone, seat.is_ready) = (Some(Departure::Left), false);
        if is_playing {
            seat.result = Some(SessionResult::Loss);
        }
        let outcome = self.change();
        match self.here().first().map(|seat| seat.who) {
            None => self.finish(End::Forfeited),
            Some(next) if who == self.host => self.host = next,
            Some(_) => {}
        }
        if is_playing && !matches!(self.phase, Over(_)) && self.is_decided() {
            self.finish(End::Completed);
        }
        self.count_down_or_not();
        self.settle();
        outcome
    }
}
