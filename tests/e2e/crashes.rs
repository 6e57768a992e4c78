//! `kill -9`, at the worst moment, and what the next start finds.

use crate::harness::{
    Aim, Answer, Cashier, Deployment, Game, Server, User, move_amount, system, user,
};
use futures::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

on_both_databases! {
    a_game_goes_on_where_it_was,
    what_was_acknowledged_is_there_once,
}

/// Who sends at the same time.
const SENDERS: usize = 8;
/// Acknowledged transfers before each kill.
const BEFORE_KILL: usize = 120;
/// How often the program is killed.
const KILLS: usize = 3;

async fn a_game_goes_on_where_it_was(here: Deployment) {
    let server = here.start().await;
    let (grace, ada) = (server.admin().await, server.player("ada").await);
    let mut game = Game::start(&server, &ada, json!({})).await;
    game.play(&grace, Aim::Right).await;
    game.play(&grace, Aim::Wrong).await;
    let verdict = game.play(&grace, Aim::Right).await;
    let (shown, before, id) = (game.question().await, game.session().await, game.id.clone());
    server.kill().await;

    let server = here.start().await;
    let mut game = Game::resume(&server, &ada, &id);
    assert_eq!(game.session().await, before, "it stands where it stood");
    assert_eq!(
        game.question().await,
        shown,
        "in the same order, and its clock runs on"
    );
    let open = server
        .list("/v1/sessions?limit=100&finished=false", &ada)
        .await;
    assert_eq!((open.len(), &open[0]["id"]), (1, &id.as_str().into()));
    let mut last = verdict;
    while last["ended"].is_null() {
        last = game.play(&grace, Aim::Right).await;
    }
    let coins = last["score"].as_i64().unwrap() / 10;
    assert_eq!(last["hearts_left"], 2);
    server.kill().await;

    let server = here.start().await;
    assert_eq!(server.balance(&ada, "WISE").await, coins.to_string());
    Game::resume(&server, &ada, &id)
        .get("/review")
        .await
        .gives(200);
    server.stop().await;
    here.books_fit().await;
}

async fn what_was_acknowledged_is_there_once(here: Deployment) {
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let ada = server.player("ada").await;
    let mut server = Some(server);
    let mut acknowledged = BTreeMap::new();
    let mut unknown = Vec::new();
    for round in 0..KILLS {
        let running = match server.take() {
            Some(running) => running,
            None => here.start().await,
        };
        let (done, lost) = load_until_killed(running, &service, &ada, round).await;
        assert!(done.len() >= BEFORE_KILL, "{}", done.len());
        acknowledged.extend(done);
        unknown.extend(lost);
    }

    let server = here.start().await;
    // Nobody is signed out by it.
    server.get("/v1/me").as_(&ada).await.gives(200);
    let cashier = Cashier::new(&server, &service);
    // Each repeated key gets the first answer, and who had none finds out now.
    for (name, first) in &acknowledged {
        let again = cashier.post(name, &gift(&ada, name)).await;
        assert!(again.is_replayed(), "{name}: {}", again.told());
        assert_eq!((&again.json(), again.status), (first, 201), "{name}");
    }
    for name in &unknown {
        cashier.post(name, &gift(&ada, name)).await.gives(201);
    }
    let mut there: Vec<_> = server
        .transactions(&ada)
        .await
        .iter()
        .map(|line| line["description"].as_str().unwrap().to_owned())
        .collect();
    there.sort_unstable();
    let mut expected: Vec<_> = acknowledged.into_keys().chain(unknown).collect();
    expected.sort_unstable();
    assert_eq!(there, expected);
    assert_eq!(
        server.balance(&ada, "INR").await,
        format!("{}.00", expected.len())
    );
    server.stop().await;
    here.books_fit().await;
}

/// Sends transfers from all senders and kills the server in the midst of it. What was acknowledged, with its answer,
/// and what was sent and has no answer.
async fn load_until_killed(
    server: Server,
    service: &User,
    ada: &User,
    round: usize,
) -> (BTreeMap<String, Value>, Vec<String>) {
    let enough = tokio::sync::Notify::new();
    let count = AtomicUsize::new(0);
    let cashier = Cashier::new(&server, service);
    let sender = async |sender: usize| {
        let mut done = Vec::new();
        for n in 0.. {
            let name = format!("gift-{round}-{sender}-{n}");
            match cashier.post(&name, &gift(ada, &name)).try_send().await {
                Ok(answer) => done.push((name, acknowledged(&answer))),
                Err(_) => return (done, name),
            }
            if count.fetch_add(1, Ordering::Relaxed) + 1 == BEFORE_KILL {
                enough.notify_one();
            }
        }
        unreachable!("it is killed")
    };
    let kill = async {
        enough.notified().await;
        server.kill_now();
    };
    let (sent, ()) = tokio::join!(join_all((0..SENDERS).map(sender)), kill);
    assert_eq!(server.ended().await, None, "by a signal");
    let (done, lost): (Vec<_>, Vec<_>) = sent.into_iter().unzip();
    (done.into_iter().flatten().collect(), lost)
}

fn acknowledged(answer: &Answer) -> Value {
    assert!(!answer.is_replayed(), "{}", answer.told());
    answer.gives(201)
}

fn gift(whom: &User, name: &str) -> Value {
    let mut gift = move_amount("bonus", &system("mint"), &user(whom), "1.00 INR");
    gift["description"] = name.into();
    gift
}
