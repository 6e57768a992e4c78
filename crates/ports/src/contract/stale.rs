//! Expectations: a commit whose premise no longer holds is told which one, and changes nothing.

use super::Stores;
use super::answers::Expected;
use super::builders::{NOW, changes, draft, grant, mint};
use crate::Expectation;
use ludger_domain::accounts::{Email, Role, User, Username};
use ludger_domain::ids::{AuthSessionId, GameSessionId, QuestionId, TopicId, UserId};
use ludger_domain::quiz::Topic;

impl Stores {
    /// What is expected is so.
    async fn assert_so(&self, expectation: Expectation) {
        self.apply(changes().expect(expectation)).await;
    }

    /// What is expected is not so, and a transfer that stands on it does not happen.
    async fn assert_not_so(&self, expectation: Expectation) {
        let wallet = self.wallet();
        let gift = self.transfer(mint(), wallet, 1);
        let decided = changes().expect(expectation.clone()).post(gift);
        assert_eq!(self.commit(decided).await.stale(), expectation);
        assert_eq!(self.account(wallet).await, None);
    }
}

/// `EmailFree` and `UsernameFree`: until somebody has it, deleted people included.
pub async fn names_are_free_until_taken(stores: Stores) {
    let email = Expectation::EmailFree(Email::key_of("ADA@example.org"));
    let name = Expectation::UsernameFree(Username::key_of("Ａda"));
    stores.assert_so(email.clone()).await;
    stores.assert_so(name.clone()).await;
    let gone = User {
        deleted_at: Some(NOW),
        ..stores.person("ada")
    };
    stores.apply(changes().add_user(gone)).await;
    stores.assert_not_so(email).await;
    stores.assert_not_so(name).await;
}

/// `NoAdmin`: until somebody is, and again when nobody is.
pub async fn nobody_is_an_admin_until_somebody_is(stores: Stores) {
    let moderator = stores.user("ada").await;
    stores
        .apply(changes().grant(grant(moderator.id, Role::Moderator)))
        .await;
    stores.assert_so(Expectation::NoAdmin).await;
    stores.admin("bob").await;
    stores.assert_not_so(Expectation::NoAdmin).await;
}

/// `AdminBesides`: somebody else has to be one.
pub async fn the_last_admin_has_nobody_besides(stores: Stores) {
    let ada = stores.admin("ada").await;
    let besides_ada = Expectation::AdminBesides(ada.id);
    stores.assert_not_so(besides_ada.clone()).await;
    stores
        .assert_so(Expectation::AdminBesides(stores.id::<UserId>()))
        .await;
    stores.admin("bob").await;
    stores.assert_so(besides_ada).await;
}

/// `AuthSessionAt`: the version that was read, no other.
pub async fn a_sign_in_is_at_its_version(stores: Stores) {
    let ada = stores.user("ada").await;
    let session = stores.signed_in(&ada).await.session;
    let at = |version| Expectation::AuthSessionAt(session.id, version);
    stores.assert_so(at(1)).await;
    stores.assert_not_so(at(0)).await;
    stores.assert_not_so(at(2)).await;
    stores
        .assert_not_so(Expectation::AuthSessionAt(stores.id::<AuthSessionId>(), 1))
        .await;
    let ended = session.clone().sign_out(NOW).unwrap();
    stores.apply(changes().save_auth_session(ended)).await;
    stores.assert_not_so(at(1)).await;
    stores.assert_so(at(2)).await;
}

/// `TopicAt`: the version that was read, no other.
pub async fn a_topic_is_at_its_version(stores: Stores) {
    let topic = stores.topic("History").await;
    let at = |version| Expectation::TopicAt(topic.id, version);
    stores.assert_so(at(1)).await;
    stores.assert_not_so(at(2)).await;
    stores
        .assert_not_so(Expectation::TopicAt(stores.id::<TopicId>(), 1))
        .await;
    let edited = Topic {
        version: 2,
        description: "Else.".to_owned(),
        ..topic.clone()
    };
    stores.apply(changes().save_topic(edited, false)).await;
    stores.assert_not_so(at(1)).await;
    stores.assert_so(at(2)).await;
}

