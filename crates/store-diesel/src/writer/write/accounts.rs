//! Users, roles, sign-in sessions, tokens, second factors, attempts.

use super::Sorted;
use crate::connection::Connection;
use crate::dialect::{At, key};
use crate::rows::{Column, Rows};
use diesel::prelude::*;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    ApiToken, Attempt, AuthSession, OneTimeToken, PasswordHash, Purpose, RoleGrant, ThrottleKey,
    Token, User,
};
use ludger_domain::ids::{AuthSessionId, UserId};
use ludger_ports::SealedFactor;
use std::collections::BTreeMap;

pub(super) fn write(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    let (new, changed): (Vec<_>, Vec<_>) = sorted.users.iter().partition(|u| u.version == 1);
    users(&new).insert(conn)?;
    users(&changed).update(conn, &["id"])?;
    grants(conn, &sorted.grants)?;
    revoked(conn, sorted)?;
    setup_tokens(conn, sorted)?;
    sweep(conn, sorted)?;
    let (new, changed): (Vec<_>, Vec<_>) =
        sorted.auth_sessions.iter().partition(|s| s.version == 1);
    auth_sessions(&new).insert(conn)?;
    auth_sessions(&changed).update(conn, &["id"])?;
    tokens(conn, &sorted.tokens)?;
    let (new, used): (Vec<_>, Vec<_>) = sorted
        .one_time_tokens
        .iter()
        .partition(|token| token.used_at.is_none());
    one_time_tokens(&new).insert(conn)?;
    one_time_tokens(&used).update(conn, &["hash"])?;
    let (new, changed): (Vec<_>, Vec<_>) = sorted.api_tokens.iter().partition(|t| t.version == 1);
    api_tokens(&new).insert(conn)?;
    api_tokens(&changed).update(conn, &["id"])?;
    second_factors(conn, sorted)?;
    allow_list(conn, sorted)?;
    attempts(conn, sorted)
}

/// What was there before the commit; what it writes itself comes after.
fn sweep(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    for (user, except, at) in &sorted.revoked_sessions {
        revoke_sessions(conn, *user, *except, *at)?;
    }
    for (user, purpose, at) in &sorted.spent {
        spend(conn, *user, *purpose, *at)?;
    }
    Ok(())
}

fn users<'a>(users: &[&'a User]) -> Rows<'a> {
    let hash = |user: &'a User| {
        let hash = user.password_hash.as_ref();
        Some(hash.map(PasswordHash::expose)?.into())
    };
    let rows = Rows::new("users")
        .column("id", Column::uuids(users.iter().map(|u| u.id.uuid())))
        .column(
            "email",
            Column::texts(
                users
                    .iter()
                    .map(|u| Some(u.email.as_ref()?.as_str().into())),
            ),
        )
        .column(
            "email_key",
            Column::texts(users.iter().map(|u| Some(u.email.as_ref()?.key().into()))),
        )
        .column(
            "username",
            Column::texts(users.iter().map(|u| Some(u.username.as_str().into()))),
        )
        .column(
            "username_key",
            Column::texts(users.iter().map(|u| Some(u.username.key().into()))),
        )
        .column(
            "password_hash",
            Column::texts(users.iter().map(|u| hash(u))),
        )
        .column(
            "created_at",
            Column::instants(users.iter().map(|u| u.created_at)),
        )
        .column(
            "deleted_at",
            Column::instants(users.iter().map(|u| u.deleted_at)),
        )
        .column("version", Column::integers(users.iter().map(|u| u.version)))
        .column(
            "verified_at",
            Column::instants(users.iter().map(|u| u.verified_at)),
        )
        .column(
            "locked_at",
            Column::instants(users.iter().map(|u| u.locked_at)),
        );
    profiles(rows, users)
}

