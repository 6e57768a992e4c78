use ludger_domain::quiz::{QuestionDraft, Topic};
use std::collections::HashSet;

/// What the bank has of one topic, with what this import has put there.
pub(super) struct Shelf {
    /// As it is stored, or will be by the chunk at hand.
    pub(super) topic: Topic,
    /// Whether the bank has the topic.
    stored: bool,
    /// Whether the chunk at hand puts something there.
    grows: bool,
    keys: HashSet<String>,
}

impl Shelf {
    /// A topic of the bank, and the content keys of its questions.
    pub(super) fn stored(topic: Topic, keys: Vec<String>) -> Self {
        Self {
            topic,
            stored: true,
            grows: false,
            keys: keys.into_iter().collect(),
        }
    }

    /// A topic that the bank does not have yet.
    pub(super) fn missing(topic: Topic) -> Self {
        Self {
            topic,
            stored: false,
            grows: false,
            keys: HashSet::new(),
        }
    }

    /// Puts a question there; `false`: it is there already.
    pub(super) fn put(&mut self, draft: &QuestionDraft) -> bool {
        let is_new = self.keys.insert(draft.content_key());
        self.grows |= is_new;
        is_new
    }

    /// Makes the topic if the bank does not have it.
    pub(super) fn make(&mut self) {
        self.grows |= !self.stored;
    }

    /// The topic's row, where the chunk at hand needs one, and whether the topic is new. The shelf is then as it will
    /// be once that chunk is applied.
    pub(super) fn row(&mut self) -> Option<(Topic, bool)> {
        if !std::mem::take(&mut self.grows) {
            return None;
        }
        let is_new = !std::mem::replace(&mut self.stored, true);
        if !is_new {
            self.topic.version = self.topic.version.saturating_add(1);
        }
        Some((self.topic.clone(), is_new))
    }
}
