//! Players on two nodes of one Postgres, one over a WebSocket and one by server-sent events. One node dies.

use super::{QUESTIONS, assert_whole, lobby, ready};
use crate::harness::{Aim, Deployment, Follower, Game, Kind, Listener, Server, User};
use serde_json::{Value, json};

/// The question in the midst of which a node dies.
const FATAL: usize = 3;

/// How somebody follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    Socket,
    Stream,
}

/// Somebody who follows, and plays.
struct Seat<'a> {
    server: &'a Server,
    user: &'a User,
    session: &'a str,
    over: Over,
    at: At,
    /// From where they followed before.
    told: Vec<Value>,
}

enum At {
    Socket(Follower),
    Stream(Listener),
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_loses_their_node_at_a_socket_goes_on_at_another() {
    one_node_dies(Over::Socket, Over::Stream).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_loses_their_node_at_a_stream_goes_on_at_another() {
    one_node_dies(Over::Stream, Over::Socket).await;
}

async fn one_node_dies(of_ada: Over, of_bob: Over) {
    let here = Deployment::on(Kind::Postgres);
    let one = here.start().await;
    let grace = one.admin().await;
    let other = here.start().await;
    let (ada, bob) = (one.player("ada").await, one.player("bob").await);
    let session = lobby(&one, &ada, &bob).await;
    let at_one = Seat::take(&one, &ada, &session, of_ada).await;
    let at_other = Seat::take(&other, &bob, &session, of_bob).await;
    ready(&one, &ada, &session, true).await;
    ready(&other, &bob, &session, true).await;
    let (of_ada, of_bob) = tokio::join!(
        at_one.plays_until_its_node_dies(&grace, &other),
        at_other.plays(&grace),
    );
    assert_eq!(of_ada, of_bob, "nothing is lost, and nothing is told twice");
    assert_whole(&of_ada, 1);
    assert_eq!(
        of_ada
            .iter()
            .filter(|event| event["type"] == "left")
            .count(),
        0
    );
    for user in [&ada, &bob] {
        assert_kept(&other, user, &session, &of_ada).await;
    }
    other.stop().await;
    here.books_fit().await;
}

/// Whoever answered everything rightly has every heart, and the points and coins that all were told of.
async fn assert_kept(server: &Server, user: &User, session: &str, told: &[Value]) {
    let path = format!("/v1/sessions/{session}");
    let session = server.get(&path).as_(user).await.gives(200);
    let of_user = |name: &str| {
        let event = told.iter().rfind(|event| event["type"] == name).unwrap();
        let mut players = event["data"]["players"].as_array().unwrap().iter();
        players
            .find(|it| it["user_id"] == *user.id)
            .unwrap()
            .clone()
    };
    let (standing, outcome) = (of_user("scores"), of_user("finished"));
    assert_eq!(standing["hearts_left"], 3, "{standing}");
    assert_eq!(session["hearts_left"], standing["hearts_left"]);
    let results = told.iter().filter(|event| event["type"] == "result");
    let awarded = results.map(|event| {
        let mut players = event["data"]["players"].as_array().unwrap().iter();
        let own = players.find(|it| it["user_id"] == *user.id).unwrap();
        assert_eq!(own["is_correct"], true, "{event}");
        own["points_awarded"].as_i64().unwrap()
    });
    let score: i64 = awarded.sum();
    for told in [&session["score"], &standing["score"], &outcome["score"]] {
        assert_eq!(*told, score);
    }
    assert_eq!(server.balance(user, "WISE").await, (score / 10).to_string());
}

impl<'a> Seat<'a> {
    async fn take(server: &'a Server, user: &'a User, session: &'a str, over: Over) -> Self {
        Self {
            server,
            user,
            session,
            over,
            at: At::new(server, user, session, (over, 0)).await,
            told: Vec::new(),
        }
    }

    /// Answers every question rightly until the game is over; all that was told.
    async fn plays(mut self, grace: &User) -> Vec<Value> {
        while let Some(event) = self.at.next().await {
            if event["type"] == "question" {
                self.answers(grace, &event["data"]).await;
            }
        }
        self.everything()
    }

    /// The same; but the node dies before they answer one of them, and they come to another.
    async fn plays_until_its_node_dies(mut self, grace: &User, other: &'a Server) -> Vec<Value> {
        let open = loop {
            let event = self.at.next().await.expect("it goes on");
            if event["type"] == "question" {
                if event["data"]["number"] == FATAL {
                    break event["data"].clone();
                }
                self.answers(grace, &event["data"]).await;
            }
        };
        self.server.kill_now();
        while self.at.next().await.is_some() {}
        let told = self.everything();
        let last = told.last().unwrap()["sequence"].as_i64().unwrap();
        let again = Self {
            server: other,
            at: At::new(other, self.user, self.session, (self.over, last)).await,
            told,
            ..self
        };
        again.answers_and_plays(grace, &open).await
    }

    async fn answers_and_plays(mut self, grace: &User, open: &Value) -> Vec<Value> {
        self.answers(grace, open).await;
        self.plays(grace).await
    }

    async fn answers(&mut self, grace: &User, question: &Value) {
        let letter = self.server.letter(grace, question, Aim::Right).await;
        match &mut self.at {
            At::Socket(follower) => {
                let (id, given) = (&question["question_id"], json!({ "choice": letter }));
                let answer = json!({ "do": "answer", "question": id, "answer": given });
                let reply = follower.does(answer).await;
                assert_eq!(reply["status"], 200, "{reply}");
            }
            At::Stream(_) => {
                let game = Game::resume(self.server, self.user, self.session);
                game.try_answer(question, &letter).await.gives(200);
            }
        }
    }

    fn everything(&mut self) -> Vec<Value> {
        let now = match &mut self.at {
            At::Socket(follower) => std::mem::take(&mut follower.told),
            At::Stream(listener) => std::mem::take(&mut listener.told),
        };
        self.told.extend(now);
        let told = std::mem::take(&mut self.told);
        let questions = told.iter().filter(|event| event["type"] == "question");
        assert!(questions.count() <= QUESTIONS);
        told
    }
}

impl At {
    async fn new(server: &Server, user: &User, session: &str, (over, after): (Over, i64)) -> Self {
        match over {
            Over::Socket => Self::Socket(server.follow(user, session, Some(after)).await),
            Over::Stream => Self::Stream(server.listen(user, session, after).await),
        }
    }

    /// The next event; `None`: nothing more comes this way.
    async fn next(&mut self) -> Option<Value> {
        match self {
            Self::Socket(follower) => follower.next().await.ok(),
            Self::Stream(listener) => listener.next().await,
        }
    }
}
