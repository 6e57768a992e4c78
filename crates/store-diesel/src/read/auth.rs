//! Sign-in sessions. [`AuthSessions::by_token`] stands in front of every request: two statements, each by
//! key, and none for a token that was used in the last half second (see [`crate::remembered`]).

use super::tickets::TicketRow;
use super::users::{email, role, username};
use super::{corrupt, one_more};
use crate::DieselStore;
use crate::connection::Connection;
use crate::dialect::{At, key};
use crate::gather::Found;
use crate::schema::{
    api_tokens, auth_sessions, auth_tokens, one_time_tokens, role_grants, setup_tokens, tickets,
    users,
};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel::result::Error;
use jiff::Timestamp;
use ludger_domain::accounts::{
    ApiToken, AuthSession, Client, OneTimeToken, Profile, Purpose, ReturnTo, Role, SetupToken,
    Ticket, Token, TokenHash, User,
};
use ludger_domain::fault::Faults;
use ludger_domain::ids::{ApiTokenId, AuthSessionId, UserId};
use ludger_ports::read::{
    AuthSessions, PresentedApiToken, PresentedSession, PresentedToken, SentAt,
};
use ludger_ports::{Page, PageRequest, Unavailable};

#[derive(Queryable, Selectable)]
#[diesel(table_name = auth_tokens)]
struct TokenRow {
    session_id: AuthSessionId,
    user_id: UserId,
    kind: String,
    generation: i64,
    issued_at: Timestamp,
    expires_at: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = auth_sessions)]
pub(super) struct SessionRow {
    id: AuthSessionId,
    user_id: UserId,
    created_at: Timestamp,
    expires_at: Timestamp,
    revoked_at: Option<Timestamp>,
    generation: i64,
    parent_generation: i64,
    used_at: Option<Timestamp>,
    version: i64,
    kind: String,
    user_agent: Option<String>,
    address: Option<String>,
    authenticated_at: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = one_time_tokens)]
pub(super) struct OneTimeRow {
    hash: Vec<u8>,
    purpose: String,
    user_id: Option<UserId>,
    email: String,
    return_to: String,
    created_at: Timestamp,
    expires_at: Timestamp,
    used_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = api_tokens)]
pub(super) struct ApiTokenRow {
    id: ApiTokenId,
    user_id: UserId,
    name: String,
    hash: Vec<u8>,
    scopes: String,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
    expires_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
    version: i64,
}

/// A user without their password hash and profile, which nobody needs here.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
struct BearerRow {
    id: UserId,
    email: Option<String>,
    username: String,
    created_at: Timestamp,
    deleted_at: Option<Timestamp>,
    version: i64,
    verified_at: Option<Timestamp>,
    locked_at: Option<Timestamp>,
}

#[async_trait]
impl AuthSessions for DieselStore {
    async fn by_token(&self, hash: TokenHash) -> Result<Option<PresentedToken>, Unavailable> {
        if let Some(found) = self.remembered.tokens.find(&hash) {
            return Ok(Some(found));
        }
        let moment = self.remembered.tokens.moment();
        let found = self.presented.get(hash).await?;
        if let Some(found) = &found {
            self.remembered.keep_token(moment, found);
        }
        Ok(found)
    }

    async fn setup_token(&self, hash: TokenHash) -> Result<Option<SetupToken>, Unavailable> {
        self.reader
            .run(move |conn| {
                let created_at: Option<Timestamp> = setup_tokens::table
                    .filter(setup_tokens::hash.eq(hash.0.as_slice()))
                    .select(setup_tokens::created_at)
                    .first(conn)
                    .optional()?;
                Ok(created_at.map(|created_at| SetupToken { hash, created_at }))
            })
            .await
    }

