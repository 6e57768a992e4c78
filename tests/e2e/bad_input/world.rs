//! What is there, and requests that there is nothing wrong with.

use super::asking::{Asking, FRESH};
use super::document::{Document, Operation};
use crate::content::PNG;
use crate::harness::{
    Aim, Deployment, Game, Kind, Server, User, move_amount, registration, system, user,
};
use crate::mail;
use reqwest::Method;
use serde_json::{Value, json};
use std::path::PathBuf;

pub(super) const SETUP: &str = "/v1/setup";
pub(super) const SIGN_OUT: &str = "/v1/auth/sign-out";
/// What nothing is wrong with, and is refused as things are: there is an admin, no job is dead, nobody has a second factor,
/// what its application
/// shows is not known here, nobody opens a WebSocket, and no leaderboard is frozen on the first day.
pub(super) const REFUSED: [(&str, u16, &str); 10] = [
    (SETUP, 409, "setup_done"),
    ("/v1/admin/jobs/{id}/run", 409, "job_not_dead"),
    ("/v1/me/second-factor/confirm", 401, "invalid_code"),
    (
        "/v1/me/second-factor/recovery-codes",
        409,
        "no_second_factor",
    ),
    ("/v1/sessions/join", 404, "not_found"),
    ("/v1/sessions/{id}/ready", 409, "session_started"),
    ("/v1/sessions/{id}/players/{user}", 404, "not_found"),
    ("/v1/sessions/{id}/live", 426, "websocket_required"),
    ("/v1/leaderboards/{id}", 404, "not_found"),
    ("/v1/leaderboards/{id}/entries", 404, "not_found"),
];
/// Who stands on the allow-list.
const LISTED: &str = "listed@example.org";
/// The id of nothing.
pub(super) const NO_ID: &str = "0198c5f0-7a00-7000-8000-00000000dead";

/// Places whose values are words of their own. No leaderboard is frozen on the first day.
const NAMED: [(&str, &str); 7] = [
    ("/v1/admin/users/{id}/roles/{role}", "moderator"),
    ("/v1/admin/allow-list/{email}", LISTED),
    ("/v1/me/wallets/{currency}/transactions/{sequence}", "1"),
    ("/v1/me/wallets/{currency}", "INR"),
    ("/v1/boards/{mode}", "solo"),
    ("/v1/boards/{mode}/{period}", "daily"),
    ("/v1/leaderboards/{id}", NO_ID),
];

/// Whether a request to take away what never was is granted, without a word of what there is.
pub(super) fn stays_away(operation: &Operation, id: &str) -> bool {
    let unstars = operation.method == Method::DELETE && operation.path == "/v1/questions/{id}/star";
    unstars && id.len() == NO_ID.len()
}

