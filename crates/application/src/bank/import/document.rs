use super::{BYTES_MAX, ImportError, ImportRequest};
use crate::formats::{self, Format, Item};
use ludger_domain::fault::{Faults, check_text};
use ludger_domain::quiz::{QuestionDraft, Topic, TopicDraft};
use std::collections::HashMap;
use std::path::Path;

/// The topic of questions whose document says nothing about it, not even by its name.
const TOPIC_DEFAULT: &str = "Imported";

/// A document whose every question has a topic, or faults.
pub(super) struct Document<'a> {
    pub(super) format: Format,
    pub(super) file_name: &'a str,
    /// The topics that it describes by themselves.
    pub(super) described: Vec<TopicDraft>,
    by_key: HashMap<String, usize>,
    pub(super) items: Vec<Entry>,
}

/// One question of it.
pub(super) struct Entry {
    pub(super) line: usize,
    pub(super) question: Result<Titled, Faults>,
}

/// A question, and the title of its topic.
pub(super) struct Titled {
    pub(super) title: String,
    pub(super) draft: QuestionDraft,
}

impl<'a> Document<'a> {
    pub(super) fn read(request: &ImportRequest<'a>) -> Result<Self, ImportError> {
        if request.text.len() > BYTES_MAX {
            return Err(ImportError::TooLarge);
        }
        let format = request
            .format
            .or_else(|| Format::detect(request.file_name, request.text))
            .ok_or(ImportError::UnknownFormat)?;
        let default = match &request.topic {
            Some(title) => checked_title(title)?,
            None => title_of(request.file_name),
        };
        let parsed = formats::parse(format, request.text)?;
        let keys = parsed
            .topics
            .iter()
            .map(|topic| Topic::key_of(&topic.title));
        Ok(Self {
            format,
            file_name: request.file_name,
            by_key: keys.zip(0..).collect(),
            described: parsed.topics,
            items: parsed
                .items
                .into_iter()
                .map(|item| Entry::new(item, &default))
                .collect(),
        })
    }

    /// A topic as it describes it, or with no more than its title.
    pub(super) fn topic(&self, title: &str) -> TopicDraft {
        let described = self
            .by_key
            .get(&Topic::key_of(title))
            .and_then(|at| self.described.get(*at));
        let titled = || TopicDraft {
            title: title.to_owned(),
            ..TopicDraft::default()
        };
        described.cloned().unwrap_or_else(titled)
    }
}

impl Entry {
    fn new(item: Item, default: &str) -> Self {
        let Item { line, topic, draft } = item;
        let mut faults = Faults::default();
        let title = topic.map_or_else(|| Ok(default.to_owned()), |title| checked_title(&title));
        let question = match (faults.take(title), faults.take(draft)) {
            (Some(title), Some(draft)) => Ok(Titled { title, draft }),
            _ => Err(faults),
        };
        Self { line, question }
    }
}

fn checked_title(title: &str) -> Result<String, Faults> {
    let title = title.trim();
    check_text("/topic", title, 1, 255)?;
    Ok(title.to_owned())
}

fn title_of(file_name: &str) -> String {
    let stem = Path::new(file_name)
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    checked_title(stem).unwrap_or_else(|_| TOPIC_DEFAULT.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_topics_lends_them_its_name() {
        let table = [
            ("general.gift", "general"),
            ("/home/ada/World History.csv", "World History"),
            ("a.b.json", "a.b"),
            (".gift", ".gift"),
            ("", TOPIC_DEFAULT),
            (" .csv", TOPIC_DEFAULT),
            ("/", TOPIC_DEFAULT),
        ];
        for (file_name, expected) in table {
            assert_eq!(title_of(file_name), expected, "{file_name:?}");
        }
        assert_eq!(title_of(&"x".repeat(256)), TOPIC_DEFAULT);
    }
}
