//! Answers that arrive at the same time.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, changes, key, keyed, mint, played, reference, wise};
use crate::Expectation;
use ludger_domain::ledger::{AccountKey, Category};
use ludger_domain::quiz::reward_reference;

/// Of parallel commits on one version of a session one wins.
pub async fn one_version_is_followed_once(stores: Stores) {
    let (ada, bank) = stores.table(1).await;
    let session = stores.quiz(&ada, &bank).await;
    let next = session.clone().open(&bank[0], NOW).unwrap().session;
    let answers = stores
        .race((0..8).map(|_| changes().save_quiz_session(next.clone())))
        .await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 1,
            stale: 7,
            ..Tally::default()
        }
    );
    let expected = Expectation::QuizSessionAt(session.id, 1);
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(answer.stale(), expected);
    }
    assert_eq!(stores.found_quiz(session.id).await, Some(next));
}

/// Of parallel answers to one question one counts, and its reward is paid once.
pub async fn one_answer_per_question_counts(stores: Stores) {
    let (ada, bank) = stores.table(1).await;
    let session = stores
        .served(stores.quiz(&ada, &bank).await, &bank[0])
        .await;
    let wallet = AccountKey::available(ada.id, wise());
    let submits: Vec<_> = (0..8)
        .map(|n| stores.answer(&session, &ada, &bank[0], n % 2 == 0))
        .collect();
    let commits = submits.iter().map(|answered| {
        let reward = stores.new_transfer(Category::Reward).move_amount(
            AccountKey::mint(wallet.currency),
            wallet,
            10,
        );
        let reward = reward
            .reference(reference(&reward_reference(session.id, ada.id)))
            .finish()
            .unwrap();
        played(answered).post(reward)
    });
    let answers = stores.race(commits).await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 1,
            stale: 7,
            ..Tally::default()
        }
    );
    let winner = &submits[answers.iter().position(Result::is_ok).unwrap()];
    assert_eq!(stores.found_answers(session.id).await, winner.added);
    assert_eq!(
        stores.found_quiz(session.id).await.as_ref(),
        Some(&winner.session)
    );
    assert_eq!(stores.balance(wallet).await, 10);
    stores.assert_sound().await;
}

/// A question is answered once by each player of a session, whatever version somebody claims.
pub async fn a_question_is_answered_once(stores: Stores) {
    let (ada, bank) = stores.table(2).await;
    let session = stores
        .served(stores.quiz(&ada, &bank).await, &bank[0])
        .await;
    let (first, second) = (
        stores.answer(&session, &ada, &bank[0], true),
        stores.answer(&session, &ada, &bank[0], false),
    );
    stores.apply(played(&first)).await;
    let second = changes().add_player_answer(second.added[0].clone());
    let stale = Expectation::Unanswered(session.id, bank[0].id, ada.id);
    assert_eq!(stores.commit(second).await.stale(), stale);
    assert_eq!(stores.found_answers(session.id).await, first.added);
}

/// Parallel starts of one user make one session.
pub async fn parallel_starts_make_one_session(stores: Stores) {
    let (ada, bank) = stores.table(1).await;
    let starts = (0..8).map(|_| changes().save_quiz_session(stores.new_quiz(&ada, &bank)));
    let answers = stores.race(starts).await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 1,
            stale: 7,
            ..Tally::default()
        }
    );
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(answer.stale(), Expectation::NoSoloOf(ada.id));
    }
}

/// One submit that is sent again and again, with its key, counts once, and all copies get its answer.
pub async fn a_repeated_submit_gets_the_first_answer(stores: Stores) {
    let (ada, bank) = stores.table(1).await;
    let session = stores
        .served(stores.quiz(&ada, &bank).await, &bank[0])
        .await;
    let answered = stores.answer(&session, &ada, &bank[0], true);
    let wallet = AccountKey::available(ada.id, mint().currency);
    let scope = key(ada.id, "submit");
    let submit = || {
        keyed(
            played(&answered).post(stores.transfer(mint(), wallet, 10)),
            &scope,
            "A",
        )
    };
    let answers = stores.race((0..10).map(|_| submit())).await;
    assert_eq!(
        Tally::of(&answers),
        Tally {
            applied: 1,
            duplicate: 9,
            ..Tally::default()
        }
    );
    assert_eq!(stores.balance(wallet).await, 10);
}
