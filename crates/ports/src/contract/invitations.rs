//! Invitations that are open.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, all_pages, changes, first, hours, micros};
use crate::{Changes, Expectation};
use jiff::Timestamp;
use ludger_domain::accounts::{OneTimeToken, Purpose};

impl Stores {
    /// An invitation of somebody who is not there yet.
    fn invitation(&self, name: &str, now: Timestamp) -> OneTimeToken {
        let email = format!("{name}@example.org").parse().unwrap();
        OneTimeToken::issue(Purpose::Invitation, None, email, &self.secret(), now)
    }

    /// The addresses of those that are open then, newest first.
    async fn invited(&self, at: Timestamp, limit: usize) -> Vec<String> {
        let read = async |page| self.auth_sessions.invitations(at, page).await;
        let open = all_pages(limit, read).await.into_iter();
        open.map(|token| token.email.into()).collect()
    }
}

/// Those that are used or over are left out, and so is every other token.
pub async fn open_ones_are_listed(stores: Stores) {
    let ada = stores.user("ada").await;
    stores.sent(&ada, Purpose::MagicLink).await;
    let (old, new) = (
        stores.invitation("first", NOW),
        stores.invitation("second", micros(1)),
    );
    let sent = changes()
        .save_one_time_token(old.clone())
        .save_one_time_token(new.clone());
    stores.apply(sent).await;
    let open = stores.auth_sessions.invitations(NOW, first(10)).await;
    assert_eq!(open.unwrap().items, [new, old.clone()]);
    let used = old.use_for(Purpose::Invitation, micros(5)).unwrap();
    stores.apply(changes().save_one_time_token(used)).await;
    assert_eq!(stores.invited(micros(5), 10).await, ["second@example.org"]);
    assert_eq!(
        stores.invited(hours(7 * 24), 10).await,
        ["second@example.org"]
    );
    let over = hours(7 * 24 + 1);
    assert_eq!(stores.invited(over, 10).await, Vec::<String>::new());
}

/// The list goes from the newest to the oldest, in pages of any length, though many are sent at once.
pub async fn invitations_are_paged(stores: Stores) {
    let sent: Vec<_> = (0..7)
        .map(|n| stores.invitation(&format!("user{n}"), micros(n / 3)))
        .collect();
    let all = sent.iter().cloned();
    stores
        .apply(all.fold(changes(), Changes::save_one_time_token))
        .await;
    let whole = stores.invited(hours(1), 10).await;
    assert_eq!((whole.len(), whole[0].as_str()), (7, "user6@example.org"));
    for limit in [1, 2, 3, 7] {
        assert_eq!(stores.invited(hours(1), limit).await, whole, "by {limit}");
    }
}

/// Of many registrations by one invitation one is taken.
pub async fn an_invitation_makes_one_user(stores: Stores) {
    let sent = stores.invitation("ada", NOW);
    stores
        .apply(changes().save_one_time_token(sent.clone()))
        .await;
    let used = sent.clone().use_for(Purpose::Invitation, NOW).unwrap();
    let registrations = (0..10).map(|n| {
        changes()
            .add_user(stores.person(&format!("user{n}")))
            .save_one_time_token(used.clone())
    });
    let answers = stores.race(registrations).await;
    let expected = Tally {
        applied: 1,
        stale: 9,
        ..Tally::default()
    };
    assert_eq!(Tally::of(&answers), expected);
    let late = changes().save_one_time_token(used);
    let stale = stores.commit(late).await.stale();
    assert_eq!(stale, Expectation::OneTimeUnused(sent.hash));
}
