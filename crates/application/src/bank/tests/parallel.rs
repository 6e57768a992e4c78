//! Several imports at once.

use super::*;
use crate::testing::doors::Crowded;
use crate::testing::together;

fn file(topic: &str, questions: std::ops::Range<usize>) -> String {
    let rows: Vec<_> = questions
        .map(|n| format!("{topic},Is {n} even?,yes,no,A\n"))
        .collect();
    format!(
        "topic,question,answer a,answer b,correct\n{}",
        rows.concat()
    )
}

/// Imports all files at the same time into one bank; gives how many questions each took.
async fn at_once(world: World, files: Vec<String>) -> (World, Vec<usize>) {
    let crowd = Arc::new(Crowded(world.store.clone()));
    let world = Arc::new(world.behind(crowd));
    let imports = files.into_iter().map(|text| {
        let world = world.clone();
        async move {
            let request = ImportRequest::of("file.csv", &text);
            let report = world
                .bank
                .import
                .run(Keeper::System, request, &|_, _| {})
                .await
                .unwrap();
            assert_eq!(report.taken + report.repeated, report.items.len());
            report.taken
        }
    });
    let taken = together(imports).await;
    (Arc::into_inner(world).unwrap(), taken)
}

#[tokio::test]
async fn one_file_that_comes_many_times_is_taken_once() {
    for has_topic in [false, true] {
        let world = World::new();
        if has_topic {
            world.topic("Numbers").await;
        }
        let files = vec![file("Numbers", 0..250); 5];
        let (world, taken) = at_once(world, files).await;
        assert_eq!(taken.iter().sum::<usize>(), 250);
        assert_eq!(world.shelves().await, [("Numbers".to_owned(), 250)]);
    }
}

#[tokio::test]
async fn files_that_overlap_leave_each_question_once() {
    let files = vec![
        file("Numbers", 0..200),
        file("NUMBERS", 100..300),
        file("Other", 0..50),
    ];
    let (world, taken) = at_once(World::new(), files).await;
    assert_eq!(taken.iter().sum::<usize>(), 350);
    let shelves: Vec<_> = world
        .shelves()
        .await
        .into_iter()
        .map(|(_, count)| count)
        .collect();
    assert_eq!(shelves, [300, 50]);
}

#[tokio::test]
async fn the_bank_may_be_kept_by_any_thread() {
    let world = World::new();
    let kept = tokio::spawn(async move {
        let art = world.topic("Art").await;
        let question = world.question(&art, "Who?").await;
        let (bank, mia) = (&world.bank, &world.mia);
        let edit = (art.id, asking("What?"));
        let edited = bank
            .edit_question
            .run(mia, question.id, None, edit)
            .await
            .is_ok();
        let deleted = bank
            .delete_question
            .run(mia, question.id, None)
            .await
            .is_ok();
        let renamed = bank
            .edit_topic
            .run(mia, art.id, None, titled("Arts"))
            .await
            .is_ok();
        let gone = bank.delete_topic.run(mia, art.id, None).await.is_ok();
        let text = file("Numbers", 0..3);
        let request = ImportRequest::of("file.csv", &text);
        let imported = bank
            .import
            .run(Keeper::Caller(mia), request, &|_, _| {})
            .await
            .is_ok();
        let format = crate::formats::Format::Csv;
        let exported = bank
            .export
            .run(Keeper::Caller(mia), format, None)
            .await
            .is_ok();
        [edited, deleted, renamed, gone, imported, exported]
    });
    assert_eq!(kept.await.unwrap(), [true; 6]);
}