/// The columns of what users tell of themselves.
fn profiles<'a>(rows: Rows<'a>, users: &[&'a User]) -> Rows<'a> {
    rows.column(
        "full_name",
        Column::texts(
            users
                .iter()
                .map(|u| Some(u.profile.full_name.as_ref()?.as_str().into())),
        ),
    )
    .column(
        "avatar_url",
        Column::texts(
            users
                .iter()
                .map(|u| Some(u.profile.avatar_url.as_ref()?.as_str().into())),
        ),
    )
    .column(
        "time_zone",
        Column::texts(
            users
                .iter()
                .map(|u| Some(u.profile.time_zone.as_str().into())),
        ),
    )
    .column(
        "locale",
        Column::texts(users.iter().map(|u| Some(u.profile.locale.as_str().into()))),
    )
    .column(
        "tier",
        Column::texts(users.iter().map(|u| Some(u.profile.tier.as_str().into()))),
    )
    .column(
        "flags",
        Column::texts(users.iter().map(|u| Some(json(&u.profile.flags).into()))),
    )
}

fn grants(conn: &mut Connection, grants: &[&RoleGrant]) -> QueryResult<()> {
    Rows::new("role_grants")
        .column(
            "user_id",
            Column::uuids(grants.iter().map(|g| g.user.uuid())),
        )
        .column(
            "role",
            Column::texts(grants.iter().map(|g| Some(g.role.as_str().into()))),
        )
        .column(
            "granted_at",
            Column::instants(grants.iter().map(|g| g.granted_at)),
        )
        .column(
            "granted_by",
            Column::uuids(grants.iter().map(|g| g.granted_by.map(UserId::uuid))),
        )
        .insert_missing(conn, &["user_id", "role"])?;
    Ok(())
}

fn revoked(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    Rows::new("role_grants")
        .column(
            "user_id",
            Column::uuids(sorted.revoked.iter().map(|(user, _)| user.uuid())),
        )
        .column(
            "role",
            Column::texts(
                sorted
                    .revoked
                    .iter()
                    .map(|(_, role)| Some(role.as_str().into())),
            ),
        )
        .delete(conn)?;
    Ok(())
}

fn setup_tokens(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    let tokens = &sorted.setup_tokens;
    Rows::new("setup_tokens")
        .column(
            "hash",
            Column::bytes(tokens.iter().map(|t| Some(t.hash.0.as_slice().into()))),
        )
        .column(
            "created_at",
            Column::instants(tokens.iter().map(|t| t.created_at)),
        )
        .insert(conn)?;
    Ok(())
}

fn auth_sessions<'a>(sessions: &[&'a AuthSession]) -> Rows<'a> {
    Rows::new("auth_sessions")
        .column("id", Column::uuids(sessions.iter().map(|s| s.id.uuid())))
        .column(
            "user_id",
            Column::uuids(sessions.iter().map(|s| s.user.uuid())),
        )
        .column(
            "created_at",
            Column::instants(sessions.iter().map(|s| s.created_at)),
        )
        .column(
            "expires_at",
            Column::instants(sessions.iter().map(|s| s.expires_at)),
        )
        .column(
            "revoked_at",
            Column::instants(sessions.iter().map(|s| s.revoked_at)),
        )
        .column(
            "generation",
            Column::integers(sessions.iter().map(|s| s.generation)),
        )
        .column(
            "parent_generation",
            Column::integers(sessions.iter().map(|s| s.parent_generation)),
        )
        .column(
            "used_at",
            Column::instants(sessions.iter().map(|s| s.used_at)),
        )
        .column(
            "version",
            Column::integers(sessions.iter().map(|s| s.version)),
        )
        .column(
            "kind",
            Column::texts(sessions.iter().map(|s| Some(s.kind.as_str().into()))),
        )
        .column(
            "user_agent",
            Column::texts(
                sessions
                    .iter()
                    .map(|s| Some(s.client.user_agent.as_deref()?.into())),
            ),
        )
        .column(
            "address",
            Column::texts(
                sessions
                    .iter()
                    .map(|s| Some(s.client.address.as_deref()?.into())),
            ),
        )
        .column(
            "authenticated_at",
            Column::instants(sessions.iter().map(|s| s.authenticated_at)),
        )
}

fn revoke_sessions(
    conn: &mut Connection,
    user: UserId,
    except: Option<AuthSessionId>,
    at: Timestamp,
) -> QueryResult<()> {
    use crate::schema::auth_sessions::dsl;
    let theirs = dsl::auth_sessions
        .filter(dsl::user_id.eq(key(user)))
        .filter(dsl::revoked_at.is_null());
    let ended = (
        dsl::revoked_at.eq(Some(At(at))),
        dsl::version.eq(dsl::version + 1),
    );
    match except {
        Some(except) => diesel::update(theirs.filter(dsl::id.ne(key(except))))
            .set(ended)
            .execute(conn)?,
        None => diesel::update(theirs).set(ended).execute(conn)?,
    };
    Ok(())
}

