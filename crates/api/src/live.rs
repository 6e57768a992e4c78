//! Connections over which somebody follows something.

use crate::problem::{Code, Problem};
use ludger_domain::ids::UserId;
use metrics::{counter, gauge};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Of one user, on this node.
const OF_USER_MAX: usize = 10;
/// Connections over which somebody follows something.
const LIVE: &str = "ludger_live_connections";
/// Readers that were cut because they did not take what they were told.
const CUT: &str = "ludger_live_slow_readers_cut_total";

/// Who follows how much, on this node.
#[derive(Debug)]
pub(crate) struct LivePlaces {
    max: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_user: HashMap<UserId, usize>,
}

/// A place on this node, for somebody who is not known yet; counted until it is dropped.
#[derive(Debug)]
pub(crate) struct Room(Arc<LivePlaces>);

/// A connection of a user; counted until it is dropped.
#[derive(Debug)]
pub(crate) struct LivePlace {
    room: Room,
    user: UserId,
}

impl LivePlaces {
    /// Half of the connections that may be open: however many follow, the other half is left for requests.
    pub(crate) fn new(connections_max: usize) -> Self {
        Self {
            max: connections_max / 2,
            taken: Mutex::default(),
        }
    }

    /// A place for one more, if there is one. It is asked for before anything is read: whoever is turned away has cost
    /// nothing, and still has their ticket.
    pub(crate) fn enter(self: &Arc<Self>) -> Result<Room, Problem> {
        let mut taken = self.lock();
        if taken.all >= self.max {
            return Err(Problem::new(Code::Overloaded).retry_after(1));
        }
        taken.all += 1;
        gauge!(LIVE).increment(1);
        Ok(Room(self.clone()))
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    /// The place of a user, who may have few of them.
    pub(crate) fn of(self, user: UserId) -> Result<LivePlace, Problem> {
        let mut taken = self.0.lock();
        let now = taken.by_user.entry(user).or_default();
        if *now >= OF_USER_MAX {
            drop(taken);
            return Err(Problem::new(Code::TooManyLiveConnections).retry_after(5));
        }
        *now += 1;
        drop(taken);
        Ok(LivePlace { room: self, user })
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        gauge!(LIVE).decrement(1);
        let mut taken = self.0.lock();
        taken.all = taken.all.saturating_sub(1);
    }
}

impl Drop for LivePlace {
    fn drop(&mut self) {
        let mut taken = self.room.0.lock();
        if let Some(now) = taken.by_user.get_mut(&self.user) {
            *now = now.saturating_sub(1);
            if *now == 0 {
                taken.by_user.remove(&self.user);
            }
        }
    }
}

/// A reader is cut.
pub(crate) fn cut() {
    counter!(CUT).increment(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(n: u128) -> UserId {
        uuid::Uuid::from_u128(n).into()
    }

    #[test]
    fn each_has_ten_places_and_gets_them_back() {
        let all = Arc::new(LivePlaces::new(100));
        let enter = |user| all.enter().unwrap().of(user);
        let (ada, bob) = (user(1), user(2));
        let mut places: Vec<_> = (0..10).map(|_| enter(ada).unwrap()).collect();
        let refused = enter(ada).unwrap_err();
        assert_eq!(refused.code(), Code::TooManyLiveConnections);
        let of_bob = enter(bob).unwrap();
        places.pop();
        places.push(enter(ada).unwrap());
        assert!(enter(ada).is_err());
        drop((places, of_bob));
        assert!(all.lock().by_user.is_empty());
        assert_eq!(all.lock().all, 0);
    }

    #[test]
    fn half_of_the_connections_are_left_for_requests() {
        let all = Arc::new(LivePlaces::new(4));
        let first = all.enter().unwrap();
        let second = all.enter().unwrap().of(user(1)).unwrap();
        assert_eq!(all.enter().unwrap_err().code(), Code::Overloaded);
        drop(first);
        let third = all.enter().unwrap();
        assert!(all.enter().is_err());
        drop((second, third));
        assert_eq!(all.lock().all, 0);
    }
}
