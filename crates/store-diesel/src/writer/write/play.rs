//! Quiz sessions, their players and questions, and what was answered.

use super::Sorted;
use crate::connection::Connection;
use crate::rows::{Column, Rows};
use diesel::QueryResult;
use ludger_domain::ids::{AnswerId, QuestionId, QuizId};
use ludger_domain::quiz::{Player, PlayerAnswer, QuizSession};

pub(super) fn write(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    let (new, changed): (Vec<_>, Vec<_>) =
        sorted.quiz_sessions.iter().partition(|s| s.version == 1);
    sessions(&new)?.insert(conn)?;
    questions(conn, &new)?;
    sessions(&changed)?.update(conn, &["id"])?;
    players(&sorted.quiz_sessions).upsert(conn, &["session_id", "user_id"], PLAYED)?;
    answers(conn, &sorted.player_answers)?;
    awarded(conn, &sorted.awarded)
}

/// What changes of a player.
const PLAYED: &[&str] = &[
    "hearts_left",
    "score",
    "result",
    "is_ready",
    "right_count",
    "streak",
    "departure",
];

fn sessions<'a>(sessions: &[&'a QuizSession]) -> QueryResult<Rows<'a>> {
    let all = || sessions.iter();
    let rules: Vec<String> = all().map(|s| json(&s.rules)).collect::<QueryResult<_>>()?;
    let code = |s: &'a QuizSession| Some(s.join_code.as_ref()?.as_str().into());
    Ok(Rows::new("game_sessions")
        .column("id", Column::uuids(all().map(|s| s.id.uuid())))
        .column("host_id", Column::uuids(all().map(|s| s.host.uuid())))
        .column(
            "mode",
            Column::texts(all().map(|s| Some(s.mode.as_str().into()))),
        )
        .column(
            "status",
            Column::texts(all().map(|s| Some(s.status.as_str().into()))),
        )
        .column("seed", Column::integers(all().map(|s| s.seed)))
        .column("position", Column::integers(all().map(|s| s.position)))
        .column(
            "opened_at",
            Column::instants(all().map(|s| Some(s.round?.opened_at))),
        )
        .column(
            "words_version",
            Column::integers(all().map(|s| Some(s.round?.words_version))),
        )
        .column("started_at", Column::instants(all().map(|s| s.started_at)))
        .column("updated_at", Column::instants(all().map(|s| s.updated_at)))
        .column("ended_at", Column::instants(all().map(|s| s.ended_at)))
        .column(
            "ending",
            Column::texts(all().map(|s| Some(s.end?.as_str().into()))),
        )
        .column("version", Column::integers(all().map(|s| s.version)))
        .column(
            "rules",
            Column::texts(rules.into_iter().map(|rules| Some(rules.into()))),
        )
        .column(
            "quiz_id",
            Column::uuids(all().map(|s| s.quiz.map(QuizId::uuid))),
        )
        .column("join_code", Column::texts(all().map(|s| code(s))))
        .column("opens_at", Column::instants(all().map(|s| s.opens_at)))
        .column(
            "pause_count",
            Column::integers(all().map(|s| s.pauses.count)),
        )
        .column(
            "paused_ms",
            Column::integers(all().map(|s| s.pauses.spent_ms)),
        )
        .column("paused_at", Column::instants(all().map(|s| s.pauses.since)))
        .column("due_at", Column::instants(all().map(|s| s.due_at()))))
}

fn players<'a>(sessions: &[&'a QuizSession]) -> Rows<'a> {
    let seats: Vec<(&QuizSession, &Player)> = sessions
        .iter()
        .flat_map(|session| session.players.iter().map(|player| (*session, player)))
        .collect();
    let all = || seats.iter().map(|(_, player)| *player);
    Rows::new("session_players")
        .column(
            "session_id",
            Column::uuids(seats.iter().map(|(s, _)| s.id.uuid())),
        )
        .column("user_id", Column::uuids(all().map(|p| p.user.uuid())))
        .column(
            "hearts_left",
            Column::integers(all().map(|p| p.hearts_left)),
        )
        .column("score", Column::integers(all().map(|p| p.score)))
        .column(
            "result",
            Column::texts(all().map(|p| Some(p.result?.as_str().into()))),
        )
        .column("seat", Column::integers(all().map(|p| p.seat)))
        .column("is_ready", Column::booleans(all().map(|p| p.is_ready)))
        .column(
            "right_count",
            Column::integers(all().map(|p| p.right_count)),
        )
        .column("streak", Column::integers(all().map(|p| p.streak)))
        .column("joined_at", Column::instants(all().map(|p| p.joined_at)))
        .column(
            "departure",
            Column::texts(all().map(|p| Some(p.departure?.as_str().into()))),
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
    let all = || answers.iter();
    let picked = |answer: &&PlayerAnswer| answer.picked.as_ref().map(json).transpose();
    let picked: Vec<Option<String>> = all().map(picked).collect::<QueryResult<_>>()?;
    let rows = Rows::new("player_answers")
        .column("id", Column::uuids(all().map(|a| a.id.uuid())))
        .column("session_id", Column::uuids(all().map(|a| a.session.uuid())))
        .column(
            "question_id",
            Column::uuids(all().map(|a| a.question.uuid())),
        )
        .column("user_id", Column::uuids(all().map(|a| a.user.uuid())))
        .column(
            "selected_answer_id",
            Column::uuids(all().map(|a| a.selected.map(AnswerId::uuid))),
        )
        .column(
            "is_correct",
            Column::booleans(all().map(|a| a.is_correct())),
        )
        .column(
            "answer_time_ms",
            Column::integers(all().map(|a| a.answer_time_ms)),
        )
        .column(
            "answered_at",
            Column::instants(all().map(|a| a.answered_at)),
        )
        .column(
            "picked",
            Column::texts(picked.into_iter().map(|picked| Some(picked?.into()))),
        )
        .column("credit", Column::integers(all().map(|a| a.credit)));
    award(rows, answers).insert(conn)?;
    Ok(())
}

fn awarded(conn: &mut Connection, answers: &[&PlayerAnswer]) -> QueryResult<()> {
    let ids = answers.iter().map(|a| a.id.uuid());
    award(
        Rows::new("player_answers").column("id", Column::uuids(ids)),
        answers,
    )
    .update(conn, &["id"])?;
    Ok(())
}

/// What came of them, if that is known.
fn award<'a>(rows: Rows<'a>, answers: &[&'a PlayerAnswer]) -> Rows<'a> {
    let all = || answers.iter();
    rows.column(
        "points_awarded",
        Column::integers(all().map(|a| a.points_awarded())),
    )
    .column(
        "hearts_left",
        Column::integers(all().map(|a| Some(a.award?.hearts_left))),
    )
    .column(
        "score",
        Column::integers(all().map(|a| Some(a.award?.score))),
    )
}

fn json(value: &impl serde::Serialize) -> QueryResult<String> {
    serde_json::to_string(value)
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))
}