/// What is there.
pub(super) struct World {
    /// Has every role, and what can be had.
    pub(super) all: User,
    /// May play.
    pub(super) player: User,
    /// Has no role.
    pub(super) nobody: User,
    /// The values of path parameters, by the path up to them.
    places: Vec<(&'static str, String)>,
    /// Bodies that the document has no example of, since they name what is there.
    bodies: Vec<(Method, &'static str, Value)>,
    /// The version of what can be edited.
    tags: Vec<(String, String)>,
}

impl World {
    pub(super) async fn new(server: &Server, mails: &PathBuf) -> Self {
        let all = server.admin().await;
        with_all_roles(server, &all).await;
        let (player, nobody) = (server.player("ada").await, server.player("ben").await);
        // Somebody for the links, somebody for the tokens, and another admin, so that the first one may go.
        let (linked, other) = (server.player("cleo").await, server.player("dora").await);
        server.grant(&all, &other, "admin").await;
        let mut bodies = links(server, mails, &linked).await;
        // Of somebody else: whoever changes their address has no good link to the old one.
        bodies.push(change_of_email(server, mails, &other).await);
        let session = session_elsewhere(server).await;
        without_a_role(server, &all, &nobody).await;
        let job = a_job(server, &all).await;
        let made = async |path: &str, body: &Value| {
            let made = server.post(path).as_(&all).key("made").json(body).await;
            made.gives(201)["id"].as_str().unwrap().to_owned()
        };

        let gift = move_amount("bonus", &system("mint"), &user(&all), "1.00 INR");
        let transfer = made("/v1/ledger/transfers", &gift).await;
        let topic = made("/v1/topics", &json!({ "title": "Nothing yet" })).await;
        let filled = made("/v1/topics", &json!({ "title": "Planets" })).await;
        let asked = json!({
            "topic": filled,
            "kind": "single",
            "content": "Which planet is nearest to the Sun?",
            "answers": [{ "content": "Mercury", "is_correct": true }, { "content": "Venus" }],
        });
        let question = made("/v1/questions", &asked).await;
        let (content, quiz) = content(server, &all, &filled, &asked).await;
        let bot = json!({ "name": "a bot", "scopes": ["play"] });
        let bot = made("/v1/me/api-tokens", &bot).await;

        let invitation = may_register(server, &all).await;
        let (over, game, current) = games(server, &all).await;
        let versioned = [
            format!("/v1/topics/{topic}"),
            format!("/v1/questions/{question}"),
            quiz,
            format!("/v1/admin/users/{}", player.id),
            "/v1/me".to_owned(),
        ];
        let tags = tags(server, &all, versioned).await;
        bodies.extend(named(&player, &other, &filled, &current, &gift));
        let mut places = vec![
            ("/v1/admin/users/{id}", player.id.clone()),
            ("/v1/admin/invitations/{id}", invitation),
            ("/v1/admin/transfers/{id}", transfer.clone()),
            ("/v1/admin/jobs/{id}", job),
            ("/v1/ledger/transfers/{id}", transfer),
            ("/v1/me/api-tokens/{id}", bot),
            ("/v1/me/sessions/{id}", session),
            ("/v1/questions/{id}", question),
            // Of a session that is over the stream ends.
            ("/v1/sessions/{id}/events", over.clone()),
            ("/v1/sessions/{id}/review", over),
            ("/v1/sessions/{id}", game),
            ("/v1/sessions/{id}/players/{user}", player.id.clone()),
            ("/v1/topics/{id}", topic),
        ];
        places.extend(content);
        places.extend(NAMED.map(|(place, value)| (place, value.to_owned())));
        Self {
            all,
            player,
            nobody,
            places,
            bodies,
            tags,
        }
    }

    /// Whether what is at a path belongs to one user.
    pub(super) fn is_owned(path: &str) -> bool {
        path.starts_with("/v1/sessions/{id}")
            || path.starts_with("/v1/me/sessions/{id}")
            || path.starts_with("/v1/me/api-tokens/{id}")
            || path.contains("/transactions/{sequence}")
    }

    /// A path with what is there.
    pub(super) fn fill(&self, path: &str) -> String {
        self.fill_with(path, "", "")
    }

    /// The same with another value in one place.
    pub(super) fn fill_with(&self, path: &str, name: &str, value: &str) -> String {
        let mut filled = String::new();
        let mut so_far = String::new();
        for part in path.split('/').skip(1) {
            so_far.push('/');
            so_far.push_str(part);
            filled.push('/');
            match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
                None => filled.push_str(part),
                Some(this) if this == name => filled.push_str(value),
                Some(_) => filled.push_str(self.place(path, &so_far)),
            }
        }
        filled
    }

    fn place(&self, path: &str, so_far: &str) -> &str {
        let find = |wanted: &str| self.places.iter().find(|(known, _)| *known == wanted);
        let (_, value) = find(path)
            .filter(|(known, _)| !known.ends_with('}'))
            .or_else(|| find(so_far))
            .unwrap_or_else(|| panic!("tell what is at {so_far}, for {path}"));
        value
    }

    /// A request that there is nothing wrong with, by who may everything.
    pub(super) fn good(&self, document: &Document, operation: &Operation) -> Asking {
        let path = self.fill(&operation.path);
        let mut good = Asking::at(operation.method.clone(), path.clone());
        if operation.is_signed_in() {
            good = good.as_(&self.all);
        }
        for parameter in operation.parameters("query") {
            if parameter.is_required {
                let value = match parameter.example.as_str() {
                    Some(example) => example.into(),
                    None => document.sample(&parameter.schema),
                };
                good = good.query(&parameter.name, value.as_str().unwrap());
            }
        }
        if operation.header("Idempotency-Key").is_some() {
            good = good.header("Idempotency-Key", FRESH);
        }
        if operation
            .header("If-Match")
            .is_some_and(|header| header.is_required)
        {
            let mut tags = self.tags.iter();
            let (_, tag) = tags
                .find(|(known, _)| *known == path)
                .unwrap_or_else(|| panic!("tell the version of {}", operation.path));
            good = good.header("If-Match", tag);
        }
        let told = self
            .bodies
            .iter()
            .find(|(method, path, _)| *method == operation.method && *path == operation.path);
        match operation.bodies().as_slice() {
            [] => {}
            _ if operation.takes("image/png") => {
                good.content_type = Some("image/png".to_owned());
                good = good.bytes(PNG);
            }
            [("application/json", body)] => {
                let body = told.map_or_else(
                    || document.sample(&body["schema"]),
                    |(_, _, body)| body.clone(),
                );
                good.content_type = Some("application/json".to_owned());
                good = good.bytes(body.to_string());
            }
            several => {
                let with_example = several.iter().find(|(_, body)| body["example"].is_string());
                let (kind, body) = with_example.expect("an example of one type");
                good.content_type = Some((*kind).to_owned());
                good = good.bytes(body["example"].as_str().unwrap());
            }
        }
        good
    }

    /// Everything that could have changed, but for the audit log and what counts attempts, which keep refusals too.
    pub(super) async fn state(&self, here: &Deployment, server: &Server) -> Vec<(String, Value)> {
        let mut state = Vec::new();
        for path in [
            "/v1/admin/users?limit=100",
            "/v1/topics?limit=100",
            "/v1/questions?limit=100",
            "/v1/quizzes?limit=100",
            "/v1/me/stars?limit=100",
            "/v1/sessions?limit=100",
            "/v1/ledger/accounts?limit=100",
            "/v1/me/transactions?hidden=true&limit=100",
        ] {
            let items = server.list(path, &self.all).await;
            state.push((path.to_owned(), items.into()));
        }
        let mut single: Vec<_> = ["/v1/ledger/trial-balance", "/v1/me", "/v1/me/wallets"]
            .map(str::to_owned)
            .into();
        for user in [&self.all, &self.player, &self.nobody] {
            single.push(format!("/v1/admin/users/{}", user.id));
        }
        for (_, path) in self.sessions() {
            single.push(path);
        }
        for path in single {
            let found = server.get(&path).as_(&self.all).await.gives(200);
            state.push((path, found));
        }
        let mut sql = here.sql();
        let tables = match here.kind() {
            Kind::Sqlite => {
                "SELECT name AS text FROM sqlite_master WHERE type = 'table' ORDER BY 1"
            }
            Kind::Postgres => {
                "SELECT tablename::text AS text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            }
        };
        for table in sql.texts(tables) {
            if !["audit_records", "attempts"].contains(&&*table) {
                let rows = sql.count(&table);
                state.push((format!("rows of {table}"), rows.into()));
            }
        }
        state
    }

    fn sessions(&self) -> Vec<(&'static str, String)> {
        let places = self.places.iter();
        places
            .filter(|(place, _)| place.starts_with("/v1/sessions/") && !place.ends_with("{user}"))
            .map(|(place, id)| (*place, format!("/v1/sessions/{id}")))
            .collect()
    }
}

/// Bodies that name what is there: the player, a topic, the current question; and a transfer.
fn named(
    player: &User,
    other: &User,
    topic: &str,
    current: &Value,
    gift: &Value,
) -> Vec<(Method, &'static str, Value)> {
    let another = json!({
        "topic": topic,
        "kind": "single",
        "content": "Which planet is next to the nearest?",
        "answers": [{ "content": "Venus", "is_correct": true }, { "content": "Mars" }],
    });
    let transfers = json!({ "transfers": [gift] });
    let adjustment = json!({
        "user": player.id, "type": "credit", "amount": "1.00", "currency": "INR", "reason": "a prize",
    });
    let credentials = json!({ "email": player.email, "password": player.password });
    vec![
        (Method::POST, "/v1/auth/register", registration("nadia")),
        (Method::POST, "/v1/auth/sign-in", credentials),
        (
            Method::POST,
            "/v1/auth/refresh",
            json!({ "refresh_token": other.refresh }),
        ),
        (
            Method::POST,
            "/v1/me/reauthenticate",
            json!({ "password": player.password }),
        ),
        (
            Method::PUT,
            "/v1/me/password",
            json!({ "current_password": player.password, "new_password": "seven tin whistles" }),
        ),
        (Method::PATCH, "/v1/me", json!({ "full_name": "Grace" })),
        (
            Method::PATCH,
            "/v1/admin/users/{id}",
            json!({ "tier": "power" }),
        ),
        (
            Method::POST,
            "/v1/me/api-tokens",
            json!({ "name": "another bot", "scopes": ["play"] }),
        ),
        (Method::POST, "/v1/admin/adjustments", adjustment),
        (Method::POST, "/v1/ledger/transfers", gift.clone()),
        (Method::POST, "/v1/ledger/transfers/batch", transfers),
        (Method::POST, "/v1/topics", json!({ "title": "Moons" })),
        (Method::POST, "/v1/questions", another.clone()),
        (Method::PUT, "/v1/questions/{id}", another),
        (
            Method::POST,
            "/v1/quizzes",
            json!({ "title": "Planets", "topic": topic }),
        ),
        (
            Method::PUT,
            "/v1/quizzes/{id}",
            json!({ "title": "All planets", "topic": topic }),
        ),
        (Method::POST, "/v1/sessions", json!({ "count": 5 })),
        (
            Method::POST,
            "/v1/sessions/{id}/answers",
            json!({ "question": current, "answer": { "choice": "A" } }),
        ),
    ]
}

/// Quizzes in each state and a picture, by where they are; and the path of the draft.
async fn content(
    server: &Server,
    keeper: &User,
    topic: &str,
    asked: &Value,
) -> (Vec<(&'static str, String)>, String) {
    let quizzes = quizzes(server, keeper, topic, asked).await;
    let draft = format!("/v1/quizzes/{}", quizzes[0]);
    let upload = server.post("/v1/media").as_(keeper);
    let picture = upload.body("image/png", PNG).await.gives(201);
    let file = picture["url"].as_str().unwrap().replace("/media/", "");
    let paths = [
        "/v1/quizzes/{id}",
        "/v1/quizzes/{id}/publish",
        "/v1/quizzes/{id}/archive",
        "/v1/quizzes/{id}/reopen",
        "/media/{file}",
    ];
    let places = paths.into_iter().zip(quizzes.into_iter().chain([file]));
    (places.collect(), draft)
}

/// A draft, one more that can be published, one that is published, and one that is archived.
async fn quizzes(server: &Server, keeper: &User, topic: &str, asked: &Value) -> Vec<String> {
    let mut asked = asked.clone();
    asked["content"] = "Which planet has rings?".into();
    let question = server.post("/v1/questions").as_(keeper).json(asked).await;
    let question = question.gives(201)["id"].clone();
    let steps: [&[&str]; 4] = [&[], &[], &["publish"], &["publish", "archive"]];
    let mut quizzes = Vec::new();
    for (n, steps) in steps.iter().enumerate() {
        let quiz =
            json!({ "title": format!("Rings {n}"), "topic": topic, "questions": [question] });
        let made = server.post("/v1/quizzes").as_(keeper).json(quiz).await;
        let id = made.gives(201)["id"].as_str().unwrap().to_owned();
        for step in *steps {
            let path = format!("/v1/quizzes/{id}/{step}");
            server.post(&path).as_(keeper).await.gives(200);
        }
        quizzes.push(id);
    }
    quizzes
}

async fn with_all_roles(server: &Server, admin: &User) {
    for role in ["moderator", "ledger"] {
        server.grant(admin, admin, role).await;
    }
}

/// Mail that was sent.
async fn a_job(server: &Server, admin: &User) -> String {
    let jobs = server.list("/v1/admin/jobs", admin).await;
    jobs[0]["id"].as_str().unwrap().to_owned()
}

/// A session that is over, one that is played, and the question that it asks.
async fn games(server: &Server, whose: &User) -> (String, String, Value) {
    let mut over = Game::start(server, whose, json!({ "count": 5 })).await;
    over.play(whose, Aim::Right).await;
    let left = server.request(Method::DELETE, &format!("/v1/sessions/{}", over.id));
    left.as_(whose).await.gives(200);
    let mut game = Game::start(server, whose, json!({ "count": 5 })).await;
    let current = game.question().await["question_id"].clone();
    (over.id.clone(), game.id.clone(), current)
}

/// What can be edited, with its version.
async fn tags<const N: usize>(
    server: &Server,
    whose: &User,
    paths: [String; N],
) -> Vec<(String, String)> {
    let mut tags = Vec::new();
    for path in paths {
        let found = server.get(&path).as_(whose).await;
        tags.push((path, found.header("etag").unwrap().to_owned()));
    }
    tags
}

/// A second sign-in of the admin.
async fn session_elsewhere(server: &Server) -> String {
    let elsewhere = server.sign_in_again("grace").await;
    let sessions = server.list("/v1/me/sessions", &elsewhere).await;
    let is_this = |session: &&Value| session["current"] == true;
    let this = sessions.iter().find(is_this).unwrap();
    this["id"].as_str().unwrap().to_owned()
}

/// Puts somebody on the list, and invites somebody; the invitation.
async fn may_register(server: &Server, admin: &User) -> String {
    let table = "name,email,level\n,listed@example.org,normie\n";
    let listed = server.post("/v1/admin/allow-list").as_(admin);
    listed.body("text/csv", table).await.gives(200);
    let (path, whom) = ("/v1/admin/invitations", "invited@example.org");
    let sent = server.post(path).as_(admin).json(json!({ "email": whom }));
    assert_eq!(sent.await.status, 202);
    let open = server.list(path, admin).await;
    open[0]["id"].as_str().unwrap().to_owned()
}

/// Takes from somebody what they got when they registered.
async fn without_a_role(server: &Server, admin: &User, whose: &User) {
    let path = format!("/v1/admin/users/{}/roles/player", whose.id);
    let revoked = server.request(Method::DELETE, &path).as_(admin).await;
    revoked.gives(204);
}

/// The token of a link that changes an address.
async fn change_of_email(
    server: &Server,
    mails: &PathBuf,
    whose: &User,
) -> (Method, &'static str, Value) {
    let elsewhere = json!({ "email": "elsewhere@example.org" });
    let sent = server.post("/v1/me/email").as_(whose).json(elsewhere);
    assert_eq!(sent.await.status, 202);
    let token = mail::token(mails, "let_").await;
    let path = "/v1/auth/change-email";
    (Method::POST, path, json!({ "token": token }))
}

/// The tokens of links, as they come by mail.
async fn links(
    server: &Server,
    mails: &PathBuf,
    whose: &User,
) -> Vec<(Method, &'static str, Value)> {
    let asked = json!({ "email": whose.email });
    for path in ["/v1/auth/magic-link", "/v1/auth/forgot-password"] {
        assert_eq!(server.post(path).json(&asked).await.status, 202);
    }
    let magic = mail::token_to(mails, "lmt_", &whose.email).await;
    let reset = mail::token_to(mails, "lpt_", &whose.email).await;
    // Everybody who registered was sent one.
    let verification = mail::token_to(mails, "lvt_", &whose.email).await;
    let new = json!({ "token": reset, "password": "eight brass kettles" });
    vec![
        (Method::POST, "/v1/auth/magic-link", asked.clone()),
        (Method::POST, "/v1/auth/forgot-password", asked),
        (
            Method::POST,
            "/v1/auth/magic-link/redeem",
            json!({ "token": magic }),
        ),
        (Method::POST, "/v1/auth/reset-password", new),
        (
            Method::POST,
            "/v1/auth/verify-email",
            json!({ "token": verification }),
        ),
    ]
}
