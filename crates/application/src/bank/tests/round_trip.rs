//! What goes out comes in again as it was.

use super::*;
use crate::formats::Format;

/// Every kind of question, with all that a question can have.
const BANK: &str = r#"{"format": "ludger-questions", "version": 1,
"topics": [{"title": "Odds & ends", "description": "Whatever\nelse"}, {"title": "Void"}],
"questions": [
{"topic": "Odds & ends", "kind": "single", "content": "Which {one} = ~this~?", "explanation": "Because: #1", "difficulty": 1,
 "points": 250, "tags": ["a b", "ü"], "answers": [
 {"content": "a; \"b\", c", "is_correct": true, "feedback": "Yes."}, {"content": "=d", "feedback": "No."}]},
{"topic": "Odds & ends", "kind": "multiple", "content": "Which ones?", "answers": [
 {"content": "a", "is_correct": true, "weight": 50000}, {"content": "b", "is_correct": true, "weight": 50000},
 {"content": "c", "weight": -33333}]},
{"topic": "Art", "kind": "true_false", "content": "Is it?", "answers": [
 {"content": "True"}, {"content": "False", "is_correct": true}]},
{"topic": "Art", "kind": "text", "content": "Who?", "difficulty": 5, "answers": [{"content": "Klee"}, {"content": "Paul Klee"}]},
{"topic": "Art", "kind": "numeric", "content": "When?", "answers": [{"content": "1879"}, {"content": "-1.5", "counterpart": "2.25"}]},
{"topic": "Art", "kind": "order", "content": "By age?", "answers": [{"content": "Giotto"}, {"content": "Klee"}]},
{"topic": "Art", "kind": "match", "content": "Who is where?", "answers": [
 {"content": "Klee", "counterpart": "Bern"}, {"content": "Munch", "counterpart": "Oslo"}]}
]}"#;

/// What can be told apart of a bank: titles, descriptions and drafts, in the order of an export.
async fn told(world: &World) -> (Vec<TopicDraft>, Vec<(String, QuestionDraft)>) {
    let mut topics = Vec::new();
    let mut questions = Vec::new();
    for ListedTopic { topic, .. } in world.topics().await {
        let all = world.questions().await;
        let of_topic = all.iter().filter(|question| question.topic == topic.id);
        questions.extend(of_topic.map(|question| (topic.title.clone(), question.draft())));
        topics.push(TopicDraft {
            title: topic.title,
            description: topic.description,
        });
    }
    (topics, questions)
}

async fn filled_with(file_name: &str, text: &str) -> World {
    let world = World::new();
    let request = ImportRequest::of(file_name, text);
    let report = world
        .bank
        .import
        .run(Keeper::System, request, &|_, _| {})
        .await
        .unwrap();
    assert_eq!((report.skipped, report.repeated), (0, 0), "{report:#?}");
    world
}

#[tokio::test]
async fn an_export_imports_as_the_same_bank() {
    let first = filled_with("bank.json", BANK).await;
    let before = told(&first).await;
    assert_eq!(before.1.len(), 7);
    for (format, name) in [
        (Format::Gift, "b.gift"),
        (Format::Csv, "b.csv"),
        (Format::Json, "b.json"),
    ] {
        let text = first
            .bank
            .export
            .run(Keeper::System, format, None)
            .await
            .unwrap();
        let second = filled_with(name, &text).await;
        assert_eq!(told(&second).await, before, "{}", format.as_str());
        let again = second
            .bank
            .export
            .run(Keeper::System, format, None)
            .await
            .unwrap();
        assert_eq!(again, text, "{}", format.as_str());
    }
}

#[tokio::test]
async fn one_topic_goes_out_alone() {
    let world = filled_with("bank.json", BANK).await;
    let art = world.topics().await.remove(0).topic;
    let keeper = Keeper::Caller(&world.mia);
    let text = world
        .bank
        .export
        .run(keeper, Format::Json, Some(art.id))
        .await
        .unwrap();
    let alone = filled_with("art.json", &text).await;
    assert_eq!(alone.shelves().await, [("Art".to_owned(), 5)]);
}

#[tokio::test]
async fn more_than_a_page_goes_out() {
    let rows: Vec<_> = (0..1_203)
        .map(|n| format!("T{},Is {n} even?,yes,no,A\n", n % 7))
        .collect();
    let text = format!(
        "topic,question,answer a,answer b,correct\n{}",
        rows.concat()
    );
    let first = filled_with("many.csv", &text).await;
    let text = first
        .bank
        .export
        .run(Keeper::System, Format::Csv, None)
        .await
        .unwrap();
    assert_eq!(
        told(&filled_with("many.csv", &text).await).await,
        told(&first).await
    );
}

#[tokio::test]
async fn some_exports_are_refused() {
    let world = World::new();
    for format in [Format::Aiken, Format::OpenTriviaDb] {
        let refused = world.bank.export.run(Keeper::System, format, None).await;
        assert!(matches!(refused, Err(ExportError::ReadOnly(it)) if it == format));
    }
    let nowhere = "00000000-0000-7000-8000-999999999999".parse().unwrap();
    let refused = world
        .bank
        .export
        .run(Keeper::System, Format::Gift, Some(nowhere))
        .await;
    assert!(matches!(refused, Err(ExportError::NotFound)));
}