/// `TopicThere` and `TopicUnused`: a topic is there until it is deleted, and unused while no question of the bank is
/// of it.
pub async fn a_topic_is_there_and_unused(stores: Stores) {
    let topic = stores.topic("History").await;
    let (there, unused) = (
        Expectation::TopicThere(topic.id),
        Expectation::TopicUnused(topic.id),
    );
    stores.assert_so(there.clone()).await;
    stores.assert_so(unused.clone()).await;
    stores
        .assert_not_so(Expectation::TopicThere(stores.id::<TopicId>()))
        .await;

    let question = stores.question(&topic, "When?").await;
    stores.assert_not_so(unused.clone()).await;
    stores
        .apply(changes().save_question(question.delete(NOW)))
        .await;
    stores.assert_so(unused).await;

    stores
        .apply(changes().save_topic(topic.delete(NOW), false))
        .await;
    stores.assert_not_so(there).await;
}

/// `TitleFree`: until a topic of the bank has it, and again when none has.
pub async fn a_title_is_free_until_taken(stores: Stores) {
    let free = Expectation::TitleFree(Topic::key_of(" HISTORY "));
    stores.assert_so(free.clone()).await;
    let topic = stores.topic("History").await;
    stores.assert_not_so(free.clone()).await;
    stores
        .apply(changes().save_topic(topic.delete(NOW), false))
        .await;
    stores.assert_so(free).await;
}

/// `QuestionAt`: the version that was read, no other.
pub async fn a_question_is_at_its_version(stores: Stores) {
    let topic = stores.topic("History").await;
    let question = stores.question(&topic, "When?").await;
    let at = |version| Expectation::QuestionAt(question.id, version);
    stores.assert_so(at(1)).await;
    stores.assert_not_so(at(2)).await;
    stores
        .assert_not_so(Expectation::QuestionAt(stores.id::<QuestionId>(), 1))
        .await;
    let edited = question
        .clone()
        .edit(topic.id, draft("Where?"), || stores.id())
        .unwrap();
    stores.apply(changes().save_question(edited)).await;
    stores.assert_not_so(at(1)).await;
    stores.assert_so(at(2)).await;
}

/// `QuizSessionAt`: the version that was read, no other.
pub async fn a_quiz_session_is_at_its_version(stores: Stores) {
    let (user, topic) = (stores.user("ada").await, stores.topic("History").await);
    let question = stores.question(&topic, "When?").await;
    let session = stores.quiz(&user, std::slice::from_ref(&question)).await;
    let at = |version| Expectation::QuizSessionAt(session.id, version);
    stores.assert_so(at(1)).await;
    stores.assert_not_so(at(2)).await;
    stores
        .assert_not_so(Expectation::QuizSessionAt(stores.id::<GameSessionId>(), 1))
        .await;
    stores.served(session.clone(), &question).await;
    stores.assert_not_so(at(1)).await;
    stores.assert_so(at(2)).await;
}

/// `NoSoloOf`: until the user plays one, and again when it is over. Others may play meanwhile.
pub async fn a_user_plays_no_solo_until_one_is_begun(stores: Stores) {
    let (ada, bob) = (stores.user("ada").await, stores.user("bob").await);
    let topic = stores.topic("History").await;
    let questions = [stores.question(&topic, "When?").await];
    stores.assert_so(Expectation::NoSoloOf(ada.id)).await;
    let session = stores.quiz(&ada, &questions).await;
    stores.assert_not_so(Expectation::NoSoloOf(ada.id)).await;
    stores.assert_so(Expectation::NoSoloOf(bob.id)).await;
    let left = session.forfeit(NOW).unwrap().session;
    stores.apply(changes().save_quiz_session(left)).await;
    stores.assert_so(Expectation::NoSoloOf(ada.id)).await;
}

/// All of several expectations have to hold, and the one that does not is the one that is told.
pub async fn the_one_that_does_not_hold_is_told(stores: Stores) {
    let topic = stores.topic("History").await;
    let broken = Expectation::TopicAt(topic.id, 7);
    let decided = changes()
        .expect(Expectation::TopicThere(topic.id))
        .expect(Expectation::NoAdmin)
        .expect(broken.clone())
        .expect(Expectation::TopicUnused(topic.id));
    assert_eq!(stores.commit(decided).await.stale(), broken);
}