fn one_time_tokens<'a>(tokens: &[&'a OneTimeToken]) -> Rows<'a> {
    Rows::new("one_time_tokens")
        .column(
            "hash",
            Column::bytes(tokens.iter().map(|t| Some(t.hash.0.as_slice().into()))),
        )
        .column(
            "purpose",
            Column::texts(tokens.iter().map(|t| Some(t.purpose.as_str().into()))),
        )
        .column(
            "user_id",
            Column::uuids(tokens.iter().map(|t| t.user.map(UserId::uuid))),
        )
        .column(
            "email",
            Column::texts(tokens.iter().map(|t| Some(t.email.as_str().into()))),
        )
        .column(
            "return_to",
            Column::texts(tokens.iter().map(|t| Some(t.return_to.as_str().into()))),
        )
        .column(
            "created_at",
            Column::instants(tokens.iter().map(|t| t.created_at)),
        )
        .column(
            "expires_at",
            Column::instants(tokens.iter().map(|t| t.expires_at)),
        )
        .column(
            "used_at",
            Column::instants(tokens.iter().map(|t| t.used_at)),
        )
}

fn spend(conn: &mut Connection, user: UserId, purpose: Purpose, at: Timestamp) -> QueryResult<()> {
    use crate::schema::one_time_tokens::dsl;
    let theirs = dsl::one_time_tokens
        .filter(dsl::user_id.eq(key(user)))
        .filter(dsl::purpose.eq(purpose.as_str()))
        .filter(dsl::used_at.is_null());
    diesel::update(theirs)
        .set(dsl::used_at.eq(Some(At(at))))
        .execute(conn)?;
    Ok(())
}

fn api_tokens<'a>(tokens: &[&'a ApiToken]) -> Rows<'a> {
    Rows::new("api_tokens")
        .column("id", Column::uuids(tokens.iter().map(|t| t.id.uuid())))
        .column(
            "user_id",
            Column::uuids(tokens.iter().map(|t| t.user.uuid())),
        )
        .column(
            "name",
            Column::texts(tokens.iter().map(|t| Some(t.name.as_str().into()))),
        )
        .column(
            "hash",
            Column::bytes(tokens.iter().map(|t| Some(t.hash.0.as_slice().into()))),
        )
        .column(
            "scopes",
            Column::texts(tokens.iter().map(|t| Some(json(&t.scopes).into()))),
        )
        .column(
            "created_at",
            Column::instants(tokens.iter().map(|t| t.created_at)),
        )
        .column(
            "last_used_at",
            Column::instants(tokens.iter().map(|t| t.last_used_at)),
        )
        .column(
            "expires_at",
            Column::instants(tokens.iter().map(|t| t.expires_at)),
        )
        .column(
            "revoked_at",
            Column::instants(tokens.iter().map(|t| t.revoked_at)),
        )
        .column(
            "version",
            Column::integers(tokens.iter().map(|t| t.version)),
        )
}

fn second_factors(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    Rows::new("second_factors")
        .column(
            "user_id",
            Column::uuids(sorted.removed_factors.iter().map(|user| user.uuid())),
        )
        .delete(conn)?;
    // What was there before was looked at by the expectation.
    Rows::new("second_factors")
        .column(
            "user_id",
            Column::uuids(sorted.second_factors.iter().map(|f| f.user.uuid())),
        )
        .delete(conn)?;
    factors(&sorted.second_factors).insert(conn)?;
    Ok(())
}

fn factors<'a>(factors: &[&'a SealedFactor]) -> Rows<'a> {
    Rows::new("second_factors")
        .column(
            "user_id",
            Column::uuids(factors.iter().map(|f| f.user.uuid())),
        )
        .column(
            "secret",
            Column::bytes(factors.iter().map(|f| Some(f.secret.as_slice().into()))),
        )
        .column(
            "confirmed_at",
            Column::instants(factors.iter().map(|f| f.confirmed_at)),
        )
        .column(
            "last_step",
            Column::integers(factors.iter().map(|f| f.last_step)),
        )
        .column(
            "recovery",
            Column::texts(factors.iter().map(|f| Some(json(&f.recovery).into()))),
        )
        .column(
            "version",
            Column::integers(factors.iter().map(|f| f.version)),
        )
}

