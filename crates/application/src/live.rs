//! Sessions are followed as they happen.
//!
//! Whoever plays one asks for a ticket ([`IssueTicket`]), uses it up ([`RedeemTicket`]), and is told of everything that
//! happens from then on, or from the last event that they know ([`Follow`]). What happened is read from the store by one
//! [`Hub`] in each process, whichever node committed it. A [`Signalled`] store tells the hub where to look first.

mod follow;
mod hub;
mod issue_ticket;
mod redeem_ticket;
mod signalled;
#[cfg(test)]
mod tests;

pub use follow::{Follow, FollowError, Followed, Following};
pub use hub::{Hub, Subscription, TooSlow};
pub use issue_ticket::{IssueTicket, IssueTicketError, IssuedTicket};
pub use redeem_ticket::{RedeemTicket, RedeemTicketError};
pub use signalled::Signalled;

use crate::{Ports, Settings};
use std::sync::Arc;

/// What it takes to follow a session. A session in which one has no seat is not found.
#[expect(missing_docs, reason = "each field is named after its use case")]
pub struct Live {
    pub issue_ticket: IssueTicket,
    pub redeem_ticket: RedeemTicket,
    pub follow: Follow,
}

impl Live {
    /// Takes from `ports` and `settings` what each use case needs. All that is followed goes by way of `hub`.
    pub fn new(ports: &Ports, settings: &Settings, hub: Arc<Hub>) -> Self {
        Self {
            issue_ticket: IssueTicket::new(ports),
            redeem_ticket: RedeemTicket::new(ports, settings),
            follow: Follow::new(ports, hub),
        }
    }
}
