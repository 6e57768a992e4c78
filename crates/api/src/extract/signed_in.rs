//! Who asks.

use super::{Client, state};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest};
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use ludger_application::Caller;
use ludger_application::accounts::AuthenticateError;
use std::future::{Ready, ready};

/// Somebody who is signed in, and then what else the handler needs. In this order, so that nothing of a request is
/// looked at, and no body read, before it is known whose it is.
pub(crate) struct SignedIn<T>(pub(crate) Caller, pub(crate) T);

/// A token of whatever kind, as it was sent: in the header, or by a browser in its cookie.
pub(crate) struct Sent(pub(crate) String);

impl<T: FromRequest + 'static> FromRequest for SignedIn<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        async move {
            let caller = caller(&request).await?;
            let rest = T::from_request(&request, &mut payload)
                .await
                .map_err(Into::into)?;
            Ok(Self(caller, rest))
        }
        .boxed_local()
    }
}

impl FromRequest for Sent {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(sent(request).map(|sent| match sent {
            Means::Header(token) | Means::Cookie(token) => Self(token.to_owned()),
        }))
    }
}

/// How a token came.
enum Means<'a> {
    /// Somebody meant it to.
    Header(&'a str),
    /// A browser sent it by itself, and a page of this site told it to send the request.
    Cookie(&'a str),
}

/// Whether a request brings something that looks like a token of ours.
pub(crate) fn brings_token(state: &ApiState, headers: &HeaderMap) -> bool {
    token(headers).is_some() || state.cookies.read(headers).is_some()
}

/// A header counts more than a cookie.
fn sent(request: &HttpRequest) -> Result<Means<'_>, Problem> {
    if let Some(token) = token(request.headers()) {
        return Ok(Means::Header(token));
    }
    let cookies = &state(request)?.cookies;
    let token = cookies.read(request.headers());
    let token = token.ok_or_else(|| not_signed_in(None))?;
    cookies.must_be_own(request)?;
    Ok(Means::Cookie(token))
}

async fn caller(request: &HttpRequest) -> Result<Caller, Problem> {
    let Client(origin) = Client::extract(request).await?;
    let state = state(request)?;
    let authenticate = &state.use_cases.accounts.authenticate;
    let authenticated = match sent(request)? {
        Means::Header(token) => authenticate.run(token).await,
        Means::Cookie(token) => {
            let known = authenticate.by_cookie(token).await;
            known.map(|(principal, until)| {
                let set =
                    until.and_then(|until| state.cookies.set(token, until, state.clock.now()));
                if let Some(cookie) = set {
                    request.extensions_mut().insert(cookie);
                }
                principal
            })
        }
    };
    let principal = match authenticated {
        Ok(principal) => principal,
        Err(AuthenticateError::NotSignedIn(refusal)) => {
            let address = origin.address.as_deref().and_then(|text| text.parse().ok());
            state.rates.take_of_stranger(request, address)?;
            return Err(not_signed_in(Some(refusal.code())));
        }
        Err(AuthenticateError::Outage(outage)) => return Err(outage.into()),
    };
    tracing::Span::current().record("user", tracing::field::display(principal.user));
    let caller = Caller { principal, origin };
    state.rates.take_of(request, &caller)?;
    Ok(caller)
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

/// The answer to a request that is nobody's; `reason` tells what is wrong with its token.
pub(crate) fn not_signed_in(reason: Option<&'static str>) -> Problem {
    challenge(match reason {
        Some(reason) => Problem::new(Code::NotSignedIn).with("reason", reason),
        None => Problem::new(Code::NotSignedIn),
    })
}

/// Says how to sign in, as every 401 has to.
pub(crate) fn challenge(problem: Problem) -> Problem {
    problem.header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_stands_behind_its_scheme() {
        let table = [
            (Some("Bearer lat_1"), Some("lat_1")),
            (Some("bearer  lat_1 "), Some("lat_1")),
            (Some("Basic lat_1"), None),
            (Some("lat_1"), None),
            (Some("Bearer"), None),
            (None, None),
        ];
        for (value, expected) in table {
            let mut headers = HeaderMap::new();
            if let Some(value) = value {
                headers.insert(header::AUTHORIZATION, HeaderValue::from_static(value));
            }
            assert_eq!(token(&headers), expected, "{value:?}");
        }
    }
}
