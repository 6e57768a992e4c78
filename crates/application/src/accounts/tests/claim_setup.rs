use super::app::{App, here, registration};
use super::doors::{Fate, closed, door};
use crate::Outage;
use crate::accounts::{Accounts, ClaimSetupError, RegisterError, SecretText};
use crate::testing::at_once;
use ludger_domain::accounts::{
    AuditAction, Registration, Role, SetupRefusal, TokenKind, TokenSecret, User,
};
use ludger_ports::{CommitError, Expectation, MockPasswordHasher, Row};
use ludger_testkit::world::plain_hash;
use std::sync::Arc;

impl App {
    async fn setup_link(&self) -> SecretText {
        self.accounts.issue_setup_link.run().await.unwrap().unwrap()
    }
}

async fn claim(accounts: &Accounts, link: &str, name: &str) -> Result<User, ClaimSetupError> {
    accounts
        .claim_setup
        .run(link, registration(name), &here())
        .await
}

/// While a password is hashed, the rest of the world goes on.
fn meanwhile(event: impl FnOnce() + Send + 'static) -> Arc<MockPasswordHasher> {
    let (mut hasher, mut event) = (MockPasswordHasher::new(), Some(event));
    hasher.expect_hash().returning(move |password| {
        event.take().into_iter().for_each(|event| event());
        Ok(plain_hash(password.expose()))
    });
    Arc::new(hasher)
}

#[tokio::test]
async fn whoever_holds_the_link_becomes_the_first_admin() {
    let app = App::new();
    let link = app.setup_link().await;
    app.commits();
    let ada = claim(&app.accounts, link.expose(), "ada").await.unwrap();
    assert_eq!(app.roles(&ada).await, [Role::Player, Role::Admin]);

    let [commit] = &app.commits()[..] else {
        panic!("one commit")
    };
    assert_eq!(commit.expectations.first(), Some(&Expectation::NoAdmin));
    assert!(matches!(
        commit.rows[..],
        [Row::User(_), Row::RoleGranted(_), Row::RoleGranted(_)]
    ));
    let [record] = &commit.audit[..] else {
        panic!("one record")
    };
    assert_eq!(
        (record.action, record.actor),
        (AuditAction::AdminSetup, Some(ada.id))
    );
    assert_eq!(record.address, here().address);
    app.sign_in("ada").await;
}

#[tokio::test]
async fn each_start_prints_a_link_until_there_is_an_admin() {
    let app = App::new();
    let (first, second) = (app.setup_link().await, app.setup_link().await);
    assert_ne!(first, second);
    claim(&app.accounts, second.expose(), "ada").await.unwrap();
    assert_eq!(app.accounts.issue_setup_link.run().await.unwrap(), None);
    let late = claim(&app.accounts, first.expose(), "eve").await;
    assert!(matches!(
        late,
        Err(ClaimSetupError::Refused(SetupRefusal::Done))
    ));
}

#[tokio::test]
async fn a_wrong_link_is_refused_before_anything_is_said_of_the_registration() {
    let app = App::new();
    app.player("ada").await;
    let link = app.setup_link().await;
    let disguised = link.expose().replace("lst_", "lat_");
    let never_issued = TokenSecret::new([7; 32]).text(TokenKind::Setup);
    for text in ["", "lst_", &disguised, &never_issued] {
        let refused = claim(&app.accounts, text, "ada").await;
        assert!(
            matches!(
                refused,
                Err(ClaimSetupError::Refused(SetupRefusal::Invalid))
            ),
            "{text}"
        );
    }
    let told = claim(&app.accounts, link.expose(), "ada").await;
    assert!(matches!(told, Err(ClaimSetupError::Invalid(faults)) if faults.0.len() == 2));
    claim(&app.accounts, link.expose(), "bob").await.unwrap();
}

#[tokio::test]
async fn of_two_claims_at_once_one_makes_an_admin() {
    for (late, early) in [("ada", "bob"), ("ada", "ada")] {
        let app = App::new();
        let link = app.setup_link().await;
        let (rival, text) = (app.but(|_| {}), link.expose().to_owned());
        let hasher = meanwhile(move || {
            at_once(claim(&rival, &text, early)).unwrap();
        });
        let accounts = app.but(|ports| ports.hasher = hasher);
        let answer = claim(&accounts, link.expose(), late).await;
        assert!(matches!(
            answer,
            Err(ClaimSetupError::Refused(SetupRefusal::Done))
        ));
        assert_eq!(app.audited(AuditAction::AdminSetup).len(), 1);
        assert_eq!(
            app.ports
                .users
                .by_email("ada@example.org")
                .await
                .unwrap()
                .is_some(),
            early == "ada"
        );
    }
}

#[tokio::test]
async fn no_link_is_printed_when_an_admin_comes_first() {
    let app = App::new();
    let (rival, store) = (app.but(|_| {}), app.ports.store.clone());
    let overtaken = Fate::Overtaken(Box::new(move || {
        at_once(rival.create_admin.run(registration("ada"))).unwrap();
    }));
    let accounts = app.but(|ports| ports.store = door(store, [overtaken]));
    assert_eq!(accounts.issue_setup_link.run().await.unwrap(), None);
}

#[tokio::test]
async fn a_link_is_printed_when_it_is_stored_and_not_before() {
    let app = App::new();
    let store = app.ports.store.clone();
    let stale = || Fate::Rejected(CommitError::Stale(Expectation::NoAdmin));
    let fates = [Fate::down(), stale(), stale(), stale()];
    let accounts = app.but(|ports| ports.store = door(store, fates));
    assert!(matches!(
        accounts.issue_setup_link.run().await,
        Err(Outage::Unavailable(_))
    ));
    let link = accounts.issue_setup_link.run().await.unwrap().unwrap();
    claim(&app.accounts, link.expose(), "ada").await.unwrap();
}

#[tokio::test]
async fn a_claim_that_is_not_stored_can_be_made_again() {
    let app = App::new();
    let (link, store) = (app.setup_link().await, app.ports.store.clone());
    let accounts = app.but(|ports| ports.store = door(store, [Fate::down(), Fate::lost()]));
    let answer = claim(&accounts, link.expose(), "ada").await;
    assert!(matches!(
        answer,
        Err(ClaimSetupError::Outage(Outage::Unavailable(_)))
    ));
    let answer = claim(&accounts, link.expose(), "ada").await;
    assert!(matches!(
        answer,
        Err(ClaimSetupError::Outage(Outage::Unknown(_)))
    ));
    claim(&accounts, link.expose(), "ada").await.unwrap();
}

#[tokio::test]
async fn an_operator_makes_admins_at_any_time() {
    let app = App::new();
    let ada = app.admin("ada").await;
    app.commits();
    let bob = app.admin("bob").await;
    let [commit] = &app.commits()[..] else {
        panic!("one commit")
    };
    let told: Vec<_> = commit
        .audit
        .iter()
        .map(|r| (r.action, r.actor, r.meta["role"].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (AuditAction::UserRegister, None, None),
            (AuditAction::RoleGrant, None, Some("admin"))
        ]
    );
    assert!(
        commit
            .audit
            .iter()
            .all(|r| r.target.as_ref().unwrap().id == bob.id.uuid())
    );
    for admin in [ada, bob] {
        assert_eq!(app.roles(&admin).await, [Role::Player, Role::Admin]);
    }
    let weak = Registration {
        password: "short".to_owned(),
        ..registration("ada")
    };
    let answer = app
        .but(|ports| ports.store = closed())
        .create_admin
        .run(weak)
        .await;
    assert!(matches!(answer, Err(RegisterError::Invalid(faults)) if faults.0.len() == 3));
}
