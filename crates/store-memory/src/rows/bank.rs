use crate::state::State;
use ludger_domain::ids::QuizId;
use ludger_domain::quiz::{Question, Quiz, Star, Topic};
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

    /// How often it was played is nobody's to say.
    pub(super) fn save_quiz(&mut self, quiz: &Quiz) -> Result<(), Unavailable> {
        if quiz.version == 1 {
            let play_count = 0;
            return self.quizzes.add(
                quiz.id,
                Quiz {
                    play_count,
                    ..quiz.clone()
                },
            );
        }
        let before = self.quizzes.get(&quiz.id);
        let play_count = before.map_or(0, |before| before.play_count);
        let quiz = Quiz {
            play_count,
            ..quiz.clone()
        };
        self.quizzes.put(quiz.id, quiz);
        Ok(())
    }

    /// One that is there already stays as it is.
    pub(super) fn star(&mut self, star: &Star) {
        let key = (star.user, star.question);
        if !self.stars.contains_key(&key) {
            self.stars.put(key, *star);
        }
    }

    pub(super) fn count_played(&mut self, id: QuizId) {
        if let Some(quiz) = self.quizzes.get(&id).cloned() {
            let play_count = quiz.play_count + 1;
            self.quizzes.put(id, Quiz { play_count, ..quiz });
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
