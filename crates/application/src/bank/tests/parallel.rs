//! Several imports at once.

use super::*;
use crate::testing::doors::{Crowded, together};

fn file(topic: &str, questions: std::ops::Range<usize>) -> String {
    let rows: Vec<_> = questions.map(|n| format!("{topic},Is {n} even?,yes,no,A\n")).collect();
    format!("topic,question,answer a,answer b,correct\n{}", rows.concat())
}

/// Imports all files at the same time into one bank; gives how many questions each took.
async fn at_once(world: World, files: Vec<String>) -> (World, Vec<usize>) {
    let crowd = Arc::new(Crowded(world.store.clone()));
    let world = Arc::new(world.behind(crowd));
    let imports = files.into_iter().map(|text| {
        let world = world.clone();
        async move {
            let request = ImportRequest::of("file.csv", &text);
            let report = world.bank.import.run(Keeper::System, request, &|_, _| {}).await.unwrap();
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
    let files = vec![file("Numbers", 0..200), file("NUMBERS", 100..300), file("Other", 0..50)];
    let (world, taken) = at_once(World::new(), files).await;
    assert_eq!(taken.iter().sum::<usize>(), 350);
    let shelves: Vec<_> = world.shelves().await.into_iter().map(|(_, count)| count).collect();
    assert_eq!(shelves, [300, 50]);
}
