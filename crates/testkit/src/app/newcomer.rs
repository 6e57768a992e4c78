//! Somebody who is about to register.

use super::{Player, TestApp};
use ludger_domain::accounts::{Email, Role, RoleGrant};
use ludger_domain::ids::UserId;
use ludger_domain::money::Amount;
use ludger_ports::Changes;
use serde_json::json;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

/// Somebody who is about to register: `app.player("ada").with(100.wise()).await`.
#[must_use = "nobody registers until it is awaited"]
pub struct Newcomer<'a> {
    app: &'a TestApp,
    name: String,
    roles: Vec<Role>,
    gifts: Vec<Amount>,
}

impl<'a> Newcomer<'a> {
    pub(super) fn new(app: &'a TestApp, name: &str) -> Self {
        Self {
            app,
            name: name.to_owned(),
            roles: Vec::new(),
            gifts: Vec::new(),
        }
    }

    /// Gets this much out of the mint.
    pub fn with(mut self, amount: Amount) -> Self {
        self.gifts.push(amount);
        self
    }

    /// Gets a role besides that of a player.
    pub fn who_is(mut self, role: Role) -> Self {
        self.roles.push(role);
        self
    }

    async fn registers(self) -> Player<'a> {
        let whoever = json!({
            "email": email(&self.name),
            "username": self.name,
            "password": PASSWORD,
        });
        let made = self.app.post("/v1/auth/register", &whoever).await;
        assert_eq!(made.status, 202, "{made:?}");
        let key = Email::key_of(&email(&self.name));
        let found = self.app.ports.users.by_email(&key).await.unwrap();
        let id = found.unwrap().id;
        for role in self.roles {
            grant(self.app, id, role).await;
        }
        for gift in self.gifts {
            self.app.give(id, gift).await;
        }
        Player::sign_in(self.app, id, self.name).await
    }
}

impl<'a> IntoFuture for Newcomer<'a> {
    type Output = Player<'a>;
    type IntoFuture = Pin<Box<dyn Future<Output = Player<'a>> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.registers())
    }
}

/// On no list of common passwords.
pub(super) const PASSWORD: &str = "seven teal herons at noon";

pub(super) fn email(name: &str) -> String {
    format!("{name}@example.org")
}

/// Past the API, where it takes an admin.
async fn grant(app: &TestApp, user: UserId, role: Role) {
    let grant = RoleGrant {
        user,
        role,
        granted_at: app.now(),
        granted_by: None,
    };
    let changes = Changes::at(app.now()).grant(grant);
    app.ports.store.commit(changes).await.unwrap();
}
