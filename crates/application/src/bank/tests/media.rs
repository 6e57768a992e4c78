//! Files: kept before they are known, forgotten before they are deleted.

use super::*;
use crate::{Settings, Worker};
use ludger_domain::quiz::{Media, MediaFile};
use ludger_ports::{MediaRefusal, MediaStore};
use ludger_store_memory::MemoryMedia;
use ludger_testkit::world::plain_inspector;
use std::time::Duration;

struct Files {
    world: World,
    clock: Arc<FakeClock>,
    kept: MemoryMedia,
}

impl Files {
    fn new() -> Self {
        let (store, clock) = (Arc::new(MemoryStore::new()), FakeClock::new());
        let kept = MemoryMedia::default();
        let ports = testing::ports(store.clone(), clock.clone())
            .with_media(Arc::new(kept.clone()), plain_inspector());
        let world = World {
            store,
            bank: Bank::new(&ports),
            ports,
            mia: caller("mia", Role::Moderator),
        };
        Self { world, clock, kept }
    }

    async fn uploads(&self, content: &str) -> MediaFile {
        let upload = &self.world.bank.upload_media;
        let content = content.as_bytes().to_vec();
        upload.run(&self.world.mia, content).await.unwrap()
    }

    async fn is_kept(&self, file: &MediaFile) -> bool {
        self.kept.get(&file.name).await.unwrap().is_some()
    }

    /// What is done every night.
    async fn cleans_up(&self) {
        let worker = Worker::new(&self.world.ports, &Settings::default(), None);
        worker.schedule().await.unwrap();
        worker.round().await.unwrap();
    }
}

fn showing(file: &MediaFile) -> QuestionDraft {
    let media = Media {
        url: file.name.path(),
        media_type: file.name.media_type,
    };
    QuestionDraft {
        media: vec![media],
        ..asking("Which planet?")
    }
}

#[tokio::test]
async fn a_file_is_kept_and_audited() {
    let files = Files::new();
    let file = files.uploads("png: a planet").await;
    assert!(files.is_kept(&file).await);
    assert_eq!(file.bytes, 13);
    assert_eq!(files.world.told(), [AuditAction::MediaUpload]);
    let ada = caller("ada", Role::Player);
    let upload = &files.world.bank.upload_media;
    let refused = upload.run(&ada, b"png: mine".to_vec()).await;
    assert!(matches!(refused, Err(UploadMediaError::Forbidden(_))));
    let refused = upload.run(&files.world.mia, b"a page".to_vec()).await;
    let unknown = MediaRefusal::UnknownType;
    assert!(matches!(refused, Err(UploadMediaError::Refused(it)) if it == unknown));
}

#[tokio::test]
async fn what_nobody_shows_goes_after_a_day() {
    let files = Files::new();
    let (shown, orphan) = (files.uploads("png: a").await, files.uploads("png: b").await);
    let topic = files.world.topic("Planets").await;
    let create = &files.world.bank.create_question;
    let question = create
        .run(&files.world.mia, topic.id, showing(&shown))
        .await;
    assert_eq!(question.unwrap().media.len(), 1);
    files.clock.advance(Duration::from_hours(23));
    files.cleans_up().await;
    assert!(files.is_kept(&orphan).await);
    let young = files.uploads("png: c").await;
    files.clock.advance(Duration::from_hours(23));
    files.cleans_up().await;
    assert!(!files.is_kept(&orphan).await);
    assert!(files.is_kept(&shown).await && files.is_kept(&young).await);
    let late = create
        .run(&files.world.mia, topic.id, showing(&orphan))
        .await;
    let Err(CreateQuestionError::Invalid(faults)) = late else {
        panic!("{late:?}")
    };
    assert_eq!(pointers(&faults), [("/media/0/url", "unknown_file")]);
}

#[tokio::test]
async fn an_import_skips_what_shows_a_file_that_is_not_there() {
    let files = Files::new();
    let file = files.uploads("png: a planet").await;
    let text = |url: &str| {
        serde_json::json!({
            "format": "ludger-questions", "version": 1,
            "questions": [{
                "topic": "Planets", "kind": "single", "content": format!("What is {url}?"),
                "media": [{ "url": url, "media_type": "png" }],
                "answers": [{ "content": "a", "is_correct": true }, { "content": "b" }],
            }],
        })
        .to_string()
    };
    let import = &files.world.bank.import;
    let keeper = Keeper::Caller(&files.world.mia);
    let nowhere = format!("/media/{}.png", "0".repeat(64));
    for (url, taken) in [(file.name.path(), 1), (nowhere, 1)] {
        let text = text(&url);
        let request = ImportRequest::of("planets.json", &text);
        import.run(keeper, request, &|_, _| {}).await.unwrap();
        assert_eq!(files.world.questions().await.len(), taken, "{url}");
    }
}
