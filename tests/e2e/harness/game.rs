//! A quiz being played over HTTP, with everything kept that its player was told.

use super::{Answer, Server, User};
use serde_json::{Value, json};

/// A session that somebody plays.
pub(crate) struct Game<'a> {
    server: &'a Server,
    player: &'a User,
    pub(crate) id: String,
    /// Every answer so far, oldest first.
    pub(crate) told: Vec<Answer>,
}

/// What choosing leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    Right,
    Wrong,
}

impl<'a> Game<'a> {
    /// Starts a new session.
    pub(crate) async fn start(server: &'a Server, player: &'a User, wish: Value) -> Game<'a> {
        let answer = server.post("/v1/sessions").as_(player).json(wish).await;
        let session = answer.gives(201);
        let id = session["id"].as_str().unwrap().to_owned();
        Self {
            server,
            player,
            id,
            told: vec![answer],
        }
    }

    /// Goes on with a session that was started.
    pub(crate) fn resume(server: &'a Server, player: &'a User, id: &str) -> Game<'a> {
        Self {
            server,
            player,
            id: id.to_owned(),
            told: Vec::new(),
        }
    }

    /// Asks for the session.
    pub(crate) async fn session(&mut self) -> Value {
        let answer = self.get("").await;
        self.keep(answer).gives(200)
    }

    /// Asks for the current question.
    pub(crate) async fn question(&mut self) -> Value {
        let answer = self.get("/question").await;
        self.keep(answer).gives(200)
    }

    /// Answers a question; the verdict, with how the session ended, if it did.
    pub(crate) async fn answer(&mut self, question: &Value, letter: &str) -> Value {
        let answer = self.try_answer(question, letter).await;
        let told = self.keep(answer).gives(200);
        let mut verdict = told["verdict"].clone();
        verdict["ended"] = told["ended"].clone();
        verdict["status"] = told["status"].clone();
        verdict
    }

    /// The same, unless it is refused.
    pub(crate) async fn try_answer(&self, question: &Value, letter: &str) -> Answer {
        let path = format!("/v1/sessions/{}/answers", self.id);
        let given = json!({ "question": question["question_id"], "answer": { "choice": letter } });
        self.server.post(&path).as_(self.player).json(given).await
    }

    /// Looks at the current question and answers it.
    pub(crate) async fn play(&mut self, keeper: &User, aim: Aim) -> Value {
        let question = self.question().await;
        let letter = self.server.letter(keeper, &question, aim).await;
        self.answer(&question, &letter).await
    }

    /// Asks for something of the session.
    pub(crate) async fn get(&self, what: &str) -> Answer {
        self.server
            .get(&format!("/v1/sessions/{}{what}", self.id))
            .as_(self.player)
            .await
    }

    fn keep(&mut self, answer: Answer) -> &Answer {
        self.told.push(answer);
        self.told.last().unwrap()
    }
}

impl Server {
    /// The letter to choose, as somebody sees it who may see the bank.
    pub(crate) async fn letter(&self, keeper: &User, shown: &Value, aim: Aim) -> String {
        let id = shown["question_id"].as_str().unwrap();
        let whole = self
            .get(&format!("/v1/questions/{id}"))
            .as_(keeper)
            .await
            .gives(200);
        let answers = whole["answers"].as_array().unwrap();
        let right = answers
            .iter()
            .find(|answer| answer["is_correct"] == true)
            .unwrap();
        let choices = shown["choices"].as_array().unwrap();
        assert_eq!(choices.len(), answers.len(), "{shown} {whole}");
        let choice = choices
            .iter()
            .find(|choice| (choice["content"] == right["content"]) == (aim == Aim::Right))
            .unwrap_or_else(|| panic!("{shown} has none that is {aim:?}: {whole}"));
        choice["choice"].as_str().unwrap().to_owned()
    }
}
