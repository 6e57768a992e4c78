//! Quizzes being played: one unfinished session for each player, answers that race each other, pauses, and leaving.

use crate::history::Operation;
use crate::workload::client::Client;
use crate::workload::wire::{Ask, Reply};
use futures::future::join_all;
use serde_json::{Value, json};

/// The next step of the player's session.
pub(super) async fn go_on(client: &mut Client) -> anyhow::Result<()> {
    let Some(session) = client.session.clone() else {
        return start(client).await;
    };
    match client.dice.between(0, 29) {
        0 => leave(client, &session).await,
        1 | 2 => pause(client, &session).await,
        _ => answer(client, &session).await,
    }
}

fn of(operation: Operation, session: &str) -> Ask {
    Ask::bare(operation, operation.route().replace("{id}", session))
}

async fn start(client: &mut Client) -> anyhow::Result<()> {
    let count = client.dice.between(5, 12);
    let wish = json!({ "mode": "solo", "count": count });
    let reply = client
        .as_player(&Ask::of(Operation::StartSession).json(wish))
        .await?;
    client.session = reply.text("/id").map(str::to_owned);
    Ok(())
}

async fn leave(client: &mut Client, session: &str) -> anyhow::Result<()> {
    let reply = client.as_player(&of(Operation::Forfeit, session)).await?;
    over_if_told(client, &reply);
    Ok(())
}

async fn pause(client: &mut Client, session: &str) -> anyhow::Result<()> {
    client.as_player(&of(Operation::Pause, session)).await?;
    let reply = client.as_player(&of(Operation::Resume, session)).await?;
    over_if_told(client, &reply);
    Ok(())
}

/// Looks at the question and answers it: once, or the same answer or two answers at the same moment.
async fn answer(client: &mut Client, session: &str) -> anyhow::Result<()> {
    let shown = client.as_player(&of(Operation::Question, session)).await?;
    over_if_told(client, &shown);
    if shown.code() == Some("session_paused") {
        let reply = client.as_player(&of(Operation::Resume, session)).await?;
        over_if_told(client, &reply);
    }
    let choices: Vec<Value> = shown.body["choices"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let (Some(question), Some(choice)) = (shown.text("/question_id"), client.dice.pick(&choices))
    else {
        return Ok(());
    };
    let with = |choice: &Value| {
        let given = json!({ "question": question, "answer": { "choice": choice["choice"] } });
        of(Operation::Answer, session).json(given)
    };
    let mut asks = vec![with(choice)];
    match client.dice.between(0, 11) {
        0 => asks = vec![with(choice); 4],
        1 => asks.extend(choices.iter().map(with)),
        _ => {}
    }
    let patience = client.patience();
    let sending = asks
        .iter()
        .map(|ask| client.player.send(&client.wire, ask, patience));
    let replies: Vec<Reply> = join_all(sending)
        .await
        .into_iter()
        .collect::<Result<_, _>>()?;
    for reply in &replies {
        over_if_told(client, reply);
    }
    if let Some(reply) = replies.iter().find(|reply| reply.is_trouble()) {
        client.rest_after(reply).await;
        // The same answer again gets the first verdict, or is the first.
        let reply = client.as_player(&with(choice)).await?;
        over_if_told(client, &reply);
    }
    Ok(())
}

/// Forgets a session that is over.
fn over_if_told(client: &mut Client, reply: &Reply) {
    let is_over = reply.text("/status") == Some("finished")
        || matches!(reply.code(), Some("session_finished" | "not_found"));
    if is_over {
        client.session = None;
    }
}
