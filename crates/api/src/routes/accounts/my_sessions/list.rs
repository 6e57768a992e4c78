use crate::extract::SignedIn;
use crate::page::PageOf;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::web::Data;
use jiff::Timestamp;
use ludger_application::accounts::{ListSessionsError, ListedSession};
use ludger_domain::accounts::SessionKind;
use ludger_domain::ids::AuthSessionId;
use serde::Serialize;
use utoipa::ToSchema;

/// A sign-in that goes on.
#[derive(Debug, Serialize, ToSchema)]
struct SignInSession {
    /// Unique.
    #[schema(value_type = Uuid)]
    id: AuthSessionId,
    /// What its bearer keeps: a pair of tokens, or a browser's cookie.
    #[schema(schema_with = words::session_kind)]
    kind: SessionKind,
    /// What the program called itself when it signed in.
    #[schema(required, example = "Mozilla/5.0")]
    user_agent: Option<String>,
    /// From where it signed in.
    #[schema(required, example = "192.0.2.7")]
    address: Option<String>,
    /// When it signed in.
    created_at: Timestamp,
    /// When somebody last showed there who they are.
    authenticated_at: Timestamp,
    /// Its end, whatever is done there.
    expires_at: Timestamp,
    /// Whether this request came by it.
    current: bool,
}

/// List where you are signed in
///
/// Newest first, in one page.
#[utoipa::path(
    get, path = "/v1/me/sessions", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, description = "All sessions that go on.", body = PageOf<SignInSession>))
)]
pub(in crate::routes::accounts) async fn list_my_sessions(
    state: Data<ApiState>,
    SignedIn(caller, ()): SignedIn<()>,
) -> Result<HttpResponse, Problem> {
    let listed = state.use_cases.accounts.list_sessions.run(&caller).await;
    let listed = listed
        .map_err(problem)?
        .into_iter()
        .map(SignInSession::from);
    Ok(HttpResponse::Ok().json(PageOf::whole(listed.collect())))
}

impl From<ListedSession> for SignInSession {
    fn from(
        ListedSession {
            session,
            is_current,
        }: ListedSession,
    ) -> Self {
        Self {
            id: session.id,
            kind: session.kind,
            user_agent: session.client.user_agent,
            address: session.client.address,
            created_at: session.created_at,
            authenticated_at: session.authenticated_at,
            expires_at: session.expires_at,
            current: is_current,
        }
    }
}

fn problem(error: ListSessionsError) -> Problem {
    match error {
        ListSessionsError::SessionRequired(required) => required.into(),
        ListSessionsError::Outage(outage) => outage.into(),
    }
}
