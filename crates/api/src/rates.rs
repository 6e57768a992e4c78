//! How many requests one user, or one address, may send: a bucket for each, of what a minute brings, filled evenly
//! (GCRA, by `governor`). In memory and for this node alone: what must not be guessed, such as passwords, is counted in
//! the database besides, where a restart and other nodes cannot help.
//!
//! Costs a look-up in a sharded map, and one header of some 25 bytes, for each request.

mod bucket;

use self::bucket::Buckets;
use crate::problem::{Code, Problem};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{HttpMessage, HttpRequest};
use ludger_application::Caller;
use ludger_domain::accounts::{Role, network_of};
use ludger_domain::ids::UserId;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

/// Requests within a minute, by what they are. `None`: as many as come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RateLimits {
    /// To sign up, sign in, refresh and the like: of one address.
    pub auth_per_min: Option<NonZeroU32>,
    /// That read: of one user, or of one address where nobody is signed in.
    pub read_per_min: Option<NonZeroU32>,
    /// That change something: as above.
    pub write_per_min: Option<NonZeroU32>,
}

/// The buckets of every class.
pub(crate) struct Rates {
    auth: Option<Buckets<Who>>,
    read: Option<Buckets<Who>>,
    write: Option<Buckets<Who>>,
}

/// Whose bucket it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Who {
    User(UserId),
    /// Of a network: see [`network_of`].
    Address(IpAddr),
}

/// What an answer tells of the bucket.
#[derive(Debug, Clone)]
pub(crate) struct Rate {
    /// What it holds.
    policy: HeaderValue,
    /// What is left.
    left: HeaderValue,
}

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");

impl Rates {
    pub(crate) fn new(limits: &RateLimits) -> Self {
        let buckets = |name, per_min: Option<NonZeroU32>| per_min.map(|it| Buckets::new(name, it));
        Self {
            auth: buckets("auth", limits.auth_per_min),
            read: buckets("read", limits.read_per_min),
            write: buckets("write", limits.write_per_min),
        }
    }

    /// Of an address, for who is not signed in, or is about to be. Whoever brings a token is counted by
    /// [`Self::take_of`] or by [`Self::take_of_stranger`].
    pub(crate) fn take_at_edge(
        &self,
        request: &HttpRequest,
        brings_token: bool,
        address: impl FnOnce() -> Option<IpAddr>,
    ) -> Result<(), Problem> {
        let path = request.path();
        if !path.starts_with("/v1/") {
            return Ok(());
        }
        let buckets = if path.starts_with("/v1/auth/") || path == "/v1/setup" {
            self.auth.as_ref()
        } else if brings_token {
            return Ok(());
        } else {
            self.of(request.method())
        };
        match buckets {
            Some(buckets) => take(buckets, request, address().map(Who::address)),
            None => Ok(()),
        }
    }

    /// Of somebody who is signed in.
    pub(crate) fn take_of(&self, request: &HttpRequest, caller: &Caller) -> Result<(), Problem> {
        match self.of_caller(request.method(), caller) {
            Some(buckets) => take(buckets, request, Some(Who::User(caller.principal.user))),
            None => Ok(()),
        }
    }

    /// Of the same, for a command that comes over a socket: from the same bucket as the request that it stands for.
    pub(crate) fn take_of_command(&self, method: &Method, caller: &Caller) -> Result<(), Problem> {
        let taken = self
            .of_caller(method, caller)
            .map(|buckets| buckets.take(&Who::User(caller.principal.user)));
        taken.transpose().map(|_| ()).map_err(too_many)
    }

    /// Services that post transfers are the deployment's own.
    fn of_caller(&self, method: &Method, caller: &Caller) -> Option<&Buckets<Who>> {
        let is_own = caller.principal.roles.contains(&Role::Ledger);
        self.of(method).filter(|_| !is_own)
    }

    /// Of an address that sends tokens that are none.
    pub(crate) fn take_of_stranger(
        &self,
        request: &HttpRequest,
        address: Option<IpAddr>,
    ) -> Result<(), Problem> {
        match &self.auth {
            Some(buckets) => take(buckets, request, address.map(Who::address)),
            None => Ok(()),
        }
    }

    const fn of(&self, method: &Method) -> Option<&Buckets<Who>> {
        match *method {
            Method::GET | Method::HEAD | Method::OPTIONS => self.read.as_ref(),
            _ => self.write.as_ref(),
        }
    }
}

impl Rate {
    /// What a request was told, if it was counted.
    pub(crate) fn told(request: &HttpRequest, headers: &mut HeaderMap) {
        if let Some(Self { policy, left }) = request.extensions_mut().remove::<Self>() {
            headers.insert(POLICY, policy);
            headers.insert(LEFT, left);
        }
    }
}

impl Who {
    fn address(address: IpAddr) -> Self {
        Self::Address(network_of(address))
    }
}

/// Whoever has no address, as within one process, is not counted.
fn take(buckets: &Buckets<Who>, request: &HttpRequest, who: Option<Who>) -> Result<(), Problem> {
    let Some(who) = who else { return Ok(()) };
    let taken = buckets.take(&who);
    let left = taken.as_ref().map_or(0, |left| *left);
    request.extensions_mut().insert(Rate {
        policy: buckets.policy(),
        left: buckets.left(left),
    });
    taken.map(|_| ()).map_err(too_many)
}

fn too_many(wait: Duration) -> Problem {
    let seconds = wait.as_secs().saturating_add(1);
    let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
    Problem::new(Code::RateLimited).retry_after(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_is_one() {
        let who = |text: &str| Who::address(text.parse().unwrap());
        assert_eq!(who("2001:db8::1"), who("2001:db8::ffff:1:2:3"));
        assert_ne!(who("2001:db8::1"), who("2001:db8:0:1::1"));
        assert_ne!(who("192.0.2.1"), who("192.0.2.2"));
    }
}
