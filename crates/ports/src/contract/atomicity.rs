//! All of a commit is applied, or nothing of it.

use super::Stores;
use super::answers::Expected;
use super::builders::{ATTEMPTS, Everything, changes, first, house};
use crate::Expectation;
use ludger_domain::accounts::AuditAction;
use ludger_domain::ids::TopicId;

/// Every part of a commit is seen by the reads.
pub async fn everything_is_applied(stores: Stores) {
    let all = Everything::new(&stores);
    stores.apply(all.changes()).await;
    assert_applied(&stores, &all).await;
    stores.assert_sound().await;
}

/// When the ledger refuses the last transfer, nothing of the commit happens.
pub async fn a_refused_transfer_takes_everything_back(stores: Stores) {
    let all = Everything::new(&stores);
    let too_much = stores.transfer(all.wallet, stores.wallet(), 701);
    let refused = all.changes().post(too_much);
    stores.commit(refused).await.refused();
    assert_no_trace(&stores, &all).await;
}

/// When the last row is refused, nothing of the commit happens.
pub async fn a_refused_row_takes_everything_back(stores: Stores) {
    let all = Everything::new(&stores);
    let refused = all.changes().set_floor(house(), Some(1));
    stores.commit(refused).await.refused();
    assert_no_trace(&stores, &all).await;
}

/// When the last of all parts cannot be written, nothing of the commit happens.
pub async fn a_broken_audit_record_takes_everything_back(stores: Stores) {
    let told = stores.told(AuditAction::QuestionsImport);
    stores.apply(changes().audit(told.clone())).await;
    let all = Everything::new(&stores);
    stores.commit(all.changes().audit(told)).await.rejected();
    assert_no_trace(&stores, &all).await;
}

/// When one expectation does not hold, nothing of the commit happens.
pub async fn a_broken_expectation_takes_everything_back(stores: Stores) {
    let all = Everything::new(&stores);
    let gone = Expectation::TopicThere(stores.id::<TopicId>());
    assert_eq!(
        stores
            .commit(all.changes().expect(gone.clone()))
            .await
            .stale(),
        gone
    );
    assert_no_trace(&stores, &all).await;
}

/// Changes of nothing are applied, and change nothing.
pub async fn nothing_can_be_committed(stores: Stores) {
    stores.wallet_with(100).await;
    let before = stores.snapshot().await;
    assert_eq!(stores.apply(changes()).await.outcomes, []);
    assert_eq!(stores.snapshot().await, before);
}

/// The reads find nothing of it, and neither do the keys of the tables: all of it can still be applied.
async fn assert_no_trace(stores: &Stores, all: &Everything) {
    assert_eq!(stores.snapshot().await, Stores::snapshot_of_nothing());
    assert!(!stores.knows(&all.scope).await);
    assert!(stores.found_transfer(all.gift.id()).await.is_none());
    assert!(stores.found_hold(all.hold).await.is_none());
    assert!(stores.found_user(all.user.id).await.is_none());
    assert!(stores.found_question(all.question.id).await.is_none());
    assert!(
        stores
            .found_put_together(all.put_together.id)
            .await
            .is_none()
    );
    let stars = stores.stars.list(all.user.id, first(10)).await.unwrap();
    assert_eq!(stars.items, []);
    assert!(stores.found_setup(all.setup.hash).await.is_none());
    assert!(
        stores
            .found_token(all.sign_in.pair.access.hash)
            .await
            .is_none()
    );
    assert_eq!(stores.found_link(all.link.hash).await, None);
    assert_eq!(stores.found_ticket(all.ticket.hash).await, None);
    assert_eq!(stores.found_api_token(all.api_token.id).await, None);
    assert_eq!(stores.found_factor(&all.user).await, None);
    let email = all.allowed.email.key();
    assert_eq!(stores.users.allowed(&email).await.unwrap(), None);
    assert_eq!(stores.guesses.attempts(all.tried).await.unwrap(), None);
    assert_eq!(stores.found_job(all.job.id).await, None);
    assert_eq!(stores.standings_of(all.user.id).await, []);
    stores.apply(all.changes()).await;
    stores.assert_sound().await;
    assert_applied(stores, all).await;
}

async fn assert_applied(stores: &Stores, all: &Everything) {
    assert!(stores.knows(&all.scope).await);
    let standings = stores.standings_of(all.user.id).await;
    assert_eq!(standings.len(), 4);
    assert!(standings.iter().all(|(_, standing)| standing.score == 90));
    assert_eq!(stores.balance(all.wallet).await, 700);
    let gift = stores.found_transfer(all.gift.id()).await.unwrap();
    assert_eq!(gift.transfer, all.gift);
    let held = stores.found_transfer(all.holding.id()).await.unwrap();
    assert_eq!(held.transfer, all.holding);
    assert_eq!(stores.found_hold(all.hold).await.unwrap().remaining(), 300);
    assert_eq!(stores.account(house()).await.unwrap().floor, Some(-5_000));
    assert!(
        stores
            .found_transaction(all.wallet, 1)
            .await
            .unwrap()
            .deleted_at
            .is_some()
    );
    assert_eq!(
        stores.found_user(all.user.id).await.as_ref(),
        Some(&all.user)
    );
    assert_eq!(stores.found_setup(all.setup.hash).await, Some(all.setup));
    let presented = stores
        .found_token(all.sign_in.pair.refresh.hash)
        .await
        .unwrap();
    assert_eq!(presented.session, all.sign_in.session);
    assert_eq!(presented.roles.len(), 1);
    assert_access_applied(stores, all).await;
    assert_eq!(
        stores.found_topic(all.topic.id).await.as_ref(),
        Some(&all.topic)
    );
    assert_eq!(
        stores.found_question(all.question.id).await.as_ref(),
        Some(&all.question)
    );
    assert_eq!(
        stores
            .found_put_together(all.put_together.id)
            .await
            .as_ref(),
        Some(&all.put_together)
    );
    let stars = stores.stars.list(all.user.id, first(10)).await.unwrap();
    assert_eq!(stars.items.len(), 1);
    assert_eq!(
        stores.found_quiz(all.quiz.id).await.as_ref(),
        Some(&all.quiz)
    );
    assert_eq!(
        stores.found_answers(all.quiz.id).await,
        std::slice::from_ref(&all.answered)
    );
    let told = stores.found_events(all.quiz.id.into(), 0, 9).await;
    assert_eq!(told.len(), 1);
}

async fn assert_access_applied(stores: &Stores, all: &Everything) {
    let link = stores.found_link(all.link.hash).await;
    assert_eq!(link.as_ref(), Some(&all.link));
    let ticket = stores.found_ticket(all.ticket.hash).await;
    assert_eq!(ticket.as_ref(), Some(&all.ticket));
    let presented = stores.found_api_token(all.api_token.id).await.unwrap();
    assert_eq!(presented.token, all.api_token);
    let factor = stores.found_factor(&all.user).await;
    assert_eq!(factor.as_ref(), Some(&all.factor));
    let allowed = stores.users.allowed(&all.allowed.email.key()).await;
    assert_eq!(allowed.unwrap().as_ref(), Some(&all.allowed));
    let attempts = stores.guesses.attempts(all.tried).await.unwrap();
    assert_eq!(attempts, Some(ATTEMPTS));
    let job = stores.found_job(all.job.id).await;
    assert_eq!(job.as_ref(), Some(&all.job));
}
