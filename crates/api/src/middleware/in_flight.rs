//! How many requests are in work, so that one too many is turned away at once instead of waiting with all others.

use super::metrics;
use crate::problem::{Code, Problem};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Requests in work, in the whole process.
#[derive(Debug)]
pub(crate) struct InFlight {
    now: AtomicUsize,
    max: usize,
    /// Whether the log was told that there are too many.
    is_told: AtomicBool,
}

/// A request's place; given back when dropped.
#[derive(Debug)]
pub(crate) struct Place<'a>(&'a InFlight);

/// A place lent to others while its request waits for its client.
#[derive(Debug)]
pub(crate) struct Parked<'a>(&'a InFlight);

impl InFlight {
    pub(crate) const fn new(max: usize) -> Self {
        Self {
            now: AtomicUsize::new(0),
            max,
            is_told: AtomicBool::new(false),
        }
    }

    /// A place, if there is one.
    pub(crate) fn enter(&self) -> Result<Place<'_>, Problem> {
        let place = Place(self);
        // Counted in any case: dropping the place counts it out again.
        let before = self.count_in();
        if before < self.max {
            // Told again only after it was well for a while.
            if before <= self.max / 2 && self.is_told.load(Ordering::Relaxed) {
                self.is_told.store(false, Ordering::Relaxed);
            }
            return Ok(place);
        }
        if !self.is_told.swap(true, Ordering::Relaxed) {
            let max = self.max;
            tracing::warn!(max, "no more requests fit: the rest is turned away");
        }
        Err(overloaded())
    }

    /// Lends the caller's place to others.
    pub(crate) fn park(&self) -> Parked<'_> {
        self.count_out();
        Parked(self)
    }

    fn now(&self) -> usize {
        self.now.load(Ordering::Acquire)
    }

    /// Gives how many there were before.
    fn count_in(&self) -> usize {
        metrics::entered();
        self.now.fetch_add(1, Ordering::AcqRel)
    }

    fn count_out(&self) {
        metrics::left();
        self.now.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Parked<'_> {
    /// Takes the place back, if all has been read and there is room to go on.
    pub(crate) fn resume(self) -> Result<(), Problem> {
        if self.0.now() < self.0.max {
            Ok(())
        } else {
            Err(overloaded())
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.count_out();
    }
}

impl Drop for Parked<'_> {
    /// Counted in again whatever happens: the place that was lent counts itself out at its end.
    fn drop(&mut self) {
        self.0.count_in();
    }
}

fn overloaded() -> Problem {
    Problem::new(Code::Overloaded).retry_after(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_too_many_is_turned_away_and_places_come_back() {
        let in_flight = InFlight::new(2);
        let first = in_flight.enter().unwrap();
        let second = in_flight.enter().unwrap();
        assert_eq!(in_flight.enter().unwrap_err().code(), Code::Overloaded);
        assert_eq!(in_flight.now(), 2);
        drop(first);
        let third = in_flight.enter().unwrap();
        drop((second, third));
        assert_eq!(in_flight.now(), 0);
    }

    #[test]
    fn the_log_is_told_once_until_it_is_well_again() {
        let in_flight = InFlight::new(4);
        let is_told = || in_flight.is_told.load(Ordering::Relaxed);
        let mut places: Vec<_> = (0..4).map(|_| in_flight.enter().unwrap()).collect();
        assert!(!is_told());
        in_flight.enter().unwrap_err();
        assert!(is_told());
        // One place that is given back is not yet well.
        places.pop();
        places.push(in_flight.enter().unwrap());
        assert!(is_told());
        places.truncate(2);
        places.push(in_flight.enter().unwrap());
        assert!(!is_told());
    }

    #[test]
    fn who_waits_for_a_client_lends_the_place() {
        let in_flight = InFlight::new(1);
        let waiting = in_flight.enter().unwrap();
        let parked = in_flight.park();
        let other = in_flight.enter().unwrap();
        assert_eq!(parked.resume().unwrap_err().code(), Code::Overloaded);
        drop(other);
        drop(in_flight.park());
        in_flight.park().resume().unwrap();
        drop(waiting);
        assert_eq!(in_flight.now(), 0);
    }
}
