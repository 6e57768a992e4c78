//! What requests are about: made for somebody, so that it is theirs.

use super::table::{Object, Row};
use super::world::World;
use ludger_application::play::Deed;
use ludger_application::{Caller, Origin};
use ludger_domain::accounts::{
    Allowed, ApiToken, ApiTokenName, Means, OneTimeToken, Principal, Purpose, Role, Tier,
};
use ludger_domain::boards::{Board, Leaderboard, Period, Scored};
use ludger_domain::ids::{JobId, LeaderboardId, QuestionId, TransferId, UserId};
use ludger_domain::jobs::{Job, JobKind};
use ludger_domain::ledger::{AccountKey, Category, Transfer};
use ludger_domain::quiz::{
    Given, Mode, QuestionDraft, Quiz, QuizDraft, QuizSettings, QuizStatus, SessionRequest,
    TopicDraft,
};
use ludger_ports::read::Boards;
use ludger_ports::{Changes, Store};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const NOWHERE: &str = "00000000-0000-7000-8000-999999999999";

/// What a request names.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// Its id, or its number.
    pub(super) id: String,
    /// The question that is to be answered, or the player that is to be kicked.
    pub(super) other: String,
}

impl World {
    /// Something of the caller's, of another's, or nothing.
    pub(super) async fn object(&self, row: &Row, object: Object, caller: UserId) -> Named {
        let mut named = Named {
            id: NOWHERE.to_owned(),
            other: NOWHERE.to_owned(),
        };
        let owner = match object {
            Object::Own => caller,
            Object::Foreign => self.somebody(Some(Role::Player)).await.id,
            Object::Missing if row.path.contains("{sequence}") => {
                named.id = "999".to_owned();
                return named;
            }
            Object::Missing if row.path.ends_with("/invitations/{id}") => {
                named.id = "0".repeat(64);
                return named;
            }
            Object::Missing | Object::None => return named,
        };
        named.id = match row.path {
            "/v1/me/api-tokens/{id}" => self.api_token_of(owner).await,
            "/v1/me/sessions/{id}" => self.signs_in(owner, true).await.session.to_string(),
            "/v1/me/wallets/{currency}/transactions/{sequence}" => {
                // The other one has more of them, so that its number is none of the caller's.
                let count = if object == Object::Own { 1 } else { 3 };
                for _ in 0..count {
                    self.gift(owner).await;
                }
                count.to_string()
            }
            "/v1/topics/{id}" => self.topic().await,
            "/v1/admin/allow-list/{email}" => self.listed().await,
            "/v1/admin/invitations/{id}" => self.invited().await,
            "/v1/admin/jobs/{id}" | "/v1/admin/jobs/{id}/run" => self.dead_job().await,
            "/v1/leaderboards/{id}" | "/v1/leaderboards/{id}/entries" => {
                self.frozen_board(owner).await.to_string()
            }
            path if path.starts_with("/v1/quizzes/") => self.put_together(row).await,
            "/media/{file}" => self.uploaded().await,
            "/v1/questions/{id}/star" => self.answered_by(caller).await,
            "/v1/questions/{id}" | "/v1/questions/{id}/statistics" => {
                self.bank_question().await.to_string()
            }
            "/v1/ledger/transfers/{id}" | "/v1/admin/transfers/{id}/reversal" => {
                self.gift(owner).await.to_string()
            }
            path if path.starts_with("/v1/sessions/") => return self.quiz(path, owner).await,
            _ => owner.to_string(),
        };
        named
    }

    async fn api_token_of(&self, owner: UserId) -> String {
        let (name, now) = (ApiTokenName::try_from("nightly".to_owned()), self.now());
        let told = (name.unwrap(), BTreeSet::new());
        let secret = self.secret();
        let token = ApiToken::new(self.ids.next().into(), owner, told, None, &secret, now);
        let id = token.id.to_string();
        self.commit(Changes::at(now).save_api_token(token)).await;
        id
    }

    async fn gift(&self, owner: UserId) -> TransferId {
        let (inr, now) = ("INR".parse().unwrap(), self.now());
        let between = (AccountKey::mint(inr), AccountKey::available(owner, inr));
        let id = TransferId::from(self.ids.next());
        let gift = Transfer::between(id, Category::Bonus, now, between, 500).unwrap();
        self.commit(Changes::at(now).post(gift)).await;
        id
    }

    /// Somebody who may register.
    async fn listed(&self) -> String {
        let email = format!("{}@example.org", self.word("listed"));
        let allowed = Allowed {
            name: String::new(),
            email: email.parse().unwrap(),
            level: Tier::Normie,
        };
        self.commit(Changes::at(self.now()).allow(allowed)).await;
        email
    }

    /// Somebody who was invited.
    async fn invited(&self) -> String {
        let (purpose, now) = (Purpose::Invitation, self.now());
        let email = format!("{}@example.org", self.word("invited"))
            .parse()
            .unwrap();
        let token = OneTimeToken::issue(purpose, None, email, &self.secret(), now);
        let id = token.hash.to_string();
        self.commit(Changes::at(now).save_one_time_token(token))
            .await;
        id
    }

    async fn dead_job(&self) -> String {
        let (id, now) = (JobId::from(self.ids.next()), self.now());
        let job = Job::new(id, JobKind::Prune, self.word("job"), Value::Null, now);
        self.commit(Changes::at(now).save_job(job.clone())).await;
        self.commit(Changes::at(now).save_job(job.dead("no"))).await;
        id.to_string()
    }

