//! The first five minutes: start it, become the admin, play, look at the coins, prove the books.

use crate::harness::{Aim, Deployment, Game, User};
use serde_json::json;

on_both_databases! {
    a_first_run_is_ready_to_be_played,
    a_quiz_is_played_to_its_reward,
    a_lost_game_pays_for_what_was_right,
    who_leaves_gets_nothing,
    what_is_printed_to_try_can_be_pasted,
    the_documents_own_example_registers,
}

async fn a_first_run_is_ready_to_be_played(here: Deployment) {
    let server = here.start().await;
    assert_eq!(server.get("/livez").await.gives(200)["status"], "ok");
    assert_eq!(server.get("/readyz").await.gives(200)["status"], "ok");
    let docs = format!("{}/docs", server.url);
    assert!(
        server.greeting.iter().any(|line| line.contains(&docs)),
        "{:?}",
        server.greeting
    );
    let grace = server.admin().await;
    let topics = server.list("/v1/topics?limit=100", &grace).await;
    let questions: u64 = topics
        .iter()
        .map(|topic| topic["questions"].as_u64().unwrap())
        .sum();
    assert!(topics.len() == 8 && questions >= 200, "{topics:?}");
    server.stop().await;

    // There is an admin now, and the bank is not loaded twice.
    let server = here.start().await;
    assert_eq!(server.setup_token(), None);
    assert_eq!(server.list("/v1/topics?limit=100", &grace).await, topics);
    server.stop().await;
    here.books_fit().await;
}

async fn a_quiz_is_played_to_its_reward(here: Deployment) {
    let server = here.start().await;
    let (grace, ada) = (server.admin().await, server.player("ada").await);
    assert_eq!(server.balance(&ada, "WISE").await, "0");
    let mut game = Game::start(&server, &ada, json!({})).await;
    let again = server
        .post("/v1/sessions")
        .as_(&ada)
        .json(json!({}))
        .await
        .gives(200);
    assert_eq!(again["id"], game.id.as_str(), "one at a time");
    game.get("/review")
        .await
        .refuses(409, "session_not_finished");

    let score = play_ten_with_one_wrong(&mut game, &grace).await;
    let coins = (score / 10).to_string();
    game.get("/question").await.refuses(409, "session_finished");
    let session = game.session().await;
    assert_eq!(
        (&session["status"], &session["hearts_left"]),
        (&"finished".into(), &2.into())
    );
    assert_eq!(session["ended"]["result"], "win");
    assert_eq!(session["ended"]["coins"]["amount"], coins);
    let review = game.get("/review").await.gives(200);
    let items = review["items"].as_array().unwrap();
    let right = items
        .iter()
        .filter(|item| item["answer"] == item["solution"])
        .count();
    assert_eq!((items.len(), right), (10, 9), "{review}");
    assert!(
        items.iter().all(|item| item["explanation"] != ""),
        "{review}"
    );

    assert_eq!(server.balance(&ada, "WISE").await, coins);
    let transactions = server.transactions(&ada).await;
    let [reward] = transactions.as_slice() else {
        panic!("{transactions:?}")
    };
    assert_eq!(
        (&reward["category"], &reward["type"]),
        (&"reward".into(), &"credit".into())
    );
    assert_eq!(reward["amount"]["amount"], coins);

    // The books can be proved while the server runs, and after.
    here.books_fit().await;
    server.stop().await;
    here.books_fit().await;
}

/// The score of it.
async fn play_ten_with_one_wrong(game: &mut Game<'_>, keeper: &User) -> i64 {
    let mut score = 0;
    for number in 1..=10 {
        let aim = if number == 4 { Aim::Wrong } else { Aim::Right };
        let told = game.play(keeper, aim).await;
        assert_eq!(told["is_correct"], aim == Aim::Right, "{told}");
        let points = told["points_awarded"].as_i64().unwrap();
        let possible: &[i64] = if aim == Aim::Right {
            &[25, 50, 100]
        } else {
            &[0]
        };
        assert!(possible.contains(&points), "{told}");
        score += points;
        assert_eq!(told["score"], score, "{told}");
        assert_eq!(told["ended"].is_null(), number < 10, "{told}");
    }
    score
}

