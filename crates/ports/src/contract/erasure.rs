//! What is left of a user when nothing is to be left of them but their id.

use super::Stores;
use super::builders::{Everything, NOW, changes, grant, hours, signing_in};
use super::second_factors::factor;
use ludger_domain::accounts::{
    Allowed, AuditAction, AuthSession, Email, OneTimeToken, Purpose, Role, RoleGrant, Tier,
    TokenHash, User,
};
use ludger_domain::ids::ApiTokenId;
use ludger_domain::jobs::{Job, JobKind};

/// What somebody leaves behind besides themselves.
struct Left {
    user: User,
    sessions: Vec<AuthSession>,
    tokens: Vec<TokenHash>,
    links: Vec<OneTimeToken>,
    api_token: ApiTokenId,
}

impl Stores {
    /// Has somebody leave one of everything.
    async fn leaves(&self, user: User) -> Left {
        let opened = self.signed_in(&user).await;
        let ended = self.sign_in(&user);
        let (access, refresh) = (ended.pair.access.hash, ended.pair.refresh.hash);
        self.apply(signing_in(ended.clone())).await;
        let ended = ended.session.sign_out(hours(1)).unwrap();
        self.apply(changes().save_auth_session(ended.clone())).await;
        let (at_browser, cookie) = self.at_browser(&user).await;
        let mut links = Vec::new();
        for purpose in [Purpose::Verification, Purpose::MagicLink] {
            links.push(self.sent(&user, purpose).await);
        }
        let spent = changes().spend_one_time_tokens(user.id, Purpose::MagicLink, hours(1));
        self.apply(spent).await;
        let factor = changes().save_second_factor(factor(&user), None);
        self.apply(factor.grant(grant(user.id, Role::Moderator)))
            .await;
        Left {
            sessions: vec![opened.session, ended, at_browser],
            tokens: vec![
                opened.pair.access.hash,
                opened.pair.refresh.hash,
                access,
                refresh,
                cookie.hash,
            ],
            links,
            api_token: self.made_api_token(&user).await.id,
            user,
        }
    }

    /// Of each of these, whether it is there.
    async fn is_there(&self, left: &Left) -> Vec<bool> {
        let mut there = Vec::new();
        for session in &left.sessions {
            let found = self.auth_sessions.session(session.id).await.unwrap();
            there.push(found.is_some());
        }
        for token in &left.tokens {
            there.push(self.found_token(*token).await.is_some());
        }
        for link in &left.links {
            there.push(self.found_link(link.hash).await.is_some());
        }
        there.push(self.found_api_token(left.api_token).await.is_some());
        there.push(self.found_factor(&left.user).await.is_some());
        there.push(!self.users.roles(left.user.id).await.unwrap().is_empty());
        there
    }

    async fn erased(&self, user: &User) -> User {
        let deleted = user.clone().delete(hours(1)).unwrap();
        self.apply(changes().save_user(deleted.clone(), user)).await;
        let erased = deleted.clone().erase().unwrap();
        self.apply(changes().erase_user(erased.clone(), &deleted))
            .await;
        erased
    }
}

/// Nothing is left of a user in tokens, sessions, roles and second factors, although it was seen just before; what others
/// have stays.
pub async fn nothing_is_left_of_an_erased_user(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    let (of_ada, of_bob) = (stores.leaves(ada.clone()).await, stores.leaves(bob).await);
    for left in [&of_ada, &of_bob] {
        assert!(!stores.is_there(left).await.contains(&false));
    }
    stores.erased(&ada).await;
    assert!(!stores.is_there(&of_ada).await.contains(&true));
    assert!(!stores.is_there(&of_bob).await.contains(&false));
}

