use super::app::{App, here};
use crate::accounts::{ExportMeError, NewApiToken};
use crate::bank::Bank;
use crate::play::Play;
use crate::{Caller, Settings};
use ludger_domain::accounts::{
    Allowed, AuditAction, Permission, Role, Ticket, Tier, TokenSecret, User,
};
use ludger_domain::boards::{Board, Leaderboard, Period, Position, Scored};
use ludger_domain::ledger::{AccountKey, Category, Hold, Transfer};
use ludger_domain::money::Amount;
use ludger_domain::quiz::{Given, Mode, QuestionDraft, SessionRequest, TopicDraft};
use ludger_ports::{Changes, SealedFactor, Store};
use serde_json::{Value, json};
use std::time::Duration;

impl App {
    /// The whole document, and how many chunks it came in.
    async fn exports(&self, caller: &Caller) -> (Value, usize) {
        let mut export = self.accounts.export_me.begin(caller).await.unwrap();
        let (mut text, mut chunks) = (String::new(), 0);
        while let Some(chunk) = export.next_chunk().await.unwrap() {
            text.push_str(&chunk);
            chunks += 1;
        }
        (serde_json::from_str(&text).unwrap(), chunks)
    }

    /// Moves value to somebody, some of it into a hold.
    async fn pays(&self, user: &User, minor: i64) {
        let (inr, now) = ("INR".parse().unwrap(), self.ports.clock.now());
        let sides = (AccountKey::mint(inr), AccountKey::available(user.id, inr));
        let id = self.ports.ids.next().into();
        let gift = Transfer::between(id, Category::Bonus, now, sides, minor).unwrap();
        let amount = Amount {
            minor: 1,
            currency: inr,
        };
        let ids = (self.ports.ids.next().into(), self.ports.ids.next().into());
        let hold = Hold::open(ids, user.id, amount, Category::Bet, None, now);
        let changes = Changes::at(now).post(gift).post(hold.finish().unwrap());
        self.store.commit(changes).await.unwrap();
    }

    /// Plays a question of a quiz.
    async fn plays(&self, caller: &Caller) {
        let (bank, play) = (
            Bank::new(&self.ports),
            Play::new(&self.ports, &Settings::default()),
        );
        let mut keeper = caller.clone();
        keeper
            .principal
            .roles
            .extend([Role::Moderator, Role::Player]);
        let draft = TopicDraft {
            title: "Sums".to_owned(),
            description: String::new(),
        };
        let topic = bank.create_topic.run(&keeper, draft).await.unwrap();
        let question: QuestionDraft = serde_json::from_value(json!({
            "kind": "single", "content": "1 + 1?",
            "answers": [{ "content": "2", "is_correct": true }, { "content": "3" }],
        }))
        .unwrap();
        bank.create_question
            .run(&keeper, topic.id, question)
            .await
            .unwrap();
        let started = play
            .start
            .run(&keeper, SessionRequest::default())
            .await
            .unwrap();
        let shown = play
            .question
            .run(&keeper, started.session.id)
            .await
            .unwrap();
        let view = shown.view;
        let given = Given::Choice(view.choices[0].letter);
        play.answer
            .run(&keeper, started.session.id, (view.question, &given))
            .await
            .unwrap();
        bank.star_question
            .run(&keeper, view.question)
            .await
            .unwrap();
    }

    /// Is on live boards, and on one that is frozen.
    async fn is_on_boards(&self, user: &User) {
        let (now, id) = (self.ports.clock.now(), user.id);
        let board = Board::at(
            Mode::Solo,
            Period::Daily,
            "2020-01-01T12:00:00Z".parse().unwrap(),
        );
        let opened = Leaderboard::opened(board, now).unwrap();
        let position = Position {
            score: 90,
            reached_at: board.starts_at(),
            user: id,
        };
        let closed = opened.close(now).unwrap();
        let (extended, entries) = closed.clone().extended(None, &[position]);
        let scored = Scored::finished(Mode::Solo, id, 90, board.starts_at());
        let steps = [
            Changes::at(now).score(scored),
            Changes::at(now).save_leaderboard(closed, Vec::new()),
            Changes::at(now).save_leaderboard(extended, entries),
        ];
        for step in steps {
            self.store.commit(step).await.unwrap();
        }
    }

