//! Files that were uploaded, and what questions show.

use super::Stores;
use super::answers::{Expected, Tally};
use super::builders::{NOW, changes, draft, hours};
use crate::Expectation;
use ludger_domain::quiz::{Media, MediaFile, MediaName, MediaType, Question, QuestionDraft, Topic};

impl Stores {
    /// A file that somebody brought.
    async fn uploaded(&self, number: u8, hour: i64) -> MediaFile {
        let file = MediaFile {
            name: MediaName {
                hash: [number; 32],
                media_type: MediaType::Png,
            },
            bytes: 1_000,
            uploaded_at: hours(hour),
        };
        self.apply(changes().save_media(file)).await;
        file
    }

    fn new_showing(&self, topic: &Topic, content: &str, files: &[MediaFile]) -> Question {
        self.new_question(topic, showing(content, files))
    }

    async fn orphans(&self, hour: i64, limit: usize) -> Vec<MediaName> {
        self.media.orphans(hours(hour), limit).await.unwrap()
    }
}

/// Pictures of ours, and a sound from elsewhere.
fn showing(content: &str, files: &[MediaFile]) -> QuestionDraft {
    let ours = files.iter().map(|file| Media {
        url: file.name.path(),
        media_type: file.name.media_type,
    });
    let elsewhere = Media {
        url: "https://example.org/ünïcode.mp3".to_owned(),
        media_type: MediaType::Mp3,
    };
    QuestionDraft {
        media: ours.chain([elsewhere]).collect(),
        ..draft(content)
    }
}

/// Uploaded again, it is the same file, and young again.
pub async fn a_file_is_known_and_forgotten(stores: Stores) {
    let file = stores.uploaded(1, 1).await;
    assert_eq!(stores.media.find(&file.name).await.unwrap(), Some(file));
    let again = stores.uploaded(1, 2).await;
    assert_eq!(stores.media.find(&file.name).await.unwrap(), Some(again));
    for _ in 0..2 {
        stores.apply(changes().forget_media(file.name)).await;
        assert_eq!(stores.media.find(&file.name).await.unwrap(), None);
    }
}

/// In its author's order, before and after an edit, and when it left the bank.
pub async fn a_question_shows_what_it_shows(stores: Stores) {
    let topic = stores.topic("History").await;
    let (one, two) = (stores.uploaded(1, 1).await, stores.uploaded(2, 1).await);
    let question = stores.new_showing(&topic, "When?", &[two, one]);
    stores
        .apply(changes().save_question(question.clone()))
        .await;
    let found = stores.found_question(question.id).await;
    assert_eq!(found.as_ref(), Some(&question));
    let anew = showing("Where?", &[one]);
    let edited = question.edit(topic.id, anew, || stores.id()).unwrap();
    stores.apply(changes().save_question(edited.clone())).await;
    let found = stores.found_question(edited.id).await;
    assert_eq!(found.as_ref(), Some(&edited));
    let gone = edited.delete(NOW);
    stores.apply(changes().save_question(gone.clone())).await;
    assert_eq!(stores.found_question(gone.id).await, Some(gone));
}

/// A file that nobody brought, or that was forgotten, is shown by no question.
pub async fn a_question_shows_what_is_there(stores: Stores) {
    let topic = stores.topic("History").await;
    let file = stores.uploaded(1, 1).await;
    stores.apply(changes().forget_media(file.name)).await;
    let question = stores.new_showing(&topic, "When?", &[file]);
    let refused = stores.commit(changes().save_question(question)).await;
    assert_eq!(refused.stale(), Expectation::MediaThere(file.name));
}

/// As long as a question shows a file it is not forgotten, also when the question left the bank: sessions go on with it.
pub async fn a_file_that_is_shown_stays(stores: Stores) {
    let topic = stores.topic("History").await;
    let file = stores.uploaded(1, 1).await;
    let question = stores.new_showing(&topic, "When?", &[file]);
    stores
        .apply(changes().save_question(question.clone()))
        .await;
    let forget = || changes().forget_media(file.name);
    let shown = Expectation::MediaUnused(file.name);
    assert_eq!(stores.commit(forget()).await.stale(), shown);
    let gone = question.delete(NOW);
    stores.apply(changes().save_question(gone)).await;
    assert_eq!(stores.commit(forget()).await.stale(), shown);
}

/// Those that were uploaded before then and that no question shows, the oldest first, and no more than are wanted.
pub async fn orphans_are_old_and_shown_by_nobody(stores: Stores) {
    let topic = stores.topic("History").await;
    let young = stores.uploaded(1, 5).await;
    let old = stores.uploaded(2, 2).await;
    let oldest = stores.uploaded(3, 1).await;
    let shown = stores.uploaded(4, 1).await;
    let question = stores.new_showing(&topic, "When?", &[shown]);
    stores
        .apply(changes().save_question(question.clone()))
        .await;
    assert_eq!(stores.orphans(5, 10).await, [oldest.name, old.name]);
    assert_eq!(stores.orphans(5, 1).await, [oldest.name]);
    let all = [oldest.name, old.name, young.name];
    assert_eq!(stores.orphans(6, 10).await, all);
    let bare = question.edit(topic.id, draft("Where?"), || stores.id());
    stores.apply(changes().save_question(bare.unwrap())).await;
    assert_eq!(stores.orphans(2, 10).await, [oldest.name, shown.name]);
}

/// Of a question that shows a file and somebody who forgets it, one is stale.
pub async fn a_file_is_not_forgotten_under_a_question(stores: Stores) {
    let topic = stores.topic("History").await;
    for number in 0..10 {
        let file = stores.uploaded(number, 1).await;
        let question = stores.new_showing(&topic, &format!("{number}?"), &[file]);
        let rivals = [
            changes().save_question(question),
            changes().forget_media(file.name),
        ];
        let answers = stores.race(rivals).await;
        let one = Tally {
            applied: 1,
            stale: 1,
            ..Tally::default()
        };
        assert_eq!(Tally::of(&answers), one);
    }
}
