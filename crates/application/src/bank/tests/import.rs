mod cases;

use super::*;
use crate::Outage;
use crate::formats::Format;
use crate::testing::doors::stuck_at;
use ItemStatus::{Repeated, Skipped, Taken};
use cases::{AIKEN, CSV, Case, JSON, cases};
use std::sync::Mutex;

async fn import(world: &World, request: ImportRequest<'_>) -> ImportReport {
    world
        .bank
        .import
        .run(Keeper::Caller(&world.mia), request, &|_, _| {})
        .await
        .unwrap()
}

fn statuses(report: &ImportReport) -> Vec<ItemStatus> {
    report.items.iter().map(|item| item.status).collect()
}

/// So many questions to one topic.
fn many(count: usize) -> String {
    let rows: Vec<_> = (0..count)
        .map(|n| format!("Sums,{n} + {n}?,{},0x0,A\n", n + n))
        .collect();
    format!(
        "topic,question,answer a,answer b,correct\n{}",
        rows.concat()
    )
}

#[tokio::test]
async fn each_format_is_taken_question_by_question() {
    for case in cases() {
        let Case {
            file_name,
            text,
            items: expected,
            topics,
        } = case;
        let world = World::new();
        let report = import(&world, ImportRequest::of(file_name, text)).await;
        assert_eq!(statuses(&report), expected, "{file_name}: {report:#?}");
        assert_eq!(report.topics_created, topics, "{file_name}");
        let count = |status| expected.iter().filter(|it| **it == status).count();
        let counts = [report.taken, report.skipped, report.repeated];
        assert_eq!(counts, [Taken, Skipped, Repeated].map(count));
        assert_eq!(world.questions().await.len(), report.taken, "{file_name}");
        for item in &report.items {
            let is_explained = item.code.is_some() && item.detail.is_some();
            let is_plain = item.status == Taken;
            assert_eq!(is_explained, !is_plain, "{item:?}");
            assert_eq!(item.faults.is_empty(), item.status != Skipped, "{item:?}");
            assert!(item.line > 0);
        }
    }
}

#[tokio::test]
async fn a_report_reads_well() {
    let world = World::new();
    let report = import(&world, ImportRequest::of("Games.json", JSON)).await;
    insta::assert_json_snapshot!(report);
}

#[tokio::test]
async fn a_dry_run_tells_the_same_and_writes_nothing() {
    for Case {
        file_name, text, ..
    } in cases()
    {
        let world = World::new();
        let request = ImportRequest {
            dry_run: true,
            ..ImportRequest::of(file_name, text)
        };
        let dry = import(&world, request).await;
        assert!(dry.dry_run);
        assert_eq!(
            (world.shelves().await, world.told()),
            (vec![], vec![]),
            "{file_name}"
        );
        let report = import(&world, ImportRequest::of(file_name, text)).await;
        assert_eq!(
            ImportReport {
                dry_run: false,
                ..dry
            },
            report,
            "{file_name}"
        );
    }
}

#[tokio::test]
async fn a_file_that_comes_again_is_there_already() {
    for Case {
        file_name, text, ..
    } in cases()
    {
        let world = World::new();
        let first = import(&world, ImportRequest::of(file_name, text)).await;
        let before = world.questions().await;
        let again = import(&world, ImportRequest::of(file_name, text)).await;
        assert_eq!(
            (again.taken, again.skipped),
            (0, first.skipped),
            "{file_name}"
        );
        assert_eq!(again.repeated, first.taken + first.repeated, "{file_name}");
        assert_eq!(again.topics_created, Vec::<String>::new());
        assert_eq!(world.questions().await, before);
        assert_eq!(
            world.told(),
            [AuditAction::QuestionsImport],
            "one that changed something"
        );
    }
}

#[tokio::test]
async fn what_the_bank_has_is_not_taken_again() {
    let world = World::new();
    let art = world.topic("ART").await;
    world.question(&art, "who painted  GUERNICA?").await;
    let report = import(&world, ImportRequest::of("a.csv", CSV)).await;
    assert_eq!(
        statuses(&report),
        [Taken, Repeated, Taken],
        "other answers make another question"
    );
    let again = import(&world, ImportRequest::of("b.csv", CSV)).await;
    assert_eq!(statuses(&again), [Repeated, Repeated, Repeated]);
    assert_eq!(report.topics_created, ["Music"]);
    assert_eq!(
        world.shelves().await,
        [("ART".to_owned(), 2), ("Music".to_owned(), 1)]
    );
}

