//! Work for later, and what it does to other tables.

use super::Sorted;
use crate::connection::Connection;
use crate::dialect::{At, Key, key};
use crate::rows::{Column, Rows};
use crate::schema::{
    allowed_emails, api_tokens, attempts, auth_sessions, auth_tokens, jobs, one_time_tokens,
    player_answers, question_stars, role_grants, second_factors, stream_events, tickets,
};
use diesel::prelude::*;
use ludger_domain::Timestamp;
use ludger_domain::accounts::Email;
use ludger_domain::ids::UserId;
use ludger_domain::jobs::{Job, JobKind, JobState};

/// Rows of one table that one commit throws away: so many take a moment, and nobody waits behind them for long.
const PRUNED_MAX: i64 = 1_000;

pub(super) fn write(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    let (new, changed): (Vec<_>, Vec<_>) = sorted.jobs.iter().partition(|job| job.version == 1);
    rows(&new).insert_missing(conn, &["cause"])?;
    rows(&changed).update(conn, &["id"])?;
    for (user, email_key) in &sorted.erased {
        erase(conn, *user)?;
        if let Some(email_key) = email_key {
            erase_address(conn, email_key)?;
        }
    }
    for before in &sorted.pruned {
        prune(conn, *before)?;
    }
    Ok(())
}

fn rows<'a>(jobs: &[&'a Job]) -> Rows<'a> {
    Rows::new("jobs")
        .column("id", Column::uuids(jobs.iter().map(|j| j.id.uuid())))
        .column(
            "kind",
            Column::texts(jobs.iter().map(|j| Some(j.kind.as_str().into()))),
        )
        .column(
            "payload",
            Column::texts(jobs.iter().map(|j| Some(j.payload.to_string().into()))),
        )
        .column(
            "cause",
            Column::texts(jobs.iter().map(|j| Some(j.cause.as_str().into()))),
        )
        .column("run_at", Column::instants(jobs.iter().map(|j| j.run_at)))
        .column(
            "attempts",
            Column::integers(jobs.iter().map(|j| i64::from(j.attempts))),
        )
        .column(
            "worker",
            Column::uuids(jobs.iter().map(|j| Some(j.lease?.worker.uuid()))),
        )
        .column(
            "lease_until",
            Column::instants(jobs.iter().map(|j| Some(j.lease?.until))),
        )
        .column(
            "state",
            Column::texts(jobs.iter().map(|j| Some(j.state.as_str().into()))),
        )
        .column(
            "error",
            Column::texts(jobs.iter().map(|j| Some(j.error.as_deref()?.into()))),
        )
        .column(
            "created_at",
            Column::instants(jobs.iter().map(|j| j.created_at)),
        )
        .column("version", Column::integers(jobs.iter().map(|j| j.version)))
        .column(
            "user_id",
            Column::uuids(jobs.iter().map(|j| j.user.map(UserId::uuid))),
        )
}

fn erase(conn: &mut Connection, user: UserId) -> QueryResult<()> {
    let user = key(user);
    diesel::delete(auth_tokens::table.filter(auth_tokens::user_id.eq(user))).execute(conn)?;
    diesel::delete(auth_sessions::table.filter(auth_sessions::user_id.eq(user))).execute(conn)?;
    diesel::delete(one_time_tokens::table.filter(one_time_tokens::user_id.eq(user)))
        .execute(conn)?;
    diesel::delete(tickets::table.filter(tickets::user_id.eq(user))).execute(conn)?;
    diesel::delete(api_tokens::table.filter(api_tokens::user_id.eq(user))).execute(conn)?;
    diesel::delete(second_factors::table.find(user)).execute(conn)?;
    diesel::delete(role_grants::table.filter(role_grants::user_id.eq(user))).execute(conn)?;
    forget_words(conn, user)?;
    diesel::delete(question_stars::table.filter(question_stars::user_id.eq(user))).execute(conn)?;
    // Mail, sent or not; the erasure itself is a job about the user too.
    let mail = jobs::table
        .filter(jobs::user_id.eq(user))
        .filter(jobs::kind.eq(JobKind::SendMail.as_str()));
    diesel::delete(mail).execute(conn)?;
    Ok(())
}

