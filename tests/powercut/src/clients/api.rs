//! Requests, and what came of them.

use anyhow::{Context as _, ensure};
use reqwest::{Client, Method};
use serde_json::Value;
use std::time::Duration;

/// To answer. Longer than the program's own limits.
const ANSWER_MAX: Duration = Duration::from_secs(20);

/// One life of the program, over HTTP.
#[derive(Clone)]
pub(crate) struct Api {
    client: Client,
    url: String,
}

/// What came back, whole.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Whether it was given before, to the same request.
    pub(crate) is_replayed: bool,
    pub(crate) body: Value,
}

impl Api {
    pub(crate) fn new(url: &str) -> anyhow::Result<Self> {
        let client = Client::builder().no_proxy().timeout(ANSWER_MAX).build()?;
        Ok(Self {
            client,
            url: url.to_owned(),
        })
    }

    /// Sends a request that has to be answered so; `token` may be empty.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: &Value,
        wanted: u16,
    ) -> anyhow::Result<Value> {
        let request = self
            .client
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(token);
        let answer = read(request.json(body))
            .await
            .with_context(|| path.to_owned())?;
        ensure!(
            answer.status == wanted,
            "{path} → {} {}",
            answer.status,
            answer.body
        );
        Ok(answer.body)
    }

    /// Posts under a key. An error means that nobody knows what came of it.
    pub(crate) async fn post(
        &self,
        path: &str,
        token: &str,
        key: &str,
        body: &Value,
    ) -> reqwest::Result<Answer> {
        let request = self
            .client
            .post(format!("{}{path}", self.url))
            .bearer_auth(token);
        read(request.header("Idempotency-Key", key).json(body)).await
    }
}

async fn read(request: reqwest::RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let replayed = response.headers().get("Idempotent-Replayed");
    let is_replayed = replayed.is_some_and(|value| value == "true");
    let bytes = response.bytes().await?;
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    Ok(Answer {
        status,
        is_replayed,
        body,
    })
}
