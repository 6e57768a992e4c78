use super::*;
use crate::Caller;
use crate::Origin;
use crate::bank::Bank;
use crate::testing;
use ludger_domain::accounts::{Means, Principal, Role};
use ludger_domain::quiz::{QuestionDraft, TopicDraft};
use ludger_store_memory::MemoryStore;
use ludger_testkit::world::FakeClock;
use serde_json::json;
use std::time::Duration;

struct World {
    trivia: Trivia,
    clock: Arc<FakeClock>,
}

impl World {
    /// Two topics: sums of every difficulty, of which the first two are tagged, and one statement.
    async fn open(opentdb: Option<OpenTriviaDb>) -> Self {
        let clock = FakeClock::new();
        let ports = testing::ports(Arc::new(MemoryStore::new()), clock.clone());
        let (bank, mia) = (Bank::new(&ports), moderator());
        let mut topics = Vec::new();
        for title in ["Sums", "Facts"] {
            let draft = TopicDraft {
                title: title.to_owned(),
                ..TopicDraft::default()
            };
            topics.push(bank.create_topic.run(&mia, draft).await.unwrap().id);
        }
        for n in 1..=5 {
            let tags = if n <= 2 { vec!["open"] } else { vec![] };
            let body = json!({
                "kind": "single", "difficulty": n, "content": format!("{n} + {n}?"), "tags": tags,
                "answers": [{ "content": "right", "is_correct": true }, { "content": "wrong" }],
            });
            let draft: QuestionDraft = serde_json::from_value(body).unwrap();
            bank.create_question
                .run(&mia, topics[0], draft)
                .await
                .unwrap();
        }
        for (kind, answers) in [
            (
                "true_false",
                json!([{ "content": "True", "is_correct": true }, { "content": "False" }]),
            ),
            ("text", json!([{ "content": "Ada" }])),
        ] {
            let body = json!({ "kind": kind, "content": "Is it so?", "answers": answers });
            let draft: QuestionDraft = serde_json::from_value(body).unwrap();
            bank.create_question
                .run(&mia, topics[1], draft)
                .await
                .unwrap();
        }
        let settings = Settings {
            opentdb,
            ..Settings::default()
        };
        let trivia = Trivia::new(&ports, &settings);
        Self { trivia, clock }
    }

    async fn asks(&self, request: TriviaRequest) -> Result<Vec<String>, TriviaError> {
        let found = self.trivia.ask(&request).await?.into_iter();
        let mut contents: Vec<_> = found.map(|(_, question)| question.content).collect();
        contents.sort();
        Ok(contents)
    }
}

fn moderator() -> Caller {
    let id = "00000000-0000-7000-8000-000000000007";
    let principal = Principal {
        user: id.parse().unwrap(),
        username: "mia".to_owned(),
        roles: [Role::Moderator].into(),
        withheld: [].into(),
        means: Means::Session {
            id: id.parse().unwrap(),
            authenticated_at: ludger_domain::Timestamp::UNIX_EPOCH,
        },
    };
    let origin = Origin::default();
    Caller { principal, origin }
}

fn some(amount: usize) -> TriviaRequest {
    TriviaRequest {
        amount,
        ..TriviaRequest::default()
    }
}

#[tokio::test]
async fn it_is_closed_unless_somebody_opens_it() {
    let world = World::open(None).await;
    assert!(matches!(
        world.asks(some(1)).await,
        Err(TriviaError::Closed)
    ));
    assert!(matches!(
        world.trivia.categories().await,
        Err(TriviaError::Closed)
    ));
    assert!(matches!(
        world.trivia.counts().await,
        Err(TriviaError::Closed)
    ));
    assert!(matches!(world.trivia.new_token(), Err(TriviaError::Closed)));
    assert!(matches!(
        world.trivia.reset_token("x"),
        Err(TriviaError::Closed)
    ));
}

#[tokio::test]
async fn questions_are_narrowed_and_no_fewer_are_given() {
    let world = World::open(Some(OpenTriviaDb::default())).await;
    assert_eq!(world.asks(some(6)).await.unwrap().len(), 6);
    assert!(matches!(
        world.asks(some(7)).await,
        Err(TriviaError::NotEnough)
    ));
    let easy = TriviaRequest {
        level: Some(Level::Easy),
        ..some(2)
    };
    assert_eq!(world.asks(easy).await.unwrap(), ["1 + 1?", "2 + 2?"]);
    let statement = TriviaRequest {
        kind: Some(QuestionKind::TrueFalse),
        ..some(1)
    };
    assert_eq!(world.asks(statement).await.unwrap(), ["Is it so?"]);
    let topics = world.trivia.categories().await.unwrap();
    let titles: Vec<_> = topics.iter().map(|topic| topic.title.as_str()).collect();
    assert_eq!(titles, ["Facts", "Sums"]);
    let facts = TriviaRequest {
        category: Some(topics[0].number()),
        ..some(1)
    };
    assert_eq!(world.asks(facts).await.unwrap(), ["Is it so?"]);
    let nowhere = TriviaRequest {
        category: Some(1),
        ..some(1)
    };
    assert!(matches!(
        world.asks(nowhere).await,
        Err(TriviaError::NotEnough)
    ));
}

#[tokio::test]
async fn with_a_tag_nothing_else_is_open() {
    let tag = Some("open".to_owned());
    let world = World::open(Some(OpenTriviaDb { tag })).await;
    assert_eq!(world.asks(some(2)).await.unwrap(), ["1 + 1?", "2 + 2?"]);
    assert!(matches!(
        world.asks(some(3)).await,
        Err(TriviaError::NotEnough)
    ));
    let counts = world.trivia.counts().await.unwrap();
    let all: Vec<_> = counts.iter().map(|(_, counts)| counts.all()).collect();
    assert_eq!(all, [0, 2]);
}

#[tokio::test]
async fn topics_are_counted_by_level() {
    let world = World::open(Some(OpenTriviaDb::default())).await;
    let counts = world.trivia.counts().await.unwrap();
    let (facts, sums) = (counts[0].1, counts[1].1);
    assert_eq!((facts.easy, facts.medium, facts.hard), (0, 1, 0));
    assert_eq!((sums.easy, sums.medium, sums.hard), (2, 1, 2));
}

#[tokio::test]
async fn a_token_gets_nothing_twice_and_is_forgotten_after_six_hours() {
    let world = World::open(Some(OpenTriviaDb::default())).await;
    let token = world.trivia.new_token().unwrap();
    let asks = |amount| TriviaRequest {
        token: Some(token.clone()),
        ..some(amount)
    };
    let first = world.asks(asks(4)).await.unwrap();
    let rest = world.asks(asks(2)).await.unwrap();
    assert!(rest.iter().all(|content| !first.contains(content)));
    assert!(matches!(
        world.asks(asks(1)).await,
        Err(TriviaError::Exhausted)
    ));
    world.trivia.reset_token(&token).unwrap();
    assert_eq!(world.asks(asks(6)).await.unwrap().len(), 6);
    world.clock.advance(Duration::from_hours(6));
    let unknown = world.asks(asks(1)).await;
    assert!(matches!(unknown, Err(TriviaError::UnknownToken(_))));
    assert!(world.trivia.reset_token("made up").is_err());
}
