//! Who may register, where not everybody may.

use super::app::{App, PASSWORD, credentials, here, registration};
use super::doors::closed;
use crate::Settings;
use crate::accounts::{Accounts, RegisterError, SignInError};
use ludger_domain::accounts::{
    Allowed, EmailPattern, Registration, RegistrationPolicy, Tier, User,
};
use ludger_domain::fault::Faults;
use ludger_ports::{Changes, Clock, Letter};

async fn refused(accounts: &Accounts, registration: Registration) -> Vec<(String, String)> {
    match accounts.register.run(registration, &here()).await {
        Err(RegisterError::Invalid(Faults(faults))) => {
            let told = |fault: ludger_domain::fault::Fault| (fault.pointer, fault.code);
            faults.into_iter().map(told).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn told(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

async fn listed(app: &App, email: &str, name: &str, level: Tier) {
    let allowed = Allowed {
        name: name.to_owned(),
        email: email.parse().unwrap(),
        level,
    };
    let changes = Changes::at(app.clock.now()).allow(allowed);
    app.ports.store.commit(changes).await.unwrap();
}

async fn registers(app: &App, accounts: &Accounts, name: &str) -> User {
    let register = &accounts.register;
    register.run(registration(name), &here()).await.unwrap();
    app.user(&format!("{name}@example.org")).await.unwrap()
}

#[tokio::test]
async fn a_pattern_admits_whoever_fits() {
    let app = App::new();
    let pattern = EmailPattern::new(r"[a-c]+@example\.org").unwrap();
    let accounts = app.under(RegistrationPolicy::Pattern(pattern));
    registers(&app, &accounts, "abba").await;
    assert_eq!(
        refused(&accounts, registration("zoe")).await,
        [told("/email", "email_not_allowed")]
    );
}

#[tokio::test]
async fn who_is_listed_gets_the_listed_level_and_name() {
    let app = App::new();
    let accounts = app.under(RegistrationPolicy::AllowList);
    listed(&app, "ADA@example.org", "Ada King", Tier::Power).await;
    listed(&app, "bob@example.org", "", Tier::Dev).await;
    let (ada, bob) = (
        registers(&app, &accounts, "ada").await,
        registers(&app, &accounts, "bob").await,
    );
    assert_eq!(ada.profile.tier, Tier::Power);
    assert_eq!(String::from(ada.profile.full_name.unwrap()), "Ada King");
    assert_eq!((bob.profile.tier, bob.profile.full_name), (Tier::Dev, None));
    assert_eq!(
        refused(&accounts, registration("eve")).await,
        [told("/email", "email_not_allowed")]
    );
}

#[tokio::test]
async fn a_list_counts_for_nothing_where_everybody_may() {
    let app = App::new();
    listed(&app, "ada@example.org", "Ada King", Tier::Power).await;
    let ada = app.player("ada").await;
    assert_eq!(
        (ada.profile.tier, ada.profile.full_name),
        (Tier::Normie, None)
    );
}

#[tokio::test]
async fn all_that_is_wrong_is_told_and_costs_no_hash() {
    let app = App::new();
    app.player("ada").await;
    let policy = RegistrationPolicy::Invitation;
    let settings = crate::Settings {
        registration: policy,
        ..crate::Settings::default()
    };
    let mut ports = app.ports.clone();
    ports.store = closed();
    let accounts = Accounts::new(&ports, &settings);
    let wrong = Registration {
        password: "short".to_owned(),
        ..registration("ada")
    };
    // The same for an address that has an account and for one that has none.
    for email in ["ada@example.org", "eve@example.org"] {
        let wrong = Registration {
            email: email.to_owned(),
            ..wrong.clone()
        };
        assert_eq!(
            refused(&accounts, wrong).await,
            [
                told("/password", "too_short"),
                told("/username", "username_taken"),
                told("/email", "email_not_allowed"),
            ]
        );
    }
}

#[tokio::test]
async fn operators_make_whom_they_like() {
    let app = App::new();
    let accounts = app.under(RegistrationPolicy::Invitation);
    accounts
        .create_admin
        .run(registration("root"))
        .await
        .unwrap();
}

async fn enters(app: &App, accounts: &Accounts, password: &str) -> Result<User, SignInError> {
    let typed = credentials("ada", password);
    let signed_in = accounts.sign_in.run(&typed, &here()).await;
    app.commits();
    signed_in.map(|signed_in| signed_in.user)
}

/// Else whoever knows how an address of the institute looks registers as somebody of it.
#[tokio::test]
async fn an_address_that_nobody_confirmed_lets_nobody_in_where_it_counts() {
    let app = App::new();
    let pattern = EmailPattern::new(r"[a-z]+@example\.org").unwrap();
    let accounts = app.under(RegistrationPolicy::Pattern(pattern));
    let ada = registers(&app, &accounts, "ada").await;
    // It does not count as a failure either.
    for _ in 0..12 {
        let refused = enters(&app, &accounts, PASSWORD).await;
        assert!(matches!(refused, Err(SignInError::EmailNotVerified)));
    }
    let wrong = enters(&app, &accounts, "not this one").await;
    assert!(matches!(wrong, Err(SignInError::InvalidCredentials)));

    let letters = app.mails_to(&ada).await;
    let link = letters.iter().find_map(|letter| match letter {
        Letter::Verification { link } => link.split_once("#token="),
        _ => None,
    });
    let links = &accounts.use_link;
    links.to_verify(link.unwrap().1, &here()).await.unwrap();
    enters(&app, &accounts, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_deployment_decides_whether_addresses_are_verified() {
    let app = App::new();
    app.player("ada").await;
    let settled = |registration, verified_only| {
        let settings = Settings {
            registration,
            verified_only,
            ..Settings::default()
        };
        Accounts::new(&app.ports, &settings)
    };
    for (policy, verified_only, lets_in) in [
        (RegistrationPolicy::Open, None, true),
        (RegistrationPolicy::Invitation, None, true),
        (RegistrationPolicy::AllowList, None, false),
        (RegistrationPolicy::AllowList, Some(false), true),
        (RegistrationPolicy::Open, Some(true), false),
    ] {
        let told = format!("{policy:?} {verified_only:?}");
        let accounts = settled(policy, verified_only);
        let entered = enters(&app, &accounts, PASSWORD).await;
        assert_eq!(entered.is_ok(), lets_in, "{told}");
    }
}

#[tokio::test]
async fn who_was_made_by_an_operator_needs_no_mail() {
    let app = App::new();
    let accounts = app.under(RegistrationPolicy::AllowList);
    let admin = accounts.create_admin.run(registration("ada")).await;
    assert!(admin.unwrap().verified_at.is_some());
    enters(&app, &accounts, PASSWORD).await.unwrap();
}
