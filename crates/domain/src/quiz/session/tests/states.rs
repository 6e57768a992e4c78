//! What each state allows.

use super::table::*;
use crate::quiz::fixture::{self, at};
use crate::quiz::session::*;
use Says::Right;

/// A session of two that has come to this state; past the lobby with its first question open.
fn in_state(status: Status) -> Table {
    let table = Table::comp(2);
    match status {
        Status::Waiting => table,
        Status::Countdown => table.readies(ADA, true).readies(BOB, true),
        Status::Active => table.started(),
        Status::Paused => table.started().pauses(),
        Status::Finished => table.started().leaves(BOB),
    }
}

/// `ok`, or the reason why not.
fn said<T, E: std::fmt::Debug>(done: Result<T, E>) -> String {
    done.err().map_or("ok".to_owned(), |why| format!("{why:?}"))
}

/// What comes of each thing that can be tried, by the host or, of joining, by a stranger.
fn tried(table: &Table) -> [String; 13] {
    let (session, question, now) = (|| table.session.clone(), &table.bank[0], table.now);
    let (host, given) = (user(ADA), fixture::right(SEED, question));
    let closed = session().close(question, &[], None, || answer_id(1), at(600_000));
    [
        said(session().open(question, now)),
        said(session().view(question)),
        said(session().answer(host, question, &given, answer_id(1), now)),
        said(session().pause(host, now)),
        said(session().resume(host, now)),
        said(session().resume_by_itself(now)),
        said(session().leave(host, now)),
        said(session().forfeit(now)),
        said(session().run_out(now)),
        said(session().join(user(9), now)),
        said(session().ready(host, false, now)),
        said(session().kick(host, user(BOB), now)),
        said(closed.ok_or("nothing to close")),
    ]
}

#[test]
fn each_state_allows_what_its_table_says() {
    // state; open, view and answer; pause; resume; leave, forfeit and run out; join; ready; kick
    let table = "
        waiting   | NotStarted | NotStarted | NotStarted | ok       | ok      | ok      | ok
        countdown | NotStarted | ok         | NotStarted | ok       | Started | ok      | Started
        active    | ok         | ok         | NotPaused  | ok       | Started | Started | Started
        paused    | Paused     | Paused     | ok         | ok       | Started | Started | Started
        finished  | Finished   | Finished   | Finished   | Finished | Started | Started | Started
    ";
    for row in table.trim().lines() {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let status = Status::from_name(cells[0]).unwrap();
        let table = in_state(status);
        assert_eq!(table.session.status, status);
        let look = match cells[1] {
            "ok" => "ok".to_owned(),
            why => format!("Play({why})"),
        };
        let (pause, resume, leave) = (cells[2], cells[3], cells[4]);
        let close = match status {
            Status::Active => "ok",
            _ => "\"nothing to close\"",
        };
        let looks = [look.as_str(); 3];
        let rest = [
            pause, resume, resume, leave, leave, leave, cells[5], cells[6], cells[7], close,
        ];
        assert_eq!(
            tried(&table)[..],
            [&looks[..], &rest[..]].concat(),
            "while {status}"
        );
    }
}

#[test]
fn only_the_current_question_counts_and_only_once_it_is_open() {
    use AnswerError::{NotCurrent, NotServed};
    let solo = Table::solo().plays("r", 100);
    let comp = Table::comp(2).started().plays("rr", 100);
    for between in [solo, comp] {
        let open = match between.session.mode {
            Mode::Solo => between.clone().looks(),
            _ => between.clone().waits(2_000),
        };
        // table, the place of a question, why it cannot be answered
        let rows = [
            (&between, 0, Some(NotCurrent)),
            (&between, 1, Some(NotServed)),
            (&open, 0, Some(NotCurrent)),
            (&open, 1, None),
            (&open, 2, Some(NotCurrent)),
        ];
        for (table, place, expected) in rows {
            let question = &table.bank[place];
            let given = crate::quiz::fixture::right(SEED, question);
            let answered =
                table
                    .session
                    .answer(user(ADA), question, &given, answer_id(1), table.now);
            assert_eq!(answered.err(), expected, "question {place}");
            assert_eq!(
                table.session.view(question).err(),
                expected,
                "question {place}"
            );
        }
    }
}

#[test]
fn the_next_question_comes_by_the_clock_where_several_play() {
    let between = Table::comp(2).started().plays("rr", 100);
    let next = between.question().clone();
    let opens_at = between.session.opens_at.unwrap();
    let early = later(opens_at, SignedDuration::from_micros(-1));
    let opened = |at| {
        between
            .session
            .clone()
            .open(&next, at)
            .map(|moved| moved.session.round)
    };
    assert_eq!(opened(early), Err(AnswerError::NotServed));
    assert_eq!(opened(opens_at).unwrap().unwrap().opened_at, opens_at);
    let first = &between.bank[0];
    let again = between.session.clone().open(first, opens_at);
    assert_eq!(again.err(), Some(AnswerError::NotCurrent));
}

#[test]
fn nobody_answers_who_does_not_play() {
    let table = Table::comp(3).kicks(CYN).joins(DAN).started();
    let given = table.says(Right);
    for (who, expected) in [
        (ADA, None),
        (DAN, None),
        (CYN, Some(AnswerError::Out)),
        (9, Some(AnswerError::Out)),
    ] {
        assert_eq!(table.tries(who, &given).err(), expected, "player {who}");
    }
}
