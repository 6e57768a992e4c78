mod statistics;

use super::{behind, export, page};
use crate::MemoryStore;
use crate::state::State;
use async_trait::async_trait;
use ludger_domain::ids::{QuestionId, TopicId};
use ludger_domain::quiz::{Question, QuestionStatistics, Topic};
use ludger_ports::read::{Draw, ExportItem, QuestionFilter, Questions, Topics};
use ludger_ports::{Page, PageRequest, Unavailable};

#[async_trait]
impl Topics for MemoryStore {
    async fn find(&self, id: TopicId) -> Result<Option<Topic>, Unavailable> {
        Ok(self.read(|state| {
            state
                .topics
                .get(&id)
                .filter(|topic| topic.deleted_at.is_none())
                .cloned()
        }))
    }

    async fn by_title(&self, key: &str) -> Result<Option<Topic>, Unavailable> {
        Ok(self.read(|state| state.topics.get(state.titles.get(key)?).cloned()))
    }

    async fn list(
        &self,
        request: PageRequest<String>,
    ) -> Result<Page<(Topic, u64), String>, Unavailable> {
        Ok(self.read(|state| {
            let topics = state
                .titles
                .range(behind(request.after))
                .filter_map(|(_, id)| state.topics.get(id));
            let counted = topics.map(|topic| counted(state, topic));
            page(counted, request.limit, |(topic, ..)| topic.title_key())
        }))
    }
}

/// A topic with the number of its questions.
fn counted(state: &State, topic: &Topic) -> (Topic, u64) {
    let questions = state.bank().filter(|question| question.topic == topic.id);
    (topic.clone(), questions.map(|_| 1).sum())
}

/// `text` is the filter's, in lower case.
fn is_shown(
    state: &State,
    question: &Question,
    filter: &QuestionFilter,
    text: Option<&str>,
) -> bool {
    let QuestionFilter {
        topic,
        kind,
        difficulty,
        difficulty_min,
        difficulty_max,
        tag,
        starred_by,
        has_media,
        text: _,
    } = filter;
    question.deleted_at.is_none()
        && topic.is_none_or(|topic| question.topic == topic)
        && kind.is_none_or(|kind| question.kind == kind)
        && difficulty.is_none_or(|it| question.difficulty == it)
        && difficulty_min.is_none_or(|it| question.difficulty >= it)
        && difficulty_max.is_none_or(|it| question.difficulty <= it)
        && tag.as_ref().is_none_or(|tag| question.tags.contains(tag))
        && starred_by.is_none_or(|user| state.stars.contains_key(&(user, question.id)))
        && has_media.is_none_or(|has| question.media.is_empty() != has)
        && text.is_none_or(|text| question.content.to_lowercase().contains(text))
}

#[async_trait]
impl Questions for MemoryStore {
    async fn find(&self, id: QuestionId) -> Result<Option<Question>, Unavailable> {
        Ok(self.read(|state| state.questions.get(&id).cloned()))
    }

    async fn find_all(&self, ids: &[QuestionId]) -> Result<Vec<Question>, Unavailable> {
        Ok(self.read(|state| {
            ids.iter()
                .filter_map(|id| state.questions.get(id))
                .cloned()
                .collect()
        }))
    }

    async fn list(
        &self,
        filter: &QuestionFilter,
        request: PageRequest<QuestionId>,
    ) -> Result<Page<Question, QuestionId>, Unavailable> {
        let text = filter.text.as_deref().map(str::to_lowercase);
        Ok(self.read(|state| {
            let questions = state
                .questions
                .range(behind(request.after))
                .map(|(_, question)| question);
            let shown =
                questions.filter(|question| is_shown(state, question, filter, text.as_deref()));
            page(shown.cloned(), request.limit, |question| question.id)
        }))
    }

    async fn drawable(&self, draw: &Draw) -> Result<Vec<QuestionId>, Unavailable> {
        let difficulties = draw.difficulty_min..=draw.difficulty_max;
        Ok(self.read(|state| {
            let drawable = state.bank().filter(|question| {
                difficulties.contains(&question.difficulty)
                    && (draw.topics.is_empty() || draw.topics.contains(&question.topic))
            });
            drawable.map(|question| question.id).collect()
        }))
    }

    async fn statistics(&self, id: QuestionId) -> Result<QuestionStatistics, Unavailable> {
        Ok(self.read(|state| statistics::statistics(state, id)))
    }

    async fn content_keys(&self, topic: TopicId) -> Result<Vec<String>, Unavailable> {
        Ok(self.read(|state| {
            let questions = state.bank().filter(|question| question.topic == topic);
            questions.map(Question::content_key).collect()
        }))
    }

    async fn export(
        &self,
        topic: Option<TopicId>,
        request: PageRequest<QuestionId>,
    ) -> Result<Page<ExportItem, QuestionId>, Unavailable> {
        Ok(self.read(|state| export::export(state, topic, request)))
    }
}
