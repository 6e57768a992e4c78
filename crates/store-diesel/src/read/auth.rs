//! Sign-in sessions. [`AuthSessions::by_token`] stands in front of every request: two statements, each by
//! key, and none for a token that was used in the last half second (see [`crate::remembered`]).

use super::corrupt;
use super::users::{email, role, username};
use crate::DieselStore;
use crate::connection::Connection;
use crate::dialect::key;
use crate::gather::Found;
use crate::schema::{auth_sessions, auth_tokens, role_grants, setup_tokens, users};
use async_trait::async_trait;
use diesel::prelude::*;
use jiff::Timestamp;
use ludger_domain::accounts::{AuthSession, SetupToken, Token, TokenHash, User};
use ludger_domain::ids::{AuthSessionId, UserId};
use ludger_ports::Unavailable;
use ludger_ports::read::{AuthSessions, PresentedToken};

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
struct SessionRow {
    id: AuthSessionId,
    user_id: UserId,
    created_at: Timestamp,
    expires_at: Timestamp,
    revoked_at: Option<Timestamp>,
    generation: i64,
    parent_generation: i64,
    used_at: Option<Timestamp>,
    version: i64,
}

/// A user without their password hash, which nobody needs here.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
struct BearerRow {
    id: UserId,
    email: Option<String>,
    username: String,
    created_at: Timestamp,
    deleted_at: Option<Timestamp>,
    version: i64,
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
    let bearers = found.iter().map(|(.., bearer)| key(bearer.id));
    let grants: Vec<(UserId, String)> = role_grants::table
        .filter(role_grants::user_id.eq_any(bearers))
        .order((role_grants::user_id.asc(), role_grants::role.asc()))
        .select((role_grants::user_id, role_grants::role))
        .load(conn)?;
    found
        .into_iter()
        .map(|(hash, token, session, bearer)| {
            let hash = <[u8; 32]>::try_from(hash).map(TokenHash);
            let hash = hash.map_err(|_| corrupt("a token", "its hash has no 32 bytes"))?;
            let presented = presented(hash, token, session, bearer, &grants);
            Ok((hash, presented))
        })
        .collect()
}

fn presented(
    hash: TokenHash,
    token: TokenRow,
    session: SessionRow,
    bearer: BearerRow,
    grants: &[(UserId, String)],
) -> QueryResult<PresentedToken> {
    let theirs = grants.iter().filter(|(user, _)| *user == bearer.id);
    Ok(PresentedToken {
        token: token.read(hash)?,
        session: session.into(),
        roles: theirs
            .map(|(_, name)| role(name))
            .collect::<QueryResult<_>>()?,
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

impl From<SessionRow> for AuthSession {
    fn from(row: SessionRow) -> Self {
        Self {
            id: row.id,
            user: row.user_id,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            generation: row.generation,
            parent_generation: row.parent_generation,
            used_at: row.used_at,
            version: row.version,
        }
    }
}

impl BearerRow {
    fn read(self) -> QueryResult<User> {
        Ok(User {
            id: self.id,
            email: email(self.id, self.email)?,
            username: username(self.id, self.username)?,
            password_hash: None,
            created_at: self.created_at,
            deleted_at: self.deleted_at,
            version: self.version,
        })
    }
}