    async fn session(&self, id: AuthSessionId) -> Result<Option<AuthSession>, Unavailable> {
        self.reader
            .run(move |conn| {
                let row: Option<SessionRow> = auth_sessions::table
                    .find(key(id))
                    .select(SessionRow::as_select())
                    .first(conn)
                    .optional()?;
                row.map(AuthSession::try_from).transpose()
            })
            .await
    }

    async fn by_session(&self, id: AuthSessionId) -> Result<Option<PresentedSession>, Unavailable> {
        if let Some(found) = self.remembered.sessions.find(&id) {
            return Ok(Some(found));
        }
        let moment = self.remembered.sessions.moment();
        let found = self.presented_sessions.get(id).await?;
        if let Some(found) = &found {
            self.remembered.sessions.keep(moment, id, found.clone());
        }
        Ok(found)
    }

    async fn sessions_of(&self, user: UserId) -> Result<Vec<AuthSession>, Unavailable> {
        self.reader
            .run(move |conn| {
                let rows: Vec<SessionRow> = auth_sessions::table
                    .filter(auth_sessions::user_id.eq(key(user)))
                    .filter(auth_sessions::revoked_at.is_null())
                    .order(auth_sessions::id.desc())
                    .select(SessionRow::as_select())
                    .load(conn)?;
                rows.into_iter().map(AuthSession::try_from).collect()
            })
            .await
    }

    async fn one_time_token(&self, hash: TokenHash) -> Result<Option<OneTimeToken>, Unavailable> {
        self.reader
            .run(move |conn| {
                let row: Option<OneTimeRow> = one_time_tokens::table
                    .find(hash.0.as_slice())
                    .select(OneTimeRow::as_select())
                    .first(conn)
                    .optional()?;
                row.map(OneTimeToken::try_from).transpose()
            })
            .await
    }

    async fn ticket(&self, hash: TokenHash) -> Result<Option<Ticket>, Unavailable> {
        self.reader
            .run(move |conn| {
                let row: Option<TicketRow> = tickets::table
                    .find(hash.0.as_slice())
                    .select(TicketRow::as_select())
                    .first(conn)
                    .optional()?;
                row.map(Ticket::try_from).transpose()
            })
            .await
    }

    async fn invitations(
        &self,
        at: Timestamp,
        page: PageRequest<SentAt>,
    ) -> Result<Page<OneTimeToken, SentAt>, Unavailable> {
        use crate::schema::one_time_tokens::dsl;
        let limit = page.limit;
        let open = self
            .reader
            .run(move |conn| {
                // They are of nobody yet: so the index of those that are unused finds them.
                let mut query = dsl::one_time_tokens
                    .filter(dsl::user_id.is_null())
                    .filter(dsl::purpose.eq(Purpose::Invitation.as_str()))
                    .filter(dsl::used_at.is_null())
                    .filter(dsl::expires_at.gt(At(at)))
                    .into_boxed();
                if let Some((sent, hash)) = page.after {
                    let same = dsl::created_at
                        .eq(At(sent))
                        .and(dsl::hash.lt(hash.0.to_vec()));
                    query = query.filter(dsl::created_at.lt(At(sent)).or(same));
                }
                let rows: Vec<OneTimeRow> = query
                    .order((dsl::created_at.desc(), dsl::hash.desc()))
                    .limit(one_more(page.limit))
                    .select(OneTimeRow::as_select())
                    .load(conn)?;
                let tokens = rows.into_iter().map(OneTimeToken::try_from);
                tokens.collect::<QueryResult<Vec<_>>>()
            })
            .await?;
        Ok(Page::cut(open, limit, |token| {
            (token.created_at, token.hash)
        }))
    }

    async fn by_api_token(&self, id: ApiTokenId) -> Result<Option<PresentedApiToken>, Unavailable> {
        if let Some(found) = self.remembered.api_tokens.find(&id) {
            return Ok(Some(found));
        }
        let moment = self.remembered.api_tokens.moment();
        let found = self.presented_api.get(id).await?;
        if let Some(found) = &found {
            self.remembered.api_tokens.keep(moment, id, found.clone());
        }
        Ok(found)
    }

