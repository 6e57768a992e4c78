//! The bank for programs that know the Open Trivia DB (<https://opentdb.com/api_config.php>).
//!
//! What is given here is given with its right answers, to anybody: the deployment decides whether at all, and whether of
//! all questions or of those with a tag. Tokens, which keep a program from getting a question twice, live in the memory of
//! one node: another node does not know them, which that API has a code for, and programs ask for another one.

mod given;
#[cfg(test)]
mod tests;

pub use given::UnknownToken;

use crate::{OpenTriviaDb, Outage, Ports, Settings};
use given::Given;
use ludger_domain::ids::{QuestionId, TopicId};
use ludger_domain::quiz::{Difficulty, Question, QuestionKind, Topic, draw};
use ludger_ports::read::{Draw, Questions, Topics};
use ludger_ports::{Clock, Entropy, PageRequest};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Questions that are read at once.
const CHUNK: usize = 100;
/// Topics that are read at once.
const TOPICS: usize = 100;

/// The bank, as it is open.
pub struct Trivia {
    questions: Arc<dyn Questions>,
    topics: Arc<dyn Topics>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    open: Option<OpenTriviaDb>,
    given: Given,
}

/// Three words for five levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Novice and apprentice.
    Easy,
    /// Journeyman.
    Medium,
    /// Master and grandmaster.
    Hard,
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct TriviaRequest {
    /// How many, 1 to 50.
    pub amount: usize,
    /// Of which topic, by its number.
    pub category: Option<u32>,
    /// How difficult.
    pub level: Option<Level>,
    /// Of which kind.
    pub kind: Option<QuestionKind>,
    /// None that this token was given.
    pub token: Option<String>,
}

/// Why there are no questions.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TriviaError {
    /// It is not open.
    #[error("the bank is not open")]
    Closed,
    /// Fewer questions match.
    #[error("there are not so many questions")]
    NotEnough,
    /// There is no such token, any more or on this node.
    #[error(transparent)]
    UnknownToken(#[from] UnknownToken),
    /// The token was given all that match.
    #[error("the token was given all of them")]
    Exhausted,
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

/// How many questions there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Easy ones.
    pub easy: u64,
    /// Of medium difficulty.
    pub medium: u64,
    /// Hard ones.
    pub hard: u64,
}

impl Level {
    /// The level of a difficulty.
    pub const fn of(difficulty: Difficulty) -> Self {
        match difficulty.level() {
            ..=2 => Self::Easy,
            3 => Self::Medium,
            _ => Self::Hard,
        }
    }

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }

    /// The level of that word.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Easy, Self::Medium, Self::Hard]
            .into_iter()
            .find(|level| level.as_str() == name)
    }
}

impl Counts {
    /// All of them.
    pub const fn all(self) -> u64 {
        self.easy + self.medium + self.hard
    }
}

