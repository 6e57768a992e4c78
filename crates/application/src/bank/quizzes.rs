//! Questions put together to be played. Who keeps the bank puts them together; everybody else sees what is published, and
//! of its questions only how many there are.

mod create;
mod delete;
mod edit;
mod find;
mod list;
mod status;

pub use create::{CreateQuiz, CreateQuizError};
pub use delete::{DeleteQuiz, DeleteQuizError};
pub use edit::{EditQuiz, EditQuizError};
pub use find::{FindQuiz, FindQuizError};
pub use list::ListQuizzes;
pub use status::{ChangeQuizStatus, ChangeQuizStatusError, QuizStep};

use crate::{Caller, Outage};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{AuditAction, AuditRecord, Permission};
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::ids::{QuestionId, TopicId};
use ludger_domain::quiz::{Quiz, QuizDraft, QuizStatus};
use ludger_ports::Ids;
use ludger_ports::read::{Questions, Topics};
use serde_json::json;
use std::collections::BTreeSet;

/// A quiz, as far as somebody may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShownQuiz {
    /// To who keeps the bank.
    Whole(Quiz),
    /// To everybody else: which questions it asks stays untold.
    Outside(Quiz),
}

impl ShownQuiz {
    /// The quiz as this caller may see it, if at all.
    fn to(caller: &Caller, quiz: Quiz) -> Option<Self> {
        if quiz.deleted_at.is_some() {
            return None;
        }
        if manages(caller) {
            return Some(Self::Whole(quiz));
        }
        (quiz.status == QuizStatus::Published).then_some(Self::Outside(quiz))
    }
}

fn manages(caller: &Caller) -> bool {
    caller.principal.must(Permission::QuestionsManage).is_ok()
}

/// What the audit log tells of a quiz that was changed.
fn told(
    caller: &Caller,
    action: AuditAction,
    quiz: &Quiz,
    ids: &dyn Ids,
    now: Timestamp,
) -> AuditRecord {
    let meta = json!({ "title": quiz.title, "version": quiz.version });
    caller
        .record(action, ids, now)
        .on("quiz", quiz.id)
        .with(meta)
}

/// The topic that a quiz is to be about is not there.
fn unknown_topic() -> Fault {
    Fault::new("/topic", "unknown_topic", "there is no such topic")
}

/// Those of these questions that are in the bank.
async fn in_bank(
    questions: &dyn Questions,
    ids: &[QuestionId],
) -> Result<BTreeSet<QuestionId>, Outage> {
    // A list that is too long is refused anyway.
    let ids = ids.get(..Quiz::QUESTIONS_MAX).unwrap_or(ids);
    let found = questions.find_all(ids).await?.into_iter();
    let there = found.filter(|question| question.deleted_at.is_none());
    Ok(there.map(|question| question.id).collect())
}

/// What speaks against a draft that only the bank can tell.
async fn check_places(
    (topics, questions): (&dyn Topics, &dyn Questions),
    topic: TopicId,
    draft: &QuizDraft,
) -> Result<Result<(), Faults>, Outage> {
    let mut faults = Faults::default();
    faults.take(topics.find(topic).await?.ok_or_else(unknown_topic));
    if draft.questions.len() <= Quiz::QUESTIONS_MAX {
        let there = in_bank(questions, &draft.questions).await?;
        faults.take(draft.check_questions(|id| there.contains(&id)));
    }
    Ok(faults.into_result())
}

/// A quiz whose places are there, or everything that speaks against it at once.
fn placed(quiz: Result<Quiz, Faults>, places: Result<(), Faults>) -> Result<Quiz, Faults> {
    let mut faults = Faults::default();
    faults.take(places);
    match faults.take(quiz) {
        Some(quiz) if faults.0.is_empty() => Ok(quiz),
        _ => Err(faults),
    }
}
