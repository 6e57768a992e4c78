//! What every way of signing in answers with: tokens for a program, or a cookie for a browser.

use super::User;
use super::tokens::Tokens;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::Origin;
use ludger_application::accounts::{self, Kept};
use ludger_domain::accounts::SessionKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A code of a second factor, as it was typed: up to 64 characters of ASCII that can be seen, or spaces.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(in crate::routes::accounts) struct TypedCode(String);

impl TryFrom<String> for TypedCode {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_code = text.len() <= 64 && text.bytes().all(|b| matches!(b, b' '..=b'~'));
        is_code.then_some(Self(text)).ok_or("is no code")
    }
}

impl From<TypedCode> for String {
    fn from(TypedCode(text): TypedCode) -> Self {
        text
    }
}

/// A pair of tokens, unless something else is asked for.
pub(super) const fn tokens() -> SessionKind {
    SessionKind::Tokens
}

/// Somebody who is signed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignedIn {
    user: User,
    /// Not there for a browser, which has a cookie instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    tokens: Option<Tokens>,
}

/// A request of somebody who signs in.
pub(super) struct Entering<'a> {
    request: &'a HttpRequest,
    state: &'a ApiState,
    pub(super) session: SessionKind,
}

impl<'a> Entering<'a> {
    /// A cookie is given to pages of this site only: a page elsewhere could sign its visitor in as somebody else.
    pub(super) fn of(
        request: &'a HttpRequest,
        state: &'a ApiState,
        session: SessionKind,
    ) -> Result<Self, Problem> {
        if session == SessionKind::Cookie {
            state.cookies.must_be_own(request)?;
        }
        Ok(Self {
            request,
            state,
            session,
        })
    }

    /// A browser has one session. Whoever signs in there anew leaves none behind.
    pub(super) async fn ends_the_one_before(&self, origin: &Origin) {
        let before = self.state.cookies.read(self.request.headers());
        let Some(before) = before.filter(|_| self.session == SessionKind::Cookie) else {
            return;
        };
        let sign_out = &self.state.use_cases.accounts.sign_out;
        if let Err(error) = sign_out.run(before, origin).await {
            tracing::warn!(%error, "the session that a browser had before goes on");
        }
    }

    /// The answer, with what else `also` puts there.
    pub(super) fn answer<T: Serialize>(
        &self,
        accounts::SignedIn { user, kept }: accounts::SignedIn,
        also: impl FnOnce(SignedIn) -> T,
    ) -> HttpResponse {
        let mut answer = HttpResponse::Ok();
        let now = self.state.clock.now();
        let tokens = match kept {
            Kept::Tokens(tokens) => Some(Tokens::at(now, &tokens)),
            Kept::Cookie(cookie) => {
                let (token, until) = (cookie.secret.expose(), cookie.expires_at);
                if let Some(set) = self.state.cookies.set(token, until, now) {
                    answer.insert_header((header::SET_COOKIE, set.0));
                }
                None
            }
        };
        let user = user.into();
        answer.json(also(SignedIn { user, tokens }))
    }
}
