//! I4 beyond the ledger: users, hidden lines, answers, sessions, topics and questions that were acknowledged are there.

use crate::history::{Body, Operation, Request};
use crate::reconcile::index::session_of;
use crate::reconcile::kept::Kept;
use crate::reconcile::{Evidence, Finding, Index};
use ludger_domain::ledger::AccountKey;
use serde_json::Value;
use uuid::Uuid;

pub(crate) fn check(evidence: &Evidence, _: &Index<'_>) -> Finding {
    let mut finding = Finding::of("I4 what else was acknowledged is kept");
    for request in &evidence.told.requests {
        let Some(reply) = request.acknowledged() else {
            continue;
        };
        if let Some(is_kept) = is_kept(request, &reply.body, &evidence.kept) {
            finding.expect(is_kept, || {
                let name = request.sent.operation.name();
                format!(
                    "line {}: {name} was acknowledged and is not there: {}",
                    request.line, reply.body
                )
            });
        }
    }
    finding
}

/// `None`: nothing is kept of it.
fn is_kept(request: &Request, told: &Body, kept: &Kept) -> Option<bool> {
    let id = |value: &Value| value.as_str()?.parse::<Uuid>().ok();
    Some(match request.sent.operation {
        // Registering tells nothing; who is told who they are is there.
        Operation::Setup | Operation::Me => kept.users.contains(&id(&told.value()["id"])?),
        Operation::HideTransaction => {
            hidden(request).is_some_and(|line| kept.hidden.contains(&line))
        }
        Operation::CreateTopic | Operation::CreateQuestion => {
            kept.bank.contains_key(&id(&told.value()["id"])?)
        }
        Operation::DeleteTopic | Operation::DeleteQuestion => {
            let deleted = request.sent.path.rsplit('/').next()?.parse().ok()?;
            kept.bank.get(&deleted) == Some(&true)
        }
        Operation::StartSession => kept.sessions.contains_key(&id(&told.value()["id"])?),
        Operation::Forfeit => {
            let session = kept.sessions.get(&session_of(request)?);
            session.is_some_and(|session| session.ending.as_deref() == Some("forfeited"))
        }
        Operation::Answer => {
            let question = id(&request.sent.body.value()["question"])?;
            let (place, told) = ((session_of(request)?, question), told.value());
            kept.answers.get(&place).is_some_and(|answer| {
                let verdict = &told["verdict"];
                verdict["is_correct"] == answer.is_correct
                    && verdict["points_awarded"] == answer.points
            })
        }
        _ => return None,
    })
}

/// The account and the number of `/v1/me/wallets/{currency}/transactions/{sequence}`.
fn hidden(request: &Request) -> Option<(Uuid, i64)> {
    let rest = request.sent.path.strip_prefix("/v1/me/wallets/")?;
    let (currency, sequence) = rest.split_once("/transactions/")?;
    let key = AccountKey::available(request.sent.who?.into(), currency.parse().ok()?);
    Some((key.id().uuid(), sequence.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::history::Operation;
    use crate::reconcile::kept::{Answer, Session};
    use crate::reconcile::testing::{Case, blames};
    use serde_json::json;
    use uuid::Uuid;

    const ID: Uuid = Uuid::from_u128(42);

    fn told(operation: Operation) -> Case {
        let mut case = Case::two_gifts();
        let path = operation.route().replace("{id}", &ID.to_string());
        let path = path
            .replace("{currency}", "WISE")
            .replace("{sequence}", "1");
        let verdict = json!({ "is_correct": true, "points_awarded": 100 });
        let verdict = json!({ "id": ID, "verdict": verdict });
        case.ask(operation, &path, json!({ "question": ID }), verdict);
        case
    }

    fn session(ending: &str) -> Session {
        Session {
            user: ID,
            status: "finished".to_owned(),
            ending: Some(ending.to_owned()),
            score: 0,
        }
    }

    #[test]
    fn what_is_not_there_is_found() {
        use Operation::{
            Answer, CreateQuestion, CreateTopic, DeleteTopic, Forfeit, HideTransaction, Me,
            StartSession,
        };
        for operation in [
            Answer,
            CreateQuestion,
            CreateTopic,
            DeleteTopic,
            Forfeit,
            HideTransaction,
            Me,
            StartSession,
        ] {
            assert_eq!(blames(check, &told(operation)), 1, "{}", operation.name());
        }
    }

    #[test]
    fn what_is_there_is_well() {
        let mut case = told(Operation::Me);
        case.kept.users.insert(ID);
        assert_eq!(blames(check, &case), 0);

        let mut case = told(Operation::DeleteTopic);
        case.kept.bank.insert(ID, true);
        assert_eq!(blames(check, &case), 0);

        let mut case = told(Operation::HideTransaction);
        let line = (Case::wallet(1), 1);
        case.kept.hidden.insert(line);
        assert_eq!(blames(check, &case), 0);
    }

    #[test]
    fn what_is_there_otherwise_is_found() {
        let mut case = told(Operation::Forfeit);
        case.kept.sessions.insert(ID, session("forfeited"));
        assert_eq!(blames(check, &case), 0);
        case.kept.sessions.insert(ID, session("completed"));
        assert_eq!(blames(check, &case), 1);

        let mut case = told(Operation::Answer);
        let answer = |points| Answer {
            is_correct: true,
            points,
        };
        case.kept.answers.insert((ID, ID), answer(100));
        assert_eq!(blames(check, &case), 0);
        case.kept.answers.insert((ID, ID), answer(50));
        assert_eq!(blames(check, &case), 1);

        let mut case = told(Operation::DeleteTopic);
        case.kept.bank.insert(ID, false);
        assert_eq!(blames(check, &case), 1);
    }
}
