//! Answers at the last moment: the server's clock decides, and whoever was in time is counted.

use super::{next_question, seated_for};
use crate::harness::{Deployment, Game, Server, User, scale};
use futures::future::join_all;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::sleep;

on_both_databases! {
    an_answer_counts_when_it_came_in_time,
}

const PLAYERS: usize = 40;
const QUESTIONS: usize = 3;
/// The shortest that a quiz can give, and for how long after it an answer is still taken.
const TIME_MS: i64 = 3_000;
const GRACE_MS: i64 = 500;
/// Answers are sent from so long before a question's time is out, until so long behind it.
const BEFORE_MS: u64 = 400;
const AFTER_MS: u64 = 900;

/// A quiz of questions of the bank that is published.
async fn quiz(server: &Server, grace: &User) -> Value {
    let path = format!("/v1/questions?kind=single&limit={QUESTIONS}");
    let listed = server.get(&path).as_(grace).await.gives(200);
    let questions = listed["items"].as_array().unwrap();
    let quiz = json!({
        "title": "In a hurry",
        "topic": questions[0]["topic"],
        "questions": questions.iter().map(|question| &question["id"]).collect::<Vec<_>>(),
        "settings": { "hearts": 10, "question_time_ms": TIME_MS },
    });
    let made = server.post("/v1/quizzes").as_(grace).json(quiz).await;
    let id = made.gives(201)["id"].clone();
    let publish = format!("/v1/quizzes/{}/publish", id.as_str().unwrap());
    server.post(&publish).as_(grace).await.gives(200);
    id
}

/// All answer, one after the other, around the end of the question's time; whether each was taken.
#[expect(
    clippy::disallowed_methods,
    reason = "this test and the server share one clock"
)]
async fn rush(server: &Server, players: &[User], session: &str, question: &Value) -> Vec<bool> {
    let closes_at: Timestamp = question["closes_at"].as_str().unwrap().parse().unwrap();
    let left = closes_at.duration_since(Timestamp::now()).as_millis();
    let begin = u64::try_from(left).unwrap().saturating_sub(BEFORE_MS);
    let step = (BEFORE_MS + AFTER_MS) / players.len() as u64;
    let answers = (0_u64..).zip(players).map(async |(n, player)| {
        sleep(Duration::from_millis(begin + n * step)).await;
        let game = Game::resume(server, player, session);
        let answer = game.try_answer(question, "A").await;
        let refusals = [
            "too_late",
            "not_current_question",
            "question_not_served",
            "session_finished",
        ];
        let code = answer.json()["code"].as_str().map(str::to_owned);
        let is_refused =
            code.is_some_and(|code| answer.status == 409 && refusals.contains(&code.as_str()));
        assert!(answer.status == 200 || is_refused, "{}", answer.told());
        answer.status == 200
    });
    join_all(answers).await
}

async fn an_answer_counts_when_it_came_in_time(here: Deployment) {
    let server = here.start().await;
    let grace = server.admin().await;
    let names: Vec<_> = (0..PLAYERS).map(|n| format!("runner{n}")).collect();
    let players = join_all(names.iter().map(|name| server.player(name))).await;
    let quiz = quiz(&server, &grace).await;
    let (mut in_time, mut late) = (0, 0);
    for _ in 0..scale("LUDGER_DEADLINES", 1) {
        let places: Vec<_> = players.iter().map(|player| (&server, player)).collect();
        let wish = json!({ "mode": "comp", "quiz": quiz, "seats": PLAYERS });
        let session = seated_for(&places, wish).await;
        let mut taken = Vec::new();
        for number in 1..=QUESTIONS {
            let number = i64::try_from(number).unwrap();
            let question = next_question(&server, &players[0], &session, number).await;
            taken.push(rush(&server, &players, &session, &question).await);
        }
        for (n, player) in players.iter().enumerate() {
            let items = reviewed(&server, player, &session).await;
            for (item, taken) in items.iter().zip(&taken) {
                assert_eq!(!item["answer"].is_null(), taken[n], "{item}");
                let ms = item["answer_time_ms"].as_i64().unwrap_or_default();
                assert!(ms <= TIME_MS + GRACE_MS, "{item}");
                *(if taken[n] { &mut in_time } else { &mut late }) += 1;
            }
        }
    }
    eprintln!("{in_time} in time, {late} late");
    assert!(in_time > 0 && late > 0, "{in_time} in time, {late} late");
    server.stop().await;
    here.books_fit().await;
}

/// What a player answered, as soon as the session is over.
async fn reviewed(server: &Server, player: &User, session: &str) -> Vec<Value> {
    let path = format!("/v1/sessions/{session}/review");
    loop {
        let answer = server.get(&path).as_(player).await;
        if answer.status == 200 {
            return answer.json()["items"].as_array().unwrap().clone();
        }
        answer.refuses(409, "session_not_finished");
        sleep(Duration::from_millis(50)).await;
    }
}