impl Trivia {
    /// Takes from `ports` and `settings` what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            questions: ports.questions.clone(),
            topics: ports.topics.clone(),
            clock: ports.clock.clone(),
            entropy: ports.entropy.clone(),
            open: settings.opentdb.clone(),
            given: Given::default(),
        }
    }

    /// Questions by chance, each with its topic.
    ///
    /// # Errors
    /// See [`TriviaError`].
    pub async fn ask(
        &self,
        request: &TriviaRequest,
    ) -> Result<Vec<(Topic, Question)>, TriviaError> {
        let open = self.open()?;
        let topics = self.all_topics().await?;
        let had = match &request.token {
            Some(token) => self.given.had(token, self.clock.now())?,
            None => BTreeSet::new(),
        };
        let of = match request.category {
            Some(number) => match topics.values().find(|topic| topic.number() == number) {
                Some(topic) => vec![topic.id],
                None => return Err(TriviaError::NotEnough),
            },
            None => Vec::new(),
        };
        let ids = self.drawable(of).await?;
        let count = ids.len();
        let mut chosen = Vec::new();
        let mut was_had = false;
        for chunk in draw(self.seed(), ids, count).chunks(CHUNK) {
            for question in self.read(chunk).await? {
                if !fits(&question, open, request) {
                    continue;
                }
                was_had |= had.contains(&question.id);
                if !had.contains(&question.id) {
                    chosen.push(question);
                }
            }
            if chosen.len() >= request.amount {
                break;
            }
        }
        chosen.truncate(request.amount);
        if chosen.len() < request.amount {
            return Err(if was_had {
                TriviaError::Exhausted
            } else {
                TriviaError::NotEnough
            });
        }
        if let Some(token) = &request.token {
            let ids = chosen.iter().map(|question| question.id);
            self.given.give(token, ids, self.clock.now())?;
        }
        let with_topic = |question: Question| {
            let topic = topics.get(&question.topic)?.clone();
            Some((topic, question))
        };
        Ok(chosen.into_iter().filter_map(with_topic).collect())
    }

    /// The topics, by title.
    ///
    /// # Errors
    /// See [`TriviaError`].
    pub async fn categories(&self) -> Result<Vec<Topic>, TriviaError> {
        self.open()?;
        let mut topics: Vec<_> = self.all_topics().await?.into_values().collect();
        topics.sort_by_key(Topic::title_key);
        Ok(topics)
    }

    /// How many questions each topic has.
    ///
    /// # Errors
    /// See [`TriviaError`].
    pub async fn counts(&self) -> Result<Vec<(Topic, Counts)>, TriviaError> {
        let open = self.open()?;
        let any = TriviaRequest::default();
        let mut counts = BTreeMap::<TopicId, Counts>::new();
        for chunk in self.drawable(Vec::new()).await?.chunks(CHUNK) {
            let read = self.read(chunk).await?.into_iter();
            for question in read.filter(|question| fits(question, open, &any)) {
                let counts = counts.entry(question.topic).or_default();
                match Level::of(question.difficulty) {
                    Level::Easy => counts.easy += 1,
                    Level::Medium => counts.medium += 1,
                    Level::Hard => counts.hard += 1,
                }
            }
        }
        let topics = self.categories().await?.into_iter();
        let of = |topic: Topic| {
            let counts = counts.get(&topic.id).copied().unwrap_or_default();
            (topic, counts)
        };
        Ok(topics.map(of).collect())
    }

    /// A new token, that was given nothing.
    ///
    /// # Errors
    /// See [`TriviaError`].
    pub fn new_token(&self) -> Result<String, TriviaError> {
        self.open()?;
        let secret = self.entropy.bytes32();
        let token = data_encoding::HEXLOWER.encode(&secret);
        self.given.begin(token.clone(), self.clock.now());
        Ok(token)
    }

    /// The token was given nothing any more.
    ///
    /// # Errors
    /// See [`TriviaError`].
    pub fn reset_token(&self, token: &str) -> Result<(), TriviaError> {
        self.open()?;
        Ok(self.given.reset(token, self.clock.now())?)
    }

    fn open(&self) -> Result<&OpenTriviaDb, TriviaError> {
        self.open.as_ref().ok_or(TriviaError::Closed)
    }

    fn seed(&self) -> i64 {
        let mut seed = [0; 8];
        let chance = self.entropy.bytes32();
        seed.iter_mut()
            .zip(chance)
            .for_each(|(to, from)| *to = from);
        i64::from_be_bytes(seed)
    }

    async fn drawable(&self, topics: Vec<TopicId>) -> Result<Vec<QuestionId>, Outage> {
        let draw = Draw {
            topics,
            difficulty_min: Difficulty::MIN,
            difficulty_max: Difficulty::MAX,
        };
        Ok(self.questions.drawable(&draw).await?)
    }

    /// In the order of these ids.
    async fn read(&self, ids: &[QuestionId]) -> Result<Vec<Question>, Outage> {
        let found = self.questions.find_all(ids).await?.into_iter();
        let mut of: BTreeMap<_, _> = found.map(|question| (question.id, question)).collect();
        Ok(ids.iter().filter_map(|id| of.remove(id)).collect())
    }

    async fn all_topics(&self) -> Result<BTreeMap<TopicId, Topic>, Outage> {
        let (mut topics, mut after) = (BTreeMap::new(), None);
        loop {
            let limit = TOPICS;
            let page = self.topics.list(PageRequest { after, limit }).await?;
            topics.extend(page.items.into_iter().map(|(topic, ..)| (topic.id, topic)));
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(topics),
            }
        }
    }
}

/// What that API can tell: one right answer among wrong ones, or true and false.
fn fits(question: &Question, open: &OpenTriviaDb, request: &TriviaRequest) -> bool {
    matches!(
        question.kind,
        QuestionKind::Single | QuestionKind::TrueFalse
    ) && request.kind.is_none_or(|kind| question.kind == kind)
        && request
            .level
            .is_none_or(|level| Level::of(question.difficulty) == level)
        && open
            .tag
            .as_ref()
            .is_none_or(|tag| question.tags.contains(tag))
}
