use crate::Timestamp;
use crate::fault::{Faults, check_text};
use crate::ids::TopicId;
use serde::{Deserialize, Serialize};

/// A subject that questions belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Unique.
    pub id: TopicId,
    /// Unique without regard to case; 1 to 255 characters.
    pub title: String,
    /// Up to 2,000 characters; may be empty.
    pub description: String,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was taken out of the bank. Only a topic without questions can be.
    pub deleted_at: Option<Timestamp>,
}

/// What someone asks a topic to be; not yet checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicDraft {
    /// See [`Topic::title`].
    pub title: String,
    /// See [`Topic::description`].
    #[serde(default)]
    pub description: String,
}

impl Topic {
    /// A new topic.
    ///
    /// # Errors
    /// Every field that breaks its rule.
    pub fn new(id: TopicId, draft: TopicDraft, created_at: Timestamp) -> Result<Self, Faults> {
        let draft = draft.checked()?;
        Ok(Self {
            id,
            title: draft.title,
            description: draft.description,
            version: 1,
            created_at,
            deleted_at: None,
        })
    }

    /// The same topic with other words.
    ///
    /// # Errors
    /// Every field that breaks its rule.
    pub fn edit(self, draft: TopicDraft) -> Result<Self, Faults> {
        let draft = draft.checked()?;
        let version = self.version.saturating_add(1);
        Ok(Self {
            title: draft.title,
            description: draft.description,
            version,
            ..self
        })
    }

    /// The same topic, out of the bank.
    #[must_use]
    pub fn delete(self, now: Timestamp) -> Self {
        Self {
            version: self.version.saturating_add(1),
            deleted_at: Some(now),
            ..self
        }
    }

    /// A number that stays with the topic, for programs that know no other ids: 9 or more, in 31 bits. It follows from the
    /// random end of the id, so that nobody has to keep count; that two topics of a bank share one is less likely than
    /// one in 200,000, even among a hundred.
    pub fn number(&self) -> u32 {
        const MASK: u128 = (1 << 30) - 1;
        let end = u32::try_from(self.id.uuid().as_u128() & MASK);
        end.unwrap_or_default().saturating_add(9)
    }

    /// What titles are compared by.
    pub fn title_key(&self) -> String {
        Self::key_of(&self.title)
    }

    /// The key of a title: trimmed and lower-cased.
    pub fn key_of(title: &str) -> String {
        title.trim().to_lowercase()
    }
}

impl TopicDraft {
    fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let title = self.title.trim().to_owned();
        faults.take(check_text("/title", &title, 1, 255));
        faults.take(check_text("/description", &self.description, 0, 2_000));
        faults.into_result()?;
        Ok(Self {
            title,
            description: self.description,
        })
    }
}
