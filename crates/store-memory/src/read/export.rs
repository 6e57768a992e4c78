//! The bank in the order of an export: by topic title, then by age.

use super::{behind, page};
use crate::state::State;
use ludger_domain::ids::{QuestionId, TopicId};
use ludger_ports::read::ExportItem;
use ludger_ports::{Page, PageRequest};
use std::collections::BTreeMap;

pub(super) fn export(
    state: &State,
    topic: Option<TopicId>,
    request: PageRequest<QuestionId>,
) -> Page<ExportItem, QuestionId> {
    let chosen = state
        .bank()
        .filter(|question| topic.is_none_or(|topic| question.topic == topic));
    let places: BTreeMap<_, _> = chosen
        .filter_map(|question| Some((place(state, question.id)?, question)))
        .collect();
    // The last one seen may have left the bank meanwhile; its row still tells where it stood.
    let after = request.after.and_then(|id| place(state, id));
    let items = places.range(behind(after)).filter_map(|(_, question)| {
        let topic = state.topics.get(&question.topic)?.clone();
        Some(ExportItem {
            topic,
            question: (*question).clone(),
        })
    });
    page(items, request.limit, |item| item.question.id)
}

fn place(state: &State, id: QuestionId) -> Option<(String, QuestionId)> {
    let question = state.questions.get(&id)?;
    Some((state.topics.get(&question.topic)?.title_key(), id))
}
