use super::super::changed;
use super::super::question::{NewQuestion, Question};
use crate::extract::{AnyIfMatch, IfMatch, Json, Path, SignedIn, version_tag};
use crate::headers::{AnyIfMatchHeader, IfMatchHeader};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use ludger_application::bank::{CreateQuestionError, DeleteQuestionError, EditQuestionError};
use ludger_domain::ids::QuestionId;
use uuid::Uuid;

/// Add a question
#[utoipa::path(
    post, path = "/v1/questions", tag = "bank", security(("bearer" = [])),
    request_body = NewQuestion,
    responses((status = 201, description = "The question.", body = Question))
)]
pub(in super::super) async fn create_question(
    state: Data<ApiState>,
    SignedIn(caller, Json(new)): SignedIn<Json<NewQuestion>>,
) -> Result<HttpResponse, Problem> {
    let topic = new.topic.into();
    let made = state.use_cases.bank.create_question.run(&caller, topic, new.into()).await;
    let question = made.map_err(not_made)?;
    let location = format!("/v1/questions/{}", question.id);
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, location));
    answer.insert_header(version_tag(question.version));
    Ok(answer.json(Question::from(question)))
}

/// Replace a question's words and answers, or its topic
///
/// Sessions that showed the old words ask for the new ones.
#[utoipa::path(
    put, path = "/v1/questions/{id}", tag = "bank", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the question."), IfMatchHeader),
    request_body = NewQuestion,
    responses((status = 200, description = "The question as it is now.", body = Question))
)]
pub(in super::super) async fn edit_question(
    state: Data<ApiState>,
    SignedIn(caller, asked): SignedIn<(Path<QuestionId>, IfMatch, Json<NewQuestion>)>,
) -> Result<HttpResponse, Problem> {
    let (Path(id), IfMatch(version), Json(new)) = asked;
    let words = (new.topic.into(), new.into());
    let edited = state.use_cases.bank.edit_question.run(&caller, id, Some(version), words).await;
    let question = edited.map_err(not_edited)?;
    Ok(HttpResponse::Ok()
        .insert_header(version_tag(question.version))
        .json(Question::from(question)))
}

/// Delete a question
///
/// Sessions that have drawn it go on with it.
#[utoipa::path(
    delete, path = "/v1/questions/{id}", tag = "bank", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the question."), AnyIfMatchHeader),
    responses((status = 204, description = "Deleted."))
)]
pub(in super::super) async fn delete_question(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), AnyIfMatch(version))): SignedIn<(Path<QuestionId>, AnyIfMatch)>,
) -> Result<HttpResponse, Problem> {
    let deleted = state.use_cases.bank.delete_question.run(&caller, id, version).await;
    deleted.map_err(not_deleted)?;
    Ok(HttpResponse::NoContent().finish())
}

fn not_made(error: CreateQuestionError) -> Problem {
    match error {
        CreateQuestionError::Forbidden(forbidden) => forbidden.into(),
        CreateQuestionError::Invalid(faults) => faults.into(),
        CreateQuestionError::Outage(outage) => outage.into(),
    }
}

fn not_edited(error: EditQuestionError) -> Problem {
    match error {
        EditQuestionError::Forbidden(forbidden) => forbidden.into(),
        EditQuestionError::NotFound => Problem::not_found(),
        EditQuestionError::VersionMismatch(mismatch) => changed(mismatch),
        EditQuestionError::Invalid(faults) => faults.into(),
        EditQuestionError::Outage(outage) => outage.into(),
    }
}

fn not_deleted(error: DeleteQuestionError) -> Problem {
    match error {
        DeleteQuestionError::Forbidden(forbidden) => forbidden.into(),
        DeleteQuestionError::NotFound => Problem::not_found(),
        DeleteQuestionError::VersionMismatch(mismatch) => changed(mismatch),
        DeleteQuestionError::Outage(outage) => outage.into(),
    }
}
