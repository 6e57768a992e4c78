//! Users who change, and lists of those who fit.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{all_pages, changes, grant, hours, micros};
use crate::Expectation;
use crate::read::UserFilter;
use ludger_domain::accounts::{Email, Flag, PasswordHash, Profile, Role, Tier, User, Username};
use ludger_domain::ids::UserId;

impl Stores {
    /// Stores what became of a user.
    async fn edited(&self, before: &User, after: User) -> User {
        self.apply(changes().save_user(after.clone(), before)).await;
        after
    }

    async fn by_name(&self, name: &str) -> Option<User> {
        let key = Username::key_of(name);
        self.users.by_username(&key).await.unwrap()
    }

    async fn by_email(&self, email: &str) -> Option<User> {
        let key = Email::key_of(email);
        self.users.by_email(&key).await.unwrap()
    }

    /// Everybody who fits, by pages of two.
    async fn those(&self, filter: UserFilter) -> Vec<UserId> {
        let users = all_pages(2, async |page| self.users.list(&filter, page).await).await;
        users.into_iter().map(|user| user.id).collect()
    }
}

fn full_profile() -> Profile {
    let text = str::to_owned;
    let picture = text("https://example.org/ada.png?size=64&x=%20");
    Profile {
        full_name: Some(text("Ada \"Augusta\" Łovelace 李").try_into().unwrap()),
        avatar_url: Some(picture.try_into().unwrap()),
        time_zone: text("Europe/Berlin").try_into().unwrap(),
        locale: text("de-AT").try_into().unwrap(),
        tier: Tier::Dev,
        flags: [Flag::Beta, Flag::HiddenFromBoards].into(),
    }
}

/// Every field of a user reads back as it was saved last, set or not; and so does what is known behind their tokens.
pub async fn every_field_reads_back(stores: Stores) {
    let ada = stores.user("ada").await;
    let token = stores.signed_in(&ada).await.pair.access.hash;
    let full = User {
        verified_at: Some(micros(1)),
        locked_at: Some(micros(2)),
        password_hash: Some(PasswordHash::from("another".to_owned())),
        profile: full_profile(),
        version: 2,
        ..ada.clone()
    };
    let full = stores.edited(&ada, full).await;
    let plain = User {
        verified_at: None,
        locked_at: None,
        password_hash: None,
        profile: Profile::default(),
        version: 3,
        ..full.clone()
    };
    for (before, after) in [(&ada, &full), (&full, &plain)] {
        if before != &ada {
            stores.edited(before, after.clone()).await;
        }
        assert_eq!(stores.found_user(ada.id).await.as_ref(), Some(after));
        assert_eq!(stores.by_name("ada").await.as_ref(), Some(after));
        let behind = stores.found_token(token).await.unwrap().user;
        // Nobody needs their profile there, as little as the hash.
        let expected = User {
            password_hash: None,
            profile: Profile::default(),
            ..after.clone()
        };
        assert_eq!(behind, expected);
    }
}

/// Whoever takes another name and another email leaves the old ones to others.
pub async fn a_renamed_user_frees_the_old_keys(stores: Stores) {
    let ada = stores.user("ada").await;
    let moved = ada
        .clone()
        .with_verified_email("countess@example.org".parse().unwrap(), hours(1));
    let moved = stores.edited(&ada, moved).await;
    let renamed = stores
        .edited(&moved, moved.clone().named("countess".parse().unwrap()))
        .await;
    assert_eq!(stores.by_name("ada").await, None);
    assert_eq!(stores.by_email("ada@example.org").await, None);
    assert_eq!(stores.by_name("countess").await, Some(renamed.clone()));
    assert_eq!(stores.by_email("countess@example.org").await, Some(renamed));
    let other = stores.user("ada").await;
    assert_eq!(stores.by_name("ada").await, Some(other));
}

/// Another spelling of one's own name or email needs nobody's leave.
pub async fn ones_own_keys_stay_ones_own(stores: Stores) {
    let ada = stores.user("ada").await;
    let spelled = User {
        email: Some("ADA@example.org".parse().unwrap()),
        ..ada.clone().named("ADA".parse().unwrap())
    };
    let spelled = stores.edited(&ada, spelled).await;
    assert_eq!(stores.by_name("ada").await, Some(spelled.clone()));
    assert_eq!(stores.by_email("ada@example.org").await, Some(spelled));
}

/// `UserAt`: the version that was read, no other. What was decided on an old one changes nothing.
pub async fn an_old_version_of_a_user_is_stale(stores: Stores) {
    let ada = stores.user("ada").await;
    let now = stores
        .edited(&ada, ada.clone().named("first".parse().unwrap()))
        .await;
    let late = ada.clone().named("second".parse().unwrap());
    let stale = stores.commit(changes().save_user(late, &ada)).await.stale();
    assert_eq!(stale, Expectation::UserAt(ada.id, 1));
    assert_eq!(stores.found_user(ada.id).await, Some(now));
    let nobody = stores.person("nobody");
    let saved = changes().save_user(nobody.clone().lock(hours(1)).unwrap(), &nobody);
    let stale = stores.commit(saved).await.stale();
    assert_eq!(stale, Expectation::UserAt(nobody.id, 1));
    assert_eq!(stores.found_user(nobody.id).await, None);
}