    async fn api_tokens_of(&self, user: UserId) -> Result<Vec<ApiToken>, Unavailable> {
        self.reader
            .run(move |conn| {
                let rows: Vec<ApiTokenRow> = api_tokens::table
                    .filter(api_tokens::user_id.eq(key(user)))
                    .filter(api_tokens::revoked_at.is_null())
                    .order(api_tokens::id.desc())
                    .select(ApiTokenRow::as_select())
                    .load(conn)?;
                rows.into_iter().map(ApiToken::try_from).collect()
            })
            .await
    }
}

/// Two statements, however many tokens.
pub(crate) fn presented_api_tokens(
    conn: &mut Connection,
    ids: &[ApiTokenId],
) -> QueryResult<Found<ApiTokenId, PresentedApiToken>> {
    let found: Vec<(ApiTokenRow, BearerRow)> = api_tokens::table
        .inner_join(users::table.on(users::id.eq(api_tokens::user_id)))
        .filter(api_tokens::id.eq_any(ids.iter().copied().map(key)))
        .select((ApiTokenRow::as_select(), BearerRow::as_select()))
        .load(conn)?;
    let grants = grants(conn, found.iter().map(|(_, bearer)| bearer.id))?;
    let presented = |token: ApiTokenRow, bearer: BearerRow| {
        Ok(PresentedApiToken {
            token: token.try_into()?,
            roles: roles_of(bearer.id, &grants)?,
            user: bearer.read()?,
        })
    };
    Ok(found
        .into_iter()
        .map(|(token, bearer)| (token.id, presented(token, bearer)))
        .collect())
}

/// Two statements, however many sessions.
pub(crate) fn presented_sessions(
    conn: &mut Connection,
    ids: &[AuthSessionId],
) -> QueryResult<Found<AuthSessionId, PresentedSession>> {
    let found: Vec<(SessionRow, BearerRow)> = auth_sessions::table
        .inner_join(users::table.on(users::id.eq(auth_sessions::user_id)))
        .filter(auth_sessions::id.eq_any(ids.iter().copied().map(key)))
        .select((SessionRow::as_select(), BearerRow::as_select()))
        .load(conn)?;
    let grants = grants(conn, found.iter().map(|(_, bearer)| bearer.id))?;
    let presented = |session: SessionRow, bearer: BearerRow| {
        Ok(PresentedSession {
            session: session.try_into()?,
            roles: roles_of(bearer.id, &grants)?,
            user: bearer.read()?,
        })
    };
    Ok(found
        .into_iter()
        .map(|(session, bearer)| (session.id, presented(session, bearer)))
        .collect())
}

/// Two statements, however many tokens.
pub(crate) fn presented_tokens(
    conn: &mut Connection,
    hashes: &[TokenHash],
) -> QueryResult<Found<TokenHash, PresentedToken>> {
    let found: Vec<(Vec<u8>, TokenRow, SessionRow, BearerRow)> = auth_tokens::table
        .inner_join(auth_sessions::table.on(auth_sessions::id.eq(auth_tokens::session_id)))
        .inner_join(users::table.on(users::id.eq(auth_sessions::user_id)))
        .filter(auth_tokens::hash.eq_any(hashes.iter().map(|hash| hash.0.as_slice())))
        .select((
            auth_tokens::hash,
            TokenRow::as_select(),
            SessionRow::as_select(),
            BearerRow::as_select(),
        ))
        .load(conn)?;
    let grants = grants(conn, found.iter().map(|(.., bearer)| bearer.id))?;
    found
        .into_iter()
        .map(|(hash, token, session, bearer)| {
            let hash = token_hash("a token", hash)?;
            let presented = presented(hash, token, session, bearer, &grants);
            Ok((hash, presented))
        })
        .collect()
}