    /// Leaves one of everything.
    async fn leaves_everything(&self, user: &User, caller: &Caller) {
        let (accounts, now) = (&self.accounts, self.ports.clock.now());
        let new = NewApiToken {
            name: "bot".to_owned(),
            scopes: vec![Permission::Play],
            expires_at: None,
        };
        accounts.create_api_token.run(caller, &new).await.unwrap();
        let email = user.email.clone().unwrap();
        accounts
            .send_link
            .to_sign_in(email.as_str(), "/", &here())
            .await
            .unwrap();
        let root = self.admin("root").await;
        let root = self.caller(root.username.as_str()).await;
        accounts
            .grant_role
            .run(&root, user.id, Role::Moderator)
            .await
            .unwrap();
        let factor = SealedFactor {
            confirmed_at: Some(now),
            ..SealedFactor::offered(user.id, vec![7; 20], Vec::new(), now)
        };
        let secret = TokenSecret::new([7; 32]);
        let session = user.id.uuid().into();
        let ticket = Ticket::issue(&caller.principal, session, &secret, now);
        let allowed = Allowed {
            name: "Ada King".to_owned(),
            email,
            level: Tier::Curious,
        };
        let changes = Changes::at(now)
            .save_second_factor(factor, None)
            .save_ticket(ticket)
            .allow(allowed);
        self.store.commit(changes).await.unwrap();
        self.pays(user, 500).await;
        self.plays(caller).await;
        self.is_on_boards(user).await;
    }
}

#[tokio::test]
async fn every_section_tells_something() {
    let app = App::new();
    let user = app.player("ada").await;
    let ada = app.caller("ada").await;
    app.leaves_everything(&user, &ada).await;
    let (told, _) = app.exports(&ada).await;
    for (section, items) in told.as_object().unwrap() {
        assert!(
            !items.as_array().unwrap().is_empty(),
            "{section} tells nothing"
        );
    }
    assert_eq!(told["profile"][0]["second_factor"], true);
    assert_eq!(told["profile"][0]["allow_list"]["name"], "Ada King");
    assert!(told["quizzes"][0]["answers"][0]["is_correct"].is_boolean());
    assert_eq!(told["done_by_you"][0]["action"], "user.export");
    insta::assert_json_snapshot!(told);
}

#[tokio::test]
async fn a_long_history_comes_in_many_chunks_and_others_are_not_in_it() {
    let app = App::new();
    let (user, bob) = (app.player("ada").await, app.player("bob").await);
    let ada = app.caller("ada").await;
    for minor in 1..=300 {
        app.pays(&user, minor).await;
    }
    app.pays(&bob, 7).await;
    let (told, chunks) = app.exports(&ada).await;
    // A gift and a hold are two entries in one account and one in the other.
    assert_eq!(told["transactions"].as_array().unwrap().len(), 900);
    assert_eq!(told["holds"].as_array().unwrap().len(), 300);
    assert_eq!(told["accounts"].as_array().unwrap().len(), 2);
    assert!(chunks > 12, "{chunks}");
    assert!(!told.to_string().contains(&bob.id.to_string()));
}

#[tokio::test]
async fn it_is_for_a_person_who_has_just_signed_in_and_is_audited() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    app.commits();
    app.accounts.export_me.begin(&ada).await.unwrap();
    let [commit] = &app.commits()[..] else {
        panic!("one commit")
    };
    assert_eq!(commit.audit[0].action, AuditAction::UserExport);
    app.clock.advance(Duration::from_mins(16));
    let late = app.accounts.export_me.begin(&ada).await;
    assert!(matches!(late, Err(ExportMeError::FreshSignInRequired(_))));
    assert!(app.commits().is_empty());
}
