//! A request on its way.

use super::{Answer, TestApp};
use reqwest::Method;
use serde_json::Value;

pub(super) struct Request<'a> {
    method: Method,
    path: &'a str,
    token: Option<&'a str>,
    json: Option<&'a Value>,
}

impl<'a> Request<'a> {
    pub(super) fn get(path: &'a str) -> Self {
        Self {
            method: Method::GET,
            path,
            token: None,
            json: None,
        }
    }

    pub(super) fn post(path: &'a str, json: &'a Value) -> Self {
        Self {
            method: Method::POST,
            json: Some(json),
            ..Self::get(path)
        }
    }

    pub(super) fn signed(self, token: &'a str) -> Self {
        Self {
            token: Some(token),
            ..self
        }
    }

    pub(super) async fn send(self, app: &TestApp) -> Answer {
        let told = format!("{} {}", self.method, self.path);
        let url = format!("{}{}", app.url(), self.path);
        let mut request = app.client.request(self.method, url);
        if let Some(token) = self.token {
            request = request.bearer_auth(token);
        }
        if let Some(json) = self.json {
            request = request.json(json);
        }
        let answer = request.send().await.unwrap();
        Answer {
            request: told,
            status: answer.status().as_u16(),
            text: answer.text().await.unwrap(),
        }
    }
}
