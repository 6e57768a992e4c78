use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Between two requests from one address.
const APART: SignedDuration = SignedDuration::from_secs(5);
/// Addresses that are remembered before old ones are swept out.
const SWEPT_AT: usize = 4_096;

/// Who asked when, in the memory of this node; where the deployment wants it.
pub(crate) struct Asked(Option<Mutex<HashMap<IpAddr, Timestamp>>>);

impl Asked {
    pub(crate) fn new(is_limited: bool) -> Self {
        Self(is_limited.then(Mutex::default))
    }

    /// Whether whoever asks from there has waited long enough. One whose address is not known has.
    pub(super) fn may(&self, address: Option<IpAddr>, now: Timestamp) -> bool {
        let (Some(asked), Some(address)) = (&self.0, address) else {
            return true;
        };
        let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
        let is_recent = |at: &Timestamp| now.duration_since(*at) < APART;
        if asked.len() >= SWEPT_AT {
            asked.retain(|_, at| is_recent(at));
        }
        if asked.get(&address).is_some_and(is_recent) {
            return false;
        }
        asked.insert(address, now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_waits_and_others_do_not() {
        let at = |seconds| Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds);
        let (one, other) = (Some([1, 2, 3, 4].into()), Some([1, 2, 3, 5].into()));
        let asked = Asked::new(true);
        assert!(asked.may(one, at(0)) && asked.may(other, at(1)));
        assert!(!asked.may(one, at(4)));
        assert!(asked.may(one, at(5)) && asked.may(None, at(5)) && asked.may(None, at(5)));
        let free = Asked::new(false);
        assert!(free.may(one, at(0)) && free.may(one, at(0)));
    }
}