fn allow_list(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    Rows::new("allowed_emails")
        .column(
            "email_key",
            Column::texts(sorted.disallowed.iter().map(|key| Some((*key).into()))),
        )
        .delete(conn)?;
    // One statement takes each key once; where a list has it twice, the last line counts.
    let by_key = sorted.allowed.iter().map(|it| (it.email.key(), *it));
    let allowed: Vec<_> = by_key.collect::<BTreeMap<_, _>>().into_values().collect();
    Rows::new("allowed_emails")
        .column(
            "email_key",
            Column::texts(allowed.iter().map(|a| Some(a.email.key().into()))),
        )
        .column(
            "email",
            Column::texts(allowed.iter().map(|a| Some(a.email.as_str().into()))),
        )
        .column(
            "name",
            Column::texts(allowed.iter().map(|a| Some(a.name.as_str().into()))),
        )
        .column(
            "level",
            Column::texts(allowed.iter().map(|a| Some(a.level.as_str().into()))),
        )
        .upsert(conn, &["email_key"], &["email", "name", "level"])?;
    Ok(())
}

fn attempts(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    let forgotten = sorted.forgotten_attempts.iter();
    Rows::new("attempts")
        .column(
            "key",
            Column::bytes(forgotten.map(|key| Some(key.0.0.as_slice().into()))),
        )
        .delete(conn)?;
    for key in &sorted.forgiven_attempts {
        forgive(conn, *key)?;
    }
    for attempt in &sorted.attempts {
        count(conn, attempt)?;
    }
    Ok(())
}

/// Counted by the database, on what is there: where nothing was there to be locked, somebody else may have been first.
fn count(conn: &mut Connection, attempt: &Attempt) -> QueryResult<()> {
    use crate::schema::attempts::dsl;
    let (key, at) = (attempt.key.0.0.as_slice(), attempt.at);
    let begun = at.saturating_sub(attempt.throttle.window).unwrap_or(at);
    let counted = diesel::update(dsl::attempts.find(key))
        .filter(dsl::first_at.gt(At(begun)))
        .set((dsl::count.eq(dsl::count + 1), dsl::last_at.eq(At(at))))
        .execute(conn)?;
    if counted > 0 {
        return Ok(());
    }
    diesel::delete(dsl::attempts.find(key)).execute(conn)?;
    diesel::insert_into(dsl::attempts)
        .values((
            dsl::key.eq(key),
            dsl::count.eq(1),
            dsl::first_at.eq(At(at)),
            dsl::last_at.eq(At(at)),
        ))
        .execute(conn)?;
    Ok(())
}

fn forgive(conn: &mut Connection, key: ThrottleKey) -> QueryResult<()> {
    use crate::schema::attempts::dsl;
    let counted = dsl::attempts.find(key.0.0.as_slice());
    diesel::update(counted)
        .set(dsl::count.eq(dsl::count - 1))
        .execute(conn)?;
    diesel::delete(counted.filter(dsl::count.le(0))).execute(conn)?;
    Ok(())
}

/// Lists within a row are JSON arrays.
fn json<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    let texts = items.into_iter().map(|item| item.to_string());
    texts.collect::<serde_json::Value>().to_string()
}

fn tokens(conn: &mut Connection, tokens: &[&Token]) -> QueryResult<()> {
    Rows::new("auth_tokens")
        .column(
            "hash",
            Column::bytes(tokens.iter().map(|t| Some(t.hash.0.as_slice().into()))),
        )
        .column(
            "session_id",
            Column::uuids(tokens.iter().map(|t| t.session.uuid())),
        )
        .column(
            "user_id",
            Column::uuids(tokens.iter().map(|t| t.user.uuid())),
        )
        .column(
            "kind",
            Column::texts(tokens.iter().map(|t| Some(t.kind.as_str().into()))),
        )
        .column(
            "generation",
            Column::integers(tokens.iter().map(|t| t.generation)),
        )
        .column(
            "issued_at",
            Column::instants(tokens.iter().map(|t| t.issued_at)),
        )
        .column(
            "expires_at",
            Column::instants(tokens.iter().map(|t| t.expires_at)),
        )
        .insert(conn)?;
    Ok(())
}
