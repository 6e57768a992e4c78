//! Somebody who signs in, stays signed in, and comes back when a session is over.

use super::wire::{Ask, Reply, Wire};
use crate::history::Operation;
use serde_json::json;
use std::time::Duration;
use tokio::sync::Mutex;
use uuid::Uuid;

/// On no list of common passwords.
const PASSWORD: &str = "seven teal herons at noon";

/// For requests whose outcome the workload cannot do without.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A user, signed in or not. Several clients may share one.
pub(crate) struct Person {
    pub(crate) id: Uuid,
    name: String,
    tokens: Mutex<Tokens>,
}

#[derive(Clone, Default)]
struct Tokens {
    access: Option<String>,
    refresh: Option<String>,
}

/// What somebody of that name registers with.
pub(crate) fn registration(name: &str) -> serde_json::Value {
    json!({ "email": email(name), "username": name, "password": PASSWORD })
}

fn email(name: &str) -> String {
    format!("{name}@example.org")
}

/// Asks for tokens; the reply tells who it is.
pub(crate) async fn sign_in(wire: &Wire, name: &str, patience: Duration) -> anyhow::Result<Reply> {
    let credentials = json!({ "email": email(name), "password": PASSWORD });
    let ask = Ask::of(Operation::SignIn).json(credentials);
    wire.send(&ask, patience).await
}

impl Person {
    /// Somebody who has just signed in, if they have.
    pub(crate) fn signed_in(reply: &Reply, name: &str) -> Option<Self> {
        let id = reply.text("/user/id")?.parse().ok()?;
        let tokens = Mutex::new(Tokens::of(reply, "/tokens"));
        Some(Self {
            tokens,
            ..Self::known(id, name)
        })
    }

    /// Somebody who is registered.
    pub(crate) fn known(id: Uuid, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            tokens: Mutex::default(),
        }
    }

    /// Sends it in their name. Whoever is not signed in signs in first; whoever no longer is, does so again, once, and
    /// keeps the new token even if it is not taken at once: a program that answers too early takes it a moment later.
    pub(crate) async fn send(
        &self,
        wire: &Wire,
        ask: &Ask,
        patience: Duration,
    ) -> anyhow::Result<Reply> {
        let mut reply = Reply::default();
        for is_last in [false, true] {
            let Some(access) = self.access(wire).await? else {
                return Ok(reply);
            };
            let asker = Some((self.id, access.clone()));
            let ask = Ask {
                asker,
                ..ask.clone()
            };
            reply = wire.send(&ask, patience).await?;
            if is_last || reply.status != Some(401) {
                break;
            }
            self.forget(&access).await;
        }
        Ok(reply)
    }

    /// Signs in where it is needed; `None`: it does not work now.
    async fn access(&self, wire: &Wire) -> anyhow::Result<Option<String>> {
        let mut tokens = self.tokens.lock().await;
        if tokens.access.is_none() {
            *tokens = Tokens::of(&sign_in(wire, &self.name, PATIENCE).await?, "/tokens");
        }
        Ok(tokens.access.clone())
    }

    /// Unless somebody has signed in again since.
    async fn forget(&self, access: &str) {
        let mut tokens = self.tokens.lock().await;
        if tokens.access.as_deref() == Some(access) {
            *tokens = Tokens::default();
        }
    }

    /// Buys the next pair of tokens. A token whose answer was lost is sent again, as the rules allow.
    pub(crate) async fn refresh(&self, wire: &Wire) -> anyhow::Result<()> {
        let mut tokens = self.tokens.lock().await;
        let Some(refresh) = tokens.refresh.clone() else {
            return Ok(());
        };
        let ask = Ask::of(Operation::Refresh).json(json!({ "refresh_token": refresh }));
        for _ in 0..3 {
            let reply = wire.send(&ask, PATIENCE).await?;
            if !reply.is_trouble() {
                *tokens = Tokens::of(&reply, "");
                return Ok(());
            }
        }
        *tokens = Tokens::default();
        Ok(())
    }

    /// Ends the session.
    pub(crate) async fn sign_out(&self, wire: &Wire) -> anyhow::Result<()> {
        self.send(wire, &Ask::of(Operation::SignOut), PATIENCE)
            .await?;
        *self.tokens.lock().await = Tokens::default();
        Ok(())
    }
}

impl Tokens {
    fn of(reply: &Reply, place: &str) -> Self {
        let text = |name: &str| reply.text(&format!("{place}/{name}")).map(str::to_owned);
        Self {
            access: text("access_token"),
            refresh: text("refresh_token"),
        }
    }
}