async fn a_lost_game_pays_for_what_was_right(here: Deployment) {
    let server = here.start().await;
    let (grace, ada) = (server.admin().await, server.player("ada").await);
    let mut game = Game::start(&server, &ada, json!({ "count": 5 })).await;
    let won = game.play(&grace, Aim::Right).await["score"]
        .as_i64()
        .unwrap();
    game.play(&grace, Aim::Wrong).await;
    game.play(&grace, Aim::Wrong).await;
    let last = game.play(&grace, Aim::Wrong).await;
    assert_eq!(last["ended"]["result"], "loss");
    assert_eq!(server.balance(&ada, "WISE").await, (won / 10).to_string());
    // The next one is a new one.
    let next = Game::start(&server, &ada, json!({ "count": 5 })).await;
    assert_ne!(next.id, game.id);
    server.stop().await;
    here.books_fit().await;
}

async fn who_leaves_gets_nothing(here: Deployment) {
    let server = here.start().await;
    let (grace, ada) = (server.admin().await, server.player("ada").await);
    let mut game = Game::start(&server, &ada, json!({})).await;
    game.play(&grace, Aim::Right).await;
    let pause = |what: &str| {
        server
            .post(&format!("/v1/sessions/{}/{what}", game.id))
            .as_(&ada)
    };
    assert_eq!(pause("pause").await.gives(200)["status"], "paused");
    game.get("/question").await.refuses(409, "session_paused");
    assert_eq!(pause("resume").await.gives(200)["status"], "active");
    pause("resume").await.refuses(409, "session_not_paused");
    let path = format!("/v1/sessions/{}", game.id);
    let left = server
        .request(reqwest::Method::DELETE, &path)
        .as_(&ada)
        .await
        .gives(200);
    assert_eq!(
        (&left["ended"]["end"], &left["ended"]["coins"]["amount"]),
        (&"forfeited".into(), &"0".into())
    );
    assert_eq!(server.balance(&ada, "WISE").await, "0");
    assert_eq!(server.transactions(&ada).await.len(), 0);
    server.stop().await;
    here.books_fit().await;
}

/// It needs a shell and curl, as its reader does.
async fn what_is_printed_to_try_can_be_pasted(here: Deployment) {
    let server = here.start().await;
    let said = server.says("/wallets/WISE").await;
    let begin = said.find("BASE=").unwrap();
    let end = said.find("/wallets/WISE").unwrap() + "/wallets/WISE".len();
    let script = here.file("first-steps.sh", &said[begin..end]);
    let shell = tokio::process::Command::new("sh")
        .arg("-eu")
        .arg(script)
        .output()
        .await
        .unwrap();
    let out = String::from_utf8(shell.stdout).unwrap();
    assert!(
        shell.status.success() && shell.stderr.is_empty(),
        "{out}{:?}",
        shell.stderr
    );
    let told: Vec<serde_json::Value> = out
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let [question, verdict, wallet] = told.as_slice() else {
        panic!("{out}")
    };
    assert!(question["choices"].is_array(), "{out}");
    assert!(verdict["verdict"]["is_correct"].is_boolean(), "{out}");
    assert_eq!(wallet["currency"], "WISE", "{out}");
    server.stop().await;
}

async fn the_documents_own_example_registers(here: Deployment) {
    let server = here.start().await;
    let document = server.get("/openapi.json").await.gives(200);
    let example =
        |field: &str| &document["components"]["schemas"]["NewUser"]["properties"][field]["example"];
    let ada = json!({
        "email": example("email"), "username": example("username"), "password": example("password"),
    });
    server.post("/v1/auth/register").json(ada).await.gives(202);
    server.stop().await;
}