/// Mail to an erased user goes, whatever came of it, and its cause with it; so do invitations to their address and its
/// line on the list of those who may register. Their erasure is a job about them, and stays; so does what is others'.
pub async fn nothing_is_left_of_an_erased_address(stores: Stores) {
    let (ada, bob) = (stores.user("Ada").await, stores.user("bob").await);
    let (mut gone, mut kept) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
    for (user, (jobs, invitations)) in [(&ada, &mut gone), (&bob, &mut kept)] {
        for end in ["open", "dead", "done"] {
            let job = stores.job(&format!("{end}/{}", user.id)).about(user.id);
            let kind = JobKind::SendMail;
            let job = stores.wanted(Job { kind, ..job }).await;
            match end {
                "dead" => stores.wanted(job.clone().dead("no")).await,
                "done" => stores.wanted(job.clone().done()).await,
                _ => job.clone(),
            };
            jobs.push(job.id);
        }
        let address = user.email.as_ref().unwrap().as_str();
        for text in [address.to_owned(), address.to_uppercase()] {
            let email: Email = text.parse().unwrap();
            let purpose = Purpose::Invitation;
            let invited = OneTimeToken::issue(purpose, None, email.clone(), &stores.secret(), NOW);
            let allowed = Allowed {
                name: String::new(),
                email,
                level: Tier::Normie,
            };
            invitations.push(invited.hash);
            stores
                .apply(changes().save_one_time_token(invited).allow(allowed))
                .await;
        }
    }
    let erasing = stores.job("erasing").about(ada.id);
    let kind = JobKind::EraseUser;
    let erasing = stores.wanted(Job { kind, ..erasing }).await;
    stores.erased(&ada).await;
    for id in gone.0 {
        assert_eq!(stores.found_job(id).await, None);
    }
    for hash in gone.1 {
        assert_eq!(stores.found_link(hash).await, None);
    }
    for id in kept.0.into_iter().chain([erasing.id]) {
        assert!(stores.found_job(id).await.is_some());
    }
    for hash in kept.1 {
        assert!(stores.found_link(hash).await.is_some());
    }
    let of = |user: &User| user.email.as_ref().unwrap().key();
    assert_eq!(stores.users.allowed(&of(&ada)).await.unwrap(), None);
    assert!(stores.users.allowed(&of(&bob)).await.unwrap().is_some());
    let anew = stores.job(&format!("dead/{}", ada.id));
    assert!(
        stores
            .found_job(stores.wanted(anew).await.id)
            .await
            .is_some()
    );
}

/// The user stays under their id, with a name that follows from it, and without anything that they told. Their email
/// and their name are free.
pub async fn an_erased_user_keeps_their_id(stores: Stores) {
    let ada = stores.user("ada").await;
    let erased = stores.erased(&ada).await;
    assert_eq!(stores.found_user(ada.id).await, Some(erased.clone()));
    assert_eq!((erased.email, erased.password_hash), (None, None));
    let key = Email::key_of("ada@example.org");
    assert_eq!(stores.users.by_email(&key).await.unwrap(), None);
    let other = stores.user("ada").await;
    assert_eq!(stores.users.by_email(&key).await.unwrap(), Some(other));
}

/// The ledger, what was played and what the audit log tells stay; and so does what the user granted others.
pub async fn the_books_outlive_their_users(stores: Stores) {
    let all = Everything::new(&stores);
    let bob = stores.user("bob").await;
    let told = stores.told(AuditAction::RoleGrant).by(all.user.id);
    let granted = RoleGrant {
        granted_by: Some(all.user.id),
        ..grant(bob.id, Role::Moderator)
    };
    stores.apply(all.changes()).await;
    stores.apply(changes().grant(granted).audit(told)).await;
    let before = stores.snapshot_of_books(&all).await;
    stores.erased(&all.user).await;
    assert_eq!(stores.snapshot_of_books(&all).await, before);
    assert_eq!(stores.users.roles(bob.id).await.unwrap(), [granted]);
    stores.assert_sound().await;
    let verified = stores.audit.verify().await.unwrap();
    assert_eq!((verified.records, verified.broken), (2, Vec::new()));
}

impl Stores {
    /// What stays of a user, as text.
    async fn snapshot_of_books(&self, all: &Everything) -> String {
        let user = all.user.id;
        let filter = crate::read::QuizSessionFilter {
            user,
            finished: None,
        };
        let records = crate::read::AuditFilter {
            actor: Some(user),
            ..crate::read::AuditFilter::default()
        };
        let page = super::builders::first(50);
        format!(
            "{:#?}",
            (
                self.wallets.wallets(user).await.unwrap(),
                self.found_transaction(all.wallet, 2).await,
                self.found_transfer(all.gift.id()).await,
                self.found_hold(all.hold).await,
                self.quiz_sessions.list(&filter, page).await.unwrap(),
                self.found_answers(all.quiz.id).await,
                self.audit
                    .list(&records, super::builders::first(50))
                    .await
                    .unwrap(),
                self.idempotency.find(&all.scope).await.unwrap(),
            )
        )
    }
}