#[tokio::test]
async fn a_question_without_a_topic_goes_to_the_one_that_was_said() {
    let table = [
        (None, "Planets"),
        (Some(" Space "), "Space"),
        (Some("planets"), "planets"),
    ];
    for (topic, expected) in table {
        let world = World::new();
        let topic = topic.map(str::to_owned);
        import(
            &world,
            ImportRequest {
                topic,
                ..ImportRequest::of("Planets.txt", AIKEN)
            },
        )
        .await;
        assert_eq!(world.shelves().await, [(expected.to_owned(), 1)]);
    }
}

#[tokio::test]
async fn a_document_that_is_none_is_refused_whole() {
    let world = World::new();
    let (huge, long) = (" ".repeat(BYTES_MAX + 1), many(10_001));
    let request = |format, file_name, text| ImportRequest {
        format,
        ..ImportRequest::of(file_name, text)
    };
    let refused = async |request| {
        let done = world
            .bank
            .import
            .run(Keeper::System, request, &|_, _| {})
            .await;
        done.unwrap_err()
    };
    let error = refused(request(Some(Format::Gift), "a", &huge)).await;
    assert!(matches!(error, ImportError::TooLarge));
    let error = refused(request(None, "letter.txt", "Dear Ada")).await;
    assert!(matches!(error, ImportError::UnknownFormat));
    let error = refused(request(Some(Format::Json), "a", "{")).await;
    assert!(matches!(&error, ImportError::Invalid(it) if it.0[0].code == "malformed_document"));
    let error = refused(request(Some(Format::Csv), "a", &long)).await;
    assert!(matches!(&error, ImportError::Invalid(it) if it.0[0].code == "too_many_questions"));
    let titled = ImportRequest {
        topic: Some(" ".to_owned()),
        ..ImportRequest::of("a.csv", CSV)
    };
    let error = refused(titled).await;
    assert!(matches!(&error, ImportError::Invalid(it) if it.0[0].pointer == "/topic"));
    let ada = caller("ada", Role::Player);
    let request = ImportRequest::of("a.csv", CSV);
    let done = world
        .bank
        .import
        .run(Keeper::Caller(&ada), request, &|_, _| {})
        .await;
    assert!(matches!(done, Err(ImportError::Forbidden(_))));
    assert_eq!(world.shelves().await, []);
}

#[tokio::test]
async fn a_long_file_comes_in_chunks_and_is_told_of_once() {
    let world = World::new();
    let steps = Mutex::new(Vec::new());
    let text = many(250);
    let progress = |done, total| steps.lock().unwrap().push((done, total));
    let report = world
        .bank
        .import
        .run(
            Keeper::System,
            ImportRequest::of("sums.csv", &text),
            &progress,
        )
        .await
        .unwrap();
    assert_eq!(report.taken, 250);
    assert_eq!(*steps.lock().unwrap(), [(100, 250), (200, 250), (250, 250)]);
    let log = world.store.audit_log();
    assert_eq!(log.len(), 1);
    let expected = serde_json::json!({"file": "sums.csv", "format": "csv", "questions": 250});
    assert_eq!((log[0].actor, &log[0].meta), (None, &expected));
}

#[tokio::test]
async fn an_import_that_was_cut_off_is_run_again() {
    let world = World::new();
    let door = stuck_at(2, &world.store);
    let world = world.behind(door);
    let text = many(250);
    let request = || ImportRequest::of("sums.csv", &text);
    let cut = world
        .bank
        .import
        .run(Keeper::System, request(), &|_, _| {})
        .await;
    assert!(matches!(
        cut,
        Err(ImportError::Outage(Outage::Unavailable(_)))
    ));
    assert_eq!(
        world.questions().await.len(),
        100,
        "whole chunks, or nothing of them"
    );
    let report = import(&world, request()).await;
    assert_eq!((report.taken, report.repeated), (150, 100));
}

#[tokio::test]
async fn the_starter_bank_is_for_an_empty_one() {
    let world = World::new();
    let text = many(250);
    let report = world
        .bank
        .import
        .starter("starter.csv", &text)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(report.taken, 250);
    assert!(
        world
            .bank
            .import
            .starter("starter.csv", &text)
            .await
            .unwrap()
            .is_none()
    );

    let cut = World::new();
    let door = stuck_at(1, &cut.store);
    let cut = cut.behind(door);
    assert!(cut.bank.import.starter("starter.csv", &text).await.is_err());
    assert_eq!(cut.shelves().await, [], "all of it, or nothing");
    assert!(
        cut.bank
            .import
            .starter("starter.csv", &text)
            .await
            .unwrap()
            .is_some()
    );
}
