//! Who may register where not everybody may.

use super::Stores;
use super::builders::{all_pages, changes};
use crate::Changes;
use ludger_domain::accounts::{Allowed, Email, Tier};

fn allowed(email: &str, name: &str, level: Tier) -> Allowed {
    let email = email.parse().unwrap();
    let name = name.to_owned();
    Allowed { name, email, level }
}

impl Stores {
    async fn is_allowed(&self, email: &str) -> Option<Allowed> {
        let key = Email::key_of(email);
        self.users.allowed(&key).await.unwrap()
    }

    async fn allow_list(&self, limit: usize) -> Vec<Allowed> {
        all_pages(limit, async |page| self.users.allow_list(page).await).await
    }
}

/// Who stands on the list is found by any spelling of their email, with all that the list says.
pub async fn whoever_is_listed_is_found(stores: Stores) {
    let ada = allowed("Ada.L@Example.org", "Ada, \"the\" Countess", Tier::Power);
    let nameless = allowed("x@example.org", "", Tier::Normie);
    assert_eq!(stores.is_allowed("ada.l@example.org").await, None);
    let listed = changes().allow(ada.clone()).allow(nameless.clone());
    stores.apply(listed).await;
    assert_eq!(stores.is_allowed("ADA.L@example.ORG").await, Some(ada));
    assert_eq!(stores.is_allowed("x@example.org").await, Some(nameless));
    assert_eq!(stores.is_allowed("ada@example.org").await, None);
}

/// What is said anew takes the place of what was said before; within one list the last line counts.
pub async fn the_last_line_counts(stores: Stores) {
    let lines = [
        allowed("ada@example.org", "one", Tier::Normie),
        allowed("bob@example.org", "bob", Tier::Normie),
        allowed("ADA@example.org", "two", Tier::Curious),
    ];
    let listed = lines.iter().cloned().fold(changes(), Changes::allow);
    stores.apply(listed).await;
    assert_eq!(
        stores.allow_list(10).await,
        [lines[2].clone(), lines[1].clone()]
    );
    let again = allowed("Bob@example.org", "Robert", Tier::Dev);
    stores.apply(changes().allow(again.clone())).await;
    assert_eq!(stores.allow_list(10).await, [lines[2].clone(), again]);
}

/// Who is taken off the list is gone, and whoever was not on it stays so.
pub async fn whoever_is_taken_off_is_gone(stores: Stores) {
    let ada = allowed("ada@example.org", "Ada", Tier::Normie);
    stores.apply(changes().allow(ada.clone())).await;
    for key in ["ada@example.org", "ada@example.org", "bob@example.org"] {
        stores.apply(changes().disallow(key.to_owned())).await;
        assert_eq!(stores.allow_list(10).await, []);
    }
    stores.apply(changes().allow(ada.clone())).await;
    assert_eq!(stores.is_allowed("ada@example.org").await, Some(ada));
}

/// The list goes by the keys of its emails, byte by byte, in pages of any length.
pub async fn the_list_is_paged(stores: Stores) {
    let emails = [
        "a+z@x.org",
        "a-b@x.org",
        "a.b@x.org",
        "a0@x.org",
        "a_b@x.org",
        "ab@x.org",
        "b@x.org",
    ];
    let listed = emails.iter().rev().fold(changes(), |changes, email| {
        changes.allow(allowed(email, "", Tier::Normie))
    });
    stores.apply(listed).await;
    for limit in [1, 2, 7, 8] {
        let list = stores.allow_list(limit).await;
        let found: Vec<_> = list.iter().map(|it| it.email.as_str()).collect();
        assert_eq!(found, emails, "by {limit}");
    }
}
