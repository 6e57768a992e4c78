//! History and books side by side: which transfer is the effect of which request.

use super::Evidence;
use super::kept::{Account, Transfer};
use super::wish::{Wish, wishes};
use crate::history::{Body, Fate, Operation, Request};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// A request with one thing that it asks for.
#[derive(Debug, Clone)]
pub(crate) struct Asked<'a> {
    pub(crate) request: &'a Request,
    pub(crate) wish: Wish,
    /// What its sender knows of this one wish. A rehearsal has no effect, whatever it answers.
    pub(crate) fate: Fate,
    /// The transfer that the reply tells of, if it says that it is in the books.
    pub(crate) receipt: Option<Body>,
}

/// Whose effect a transfer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Of the requests with this mark.
    Mark(String),
    /// Of the end of this session.
    Reward { session: Uuid, user: Uuid },
    /// Nobody's.
    Nobody,
}

/// Look-ups that several checks need.
pub(crate) struct Index<'a> {
    pub(crate) accounts: HashMap<Uuid, &'a Account>,
    pub(crate) transfers: HashMap<Uuid, &'a Transfer>,
    pub(crate) by_mark: HashMap<String, Vec<&'a Transfer>>,
    pub(crate) rewards: HashMap<Uuid, Vec<&'a Transfer>>,
    pub(crate) asked: HashMap<String, Vec<Asked<'a>>>,
    /// Answers to questions, by session.
    pub(crate) answering: HashMap<Uuid, Vec<&'a Request>>,
}

impl<'a> Index<'a> {
    pub(crate) fn of(evidence: &'a Evidence) -> Self {
        let mut index = Self {
            accounts: evidence.kept.accounts.iter().map(|a| (a.id, a)).collect(),
            transfers: evidence.kept.transfers.iter().map(|t| (t.id, t)).collect(),
            by_mark: HashMap::new(),
            rewards: HashMap::new(),
            asked: HashMap::new(),
            answering: HashMap::new(),
        };
        for transfer in &evidence.kept.transfers {
            match origin(transfer) {
                Origin::Mark(mark) => index.by_mark.entry(mark).or_default().push(transfer),
                Origin::Reward { session, .. } => {
                    index.rewards.entry(session).or_default().push(transfer);
                }
                Origin::Nobody => {}
            }
        }
        for request in &evidence.told.requests {
            for asked in asked(request) {
                let all = index.asked.entry(asked.wish.mark.clone()).or_default();
                all.push(asked);
            }
            if request.sent.operation == Operation::Answer
                && let Some(session) = session_of(request)
            {
                index.answering.entry(session).or_default().push(request);
            }
        }
        index
    }
}

/// Whose effect it is, as it says itself.
pub(crate) fn origin(transfer: &Transfer) -> Origin {
    if let Some(reward) = transfer
        .reference
        .as_deref()
        .and_then(|reference| reference.strip_prefix("quiz-reward/"))
    {
        let parts = reward.split_once('/').map(|(a, b)| (a.parse(), b.parse()));
        return match parts {
            Some((Ok(session), Ok(user))) => Origin::Reward { session, user },
            _ => Origin::Nobody,
        };
    }
    let mark = match transfer.category.as_str() {
        "reversal" | "admin_adjustment" => transfer.description.clone(),
        _ => transfer
            .metadata
            .as_deref()
            .and_then(|text| serde_json::from_str::<Value>(text).ok())
            .and_then(|metadata| Some(metadata["mark"].as_str()?.to_owned())),
    };
    mark.map_or(Origin::Nobody, Origin::Mark)
}

/// The session that a path such as `/v1/sessions/{id}/answers` names.
pub(crate) fn session_of(request: &Request) -> Option<Uuid> {
    let rest = request.sent.path.strip_prefix("/v1/sessions/")?;
    rest.split(['/', '?']).next()?.parse().ok()
}

/// All that it asks for, and what came of each.
fn asked(request: &Request) -> Vec<Asked<'_>> {
    let told = request.acknowledged().map(|told| &told.body);
    let results = match request.sent.operation {
        Operation::Batch => told.map(|body| body.value()["results"].take()),
        _ => None,
    };
    let of = |wish: Wish| {
        let result = results.as_ref().map(|results| &results[wish.index]);
        let outcome = result.and_then(|result| result["outcome"].as_str());
        let fate = match (request.fate(), outcome) {
            _ if request.sent.operation == Operation::Rehearsal => Fate::Refused,
            (Fate::Acknowledged, Some("refused" | "invalid")) => Fate::Refused,
            (fate, _) => fate,
        };
        let receipt = match result {
            Some(result) => Some(Body::from(&result["transfer"])),
            None => told.cloned(),
        };
        Asked {
            request,
            wish,
            fate,
            receipt: receipt.filter(|_| fate == Fate::Acknowledged),
        }
    };
    wishes(request).into_iter().map(of).collect()
}
