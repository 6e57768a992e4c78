//! What a store does with a transition, and what is true of every one.

use super::*;

impl Table {
    /// What a store does: each answer is there once, and gets its award once.
    pub(in crate::quiz::session::tests) fn moves(mut self, moved: Moved) -> Self {
        check_step(&self.session, &moved);
        for added in moved.added {
            assert!(
                added.award.is_some(),
                "what is added at the close has its award"
            );
            let is_new =
                |old: &PlayerAnswer| (old.user, old.question) != (added.user, added.question);
            assert!(
                self.answers.iter().all(is_new),
                "one row for each player and question"
            );
            self.answers.push(added);
        }
        for awarded in moved.awarded {
            let stored = self
                .answers
                .iter_mut()
                .find(|answer| answer.id == awarded.id)
                .unwrap();
            assert_eq!(
                *stored,
                PlayerAnswer {
                    award: None,
                    ..awarded.clone()
                },
                "awarded once"
            );
            *stored = awarded;
        }
        self.told.extend(moved.events);
        self.session = moved.session;
        self
    }
}

/// What is true of every transition.
fn check_step(before: &QuizSession, moved: &Moved) {
    let after = &moved.session;
    assert_ne!(before.status, Status::Finished, "finished is final");
    assert_eq!(after.version, before.version + 1);
    assert!(after.updated_at >= before.updated_at);
    assert!((before.position..=before.position + 1).contains(&after.position));
    assert_eq!(
        (after.id, after.mode, after.seed),
        (before.id, before.mode, before.seed)
    );
    assert_eq!(
        (&after.rules, &after.questions),
        (&before.rules, &before.questions)
    );
    let ends = moved
        .events
        .iter()
        .filter(|event| event.name() == "finished")
        .count();
    let is_over = after.status == Status::Finished;
    assert_eq!(ends, usize::from(is_over), "exactly one end");
    let facts = [
        after.end.is_some(),
        after.ended_at.is_some(),
        after.current().is_none(),
    ];
    assert_eq!(facts, [is_over; 3]);
    if is_over {
        assert_eq!(moved.events.last().map(LiveEvent::name), Some("finished"));
        assert_eq!((after.due_at(), after.opens_at), (None, None));
    }
}
