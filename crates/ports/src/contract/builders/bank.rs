use super::{NOW, Stores, changes};
use ludger_domain::quiz::{
    Answer, AnswerDraft, Media, MediaType, Question, QuestionDraft, QuestionKind, Topic, TopicDraft,
};

impl Stores {
    /// A topic to be added.
    pub(in crate::contract) fn new_topic(&self, title: &str) -> Topic {
        let draft = TopicDraft {
            title: title.to_owned(),
            description: format!("All about {title}."),
        };
        Topic::new(self.id(), draft, NOW).unwrap()
    }

    /// A topic of the bank.
    pub(in crate::contract) async fn topic(&self, title: &str) -> Topic {
        let topic = self.new_topic(title);
        self.apply(changes().save_topic(topic.clone(), true)).await;
        topic
    }

    /// A question to be added.
    pub(in crate::contract) fn new_question(
        &self,
        topic: &Topic,
        draft: QuestionDraft,
    ) -> Question {
        Question::new(self.id(), topic.id, draft, || self.id(), NOW).unwrap()
    }

    /// A question of the bank, with four answers.
    pub(in crate::contract) async fn question(&self, topic: &Topic, content: &str) -> Question {
        self.question_like(topic, draft(content)).await
    }

    /// The same, of any sort.
    pub(in crate::contract) async fn question_like(
        &self,
        topic: &Topic,
        draft: QuestionDraft,
    ) -> Question {
        let question = self.new_question(topic, draft);
        self.apply(changes().save_question(question.clone())).await;
        question
    }
}

/// A journeyman's question with four answers, the first of them right.
pub(in crate::contract) fn draft(content: &str) -> QuestionDraft {
    let answer = |text: &str| AnswerDraft {
        content: format!("{text} answer to {content}"),
        ..AnswerDraft::default()
    };
    let mut answers: Vec<_> = ["First", "Second", "Third", "Fourth"].map(answer).into();
    answers[0].is_correct = true;
    QuestionDraft {
        kind: QuestionKind::Single,
        difficulty: 3,
        content: content.to_owned(),
        explanation: format!("Because of {content}."),
        points: 100,
        tags: vec!["old".to_owned(), "new".to_owned()],
        media: vec![Media {
            url: "https://example.org/a.gif".to_owned(),
            media_type: MediaType::Gif,
        }],
        answers,
    }
}

/// The answer that is right, or the first that is wrong.
pub(in crate::contract) fn right(question: &Question, is_right: bool) -> &Answer {
    question
        .answers
        .iter()
        .find(|answer| answer.is_correct == is_right)
        .unwrap()
}
