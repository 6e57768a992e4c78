use super::world::{World, numbers};
use crate::live::hub::{EVERY, Hub};
use crate::live::{Signalled, TooSlow};
use ludger_ports::{CommitError, MockStore, OutcomeUnknown, Store, Unavailable};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

#[tokio::test(start_paused = true)]
async fn what_is_stored_comes_first_and_then_what_comes() {
    let world = World::new();
    let stream = world.stream();
    world.tell(stream, 300).await;
    let mut from_start = world.hub.subscribe(stream, Some(0)).await.unwrap();
    let mut from_200 = world.hub.subscribe(stream, Some(200)).await.unwrap();
    let mut from_now = world.hub.subscribe(stream, None).await.unwrap();
    world.tell(stream, 2).await;
    assert_eq!(
        numbers(&mut from_start, 302).await,
        (1..=302).collect::<Vec<_>>()
    );
    assert_eq!(
        numbers(&mut from_200, 102).await,
        (201..=302).collect::<Vec<_>>()
    );
    assert_eq!(numbers(&mut from_now, 2).await, [301, 302]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_missed_or_doubled_while_others_tell() {
    let world = Arc::new(World::new());
    let stream = world.stream();
    let teller = tokio::spawn({
        let world = world.clone();
        async move {
            for n in 0..200 {
                world.tell(stream, 1 + n % 3).await;
                sleep(Duration::from_millis(7)).await;
            }
        }
    });
    let mut followers = Vec::new();
    for n in 0..40 {
        sleep(Duration::from_millis(13)).await;
        let after = (n % 2 == 0).then_some(n / 4);
        let mut follower = world.hub.subscribe(stream, after).await.unwrap();
        followers.push(tokio::spawn(async move {
            let mut told = Vec::new();
            loop {
                let event = follower.next().await.unwrap();
                told.push(event.sequence);
                if event.sequence == 399 {
                    return (after, told);
                }
            }
        }));
    }
    teller.await.unwrap();
    for follower in followers {
        let (after, told) = follower.await.unwrap();
        let first = after.map_or(told[0], |after| after + 1);
        assert_eq!(told, (first..=399).collect::<Vec<_>>());
    }
}

#[tokio::test(start_paused = true)]
async fn every_node_is_told_of_what_any_commits() {
    let world = World::new();
    let other = Hub::new(world.streams.clone());
    let (one, two) = (world.stream(), world.stream());
    let mut here = world.hub.subscribe(one, None).await.unwrap();
    let mut there = other.subscribe(one, None).await.unwrap();
    let mut elsewhere = other.subscribe(two, None).await.unwrap();
    let begun = Instant::now();
    world.door().commit(world.telling(one, 1)).await.unwrap();
    assert_eq!(numbers(&mut here, 1).await, [1]);
    assert_eq!(begun.elapsed(), Duration::ZERO, "it was told where to look");
    assert_eq!(numbers(&mut there, 1).await, [1]);
    assert!(begun.elapsed() <= EVERY + Duration::from_millis(1));
    world.door().commit(world.telling(two, 1)).await.unwrap();
    assert_eq!(numbers(&mut elsewhere, 1).await, [1]);
}

#[tokio::test(start_paused = true)]
async fn what_may_have_happened_is_looked_at() {
    let world = World::new();
    let stream = world.stream();
    let mut follower = world.hub.subscribe(stream, None).await.unwrap();
    let (mut door, store) = (MockStore::new(), world.store.clone());
    door.expect_commit().returning(move |changes| {
        crate::testing::at_once(store.commit(changes)).unwrap();
        Err(CommitError::Unknown(OutcomeUnknown {
            source: Arc::new(Unavailable::broken("the line is dead")),
        }))
    });
    let door = Signalled::new(Arc::new(door), world.hub.clone());
    let begun = Instant::now();
    door.commit(world.telling(stream, 1)).await.unwrap_err();
    assert_eq!(numbers(&mut follower, 1).await, [1]);
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn who_is_slow_is_cut_and_resumes_and_others_do_not_notice() {
    let world = World::new();
    let stream = world.stream();
    let mut slow = world.hub.subscribe(stream, None).await.unwrap();
    let mut quick = world.hub.subscribe(stream, None).await.unwrap();
    world.tell(stream, 1).await;
    assert_eq!(numbers(&mut slow, 1).await, [1]);
    assert_eq!(numbers(&mut quick, 1).await, [1]);
    let mut last = 1;
    for _ in 0..30 {
        world.tell(stream, 10).await;
        let expected: Vec<_> = (last + 1..=last + 10).collect();
        assert_eq!(numbers(&mut quick, 10).await, expected);
        last += 10;
    }
    assert_eq!(slow.next().await, Err(TooSlow));
    let mut again = world.hub.subscribe(stream, Some(1)).await.unwrap();
    assert_eq!(
        numbers(&mut again, 300).await,
        (2..=301).collect::<Vec<_>>()
    );
}

#[tokio::test(start_paused = true)]
async fn nobody_looks_while_nobody_follows() {
    let world = World::new();
    let looks = || world.streams.looks.load(Relaxed);
    let (one, two) = (world.stream(), world.stream());
    for _ in 0..2 {
        let first = world.hub.subscribe(one, None).await.unwrap();
        let second = world.hub.subscribe(two, None).await.unwrap();
        let before = looks();
        sleep(Duration::from_secs(1)).await;
        let rate = looks() - before;
        assert!(
            (35..=41).contains(&rate),
            "{rate}, for both streams at once"
        );
        drop((first, second));
        sleep(Duration::from_secs(1)).await;
        let before = looks();
        sleep(Duration::from_mins(1)).await;
        assert_eq!(looks(), before);
    }
}

#[tokio::test(start_paused = true)]
async fn an_outage_ends_nothing_and_is_not_asked_about_all_the_time() {
    let world = World::new();
    let stream = world.stream();
    let mut follower = world.hub.subscribe(stream, None).await.unwrap();
    sleep(Duration::from_millis(100)).await;
    world.streams.failures.store(usize::MAX, Relaxed);
    let before = world.streams.looks.load(Relaxed);
    world.tell(stream, 3).await;
    assert!(
        timeout(Duration::from_secs(60), follower.next())
            .await
            .is_err()
    );
    let asked = world.streams.looks.load(Relaxed) - before;
    assert!((55..=70).contains(&asked), "{asked}");
    world.streams.failures.store(0, Relaxed);
    assert_eq!(numbers(&mut follower, 3).await, [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_look_loses_nothing() {
    let world = World::new();
    let stream = world.stream();
    world.tell(stream, 5).await;
    let mut follower = world.hub.subscribe(stream, Some(0)).await.unwrap();
    let mut told = Vec::new();
    // Some looks are dropped before their read is done, and some are not.
    for patience in (0..4).cycle() {
        if told.len() == 5 {
            world.tell(stream, 3).await;
        }
        tokio::select! {
            biased;
            () = yields(patience) => {}
            event = follower.next() => told.push(event.unwrap().sequence),
        }
        if told.len() == 8 {
            break;
        }
        sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(told, (1..=8).collect::<Vec<_>>());
}

async fn yields(times: usize) {
    for _ in 0..times {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_knows_what_has_not_happened() {
    let world = World::new();
    let stream = world.stream();
    world.tell(stream, 2).await;
    let mut follower = world.hub.subscribe(stream, Some(1_000)).await.unwrap();
    world.tell(stream, 1).await;
    assert_eq!(numbers(&mut follower, 1).await, [3]);
}
