//! Nothing that is told before an answer gives it away.

use super::*;
use serde::Serialize;
use serde_json::Value;

const GIVEAWAYS: [&str; 10] = [
    "is_correct",
    "right",
    "explanation",
    "feedback",
    "weight",
    "answers",
    "selected",
    "chosen",
    "seed",
    "counterpart",
];

/// Every key and every text of a value, however deep.
fn words(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            found.push(key.clone());
            words(value, found);
        }),
        Value::Array(items) => items.iter().for_each(|item| words(item, found)),
        other => found.push(
            other
                .as_str()
                .map_or_else(|| other.to_string(), str::to_owned),
        ),
    }
}

fn check(told: &impl Serialize, secrets: &[String]) {
    let value = serde_json::to_value(told).unwrap();
    let mut found = Vec::new();
    words(&value, &mut found);
    for word in found {
        assert!(!GIVEAWAYS.contains(&word.as_str()), "{word} in {value}");
        assert!(!secrets.contains(&word), "{word} in {value}");
    }
}

/// What must not be told of a question: ids of answers, and the texts for later.
fn secrets_of(question: &Question) -> Vec<String> {
    let answers = question.answers.iter();
    let told_later =
        answers.flat_map(|answer| [Some(answer.id.to_string()), answer.feedback.clone()]);
    told_later
        .flatten()
        .chain([question.explanation.clone()])
        .collect()
}

#[tokio::test]
async fn nothing_before_an_answer_gives_it_away() {
    let world = World::with(8).await;
    let started = world
        .play
        .start
        .run(&world.ada, SessionRequest::default())
        .await
        .unwrap();
    let id = started.session.id;
    let session = world.stored(id).await;
    let mut open = Vec::new();
    for question in &session.questions {
        open.push(secrets_of(&world.question(*question).await));
    }
    check(&started.session, &open.concat());
    while let Some(current) = world.stored(id).await.current() {
        let unseen = open.concat();
        let view = world.play.question.run(&world.ada, id).await.unwrap().view;
        assert_eq!(view.question, current);
        check(&view, &unseen);
        check(&world.play.find.run(&world.ada, id).await.unwrap(), &unseen);
        check(&world.act(id, Deed::Pause).await.unwrap(), &unseen);
        check(&world.act(id, Deed::Resume).await.unwrap(), &unseen);
        let page = first(10);
        check(
            &world
                .play
                .list
                .run(&world.ada, None, page)
                .await
                .unwrap()
                .items,
            &unseen,
        );
        world.play(id, true, 100).await;
        open.remove(0);
        let session = world.play.find.run(&world.ada, id).await.unwrap();
        check(&session, &open.concat());
    }
}

#[tokio::test]
async fn the_right_answer_does_not_keep_its_place() {
    let world = World::with(40).await;
    let request = SessionRequest {
        count: Some(40),
        ..SessionRequest::default()
    };
    let id = world
        .play
        .start
        .run(&world.ada, request)
        .await
        .unwrap()
        .session
        .id;
    let mut places = std::collections::BTreeSet::new();
    while world.stored(id).await.current().is_some() {
        let told = world.play(id, true, 0).await;
        places.insert(serde_json::to_string(&told.verdict().solution).unwrap());
    }
    assert_eq!(
        places.len(),
        3,
        "authors put it first; players find it anywhere"
    );
}
