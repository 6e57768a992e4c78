//! How callers come in: sign-ins, API tokens and links, good ones and useless ones.

use super::callers::{Caller, Page, Why};
use super::world::World;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    ApiToken, ApiTokenName, AuthSession, Client, OneTimeToken, Opened, PairSecrets, Permission,
    Purpose, Role, SetupToken, TokenKind, TokenLifetimes, TokenSecret, User,
};
use ludger_domain::ids::{AuthSessionId, UserId};
use ludger_ports::Changes;
use std::time::Duration;

const HOUR: Duration = Duration::from_hours(1);

/// A sign-in.
pub(super) struct SignIn {
    pub(super) session: AuthSessionId,
    pub(super) access: String,
    pub(super) refresh: String,
}

impl World {
    /// Who comes, and which headers show it.
    pub(super) async fn comes(&self, caller: &Caller) -> (UserId, Vec<(&'static str, String)>) {
        let bearer = |token: String| vec![("authorization", format!("Bearer {token}"))];
        match caller {
            Caller::Nobody => (self.somebody(None).await.id, Vec::new()),
            Caller::Person { role, is_fresh } => {
                let user = self.somebody(*role).await.id;
                (user, bearer(self.signs_in(user, *is_fresh).await.access))
            }
            Caller::Browser { role, page } => {
                let user = self.somebody(*role).await.id;
                let site = match page {
                    Page::Own => "same-origin",
                    Page::Elsewhere => "cross-site",
                };
                let cookie = ("cookie", self.cookie(user).await);
                (user, vec![cookie, ("sec-fetch-site", site.to_owned())])
            }
            Caller::Program { role, scopes } => {
                let user = self.somebody(*role).await.id;
                (user, bearer(self.program(user, scopes, None).await.1))
            }
            Caller::ShutOut(why) => {
                let user = self.somebody(Some(Role::Admin)).await;
                (user.id, bearer(self.useless(user, *why).await))
            }
        }
    }

    /// Of a browser that has just signed in.
    async fn cookie(&self, user: UserId) -> String {
        let (secret, now) = (self.secret(), self.now());
        let id = self.ids.next().into();
        let lifetimes = TokenLifetimes::default();
        let (session, token) =
            AuthSession::open_cookie(id, user, Client::default(), &secret, &lifetimes, now);
        let changes = Changes::at(now).save_auth_session(session).add_token(token);
        self.commit(changes).await;
        format!("ludger={}", secret.text(TokenKind::Cookie))
    }

    /// A token that is good for nothing.
    async fn useless(&self, user: User, why: Why) -> String {
        let (id, now) = (user.id, self.now());
        let token = match why {
            Why::Garbage => "lat_garbage".to_owned(),
            Why::IsRefreshToken => self.signs_in(id, true).await.refresh,
            Why::Expired => {
                let opened = self.opens(id, now - HOUR, &TokenLifetimes::default()).await;
                opened.1.access
            }
            Why::SignedOut => {
                let (session, sign_in) = self.opens(id, now, &TokenLifetimes::default()).await;
                let ended = session.sign_out(now).unwrap();
                self.commit(Changes::at(now).save_auth_session(ended)).await;
                sign_in.access
            }
            Why::Locked | Why::Deleted => self.signs_in(id, true).await.access,
            Why::ProgramExpired => self.program(id, Permission::ALL, Some(now)).await.1,
            Why::ProgramRevoked => {
                let (token, text) = self.program(id, Permission::ALL, None).await;
                let revoked = token.revoke(now).unwrap();
                self.commit(Changes::at(now).save_api_token(revoked)).await;
                text
            }
            Why::ProgramOfLocked | Why::ProgramOfDeleted => {
                self.program(id, Permission::ALL, None).await.1
            }
            Why::ProgramWithOtherSecret => {
                let (token, _) = self.program(id, Permission::ALL, None).await;
                ApiToken::text(token.id, &TokenSecret::new([9; 32]))
            }
        };
        let gone = match why {
            Why::Locked | Why::ProgramOfLocked => user.clone().lock(now),
            Why::Deleted | Why::ProgramOfDeleted => user.clone().delete(now),
            _ => None,
        };
        if let Some(gone) = gone {
            self.commit(Changes::at(now).save_user(gone, &user)).await;
        }
        token
    }

    /// Just now, or an hour ago.
    pub(super) async fn signs_in(&self, user: UserId, is_fresh: bool) -> SignIn {
        let long = TokenLifetimes {
            access: HOUR.saturating_mul(2).try_into().unwrap(),
            ..TokenLifetimes::default()
        };
        let ago = if is_fresh { Duration::ZERO } else { HOUR };
        self.opens(user, self.now() - ago, &long).await.1
    }

    async fn opens(
        &self,
        user: UserId,
        at: Timestamp,
        lifetimes: &TokenLifetimes,
    ) -> (AuthSession, SignIn) {
        let secrets = PairSecrets {
            access: self.secret(),
            refresh: self.secret(),
        };
        let (id, client) = (self.ids.next().into(), Client::default());
        let Opened { session, pair } = AuthSession::open(id, user, client, &secrets, lifetimes, at);
        let changes = Changes::at(self.now()).save_auth_session(session.clone());
        self.commit(changes.add_tokens(pair)).await;
        let sign_in = SignIn {
            session: id,
            access: secrets.access.text(TokenKind::Access),
            refresh: secrets.refresh.text(TokenKind::Refresh),
        };
        (session, sign_in)
    }

    async fn program(
        &self,
        user: UserId,
        scopes: &[Permission],
        end: Option<Timestamp>,
    ) -> (ApiToken, String) {
        let (now, secret) = (self.now(), self.secret());
        let name = ApiTokenName::try_from("program".to_owned()).unwrap();
        let told = (name, scopes.iter().copied().collect());
        let token = ApiToken::new(self.ids.next().into(), user, told, end, &secret, now);
        self.commit(Changes::at(now).save_api_token(token.clone()))
            .await;
        let text = ApiToken::text(token.id, &secret);
        (token, text)
    }

    /// A link that somebody was sent.
    pub(super) async fn link(&self, purpose: Purpose) -> String {
        let (user, now) = (self.somebody(None).await, self.now());
        let secret = self.secret();
        let token = OneTimeToken::issue(purpose, Some(user.id), user.email.unwrap(), &secret, now);
        self.commit(Changes::at(now).save_one_time_token(token))
            .await;
        secret.text(purpose.token())
    }

    /// A link for the first admin, which is too late.
    pub(super) async fn setup_token(&self) -> String {
        let (secret, now) = (self.secret(), self.now());
        let token = SetupToken::new(&secret, now);
        self.commit(Changes::at(now).add_setup_token(token)).await;
        secret.text(TokenKind::Setup)
    }

    pub(super) fn secret(&self) -> TokenSecret {
        TokenSecret::new(self.entropy.bytes32())
    }
}
