//! Tickets, which open one stream, once.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, all_pages, changes, micros};
use crate::{Changes, Expectation};
use jiff::SignedDuration;
use ludger_domain::accounts::{Means, Permission, Principal, Ticket, TokenHash, User};

impl Stores {
    /// A ticket to be given to somebody.
    pub(super) fn ticket(&self, user: &User) -> Ticket {
        let means = Means::Session {
            id: self.id(),
            authenticated_at: micros(3),
        };
        Ticket::issue(&principal(user, means), self.id(), &self.secret(), NOW)
    }

    /// A ticket that was given.
    pub(super) async fn given_ticket(&self, user: &User) -> Ticket {
        let ticket = self.ticket(user);
        self.apply(changes().save_ticket(ticket.clone())).await;
        ticket
    }

    pub(super) async fn found_ticket(&self, hash: TokenHash) -> Option<Ticket> {
        self.auth_sessions.ticket(hash).await.unwrap()
    }
}

fn principal(user: &User, means: Means) -> Principal {
    Principal {
        user: user.id,
        username: user.username.to_string(),
        roles: [].into(),
        withheld: [].into(),
        means,
    }
}

fn used(ticket: &Ticket) -> Ticket {
    ticket.clone().redeem(ticket.stream, micros(5)).unwrap()
}

/// A ticket reads back, whatever its owner was signed in by.
pub async fn a_ticket_reads_back(stores: Stores) {
    let ada = stores.user("ada").await;
    let by_program = Means::ApiToken {
        id: stores.id(),
        scopes: [Permission::Play, Permission::LedgerRead].into(),
    };
    let of_program = Ticket::issue(
        &principal(&ada, by_program),
        stores.id(),
        &stores.secret(),
        NOW,
    );
    for ticket in [stores.ticket(&ada), of_program] {
        assert_eq!(stores.found_ticket(ticket.hash).await, None);
        stores.apply(changes().save_ticket(ticket.clone())).await;
        assert_eq!(stores.found_ticket(ticket.hash).await, Some(ticket));
    }
}

/// A ticket is used once, and tells when.
pub async fn a_ticket_is_used_once(stores: Stores) {
    let ada = stores.user("ada").await;
    let ticket = stores.given_ticket(&ada).await;
    let used_up = used(&ticket);
    stores.apply(changes().save_ticket(used_up.clone())).await;
    assert_eq!(
        stores.found_ticket(ticket.hash).await,
        Some(used_up.clone())
    );
    let again = stores.commit(changes().save_ticket(used_up)).await;
    assert_eq!(again.stale(), Expectation::TicketUnused(ticket.hash));
    let never_given = stores.ticket(&ada);
    let stale = stores
        .commit(changes().save_ticket(used(&never_given)))
        .await;
    assert_eq!(stale.stale(), Expectation::TicketUnused(never_given.hash));
    assert_eq!(stores.found_ticket(never_given.hash).await, None);
}

/// A ticket is given once, and to somebody who is there.
pub async fn tickets_are_unique(stores: Stores) {
    let ada = stores.user("ada").await;
    let ticket = stores.given_ticket(&ada).await;
    stores
        .commit(changes().save_ticket(ticket))
        .await
        .rejected();
    let nobody = stores.person("nobody");
    let decided = changes().save_ticket(stores.ticket(&nobody));
    stores.commit(decided.clone()).await.rejected();
    stores.apply(decided.add_user(nobody)).await;
}

/// Of 50 parallel uses of one ticket one wins.
pub async fn parallel_uses_let_one_in(stores: Stores) {
    let ada = stores.user("ada").await;
    let ticket = stores.given_ticket(&ada).await;
    let uses = (0..50).map(|_| changes().save_ticket(used(&ticket)));
    let answers = stores.race(uses).await;
    let expected = Tally {
        applied: 1,
        stale: 49,
        ..Tally::default()
    };
    assert_eq!(Tally::of(&answers), expected);
}

/// Tickets go when their time is over, used or not.
pub async fn expired_tickets_go(stores: Stores) {
    let ada = stores.user("ada").await;
    let end = stores.ticket(&ada).expires_at;
    let (old, old_and_used) = (
        stores.given_ticket(&ada).await,
        stores.given_ticket(&ada).await,
    );
    stores
        .apply(changes().save_ticket(used(&old_and_used)))
        .await;
    let past = async |at| stores.jobs.is_anything_past(at).await.unwrap();
    assert!(!past(end).await);
    stores.apply(Changes::at(end).prune(end)).await;
    assert!(stores.found_ticket(old.hash).await.is_some());
    let later = end + SignedDuration::from_micros(1);
    assert!(past(later).await);
    stores.apply(Changes::at(later).prune(later)).await;
    assert!(!past(later).await);
    for gone in [old, old_and_used] {
        assert_eq!(stores.found_ticket(gone.hash).await, None);
    }
}

/// Nothing is left of an erased user's tickets; what others have stays.
pub async fn tickets_of_the_erased_go(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    let of_ada = stores.given_ticket(&ada).await;
    stores.apply(changes().save_ticket(used(&of_ada))).await;
    let of_bob = stores.given_ticket(&bob).await;
    stores
        .apply(changes().erase_left_behind(ada.id, None))
        .await;
    assert_eq!(stores.found_ticket(of_ada.hash).await, None);
    assert_eq!(stores.found_ticket(of_bob.hash).await, Some(of_bob));
}

/// A user is told of all of their tickets, page by page, and of nobody else's.
pub async fn tickets_are_listed(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    let mut expected = Vec::new();
    for _ in 0..3 {
        expected.push(stores.given_ticket(&ada).await);
        stores.given_ticket(&bob).await;
    }
    expected[1] = used(&expected[1]);
    stores
        .apply(changes().save_ticket(expected[1].clone()))
        .await;
    expected.sort_by_key(|ticket| ticket.hash);
    for limit in [1, 2, 100] {
        let of_ada = all_pages(limit, async |page| {
            stores.traces.tickets(ada.id, page).await
        });
        assert_eq!(of_ada.await, expected);
    }
}
