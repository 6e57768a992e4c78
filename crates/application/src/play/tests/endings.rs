use super::*;
use ludger_domain::ledger::Category;
use ludger_domain::quiz::{End, SessionResult, Status};

#[tokio::test]
async fn a_game_pays_a_tenth_of_its_score() {
    use SessionResult::{Loss, Win};
    // what was answered, ms for each; hearts left, score, result, coins, stars
    let table = [
        ("rrrrr", 3_000, 3, 500, Win, 50, 3),
        ("rrrrr", 3_001, 3, 250, Win, 25, 1),
        ("rrrrr", 6_001, 3, 125, Win, 12, 1),
        ("rwrwr", 100, 1, 300, Win, 30, 2),
        ("www", 100, 0, 0, Loss, 0, 0),
        ("rwrww", 100, 0, 200, Loss, 20, 1),
    ];
    for (signs, after_ms, hearts, score, result, coins, stars) in table {
        let world = World::with(5).await;
        let id = world.session().await;
        let told = world.play_all(id, signs, after_ms).await;
        let (last, before) = told.split_last().unwrap();
        assert!(before.iter().all(|told| told.ended.is_none()), "{signs}");
        let ending = last.ended.unwrap();
        let facts = (
            ending.end,
            ending.result,
            ending.score,
            ending.coins,
            ending.stars,
        );
        assert_eq!(
            facts,
            (End::Completed, result, score, coins, stars),
            "{signs}"
        );
        let session = world.play.find.run(&world.ada, id).await.unwrap();
        assert_eq!(
            (session.hearts_left, session.score),
            (hearts, score),
            "{signs}"
        );
        assert_eq!(
            (session.status, session.ending),
            (Status::Finished, Some(ending))
        );
        assert_eq!((session.current, session.status), (None, last.status));
        assert_eq!(world.coins().await, coins, "{signs}");
    }
}

#[tokio::test]
async fn a_reward_says_what_it_is_for() {
    let world = World::with(5).await;
    let id = world.session().await;
    assert_eq!(
        world.play_all(id, "rrrr", 100).await.last().unwrap().ended,
        None
    );
    assert_eq!(world.coins().await, 0, "nothing is paid before the end");
    world.play(id, true, 100).await;
    let paid = world.paid().await;
    assert_eq!(paid.len(), 1);
    let reference = format!("quiz-reward/{id}/{}", world.ada.principal.user);
    let reference = ludger_domain::ledger::Reference::try_from(reference).unwrap();
    let found = ludger_ports::read::Ledger::by_reference(&*world.store, &reference).await;
    let transfer = found.unwrap().unwrap().transfer;
    assert_eq!(transfer.category(), Category::Reward);
    assert_eq!(transfer.description().unwrap().as_str(), "Quiz: 500 points");
    assert_eq!(
        transfer.metadata().unwrap().as_str(),
        format!(r#"{{"session":"{id}"}}"#)
    );
    assert_eq!(
        transfer
            .entries()
            .iter()
            .map(|entry| entry.amount)
            .sum::<i64>(),
        0
    );
}

#[tokio::test]
async fn who_leaves_gets_nothing() {
    let world = World::with(5).await;
    let id = world.session().await;
    world.play_all(id, "rrr", 100).await;
    let left = world.act(id, Deed::Leave).await.unwrap();
    let ending = left.ending.unwrap();
    assert_eq!(
        (ending.end, ending.result),
        (End::Forfeited, SessionResult::Loss)
    );
    assert_eq!((ending.score, ending.coins, ending.stars), (300, 0, 0));
    assert_eq!((world.coins().await, world.paid().await.len()), (0, 0));
    let next = world.session().await;
    assert_ne!(next, id, "the way is free for another one");
}

#[tokio::test]
async fn a_finished_game_is_reviewed() {
    let world = World::with(5).await;
    let id = world.session().await;
    let told = world.play_all(id, "rw", 100).await;
    world.play.question.run(&world.ada, id).await.unwrap();
    let early = world.play.review.run(&world.ada, id).await;
    assert!(matches!(early, Err(ReviewError::NotFinished(_))));
    world.act(id, Deed::Leave).await.unwrap();
    let review = world.play.review.run(&world.ada, id).await.unwrap();
    let seen: Vec<_> = review
        .items
        .iter()
        .map(|item| {
            (
                item.given.clone(),
                item.solution.clone(),
                item.is_correct,
                item.answer_time_ms,
            )
        })
        .collect();
    let expected = [
        (
            Some(told[0].receipt.given.clone()),
            told[0].verdict().solution.clone(),
            true,
            Some(100),
        ),
        (
            Some(told[1].receipt.given.clone()),
            told[1].verdict().solution.clone(),
            false,
            Some(100),
        ),
    ];
    assert_eq!(seen[..2], expected);
    assert_eq!(
        (seen.len(), &seen[2].0),
        (3, &None),
        "seen, and not answered"
    );
    assert!(!review.items[0].explanation.is_empty());
}

#[tokio::test]
async fn sessions_are_listed_newest_first() {
    let world = World::with(5).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let id = world.session().await;
        ids.insert(0, id);
        if ids.len() < 3 {
            world.act(id, Deed::Leave).await.unwrap();
        }
    }
    for (finished, expected) in [
        (None, &ids[..]),
        (Some(true), &ids[1..]),
        (Some(false), &ids[..1]),
    ] {
        let page = first(10);
        let listed = world
            .play
            .list
            .run(&world.ada, finished, page)
            .await
            .unwrap();
        let listed: Vec<_> = listed.items.into_iter().map(|session| session.id).collect();
        assert_eq!(listed, expected, "{finished:?}");
    }
    let page = first(10);
    assert_eq!(
        world
            .play
            .list
            .run(&world.mia, None, page)
            .await
            .unwrap()
            .items,
        []
    );
}
