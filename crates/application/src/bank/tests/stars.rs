//! Stars, and on what they can be set.

use super::*;
use crate::Settings;
use crate::play::Play;
use ludger_domain::accounts::User;
use ludger_domain::ids::QuestionId;
use ludger_domain::quiz::{Given, SessionRequest};
use ludger_ports::{Changes, Store};

impl World {
    /// Somebody of the store.
    async fn somebody(&self, name: &str, role: Role) -> Caller {
        let caller = caller(name, role);
        let now = self.ports.clock.now();
        let user = User::service(caller.principal.user, name.parse().unwrap(), now);
        self.store
            .commit(Changes::at(now).add_user(user))
            .await
            .unwrap();
        caller
    }

    /// Answers one question.
    async fn answers(&self, player: &Caller) -> QuestionId {
        let play = Play::new(&self.ports, &Settings::default());
        let started = play.start.run(player, SessionRequest::default()).await;
        let session = started.unwrap().session.id;
        let shown = play.question.run(player, session).await.unwrap();
        let view = shown.view;
        let given = Given::Choice(view.choices[0].letter);
        let answer = (view.question, &given);
        play.answer.run(player, session, answer).await.unwrap();
        view.question
    }

    async fn starred(&self, caller: &Caller) -> Vec<QuestionId> {
        let page = self.bank.list_stars.run(caller, first(10)).await.unwrap();
        page.items.iter().map(|it| it.question.id).collect()
    }
}

#[tokio::test]
async fn a_player_stars_what_they_have_answered_and_nothing_else() {
    let world = World::new();
    let ada = world.somebody("ada", Role::Player).await;
    let topic = world.topic("Art").await;
    let mut all = Vec::new();
    for content in ["Who?", "When?"] {
        all.push(world.question(&topic, content).await.id);
    }
    let star = &world.bank.star_question;
    for id in &all {
        let refused = star.run(&ada, *id).await;
        assert!(matches!(refused, Err(StarQuestionError::NotFound)));
    }
    let met = world.answers(&ada).await;
    for _ in 0..2 {
        star.run(&ada, met).await.unwrap();
    }
    assert_eq!(world.starred(&ada).await, [met]);
    let other = all.into_iter().find(|id| *id != met).unwrap();
    assert!(star.run(&ada, other).await.is_err());
    for id in [met, met, other] {
        world.bank.unstar_question.run(&ada, id).await.unwrap();
    }
    assert_eq!(world.starred(&ada).await, []);
}

#[tokio::test]
async fn who_keeps_the_bank_stars_any_question_of_it() {
    let world = World::new();
    let mia = world.somebody("mia", Role::Moderator).await;
    let topic = world.topic("Art").await;
    let question = world.question(&topic, "Who?").await;
    let star = &world.bank.star_question;
    star.run(&mia, question.id).await.unwrap();
    let nowhere = "00000000-0000-7000-8000-999999999999".parse().unwrap();
    let refused = star.run(&mia, nowhere).await;
    assert!(matches!(refused, Err(StarQuestionError::NotFound)));
    assert_eq!(world.starred(&mia).await, [question.id]);
}