/// Nobody takes a name or an email that somebody has, deleted people included.
pub async fn taken_keys_are_not_taken_again(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    let gone = stores.user("gone").await;
    let deleted = gone.clone().delete(hours(1)).unwrap();
    stores.edited(&gone, deleted).await;
    for name in ["bob", "gone"] {
        let named = ada.clone().named(name.to_uppercase().parse().unwrap());
        let stale = stores.commit(changes().save_user(named, &ada)).await;
        let expected = Expectation::UsernameFree(name.to_owned());
        assert_eq!(stale.stale(), expected);
        let email = format!("{name}@EXAMPLE.org").parse().unwrap();
        let moved = ada.clone().with_verified_email(email, hours(1));
        let stale = stores.commit(changes().save_user(moved, &ada)).await;
        let expected = Expectation::EmailFree(format!("{name}@example.org"));
        assert_eq!(stale.stale(), expected);
    }
    assert_eq!(stores.found_user(ada.id).await, Some(ada));
    assert_eq!(stores.found_user(bob.id).await, Some(bob));
}

/// Of parallel edits of one version one is applied, and it stays whole.
pub async fn parallel_edits_make_one(stores: Stores) {
    let ada = stores.user("ada").await;
    let rivals: Vec<_> = (10..20)
        .map(|n| ada.clone().named(format!("name {n}").parse().unwrap()))
        .collect();
    let edits = rivals
        .iter()
        .map(|rival| changes().save_user(rival.clone(), &ada));
    let answers = stores.race(edits).await;
    let expected = Tally {
        applied: 1,
        stale: 9,
        ..Tally::default()
    };
    assert_eq!(Tally::of(&answers), expected);
    let found = stores.found_user(ada.id).await.unwrap();
    for (answer, rival) in answers.iter().zip(rivals) {
        assert_eq!(answer.is_ok(), found == rival);
    }
}

/// Of parallel users who want one name one gets it.
pub async fn parallel_users_of_one_name_make_one(stores: Stores) {
    let mut edits = Vec::new();
    for n in 10..18 {
        let user = stores.user(&format!("user-{n}")).await;
        let named = user.clone().named("king".parse().unwrap());
        edits.push(changes().save_user(named, &user));
    }
    let answers = stores.race(edits).await;
    let expected = Tally {
        applied: 1,
        stale: 7,
        ..Tally::default()
    };
    assert_eq!(Tally::of(&answers), expected);
    for answer in answers.into_iter().filter(Result::is_err) {
        let expected = Expectation::UsernameFree("king".to_owned());
        assert_eq!(answer.stale(), expected);
    }
    assert!(stores.by_name("king").await.is_some());
}

/// A list can be narrowed by email, by how names begin, by role and by whether somebody is locked; by several at once,
/// too. It stays in order, and its pages are as of a whole list.
pub async fn users_are_filtered(stores: Stores) {
    let names = [
        "ann", "anna", "Ännchen", "an-na", "anz", "bob", "b%b", "b_b",
    ];
    let mut ids = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let user = User {
            email: Some(format!("user{n}@example.org").parse().unwrap()),
            username: name.parse().unwrap(),
            ..stores.person("somebody")
        };
        stores.apply(changes().add_user(user.clone())).await;
        let locked = user.clone().lock(hours(1)).unwrap();
        if n % 2 == 1 {
            stores.edited(&user, locked).await;
        }
        if n >= 3 {
            let role = grant(user.id, Role::Moderator);
            stores.apply(changes().grant(role)).await;
        }
        ids.push(user.id);
    }
    let prefix = |text: &str| UserFilter {
        username_key_prefix: Some(Username::key_of(text)),
        ..UserFilter::default()
    };
    let email = |text: &str| UserFilter {
        email_key: Some(Email::key_of(text)),
        ..UserFilter::default()
    };
    let role = |role| UserFilter {
        role: Some(role),
        ..UserFilter::default()
    };
    let locked = |is_locked| UserFilter {
        is_locked: Some(is_locked),
        ..UserFilter::default()
    };
    let several = UserFilter {
        role: Some(Role::Moderator),
        is_locked: Some(true),
        ..prefix("b")
    };
    let expected: [(UserFilter, &[usize]); 15] = [
        (UserFilter::default(), &[0, 1, 2, 3, 4, 5, 6, 7]),
        (prefix("an"), &[0, 1, 3, 4]),
        (prefix("ANN"), &[0, 1]),
        (prefix("an-"), &[3]),
        (prefix("anna"), &[1]),
        (prefix("ä"), &[2]),
        (prefix("b%"), &[6]),
        (prefix("b_"), &[7]),
        (prefix("c"), &[]),
        (email("USER3@example.org"), &[3]),
        (email("user3@example"), &[]),
        (role(Role::Moderator), &[3, 4, 5, 6, 7]),
        (role(Role::Ledger), &[]),
        (locked(true), &[1, 3, 5, 7]),
        (several, &[5, 7]),
    ];
    for (filter, places) in expected {
        let those: Vec<_> = places.iter().map(|place| ids[*place]).collect();
        assert_eq!(stores.those(filter.clone()).await, those, "{filter:?}");
    }
    assert_eq!(stores.those(locked(false)).await.len(), 4);
}
