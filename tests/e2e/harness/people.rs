//! Users, made as users are made.

use super::Server;
use serde_json::{Value, json};

/// On no list of common passwords.
const PASSWORD: &str = "seven teal herons at noon";

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) password: String,
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl Server {
    /// Opens the setup link, and so becomes the first admin.
    pub(crate) async fn admin(&self) -> User {
        let token = self.setup_token().expect("a setup link").to_owned();
        let mut whoever = registration("grace");
        whoever["token"] = token.into();
        self.post("/v1/setup").json(whoever).await.gives(201);
        self.sign_in("grace", PASSWORD).await
    }

    /// Registers and signs in.
    pub(crate) async fn player(&self, name: &str) -> User {
        self.post("/v1/auth/register")
            .json(registration(name))
            .await
            .gives(202);
        self.sign_in(name, PASSWORD).await
    }

    /// A service account: a user who may post transfers.
    pub(crate) async fn service(&self, admin: &User) -> User {
        let service = self.player("cashier").await;
        self.grant(admin, &service, "ledger").await;
        service
    }

    /// Gives a role.
    pub(crate) async fn grant(&self, admin: &User, user: &User, role: &str) {
        let path = format!("/v1/admin/users/{}/roles/{role}", user.id);
        self.put(&path).as_(admin).await.gives(204);
    }

    /// Signs in somebody whom [`Server::admin`] or [`Server::player`] made, perhaps on an earlier server.
    pub(crate) async fn sign_in_again(&self, name: &str) -> User {
        self.sign_in(name, PASSWORD).await
    }

    /// Signs in who is registered.
    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> User {
        let credentials = json!({ "email": email(name), "password": password });
        let body = self
            .post("/v1/auth/sign-in")
            .json(credentials)
            .await
            .gives(200);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        User {
            id: text(&body["user"]["id"]),
            name: name.to_owned(),
            email: email(name),
            password: password.to_owned(),
            access: text(&body["tokens"]["access_token"]),
            refresh: text(&body["tokens"]["refresh_token"]),
        }
    }
}

/// What somebody registers with.
pub(crate) fn registration(name: &str) -> Value {
    json!({ "email": email(name), "username": name, "password": PASSWORD })
}

fn email(name: &str) -> String {
    format!("{name}@example.org")
}