    /// A leaderboard of years ago, frozen.
    async fn frozen_board(&self, owner: UserId) -> LeaderboardId {
        let (now, ended_at) = (self.now(), "2020-01-01T12:00:00Z".parse().unwrap());
        let scored = Scored::finished(Mode::Solo, owner, 10, ended_at);
        let board = Board::at(Mode::Solo, Period::Daily, ended_at);
        let opened = Leaderboard::opened(board, now).unwrap();
        let id = opened.id;
        self.commit(Changes::at(now).score(scored)).await;
        let is_frozen = self.store.leaderboard(id).await.unwrap();
        if is_frozen.is_some_and(|leaderboard| leaderboard.frozen_at.is_some()) {
            return id;
        }
        let closed = opened.close(now).unwrap();
        let frozen = closed.clone().freeze(now).unwrap();
        for step in [closed, frozen] {
            let step = Changes::at(now).save_leaderboard(step, Vec::new());
            self.commit(step).await;
        }
        id
    }

    /// A topic without questions.
    pub(super) async fn topic(&self) -> String {
        let draft = TopicDraft {
            title: self.word("topic"),
            description: String::new(),
        };
        let create = &self.use_cases.bank.create_topic;
        let topic = create.run(&self.as_admin(), draft).await.unwrap();
        topic.id.to_string()
    }

    pub(super) async fn bank_question(&self) -> QuestionId {
        let topic = self.topic().await.parse().unwrap();
        let draft: QuestionDraft = serde_json::from_value(json!({
            "kind": "single", "content": format!("{}?", self.word("which")),
            "answers": [{ "content": "this", "is_correct": true }, { "content": "that" }],
        }))
        .unwrap();
        let create = &self.use_cases.bank.create_question;
        create.run(&self.as_admin(), topic, draft).await.unwrap().id
    }

    /// A picture.
    async fn uploaded(&self) -> String {
        let content = format!("png: {}", self.word("picture")).into_bytes();
        let upload = &self.use_cases.bank.upload_media;
        let file = upload.run(&self.as_admin(), content).await.unwrap();
        file.name.to_string()
    }

    /// A question that somebody has answered.
    async fn answered_by(&self, user: UserId) -> String {
        let player = as_person(user, Role::Player);
        let play = &self.use_cases.play;
        let started = play.start.run(&player, SessionRequest::default()).await;
        let session = started.unwrap().session.id;
        let shown = play.question.run(&player, session).await.unwrap();
        let view = shown.view;
        let given = Given::Choice(view.choices[0].letter);
        let answer = (view.question, &given);
        play.answer.run(&player, session, answer).await.unwrap();
        view.question.to_string()
    }

    /// A quiz in the state that the route takes.
    async fn put_together(&self, row: &Row) -> String {
        let (topic, now) = (self.topic().await.parse().unwrap(), self.now());
        let draft = QuizDraft {
            title: self.word("quiz"),
            description: String::new(),
            difficulty: 3,
            questions: vec![self.bank_question().await],
            settings: QuizSettings::default(),
        };
        let quiz = Quiz::new(self.ids.next().into(), self.root, topic, draft, now).unwrap();
        let status = match row.to_string().as_str() {
            "GET /v1/quizzes/{id}" | "POST /v1/quizzes/{id}/archive" => QuizStatus::Published,
            "POST /v1/quizzes/{id}/reopen" => QuizStatus::Archived,
            _ => QuizStatus::Draft,
        };
        let id = quiz.id.to_string();
        let quiz = Quiz { status, ..quiz };
        self.commit(Changes::at(now).save_quiz(quiz)).await;
        id
    }

    /// A session as the route takes it.
    async fn quiz(&self, path: &str, owner: UserId) -> Named {
        let (play, player) = (&self.use_cases.play, as_person(owner, Role::Player));
        let last = path.rsplit('/').next().unwrap();
        let request = SessionRequest {
            mode: ["ready", "{user}"].contains(&last).then_some(Mode::Comp),
            ..SessionRequest::default()
        };
        let started = play.start.run(&player, request).await.unwrap().session;
        let session = started.id;
        let mut other = NOWHERE.to_owned();
        match last {
            "answers" => {
                let shown = play.question.run(&player, session).await.unwrap();
                other = shown.view.question.to_string();
            }
            "resume" => drop(play.act.run(&player, session, Deed::Pause).await.unwrap()),
            // Of a session that is over the stream ends.
            "review" | "events" => drop(play.act.run(&player, session, Deed::Leave).await.unwrap()),
            "{user}" => {
                let joining = self.somebody(Some(Role::Player)).await.id;
                let code = started.join_code.unwrap().to_string();
                let guest = as_person(joining, Role::Player);
                play.join.run(&guest, &code).await.unwrap();
                other = joining.to_string();
            }
            _ => {}
        }
        let id = session.to_string();
        Named { id, other }
    }

    pub(super) async fn commit(&self, changes: Changes) {
        self.store.commit(changes).await.unwrap();
    }

    fn as_admin(&self) -> Caller {
        as_person(self.root, Role::Admin)
    }
}

fn as_person(user: UserId, role: Role) -> Caller {
    let principal = Principal {
        user,
        username: "somebody".to_owned(),
        roles: BTreeSet::from([role]),
        withheld: [].into(),
        means: Means::Session {
            id: uuid::Uuid::nil().into(),
            authenticated_at: jiff::Timestamp::UNIX_EPOCH,
        },
    };
    Caller {
        principal,
        origin: Origin::default(),
    }
}
