use actix_web::http::header::HeaderValue;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Full buckets are thrown away after so many requests: a bucket that is not there is full.
const SWEEP_EVERY: u32 = 1 << 14;

/// A bucket for each who asks, all of one size.
pub(super) struct Buckets<K: Hash + Eq + Clone, C: Clock = DefaultClock> {
    name: &'static str,
    size: NonZeroU32,
    policy: HeaderValue,
    limiter: RateLimiter<K, DashMapStateStore<K>, C, StateInformationMiddleware>,
    clock: C,
    taken: AtomicU32,
}

impl<K: Hash + Eq + Clone> Buckets<K> {
    /// Buckets of so much as a minute brings.
    pub(super) fn new(name: &'static str, per_min: NonZeroU32) -> Self {
        Self::by(name, per_min, DefaultClock::default())
    }
}

impl<K: Hash + Eq + Clone, C: Clock + Clone> Buckets<K, C> {
    fn by(name: &'static str, per_min: NonZeroU32, clock: C) -> Self {
        let (quota, state) = (Quota::per_minute(per_min), DashMapStateStore::default());
        let policy = HeaderValue::try_from(format!("\"{name}\";q={per_min};w=60"));
        Self {
            name,
            size: per_min,
            // A name of letters and a number are a header value.
            policy: policy.unwrap_or(HeaderValue::from_static("")),
            limiter: RateLimiter::new(quota, state, clock.clone()),
            clock,
            taken: AtomicU32::new(0),
        }
    }

    /// Takes one; how much is left, or how long until there is one.
    pub(super) fn take(&self, who: &K) -> Result<u32, Duration> {
        if self.taken.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
        }
        match self.limiter.check_key(who) {
            Ok(snapshot) => Ok(snapshot.remaining_burst_capacity()),
            Err(not_until) => Err(not_until.wait_time_from(self.clock.now())),
        }
    }

    /// `RateLimit-Policy`: the size of a bucket, and seconds in which it fills.
    pub(super) fn policy(&self) -> HeaderValue {
        self.policy.clone()
    }

    /// `RateLimit`: what is left, and seconds until it is full.
    pub(super) fn left(&self, left: u32) -> HeaderValue {
        let missing = u64::from(self.size.get().saturating_sub(left)) * 60;
        let seconds = missing.div_ceil(u64::from(self.size.get()));
        let text = format!("\"{}\";r={left};t={seconds}", self.name);
        HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;

    fn buckets(per_min: u32) -> (Buckets<u32, FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        let per_min = NonZeroU32::new(per_min).unwrap();
        (Buckets::by("read", per_min, clock.clone()), clock)
    }

    #[test]
    fn a_bucket_empties_and_fills_evenly() {
        let (buckets, clock) = buckets(60);
        for left in (0..60).rev() {
            assert_eq!(buckets.take(&1), Ok(left));
        }
        assert_eq!(buckets.take(&1), Err(Duration::from_secs(1)));
        // Another's is full.
        assert_eq!(buckets.take(&2), Ok(59));
        clock.advance(Duration::from_secs(1));
        assert_eq!(buckets.take(&1), Ok(0));
        assert!(buckets.take(&1).is_err());
        clock.advance(Duration::from_mins(2));
        assert_eq!(buckets.take(&1), Ok(59));
    }

    #[test]
    fn headers_tell_of_it() {
        let (buckets, _) = buckets(120);
        assert_eq!(buckets.policy(), "\"read\";q=120;w=60");
        for (left, expected) in [
            (120, "\"read\";r=120;t=0"),
            (119, "\"read\";r=119;t=1"),
            (60, "\"read\";r=60;t=30"),
            (0, "\"read\";r=0;t=60"),
        ] {
            assert_eq!(buckets.left(left), expected);
        }
    }

    #[test]
    fn full_buckets_take_no_memory() {
        let (buckets, clock) = buckets(60);
        for who in 0..SWEEP_EVERY - 1 {
            buckets.take(&who).unwrap();
        }
        clock.advance(Duration::from_mins(1));
        buckets.take(&0).unwrap();
        assert!(buckets.limiter.len() < 10, "{}", buckets.limiter.len());
    }
}
