//! Requests: `server.post("/v1/x").as_(&ada).json(body).await`.

use super::{Answer, User};
use reqwest::{Client, Method, RequestBuilder};
use serde::Serialize;
use std::fmt::Display;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

/// A request that is being written; awaiting it sends it.
pub(crate) struct Request {
    name: String,
    builder: RequestBuilder,
}

impl Request {
    pub(super) fn new(client: &Client, method: Method, url: &str, path: &str) -> Self {
        Self {
            name: format!("{method} {path}"),
            builder: client.request(method, format!("{url}{path}")),
        }
    }

    /// Sends somebody's access token.
    pub(crate) fn as_(self, user: &User) -> Self {
        self.token(&user.access)
    }

    /// Sends a token.
    pub(crate) fn token(self, token: &str) -> Self {
        self.header("Authorization", format!("Bearer {token}"))
    }

    /// Sends an idempotency key.
    pub(crate) fn key(self, key: impl Display) -> Self {
        self.header("Idempotency-Key", key)
    }

    /// Sends a header.
    pub(crate) fn header(mut self, name: &str, value: impl Display) -> Self {
        self.builder = self.builder.header(name, value.to_string());
        self
    }

    /// Sends JSON.
    pub(crate) fn json(mut self, body: impl Serialize) -> Self {
        self.builder = self.builder.json(&body);
        self
    }

    /// Sends what is of this type.
    pub(crate) fn body(self, content_type: &str, body: impl Into<reqwest::Body>) -> Self {
        let mut typed = self.header("Content-Type", content_type);
        typed.builder = typed.builder.body(body);
        typed
    }

    /// Sends what is of no type.
    pub(crate) fn untyped(mut self, body: impl Into<reqwest::Body>) -> Self {
        self.builder = self.builder.body(body);
        self
    }

    /// Sends it to a server that may be gone before it answers.
    ///
    /// # Errors
    /// There was no answer, or not all of it.
    pub(crate) async fn try_send(self) -> Result<Answer, reqwest::Error> {
        let got = self.builder.send().await?;
        let (status, headers) = (got.status().as_u16(), got.headers().clone());
        Ok(Answer {
            request: self.name,
            status,
            headers,
            body: got.bytes().await?.to_vec(),
        })
    }
}

impl IntoFuture for Request {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let name = self.name.clone();
            self.try_send()
                .await
                .unwrap_or_else(|error| panic!("{name}: {error:?}"))
        })
    }
}
