//! How each thing is told to whom it is about: everything that says something of them, no secret, no hash of one, and
//! nothing that says something of others.

use ludger_domain::accounts::{
    Allowed, ApiToken, AuditRecord, AuthSession, OneTimeToken, RoleGrant, Ticket, User,
};
use ludger_domain::boards::{Board, LeaderboardEntry, Standing};
use ludger_domain::ids::UserId;
use ludger_domain::jobs::Job;
use ludger_domain::ledger::{AccountState, Hold, Transaction};
use ludger_domain::money::{Currencies, CurrencyCode};
use ludger_domain::quiz::{PlayerAnswer, QuizSession, Star};
use serde_json::{Value, json};

pub(super) fn profile(user: &User, second_factor: bool, allowed: Option<&Allowed>) -> Value {
    let allowed = allowed.map(|it| json!({ "name": it.name, "level": it.level }));
    json!({
        "id": user.id,
        "email": user.email,
        "username": user.username,
        "has_password": user.password_hash.is_some(),
        "second_factor": second_factor,
        "verified_at": user.verified_at,
        "full_name": user.profile.full_name,
        "avatar_url": user.profile.avatar_url,
        "time_zone": user.profile.time_zone,
        "locale": user.profile.locale,
        "tier": user.profile.tier,
        "flags": user.profile.flags,
        "created_at": user.created_at,
        "locked_at": user.locked_at,
        "allow_list": allowed,
    })
}

pub(super) fn role(grant: &RoleGrant) -> Value {
    json!({ "role": grant.role, "granted_at": grant.granted_at })
}

pub(super) fn session(session: &AuthSession) -> Value {
    json!({
        "id": session.id,
        "kind": session.kind,
        "user_agent": session.client.user_agent,
        "address": session.client.address,
        "created_at": session.created_at,
        "authenticated_at": session.authenticated_at,
        "expires_at": session.expires_at,
        "revoked_at": session.revoked_at,
    })
}

pub(super) fn api_token(token: &ApiToken) -> Value {
    json!({
        "id": token.id,
        "name": token.name,
        "scopes": token.scopes,
        "created_at": token.created_at,
        "last_used_at": token.last_used_at,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
    })
}

pub(super) fn link(token: &OneTimeToken) -> Value {
    json!({
        "purpose": token.purpose,
        "email": token.email,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "used_at": token.used_at,
    })
}

/// What it was signed in by is told among the sessions and API tokens.
pub(super) fn ticket(ticket: &Ticket) -> Value {
    json!({
        "session": ticket.stream,
        "created_at": ticket.created_at,
        "expires_at": ticket.expires_at,
        "used_at": ticket.used_at,
    })
}

pub(super) fn account(account: &AccountState, currencies: &Currencies) -> Value {
    let currency = account.key.currency;
    json!({
        "purpose": account.key.purpose,
        "currency": currency,
        "balance": sum(account.balance, currency, currencies),
        "entries": account.sequence,
        "updated_at": account.updated_at,
    })
}

pub(super) fn transaction(item: &Transaction, currencies: &Currencies) -> Value {
    let currency = item.account.currency;
    json!({
        "transfer_id": item.transfer,
        "purpose": item.account.purpose,
        "currency": currency,
        "sequence": item.sequence,
        "amount": sum(item.amount, currency, currencies),
        "balance_after": sum(item.balance_after, currency, currencies),
        "category": item.category,
        "description": item.description,
        "metadata": item.metadata,
        "created_at": item.created_at,
        "deleted_at": item.deleted_at,
    })
}

pub(super) fn hold(hold: &Hold, currencies: &Currencies) -> Value {
    let currency = hold.amount.currency;
    json!({
        "id": hold.id,
        "currency": currency,
        "amount": sum(hold.amount.minor, currency, currencies),
        "captured": sum(hold.captured, currency, currencies),
        "released": sum(hold.released, currency, currencies),
        "expires_at": hold.expires_at,
    })
}

/// What is still to come in a running session stays untold, as in the session itself; so does what became of an answer
/// while others can still answer.
pub(super) fn quiz(quiz: &QuizSession, user: UserId, answers: &[PlayerAnswer]) -> Value {
    let player = quiz.player(user);
    let answers = answers.iter().filter(|answer| answer.user == user);
    let answers: Vec<_> = answers.map(answer).collect();
    json!({
        "id": quiz.id,
        "mode": quiz.mode,
        "status": quiz.status,
        "is_host": quiz.host == user,
        "joined_at": player.map(|player| player.joined_at),
        "departure": player.map(|player| player.departure),
        "hearts_left": player.map(|player| player.hearts_left),
        "score": player.map(|player| player.score),
        "started_at": quiz.started_at,
        "ended_at": quiz.ended_at,
        "result": player.map(|player| player.result),
        "answers": answers,
    })
}

fn answer(answer: &PlayerAnswer) -> Value {
    let mut told = json!({
        "question": answer.question,
        "answer_time_ms": answer.answer_time_ms,
        "answered_at": answer.answered_at,
    });
    if let Some(award) = answer.award {
        told["selected"] = json!(answer.selected);
        told["picked"] = json!(answer.picked);
        told["is_correct"] = json!(answer.is_correct());
        told["points_awarded"] = json!(award.points);
    }
    told
}

pub(super) fn standing((board, standing): &(Board, Standing)) -> Value {
    json!({
        "mode": board.mode(),
        "period": board.period(),
        "window": board.first(),
        "score": standing.score,
        "sessions": standing.sessions,
        "reached_at": standing.reached_at,
    })
}

pub(super) fn leaderboard_entry((board, entry): &(Board, LeaderboardEntry)) -> Value {
    json!({
        "leaderboard": entry.leaderboard,
        "mode": board.mode(),
        "period": board.period(),
        "window": board.first(),
        "rank": entry.rank,
        "score": entry.position.score,
        "reached_at": entry.position.reached_at,
    })
}

pub(super) fn star(star: &Star) -> Value {
    json!({ "question": star.question, "starred_at": star.starred_at })
}

/// From where an admin did something is the admin's.
pub(super) fn deed(record: &AuditRecord, user: UserId) -> Value {
    let is_of_others = record.actor.is_some_and(|actor| actor != user);
    let address = record.address.as_ref().filter(|_| !is_of_others);
    json!({
        "id": record.id,
        "at": record.at,
        "action": record.action,
        "target": record.target,
        "meta": record.meta,
        "address": address,
    })
}

/// Without what it is to be done with: mail is sealed, and its cause may have the hash of a link in it.
pub(super) fn job(job: &Job) -> Value {
    json!({
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "attempts": job.attempts,
        "run_at": job.run_at,
        "created_at": job.created_at,
    })
}

/// As a decimal; of a currency that the deployment has no longer, in minor units.
fn sum(minor: i64, code: CurrencyCode, currencies: &Currencies) -> String {
    let currency = currencies.by_code(code);
    currency.map_or_else(|| minor.to_string(), |currency| currency.format(minor))
}
