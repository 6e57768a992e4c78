//! Somebody who is signed in.

use super::newcomer::{PASSWORD, email};
use super::request::Request;
use super::{Answer, TestApp};
use ludger_domain::ids::UserId;
use serde_json::{Value, json};

/// Somebody who is signed in, and asks with an access token.
#[derive(Clone)]
pub struct Player<'a> {
    app: &'a TestApp,
    /// As the app knows them.
    pub id: UserId,
    /// As others know them.
    pub name: String,
    access: String,
    refresh: String,
}

impl<'a> Player<'a> {
    pub(super) async fn sign_in(app: &'a TestApp, id: UserId, name: String) -> Player<'a> {
        let mut player = Self {
            app,
            id,
            name,
            access: String::new(),
            refresh: String::new(),
        };
        player.signs_in().await;
        player
    }

    /// Signs in anew: nothing but the clock ends a session, and the clock was moved.
    pub async fn signs_in(&mut self) {
        let credentials = json!({ "email": email(&self.name), "password": PASSWORD });
        let answer = self.app.post("/v1/auth/sign-in", &credentials).await;
        self.keep(&answer.gives(200)["tokens"]);
    }

    /// Spends the refresh token for the next pair, which is kept if there is one.
    pub async fn refreshes(&mut self) -> Answer {
        let token = json!({ "refresh_token": self.refresh });
        let answer = self.app.post("/v1/auth/refresh", &token).await;
        if answer.status == 200 {
            self.keep(&answer.json());
        }
        answer
    }

    /// Asks.
    pub async fn get(&self, path: &str) -> Answer {
        Request::get(path).signed(&self.access).send(self.app).await
    }

    /// Sends JSON.
    pub async fn post(&self, path: &str, json: &Value) -> Answer {
        let request = Request::post(path, json).signed(&self.access);
        request.send(self.app).await
    }

    /// What they can spend, such as `12.50`.
    pub async fn balance(&self, currency: &str) -> String {
        let wallet = self.get(&format!("/v1/me/wallets/{currency}")).await;
        text(&wallet.gives(200)["available"]["amount"])
    }

    fn keep(&mut self, tokens: &Value) {
        self.access = text(&tokens["access_token"]);
        self.refresh = text(&tokens["refresh_token"]);
    }
}

#[track_caller]
fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
