use crate::state::State;
use ludger_domain::quiz::{Question, Topic};
use ludger_ports::Unavailable;

impl State {
    pub(super) fn save_topic(&mut self, topic: &Topic) -> Result<(), Unavailable> {
        if topic.version == 1 {
            self.topics.add(topic.id, topic.clone())?;
        } else {
            let before = self
                .topics
                .get(&topic.id)
                .filter(|topic| topic.deleted_at.is_none());
            if let Some(title) = before.map(Topic::title_key) {
                self.titles.remove(&title);
            }
            self.topics.put(topic.id, topic.clone());
        }
        match topic.deleted_at {
            None => self.titles.add(topic.title_key(), topic.id),
            Some(_) => Ok(()),
        }
    }

    /// Answers that the question no longer has are kept for those who picked them.
    pub(super) fn save_question(&mut self, question: &Question) -> Result<(), Unavailable> {
        let before = self
            .questions
            .get(&question.id)
            .map(|before| before.answers.clone());
        let had = |id| before.iter().flatten().any(|answer| answer.id == id);
        for answer in question.answers.iter().filter(|answer| !had(answer.id)) {
            self.answers.add(answer.id, question.id)?;
        }
        if question.version == 1 {
            return self.questions.add(question.id, question.clone());
        }
        self.questions.put(question.id, question.clone());
        Ok(())
    }
}