fn grants(
    conn: &mut Connection,
    bearers: impl Iterator<Item = UserId>,
) -> QueryResult<Vec<(UserId, String)>> {
    role_grants::table
        .filter(role_grants::user_id.eq_any(bearers.map(key).collect::<Vec<_>>()))
        .order((role_grants::user_id.asc(), role_grants::role.asc()))
        .select((role_grants::user_id, role_grants::role))
        .load(conn)
}

fn roles_of(user: UserId, grants: &[(UserId, String)]) -> QueryResult<Vec<Role>> {
    let theirs = grants.iter().filter(|(whose, _)| *whose == user);
    theirs.map(|(_, name)| role(name)).collect()
}

fn presented(
    hash: TokenHash,
    token: TokenRow,
    session: SessionRow,
    bearer: BearerRow,
    grants: &[(UserId, String)],
) -> QueryResult<PresentedToken> {
    Ok(PresentedToken {
        token: token.read(hash)?,
        session: session.try_into()?,
        roles: roles_of(bearer.id, grants)?,
        user: bearer.read()?,
    })
}

impl TokenRow {
    fn read(self, hash: TokenHash) -> QueryResult<Token> {
        Ok(Token {
            hash,
            session: self.session_id,
            user: self.user_id,
            kind: self
                .kind
                .parse()
                .map_err(|unknown| corrupt("a token", unknown))?,
            generation: self.generation,
            issued_at: self.issued_at,
            expires_at: self.expires_at,
        })
    }
}

impl TryFrom<SessionRow> for AuthSession {
    type Error = Error;

    fn try_from(row: SessionRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            user: row.user_id,
            kind: row
                .kind
                .parse()
                .map_err(|unknown| corrupt("a session", unknown))?,
            client: Client {
                user_agent: row.user_agent,
                address: row.address,
            },
            created_at: row.created_at,
            authenticated_at: row.authenticated_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            generation: row.generation,
            parent_generation: row.parent_generation,
            used_at: row.used_at,
            version: row.version,
        })
    }
}

impl TryFrom<OneTimeRow> for OneTimeToken {
    type Error = Error;

    fn try_from(row: OneTimeRow) -> Result<Self, Error> {
        let here = "a one-time token";
        Ok(Self {
            hash: token_hash(here, row.hash)?,
            purpose: row
                .purpose
                .parse()
                .map_err(|unknown| corrupt(here, unknown))?,
            user: row.user_id,
            email: row
                .email
                .try_into()
                .map_err(|faults: Faults| corrupt(here, faults))?,
            return_to: ReturnTo::new(&row.return_to),
            created_at: row.created_at,
            expires_at: row.expires_at,
            used_at: row.used_at,
        })
    }
}

impl TryFrom<ApiTokenRow> for ApiToken {
    type Error = Error;

    fn try_from(row: ApiTokenRow) -> Result<Self, Error> {
        let here = format!("API token {}", row.id);
        Ok(Self {
            id: row.id,
            user: row.user_id,
            name: row
                .name
                .try_into()
                .map_err(|faults: Faults| corrupt(&here, faults))?,
            hash: token_hash(&here, row.hash)?,
            scopes: serde_json::from_str(&row.scopes).map_err(|error| corrupt(&here, error))?,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            version: row.version,
        })
    }
}

pub(super) fn token_hash(what: &str, hash: Vec<u8>) -> QueryResult<TokenHash> {
    let hash = <[u8; 32]>::try_from(hash).map(TokenHash);
    hash.map_err(|_| corrupt(what, "its hash has no 32 bytes"))
}

impl BearerRow {
    fn read(self) -> QueryResult<User> {
        Ok(User {
            id: self.id,
            email: email(self.id, self.email)?,
            username: username(self.id, self.username)?,
            password_hash: None,
            verified_at: self.verified_at,
            profile: Profile::default(),
            created_at: self.created_at,
            locked_at: self.locked_at,
            deleted_at: self.deleted_at,
            version: self.version,
        })
    }
}
