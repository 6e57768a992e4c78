//! What is looked at after each deed.

use super::*;

pub(super) fn stands_where_the_model_does(table: &Table, model: &Model) {
    let session = &table.session;
    let (status, end) = match model.phase {
        Phase::Waiting => (Status::Waiting, None),
        Phase::Countdown => (Status::Countdown, None),
        Phase::Active => (Status::Active, None),
        Phase::Paused => (Status::Paused, None),
        Phase::Over(end) => (Status::Finished, Some(end)),
    };
    assert_eq!((session.status, session.end), (status, end));
    assert_eq!((session.host, table.now), (user(model.host), at(model.now)));
    let seat = |player: &Player| reference::Seat {
        who: player.user.uuid().as_u128(),
        gone: player.departure,
        is_ready: player.is_ready,
        hearts: player.hearts_left,
        score: player.score,
        result: player.result,
    };
    assert_eq!(
        session.players.iter().map(seat).collect::<Vec<_>>(),
        model.seats
    );
    assert_eq!(usize::try_from(session.position).unwrap(), model.position);
    assert_eq!(
        session.round.map(|round| round.opened_at),
        model.opened.map(at)
    );
    assert_eq!(
        (session.opens_at, session.due_at()),
        (model.opens.map(at), model.due().map(at))
    );
    let pauses = (session.pauses.count, session.pauses.spent_ms);
    assert_eq!(pauses, (model.pauses, model.paused_ms));
    let closed = table
        .answers
        .iter()
        .filter(|answer| answer.award.is_some())
        .count();
    assert_eq!(closed, model.rows);
}

/// What is true of every session, whatever its rules.
pub(super) fn keeps_its_books(table: &Table) {
    let session = &table.session;
    for player in &session.players {
        let rows = || {
            table
                .answers
                .iter()
                .filter(|answer| answer.user == player.user)
        };
        let points: i64 = rows().map(PlayerAnswer::points_awarded).sum();
        assert_eq!(player.score, points);
        assert!(player.score >= 0);
        assert!((0..=session.rules.hearts).contains(&player.hearts_left));
        let last = rows().filter_map(|row| row.award).next_back();
        let standing = last.map(|award| (award.hearts_left, award.score));
        assert!(standing.is_none_or(|after| after == (player.hearts_left, player.score)));
    }
    let is_over = session.status == Status::Finished;
    for (place, question) in session.questions.iter().enumerate() {
        let mut rows = table
            .answers
            .iter()
            .filter(|answer| answer.question == *question);
        match usize::try_from(session.position).unwrap() {
            closed if place < closed => assert!(rows.all(|row| row.award.is_some())),
            current if place == current => assert!(rows.all(|row| row.award.is_none())),
            _ => assert_eq!(rows.count(), 0),
        }
    }
    assert!(session.due(table.now).is_none(), "all that is due is done");
    assert!(
        is_over || session.due_at().is_some(),
        "something happens in the end"
    );
}

/// The story that the players were told makes sense.
pub(super) fn tells_in_order(table: &Table) {
    let (mut number, mut open, mut finished) = (0, None, false);
    let mut told = table.told.iter().peekable();
    while let Some(event) = told.next() {
        assert!(!finished, "nothing is told after the end");
        match event {
            LiveEvent::Question(view) => {
                assert_eq!((view.number, open), (number + 1, None));
                open = Some(view.question);
            }
            LiveEvent::Answered { question, .. } => assert_eq!(open, Some(*question)),
            LiveEvent::Result(result) => {
                assert_eq!((result.number, open), (number + 1, Some(result.question)));
                (number, open) = (result.number, None);
                assert_eq!(told.peek().map(|event| event.name()), Some("scores"));
            }
            LiveEvent::Finished { .. } => finished = true,
            _ => {}
        }
    }
    assert_eq!(finished, table.session.status == Status::Finished);
    assert_eq!(number, table.session.position);
}