/// What was known of an address before it was a user's. Invitations keep it as it was typed, so they are compared one by
/// one; there are no more of them than were sent in two weeks.
fn erase_address(conn: &mut Connection, email_key: &str) -> QueryResult<()> {
    diesel::delete(allowed_emails::table.find(email_key)).execute(conn)?;
    let invited: Vec<(Vec<u8>, String)> = one_time_tokens::table
        .filter(one_time_tokens::user_id.is_null())
        .select((one_time_tokens::hash, one_time_tokens::email))
        .load(conn)?;
    let theirs = invited
        .into_iter()
        .filter(|(_, email)| Email::key_of(email) == email_key);
    let theirs: Vec<_> = theirs.map(|(hash, _)| hash).collect();
    diesel::delete(one_time_tokens::table.filter(one_time_tokens::hash.eq_any(theirs)))
        .execute(conn)?;
    Ok(())
}

fn prune(conn: &mut Connection, before: Timestamp) -> QueryResult<()> {
    let before = At(before);
    let expired: Vec<Vec<u8>> = one_time_tokens::table
        .filter(one_time_tokens::expires_at.lt(before))
        .select(one_time_tokens::hash)
        .limit(PRUNED_MAX)
        .load(conn)?;
    diesel::delete(one_time_tokens::table.filter(one_time_tokens::hash.eq_any(expired)))
        .execute(conn)?;
    let expired: Vec<Vec<u8>> = tickets::table
        .filter(tickets::expires_at.lt(before))
        .select(tickets::hash)
        .limit(PRUNED_MAX)
        .load(conn)?;
    diesel::delete(tickets::table.filter(tickets::hash.eq_any(expired))).execute(conn)?;
    let forgotten: Vec<Vec<u8>> = attempts::table
        .filter(attempts::last_at.lt(before))
        .select(attempts::key)
        .limit(PRUNED_MAX)
        .load(conn)?;
    // Some may have been counted on since.
    let forgotten = attempts::table
        .filter(attempts::key.eq_any(forgotten))
        .filter(attempts::last_at.lt(before));
    diesel::delete(forgotten).execute(conn)?;
    let ended: Vec<uuid::Uuid> = auth_sessions::table
        .filter(auth_sessions::expires_at.lt(before))
        .or_filter(auth_sessions::revoked_at.lt(before))
        .select(auth_sessions::id)
        .limit(PRUNED_MAX)
        .load(conn)?;
    let ended: Vec<Key> = ended.into_iter().map(Key).collect();
    diesel::delete(auth_tokens::table.filter(auth_tokens::session_id.eq_any(ended.clone())))
        .execute(conn)?;
    diesel::delete(auth_sessions::table.filter(auth_sessions::id.eq_any(ended))).execute(conn)?;
    let done: Vec<uuid::Uuid> = jobs::table
        .filter(jobs::state.eq(JobState::Done.as_str()))
        .filter(jobs::created_at.lt(before))
        .select(jobs::id)
        .limit(PRUNED_MAX)
        .load(conn)?;
    let done: Vec<Key> = done.into_iter().map(Key).collect();
    diesel::delete(jobs::table.filter(jobs::id.eq_any(done))).execute(conn)?;
    prune_events(conn, before)
}

/// The oldest, by the moment at which they were told; numbers of streams go on.
fn prune_events(conn: &mut Connection, before: At) -> QueryResult<()> {
    let told = || stream_events::table.filter(stream_events::created_at.lt(before));
    let last: Option<Timestamp> = told()
        .order(stream_events::created_at.asc())
        .select(stream_events::created_at)
        .offset(PRUNED_MAX)
        .first(conn)
        .optional()?;
    // A moment goes whole, or it would be there for ever.
    let past = stream_events::table.filter(stream_events::created_at.lt(before));
    match last {
        Some(last) => {
            diesel::delete(past.filter(stream_events::created_at.le(At(last)))).execute(conn)?
        }
        None => diesel::delete(past).execute(conn)?,
    };
    Ok(())
}

/// What somebody answered in their own words.
fn forget_words(conn: &mut Connection, user: Key) -> QueryResult<()> {
    let written = player_answers::table
        .filter(player_answers::user_id.eq(user))
        .filter(player_answers::picked.like(r#"{"text":%"#));
    diesel::update(written)
        .set(player_answers::picked.eq(None::<String>))
        .execute(conn)?;
    Ok(())
}
