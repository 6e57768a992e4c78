use super::world::World;
use crate::live::{FollowError, Followed, Following};
use ludger_domain::quiz::QuizSession;
use ludger_ports::Clock;

/// The next events' names, and what comes behind them.
async fn told(following: &mut Following) -> (Vec<String>, Followed) {
    let mut names = Vec::new();
    loop {
        match following.next().await {
            Followed::Event(event) => names.push(event.name.clone()),
            other => return (names, other),
        }
    }
}

impl World {
    async fn finished(&self, session: QuizSession) -> QuizSession {
        let forfeited = session.forfeit(self.clock.now()).unwrap();
        self.moves(forfeited).await
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_is_followed_to_its_end() {
    let world = World::new();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let session = world.lobby(ada.id, &[bob.id]).await;
    let follow = &world.live.follow;
    let mut of_ada = follow.run(ada.id, session.id, Some(0)).await.unwrap();
    let mut of_bob = follow.run(bob.id, session.id, None).await.unwrap();
    let now = world.clock.now();
    let ready = session.ready(bob.id, true, now).unwrap().unwrap();
    let session = world.moves(ready).await;
    let id = world.finished(session).await.id;
    let (names, end) = told(&mut of_ada).await;
    assert_eq!(
        (names, end),
        (words(&["joined", "ready", "finished"]), Followed::Over)
    );
    let (names, end) = told(&mut of_bob).await;
    assert_eq!(
        (names, end),
        (words(&["ready", "finished"]), Followed::Over)
    );
    // Later it is told again, from wherever one asks.
    for (after, expected) in [
        (Some(0), &["joined", "ready", "finished"][..]),
        (Some(2), &["finished"]),
        (Some(3), &[]),
        (Some(99), &[]),
        (None, &[]),
    ] {
        let mut late = follow.run(ada.id, id, after).await.unwrap();
        assert_eq!(told(&mut late).await, (words(expected), Followed::Over));
    }
}

#[tokio::test(start_paused = true)]
async fn who_goes_is_told_so_and_no_more() {
    let world = World::new();
    let [ada, bob, cleo] = [
        world.user("ada").await,
        world.user("bob").await,
        world.user("cleo").await,
    ];
    let session = world.lobby(ada.id, &[bob.id, cleo.id]).await;
    let (follow, now) = (&world.live.follow, world.clock.now());
    let mut of_bob = follow.run(bob.id, session.id, Some(0)).await.unwrap();
    let mut of_cleo = follow.run(cleo.id, session.id, Some(0)).await.unwrap();
    let session = world
        .moves(session.kick(ada.id, bob.id, now).unwrap())
        .await;
    let session = world.moves(session.leave(cleo.id, now).unwrap()).await;
    let names = words(&["joined", "joined", "left"]);
    assert_eq!(told(&mut of_bob).await, (names, Followed::Gone));
    let names = words(&["joined", "joined", "left", "left"]);
    assert_eq!(told(&mut of_cleo).await, (names, Followed::Gone));
    // Who was kicked does not come in again; who left may look on, and come back.
    let refused = follow.run(bob.id, session.id, None).await;
    assert!(matches!(refused.err(), Some(FollowError::NotFound)));
    let mut outside = follow.run(cleo.id, session.id, Some(0)).await.unwrap();
    let session = world
        .moves(session.join(cleo.id, now).unwrap().unwrap())
        .await;
    let mut inside = follow.run(cleo.id, session.id, Some(0)).await.unwrap();
    world.finished(session).await;
    let names = words(&["joined", "joined", "left", "left", "joined", "finished"]);
    for following in [&mut outside, &mut inside] {
        assert_eq!(told(following).await, (names.clone(), Followed::Over));
    }
}

#[tokio::test(start_paused = true)]
async fn strangers_find_nothing() {
    let world = World::new();
    let (ada, eve) = (world.user("ada").await, world.user("eve").await);
    let session = world.lobby(ada.id, &[]).await;
    let nowhere = world.ports.ids.next().into();
    for (user, id) in [(eve.id, session.id), (ada.id, nowhere)] {
        let refused = world.live.follow.run(user, id, Some(0)).await;
        assert!(matches!(refused.err(), Some(FollowError::NotFound)));
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
