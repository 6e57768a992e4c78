//! Everything that the reads can list, to see that nothing changed.

use super::Stores;
use super::builders::{all_pages, first};
use crate::StreamEvent;
use crate::read::UserFilter;
use crate::read::{
    QuestionFilter, QuizFilter, QuizSessionFilter, StatementFilter, TrialBalance, Verification,
};
use ludger_domain::accounts::{RoleGrant, User};
use ludger_domain::ledger::{AccountState, Transaction, Wallet};
use ludger_domain::quiz::{PlayerAnswer, Question, Quiz, QuizSession, Topic};

#[derive(Debug, Default, PartialEq)]
pub(super) struct Snapshot {
    accounts: Vec<(AccountState, Vec<Transaction>)>,
    trial_balance: Vec<TrialBalance>,
    verification: Verification,
    users: Vec<Person>,
    has_admin: bool,
    topics: Vec<(Topic, u64)>,
    questions: Vec<Question>,
    events: Vec<StreamEvent>,
    quizzes: Vec<Quiz>,
}

#[derive(Debug, PartialEq)]
struct Person {
    user: User,
    roles: Vec<RoleGrant>,
    wallets: Vec<Wallet>,
    sessions: Vec<(QuizSession, Vec<PlayerAnswer>)>,
    open_solo: Option<QuizSession>,
}

const LIMIT: usize = 50;

impl Stores {
    /// What the reads list in an empty store.
    pub(super) fn snapshot_of_nothing() -> Snapshot {
        Snapshot::default()
    }

    pub(super) async fn snapshot(&self) -> Snapshot {
        let no_filter = QuestionFilter::default();
        let all_quizzes = QuizFilter::default();
        Snapshot {
            accounts: self.accounts_with_statements().await,
            trial_balance: self.ledger.trial_balance().await.unwrap(),
            verification: self.ledger.verify(LIMIT).await.unwrap(),
            users: self.people().await,
            has_admin: self.users.has_admin().await.unwrap(),
            topics: all_pages(LIMIT, async |page| self.topics.list(page).await).await,
            questions: all_pages(LIMIT, async |page| {
                self.questions.list(&no_filter, page).await
            })
            .await,
            events: self.events_of_sessions().await,
            quizzes: all_pages(LIMIT, async |page| {
                self.quizzes.list(&all_quizzes, page).await
            })
            .await,
        }
    }

    /// Of all that can be found.
    async fn events_of_sessions(&self) -> Vec<StreamEvent> {
        let mut events = Vec::new();
        for person in self.people().await {
            for (session, _) in person.sessions {
                events.extend(self.found_events(session.id.into(), 0, LIMIT).await);
            }
        }
        events
    }

    async fn accounts_with_statements(&self) -> Vec<(AccountState, Vec<Transaction>)> {
        let everything = StatementFilter {
            with_hidden: true,
            ..StatementFilter::default()
        };
        let mut accounts = Vec::new();
        for account in all_pages(LIMIT, async |page| self.ledger.accounts(None, page).await).await {
            let read = async |page| self.wallets.statement(account.key, &everything, page).await;
            accounts.push((account, all_pages(LIMIT, read).await));
        }
        accounts
    }

    async fn people(&self) -> Vec<Person> {
        let mut people = Vec::new();
        for user in all_pages(LIMIT, async |page| {
            self.users.list(&UserFilter::default(), page).await
        })
        .await
        {
            people.push(self.person_of(user).await);
        }
        people
    }

    async fn person_of(&self, user: User) -> Person {
        let filter = QuizSessionFilter {
            user: user.id,
            finished: None,
        };
        let mut sessions = Vec::new();
        for session in self
            .quiz_sessions
            .list(&filter, first(LIMIT))
            .await
            .unwrap()
            .items
        {
            let answers = self.found_answers(session.id).await;
            sessions.push((session, answers));
        }
        Person {
            roles: self.users.roles(user.id).await.unwrap(),
            wallets: self.wallets.wallets(user.id).await.unwrap(),
            open_solo: self.solo_of(user.id).await,
            sessions,
            user,
        }
    }
}
