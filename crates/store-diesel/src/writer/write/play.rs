//! Quiz sessions, their players and questions, and what was answered.

use super::Sorted;
use crate::connection::Connection;
use crate::rows::{Column, Rows};
use diesel::QueryResult;
use ludger_domain::ids::QuestionId;
use ludger_domain::quiz::{PlayerAnswer, QuizSession};

pub(super) fn write(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    let (new, changed): (Vec<_>, Vec<_>) =
        sorted.quiz_sessions.iter().partition(|s| s.version == 1);
    sessions(&new).insert(conn)?;
    players(&new).insert(conn)?;
    questions(conn, &new)?;
    sessions(&changed).update(conn, &["id"])?;
    players(&changed).update(conn, &["session_id", "user_id"])?;
    answers(conn, &sorted.player_answers)
}

fn sessions<'a>(sessions: &[&'a QuizSession]) -> Rows<'a> {
    Rows::new("game_sessions")
        .column("id", Column::uuids(sessions.iter().map(|s| s.id.uuid())))
        .column(
            "user_id",
            Column::uuids(sessions.iter().map(|s| s.user.uuid())),
        )
        .column(
            "mode",
            Column::texts(sessions.iter().map(|s| Some(s.mode.as_str().into()))),
        )
        .column(
            "status",
            Column::texts(sessions.iter().map(|s| Some(s.status.as_str().into()))),
        )
        .column("seed", Column::integers(sessions.iter().map(|s| s.seed)))
        .column(
            "position",
            Column::integers(sessions.iter().map(|s| s.position)),
        )
        .column(
            "served_at",
            Column::instants(sessions.iter().map(|s| s.served_at)),
        )
        .column(
            "served_version",
            Column::integers(sessions.iter().map(|s| s.served_version)),
        )
        .column(
            "right_count",
            Column::integers(sessions.iter().map(|s| s.right_count)),
        )
        .column(
            "started_at",
            Column::instants(sessions.iter().map(|s| s.started_at)),
        )
        .column(
            "updated_at",
            Column::instants(sessions.iter().map(|s| s.updated_at)),
        )
        .column(
            "ended_at",
            Column::instants(sessions.iter().map(|s| s.ended_at)),
        )
        .column(
            "ending",
            Column::texts(sessions.iter().map(|s| Some(s.end?.as_str().into()))),
        )
        .column(
            "version",
            Column::integers(sessions.iter().map(|s| s.version)),
        )
}

fn players<'a>(sessions: &[&'a QuizSession]) -> Rows<'a> {
    Rows::new("session_players")
        .column(
            "session_id",
            Column::uuids(sessions.iter().map(|s| s.id.uuid())),
        )
        .column(
            "user_id",
            Column::uuids(sessions.iter().map(|s| s.user.uuid())),
        )
        .column(
            "hearts_left",
            Column::integers(sessions.iter().map(|s| s.hearts_left)),
        )
        .column("score", Column::integers(sessions.iter().map(|s| s.score)))
        .column(
            "result",
            Column::texts(sessions.iter().map(|s| Some(s.result?.as_str().into()))),
        )
}

fn questions(conn: &mut Connection, sessions: &[&QuizSession]) -> QueryResult<()> {
    let all: Vec<(&QuizSession, i64, &QuestionId)> = sessions
        .iter()
        .flat_map(|session| {
            (0_i64..)
                .zip(&session.questions)
                .map(move |(n, question)| (*session, n, question))
        })
        .collect();
    Rows::new("session_questions")
        .column(
            "session_id",
            Column::uuids(all.iter().map(|(s, ..)| s.id.uuid())),
        )
        .column("position", Column::integers(all.iter().map(|(_, n, _)| *n)))
        .column(
            "question_id",
            Column::uuids(all.iter().map(|(.., q)| q.uuid())),
        )
        .insert(conn)?;
    Ok(())
}

fn answers(conn: &mut Connection, answers: &[&PlayerAnswer]) -> QueryResult<()> {
    Rows::new("player_answers")
        .column("id", Column::uuids(answers.iter().map(|a| a.id.uuid())))
        .column(
            "session_id",
            Column::uuids(answers.iter().map(|a| a.session.uuid())),
        )
        .column(
            "question_id",
            Column::uuids(answers.iter().map(|a| a.question.uuid())),
        )
        .column(
            "user_id",
            Column::uuids(answers.iter().map(|a| a.user.uuid())),
        )
        .column(
            "selected_answer_id",
            Column::uuids(answers.iter().map(|a| a.selected.uuid())),
        )
        .column(
            "is_correct",
            Column::booleans(answers.iter().map(|a| a.is_correct)),
        )
        .column(
            "points_awarded",
            Column::integers(answers.iter().map(|a| a.points_awarded)),
        )
        .column(
            "answer_time_ms",
            Column::integers(answers.iter().map(|a| a.answer_time_ms)),
        )
        .column(
            "answered_at",
            Column::instants(answers.iter().map(|a| a.answered_at)),
        )
        .insert(conn)?;
    Ok(())
}
