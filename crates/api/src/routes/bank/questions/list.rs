use super::super::question::Question;
use crate::cursor::List;
use crate::extract::{FromQuery, Params, Path, Query, SignedIn, tagged};
use crate::headers::IfNoneMatchHeader;
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::bank::{FindQuestionError, ListQuestionsError};
use ludger_domain::ids::{QuestionId, TopicId};
use ludger_domain::quiz::{Difficulty, QuestionKind};
use ludger_ports::read::QuestionFilter;
use serde::Serialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// Which questions; every part narrows it.
#[derive(Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Of this topic.
    #[param(value_type = Option<Uuid>)]
    topic: Option<TopicId>,
    /// Of this kind.
    #[param(schema_with = words::question_kind, required = false)]
    kind: Option<QuestionKind>,
    /// Of this difficulty, 1 to 5.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 5)]
    difficulty: Option<Difficulty>,
    /// With this text in their content, without regard to case.
    text: Option<String>,
}

pub(crate) struct Asked {
    filter: Filter,
    page: PageParams,
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let topic = params.optional("topic");
        let kind = params.optional_with("kind", |text| {
            QuestionKind::from_name(text).ok_or_else(|| "is no kind of question".to_owned())
        });
        let difficulty = params.optional_with("difficulty", |text| {
            let level = text.parse().ok().and_then(Difficulty::new);
            level.ok_or_else(|| "must be 1 to 5".to_owned())
        });
        let filter = Filter { topic, kind, difficulty, text: params.optional("text") };
        Some(Self { filter, page: PageParams::read(params) })
    }
}

/// List the questions of the bank, with their answers
///
/// Oldest first.
#[utoipa::path(
    get, path = "/v1/questions", tag = "bank", security(("bearer" = [])),
    params(Filter, PageParams),
    responses((status = 200, description = "A page.", body = PageOf<Question>))
)]
pub(in super::super) async fn list_questions(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(asked)): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List { name: "questions", filter: &asked.filter };
    let wanted = asked.page.of(&request, &list)?;
    let Filter { topic, kind, difficulty, text } = &asked.filter;
    let filter = QuestionFilter {
        topic: *topic,
        kind: *kind,
        difficulty: *difficulty,
        text: text.clone(),
    };
    let page = state.use_cases.bank.list_questions.run(&caller, &filter, wanted).await;
    page::answer(&request, &list, page.map_err(not_listed)?.map(Question::from))
}

/// Look at a question with its answers
#[utoipa::path(
    get, path = "/v1/questions/{id}", tag = "bank", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the question."), IfNoneMatchHeader),
    responses((status = 200, description = "The question.", body = Question))
)]
pub(in super::super) async fn get_question(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Path(id)): SignedIn<Path<QuestionId>>,
) -> Result<HttpResponse, Problem> {
    let found = state.use_cases.bank.find_question.run(&caller, id).await.map_err(not_there)?;
    let question = Question::from(found);
    tagged(&request, Some(question.version), &question)
}

fn not_listed(error: ListQuestionsError) -> Problem {
    match error {
        ListQuestionsError::Forbidden(forbidden) => forbidden.into(),
        ListQuestionsError::Outage(outage) => outage.into(),
    }
}

fn not_there(error: FindQuestionError) -> Problem {
    match error {
        FindQuestionError::Forbidden(forbidden) => forbidden.into(),
        FindQuestionError::NotFound => Problem::not_found(),
        FindQuestionError::Outage(outage) => outage.into(),
    }
}
