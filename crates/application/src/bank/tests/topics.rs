use super::*;
use ludger_ports::{CommitError, Expectation, MockStore};

#[tokio::test]
async fn a_topic_is_made_changed_and_deleted() {
    let world = World::new();
    let made = world.topic(" Art ").await;
    assert_eq!((made.title.as_str(), made.version), ("Art", 1));
    let draft = TopicDraft {
        description: "all of it".to_owned(),
        ..titled("Arts")
    };
    let edited = world
        .bank
        .edit_topic
        .run(&world.mia, made.id, Some(1), draft)
        .await
        .unwrap();
    assert_eq!((edited.title.as_str(), edited.version), ("Arts", 2));
    assert_eq!(world.bank.find_topic.run(made.id).await.unwrap(), edited);
    world
        .bank
        .delete_topic
        .run(&world.mia, made.id, Some(2))
        .await
        .unwrap();
    assert!(matches!(
        world.bank.find_topic.run(made.id).await,
        Err(FindTopicError::NotFound)
    ));
    assert_eq!(world.shelves().await, []);
    let told = [
        AuditAction::TopicCreate,
        AuditAction::TopicEdit,
        AuditAction::TopicDelete,
    ];
    assert_eq!(world.told(), told);
    for record in world.store.audit_log() {
        assert_eq!(record.actor, Some(world.mia.principal.user));
        assert_eq!(record.target.unwrap().id, made.id.uuid());
    }
}

#[tokio::test]
async fn topics_are_listed_by_title_with_what_there_is_of_them() {
    let world = World::new();
    for title in ["physics", "Art", "Maths"] {
        world.topic(title).await;
    }
    let art = world.topics().await.remove(0).topic;
    world.question(&art, "Who?").await;
    let text = QuestionDraft {
        kind: ludger_domain::quiz::QuestionKind::Text,
        ..asking("What?")
    };
    world
        .bank
        .create_question
        .run(&world.mia, art.id, text)
        .await
        .unwrap();
    let listed: Vec<_> = world
        .topics()
        .await
        .into_iter()
        .map(|listed| (listed.topic.title, listed.questions))
        .collect();
    let expected = [("Art", 2), ("Maths", 0), ("physics", 0)];
    assert_eq!(listed, expected.map(|(title, all)| (title.to_owned(), all)));
    let page = world.bank.list_topics.run(first(2)).await.unwrap();
    assert_eq!(page.next.as_deref(), Some("maths"));
}

#[tokio::test]
async fn a_title_is_free_or_taken_in_any_case() {
    let world = World::new();
    let art = world.topic("Art").await;
    let maths = world.topic("Maths").await;
    let again = world
        .bank
        .create_topic
        .run(&world.mia, titled("  aRT"))
        .await;
    assert!(matches!(again, Err(CreateTopicError::TitleTaken)));
    let renamed = world
        .bank
        .edit_topic
        .run(&world.mia, maths.id, None, titled("ART"))
        .await;
    assert!(matches!(renamed, Err(EditTopicError::TitleTaken)));
    let same = world
        .bank
        .edit_topic
        .run(&world.mia, art.id, None, titled("ART"))
        .await;
    assert_eq!(
        same.unwrap().title,
        "ART",
        "its own title is no other topic's"
    );
    world
        .bank
        .delete_topic
        .run(&world.mia, art.id, None)
        .await
        .unwrap();
    world.topic("Art").await;
}

#[tokio::test]
async fn a_topic_with_questions_stays() {
    let world = World::new();
    let art = world.topic("Art").await;
    let question = world.question(&art, "Who?").await;
    let refused = world.bank.delete_topic.run(&world.mia, art.id, None).await;
    assert!(matches!(refused, Err(DeleteTopicError::TopicInUse)));
    world
        .bank
        .delete_question
        .run(&world.mia, question.id, None)
        .await
        .unwrap();
    world
        .bank
        .delete_topic
        .run(&world.mia, art.id, None)
        .await
        .unwrap();
}

#[tokio::test]
async fn who_has_seen_another_version_changes_nothing() {
    let world = World::new();
    let art = world.topic("Art").await;
    let bank = &world.bank;
    bank.edit_topic
        .run(&world.mia, art.id, None, titled("Arts"))
        .await
        .unwrap();
    let edited = bank
        .edit_topic
        .run(&world.mia, art.id, Some(1), titled("Craft"))
        .await;
    let current = VersionMismatch { current: 2 };
    assert!(matches!(edited, Err(EditTopicError::VersionMismatch(it)) if it == current));
    let deleted = bank.delete_topic.run(&world.mia, art.id, Some(1)).await;
    assert!(matches!(deleted, Err(DeleteTopicError::VersionMismatch(it)) if it == current));
    assert_eq!(world.shelves().await, [("Arts".to_owned(), 0)]);
}

#[tokio::test]
async fn only_keepers_of_the_bank_change_topics() {
    let world = World::new();
    let art = world.topic("Art").await;
    let (bank, ada) = (&world.bank, caller("ada", Role::Player));
    let made = bank.create_topic.run(&ada, titled("Mine")).await;
    assert!(matches!(made, Err(CreateTopicError::Forbidden(_))));
    let edited = bank
        .edit_topic
        .run(&ada, art.id, None, titled("Mine"))
        .await;
    assert!(matches!(edited, Err(EditTopicError::Forbidden(_))));
    let deleted = bank.delete_topic.run(&ada, art.id, None).await;
    assert!(matches!(deleted, Err(DeleteTopicError::Forbidden(_))));
    assert_eq!(world.told(), [AuditAction::TopicCreate]);
}

#[tokio::test]
async fn every_field_at_fault_is_named() {
    let world = World::new();
    let draft = TopicDraft {
        title: " ".to_owned(),
        description: "x".repeat(2_001),
    };
    let made = world.bank.create_topic.run(&world.mia, draft.clone()).await;
    let Err(CreateTopicError::Invalid(faults)) = made else {
        panic!("{made:?}")
    };
    assert_eq!(
        pointers(&faults),
        [("/title", "required"), ("/description", "too_long")]
    );
    let art = world.topic("Art").await;
    let edited = world
        .bank
        .edit_topic
        .run(&world.mia, art.id, None, draft)
        .await;
    assert!(matches!(edited, Err(EditTopicError::Invalid(_))));
    let nowhere = "00000000-0000-7000-8000-999999999999".parse().unwrap();
    let edited = world
        .bank
        .edit_topic
        .run(&world.mia, nowhere, None, titled("a"))
        .await;
    assert!(matches!(edited, Err(EditTopicError::NotFound)));
    let deleted = world.bank.delete_topic.run(&world.mia, nowhere, None).await;
    assert!(matches!(deleted, Err(DeleteTopicError::NotFound)));
}

#[tokio::test]
async fn a_topic_that_changes_all_the_time_is_given_up_on() {
    let world = World::new();
    let art = world.topic("Art").await;
    let mut door = MockStore::new();
    let stale = Expectation::TopicAt(art.id, 1);
    door.expect_commit()
        .returning(move |_| Err(CommitError::Stale(stale.clone())));
    let world = world.behind(Arc::new(door));
    let edited = world
        .bank
        .edit_topic
        .run(&world.mia, art.id, None, titled("Arts"))
        .await;
    assert!(matches!(
        edited,
        Err(EditTopicError::Outage(crate::Outage::Contended))
    ));
}
