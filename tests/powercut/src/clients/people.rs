//! Who is there: an admin, a cashier that posts transfers, and players that are given money.

use super::{Api, TRIES_APART, TRIES_MAX};
use anyhow::Context as _;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::sleep;

/// On no list of common passwords.
const PASSWORD: &str = "seven teal herons at noon";
const PLAYERS: usize = 16;

pub(crate) struct People {
    /// Players' ids.
    pub(crate) players: Vec<String>,
}

impl People {
    /// Makes them, on a program that has never run before.
    pub(crate) async fn arrive(api: &Api, setup_token: &str) -> anyhow::Result<Self> {
        let mut grace = registration("grace");
        grace["token"] = setup_token.into();
        api.ask(Method::POST, "/v1/setup", "", &grace, 201).await?;
        let (_, admin) = sign_in(api, "grace").await?;
        let cashier = register(api, "cashier").await?;
        let role = format!("/v1/admin/users/{cashier}/roles/ledger");
        api.ask(Method::PUT, &role, &admin, &Value::Null, 204)
            .await?;
        let mut players = Vec::new();
        for n in 0..PLAYERS {
            players.push(register(api, &format!("player-{n}")).await?);
        }
        Ok(Self { players })
    }

    /// The cashier's token. That the password is right shows that the deployment's secret is the same.
    pub(crate) async fn sign_in(&self, api: &Api) -> anyhow::Result<String> {
        Ok(sign_in(api, "cashier").await?.1)
    }
}

/// The user's id, which signing in tells.
async fn register(api: &Api, name: &str) -> anyhow::Result<String> {
    let (path, whoever) = ("/v1/auth/register", registration(name));
    api.ask(Method::POST, path, "", &whoever, 202).await?;
    Ok(sign_in(api, name).await?.0)
}

/// The user's id and a token.
async fn sign_in(api: &Api, name: &str) -> anyhow::Result<(String, String)> {
    let credentials = json!({ "email": email(name), "password": PASSWORD });
    let ask = || api.ask(Method::POST, "/v1/auth/sign-in", "", &credentials, 200);
    let mut session = ask().await;
    for _ in 1..TRIES_MAX {
        if session.is_ok() {
            break;
        }
        sleep(TRIES_APART).await;
        session = ask().await;
    }
    let session = session?;
    Ok((
        text(&session["user"]["id"])?,
        text(&session["tokens"]["access_token"])?,
    ))
}

fn registration(name: &str) -> Value {
    json!({ "email": email(name), "username": name, "password": PASSWORD })
}

fn email(name: &str) -> String {
    format!("{name}@example.org")
}

fn text(value: &Value) -> anyhow::Result<String> {
    value.as_str().map(str::to_owned).context("no text")
}
