//! The question bank being kept while it is played: topics and questions come, change and go.

use crate::history::Operation;
use crate::workload::client::Client;
use crate::workload::wire::{Ask, Reply};
use serde_json::{Value, json};
use uuid::Uuid;

const CHORES: &[(u32, Operation)] = &[
    (4, Operation::CreateTopic),
    (3, Operation::EditTopic),
    (1, Operation::DeleteTopic),
    (1, Operation::Topic),
    (8, Operation::CreateQuestion),
    (3, Operation::ReplaceQuestion),
    (2, Operation::DeleteQuestion),
    (1, Operation::BankQuestion),
    (2, Operation::ImportQuestions),
    (1, Operation::ExportQuestions),
];

/// One chore.
pub(super) async fn keep(client: &mut Client) -> anyhow::Result<()> {
    let operation = client.dice.weighted(CHORES).unwrap_or(Operation::Topic);
    let mark = client.mark();
    match operation {
        Operation::CreateTopic => {
            let body =
                json!({ "title": format!("Topic {mark}"), "description": "Made under fire." });
            let reply = client.at_desk(&Ask::of(operation).json(body)).await?;
            if let Some(topic) = tagged(&reply) {
                client.world.learn_topic(topic);
            }
        }
        Operation::CreateQuestion => create_question(client, &mark).await?,
        Operation::EditTopic | Operation::DeleteTopic | Operation::Topic => {
            let topics = client.world.topics();
            let topic = client.dice.pick(&topics).cloned();
            let body = json!({ "description": mark });
            let body = (operation == Operation::EditTopic).then_some(body);
            touch(client, operation, topic, body).await?;
        }
        Operation::ReplaceQuestion | Operation::DeleteQuestion | Operation::BankQuestion => {
            let questions = client.world.questions();
            let found = client.dice.pick(&questions).cloned();
            let topics = client.world.topics();
            let topic = client.dice.pick(&topics).map(|(id, _)| *id);
            let body = topic.map(|topic| question(topic, &mark));
            let body = body.filter(|_| operation == Operation::ReplaceQuestion);
            touch(client, operation, found, body).await?;
        }
        Operation::ImportQuestions => import(client, &mark).await?,
        _ => {
            let path = format!("{}?format=json", operation.route());
            client.at_desk(&Ask::bare(operation, path)).await?;
        }
    }
    Ok(())
}

async fn create_question(client: &mut Client, mark: &str) -> anyhow::Result<()> {
    let topics = client.world.topics();
    let Some((topic, _)) = client.dice.pick(&topics).cloned() else {
        return Ok(());
    };
    let ask = Ask::of(Operation::CreateQuestion).json(question(topic, mark));
    let reply = client.at_desk(&ask).await?;
    if let Some(question) = tagged(&reply) {
        client.world.learn_question(question);
    }
    Ok(())
}

/// Looks at, changes or deletes what is remembered, by the tag that it had then.
async fn touch(
    client: &mut Client,
    operation: Operation,
    what: Option<(Uuid, String)>,
    body: Option<Value>,
) -> anyhow::Result<()> {
    let Some((id, tag)) = what else {
        return Ok(());
    };
    let mut ask = Ask::bare(
        operation,
        operation.route().replace("{id}", &id.to_string()),
    );
    ask.if_match = (operation.method() != "GET").then_some(tag);
    ask.body = body;
    client.at_desk(&ask).await.map(drop)
}

async fn import(client: &mut Client, mark: &str) -> anyhow::Result<()> {
    let topic = format!("Imported {}", client.number);
    let item = |n: usize| {
        let mut item = question(Uuid::nil(), &format!("{mark}.{n}"));
        item["topic"] = topic.clone().into();
        item
    };
    let document = json!({
        "format": "ludger-questions",
        "version": 1,
        "topics": [{ "title": topic, "description": "" }],
        "questions": (0..3).map(item).collect::<Vec<_>>(),
    });
    let path = format!("{}?format=json", Operation::ImportQuestions.route());
    let ask = Ask::bare(Operation::ImportQuestions, path).json(document);
    client.at_desk(&ask).await.map(drop)
}

fn question(topic: Uuid, mark: &str) -> Value {
    json!({
        "topic": topic,
        "kind": "single",
        "difficulty": 2,
        "content": format!("What holds {mark}?"),
        "answers": [
            { "content": "The ledger", "is_correct": true },
            { "content": "Nothing" },
            { "content": "Hope" },
        ],
    })
}

fn tagged(reply: &Reply) -> Option<(Uuid, String)> {
    let id = reply.text("/id")?.parse().ok()?;
    Some((id, reply.etag.clone()?))
}
