//! Users, roles, sign-in sessions.

use super::Sorted;
use crate::connection::Connection;
use crate::rows::{Column, Rows};
use diesel::QueryResult;
use ludger_domain::accounts::{AuthSession, PasswordHash, RoleGrant, Token, User};
use ludger_domain::ids::UserId;

pub(super) fn write(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    users(conn, &sorted.users)?;
    grants(conn, &sorted.grants)?;
    revoked(conn, sorted)?;
    setup_tokens(conn, sorted)?;
    let (new, changed): (Vec<_>, Vec<_>) =
        sorted.auth_sessions.iter().partition(|s| s.version == 1);
    auth_sessions(&new).insert(conn)?;
    auth_sessions(&changed).update(conn, &["id"])?;
    tokens(conn, &sorted.tokens)
}

fn users(conn: &mut Connection, users: &[&User]) -> QueryResult<()> {
    let hash = |user: &User| {
        Some(
            user.password_hash
                .as_ref()
                .map(PasswordHash::expose)?
                .to_owned()
                .into(),
        )
    };
    Rows::new("users")
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
        .insert(conn)?;
    Ok(())
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
