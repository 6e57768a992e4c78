//! I6 for quizzes: a session that was played to its end paid a tenth of its score, once, in the commit that ended it;
//! no other session paid anything.

use crate::reconcile::index::{Origin, origin};
use crate::reconcile::{Evidence, Finding, Index};
use ludger_domain::ledger::AccountKey;

/// Points for a coin.
const POINTS: i64 = 10;

pub(crate) fn check(evidence: &Evidence, index: &Index<'_>) -> Finding {
    let mut finding =
        Finding::of("I6 every quiz that was played to its end paid once, and no other");
    for (id, session) in &evidence.kept.sessions {
        let is_completed = session.ending.as_deref() == Some("completed");
        let due = if is_completed {
            session.score / POINTS
        } else {
            0
        };
        let wallet = "WISE".parse().ok();
        let wallet =
            wallet.map(|wise| AccountKey::available(session.user.into(), wise).id().uuid());
        let paid = index.rewards.get(id).map(Vec::as_slice).unwrap_or_default();
        let is_right = match paid {
            [] => due == 0,
            [reward] => {
                let user = session.user;
                let is_theirs = origin(reward) == Origin::Reward { session: *id, user };
                let got = reward
                    .entries
                    .iter()
                    .find(|entry| Some(entry.account) == wallet);
                due > 0 && is_theirs && got.is_some_and(|entry| entry.amount == due)
            }
            _ => false,
        };
        finding.expect(is_right, || {
            format!("session {id}: {session:?} is due {due} and got {paid:?}")
        });
    }
    for (id, paid) in &index.rewards {
        let is_there = evidence.kept.sessions.contains_key(id);
        finding.expect(is_there, || {
            format!("session {id} is not there and paid {paid:?}")
        });
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::kept::Session;
    use crate::reconcile::testing::{Case, blames};
    use uuid::Uuid;

    const GAME: Uuid = Uuid::from_u128(9);

    /// The first gift, of 7 coins, is a reward of the first user's.
    fn paid(ending: &str, score: i64) -> Case {
        let mut case = Case::two_gifts();
        let user = Case::user(1);
        case.kept.transfers[0].reference = Some(format!("quiz-reward/{GAME}/{user}"));
        let session = Session {
            user,
            status: "finished".to_owned(),
            ending: Some(ending.to_owned()),
            score,
        };
        case.kept.sessions.insert(GAME, session);
        case
    }

    #[test]
    fn a_wrong_reward_is_found() {
        assert_eq!(blames(check, &paid("completed", 75)), 0);
        assert_eq!(blames(check, &paid("completed", 80)), 1, "too little");
        assert_eq!(blames(check, &paid("forfeited", 75)), 1, "not due");
        let mut case = paid("completed", 75);
        case.kept.transfers[0].reference = None;
        assert_eq!(blames(check, &case), 1, "not paid");
        let mut case = paid("completed", 75);
        case.kept.transfers[1].reference = case.kept.transfers[0].reference.clone();
        assert_eq!(blames(check, &case), 1, "paid twice");
        let mut case = paid("completed", 75);
        case.kept.sessions.clear();
        assert_eq!(blames(check, &case), 1, "paid for nothing");
    }
}
