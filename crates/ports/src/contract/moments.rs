//! What is stored in several rows is read as it was at one moment, whoever writes meanwhile.

use super::Stores;
use super::builders::{changes, draft, played};
use futures::future::{join, join_all};
use std::sync::atomic::{AtomicBool, Ordering};

/// Commits that readers look between.
const COMMITS: usize = 40;
const READERS: usize = 4;

/// Runs `write` beside readers that look again and again until it is done.
async fn beside(write: impl Future<Output = ()>, read: impl AsyncFn()) {
    let is_over = AtomicBool::new(false);
    let writing = async {
        write.await;
        is_over.store(true, Ordering::Relaxed);
    };
    let reading = async || {
        while !is_over.load(Ordering::Relaxed) {
            read().await;
        }
    };
    join(writing, join_all((0..READERS).map(|_| reading()))).await;
}

/// A session's players are as they were at the version that is read.
pub async fn a_session_is_of_one_moment(stores: Stores) {
    let (ada, bank) = stores.table(COMMITS).await;
    let session = stores.quiz(&ada, &bank).await;
    let id = session.id;
    let plays = async {
        let mut session = session;
        for question in &bank {
            let served = stores.served(session, question).await;
            let answered = stores.answer(&served, &ada, question, true);
            stores.apply(played(&answered)).await;
            session = answered.session;
        }
    };
    beside(plays, async || {
        let found = stores.found_quiz(id).await.unwrap();
        assert_eq!(found.players[0].right_count, found.position);
        assert_eq!(found.players[0].result.is_some(), found.ended_at.is_some());
    })
    .await;
}

/// A question's answers are those of the words that are read.
pub async fn a_question_is_of_one_moment(stores: Stores) {
    let topic = stores.topic("History").await;
    let question = stores.question(&topic, "Question 0?").await;
    let id = question.id;
    let edits = async {
        let mut question = question;
        for n in 1..=COMMITS {
            let draft = draft(&format!("Question {n}?"));
            let edited = question.edit(topic.id, draft, || stores.id()).unwrap();
            stores.apply(changes().save_question(edited.clone())).await;
            question = edited;
        }
    };
    beside(edits, async || {
        let found = stores.found_question(id).await.unwrap();
        let are_its = |content: &str| content.ends_with(&found.content);
        assert!(
            found.answers.iter().all(|answer| are_its(&answer.content)),
            "{found:?}"
        );
    })
    .await;
}
