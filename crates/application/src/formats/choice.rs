//! Which kind a list of choices is, where the document does not say so.

use ludger_domain::quiz::{AnswerDraft, QuestionKind};

/// `True` and `False` are `true_false`, one right answer is `single`, another number of them `multiple`.
///
/// No right answer gives `single`, because its fault says best what is missing.
pub(super) fn kind_of_choices(answers: &[AnswerDraft]) -> QuestionKind {
    if is_true_or_false(answers) {
        return QuestionKind::TrueFalse;
    }
    match answers.iter().filter(|answer| answer.is_correct).count() {
        0 | 1 => QuestionKind::Single,
        _ => QuestionKind::Multiple,
    }
}

fn is_true_or_false(answers: &[AnswerDraft]) -> bool {
    let mut contents: Vec<_> = answers
        .iter()
        .map(|answer| answer.content.trim().to_lowercase())
        .collect();
    contents.sort();
    contents == ["false", "true"]
}
