//! Look-ups that a case makes of a store that must be able to answer.

use super::Stores;
use crate::StreamEvent;
use crate::read::{PostedTransfer, PresentedToken};
use ludger_domain::accounts::{SetupToken, TokenHash, User};
use ludger_domain::ids::{
    GameSessionId, HoldId, QuestionId, QuizId, StreamId, TopicId, TransferId, UserId,
};
use ludger_domain::ledger::{AccountKey, Hold, Transaction};
use ludger_domain::quiz::{JoinCode, PlayerAnswer, Question, Quiz, QuizSession, Topic};

macro_rules! look_ups {
    ($($name:ident = $read:ident.$look:ident($($key:ident: $type:ty),*) -> $found:ty;)*) => {
        impl Stores {
            $(pub(in crate::contract) async fn $name(&self, $($key: $type),*) -> $found {
                self.$read.$look($($key),*).await.unwrap()
            })*
        }
    };
}

look_ups! {
    found_transfer = ledger.transfer(id: TransferId) -> Option<PostedTransfer>;
    found_hold = ledger.hold(id: HoldId) -> Option<Hold>;
    found_transaction = wallets.transaction(account: AccountKey, sequence: i64) -> Option<Transaction>;
    found_user = users.find(id: UserId) -> Option<User>;
    found_setup = auth_sessions.setup_token(hash: TokenHash) -> Option<SetupToken>;
    found_token = auth_sessions.by_token(hash: TokenHash) -> Option<PresentedToken>;
    found_topic = topics.find(id: TopicId) -> Option<Topic>;
    titled = topics.by_title(title: &str) -> Option<Topic>;
    found_question = questions.find(id: QuestionId) -> Option<Question>;
    found_put_together = quizzes.find(id: QuizId) -> Option<Quiz>;
    found_quiz = quiz_sessions.find(id: GameSessionId) -> Option<QuizSession>;
    found_answers = quiz_sessions.answers(id: GameSessionId) -> Vec<PlayerAnswer>;
    found_answers_to = quiz_sessions.answers_to(id: GameSessionId, question: QuestionId) -> Vec<PlayerAnswer>;
    by_code = quiz_sessions.by_code(code: &JoinCode) -> Option<QuizSession>;
    found_events = streams.events(stream: StreamId, after: i64, limit: usize) -> Vec<StreamEvent>;
    solo_of = quiz_sessions.open_solo_of(user: UserId) -> Option<QuizSession>;
}
