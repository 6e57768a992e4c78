use super::ApiQuestion;
use crate::cursor::List;
use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::bank::ListQuestionsError;
use ludger_domain::fault::check_text;
use ludger_domain::ids::{TopicId, UserId};
use ludger_domain::quiz::{Difficulty, QuestionKind};
use ludger_ports::read::QuestionFilter;
use serde::Serialize;
use utoipa::IntoParams;

/// Which questions a list shows; every part narrows it.
#[derive(Debug, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Of this topic.
    #[param(value_type = Option<Uuid>)]
    topic: Option<TopicId>,
    /// Of this kind.
    #[param(schema_with = words::question_kind, required = false)]
    kind: Option<QuestionKind>,
    /// Of this difficulty.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 5)]
    difficulty: Option<Difficulty>,
    /// At least this difficult.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 5)]
    difficulty_min: Option<Difficulty>,
    /// At most this difficult.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 5)]
    difficulty_max: Option<Difficulty>,
    /// With this tag, without regard to case.
    #[param(max_length = 40)]
    tag: Option<String>,
    /// Whether only those are wanted that you have starred.
    #[param(value_type = Option<bool>, default = false)]
    starred: bool,
    /// Only those that show or play something (`true`), or only others (`false`).
    has_media: Option<bool>,
    /// With this text in their content, without regard to case.
    #[param(max_length = 200)]
    text: Option<String>,
}

pub(super) struct Asked {
    filter: Filter,
    page: PageParams,
}

/// List the questions with their answers
///
/// For those who may manage questions; oldest first.
#[utoipa::path(
    get, path = "/v1/questions", tag = "bank", params(Filter, PageParams), security(("bearer" = [])),
    responses((status = 200, description = "A part of the list.", body = PageOf<ApiQuestion>))
)]
pub(super) async fn list_questions(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(asked)): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "questions",
        filter: &asked.filter,
    };
    let page = asked.page.of(&request, &list)?;
    let filter = asked.filter.of(caller.principal.user);
    let questions = state
        .use_cases
        .bank
        .list_questions
        .run(&caller, &filter, page)
        .await?;
    page::answer(&request, &list, questions.map(ApiQuestion::from))
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let filter = Filter {
            topic: params.optional("topic"),
            kind: params.optional_with("kind", |name| {
                QuestionKind::from_name(name).ok_or_else(|| "is no kind of question".to_owned())
            }),
            difficulty: params.optional_with("difficulty", difficulty),
            difficulty_min: params.optional_with("difficulty_min", difficulty),
            difficulty_max: params.optional_with("difficulty_max", difficulty),
            tag: params.optional_with("tag", |text| {
                let tag = text.trim().to_lowercase();
                check_text("", &tag, 1, 40)
                    .map(|()| tag)
                    .map_err(|fault| fault.detail)
            }),
            starred: params.flag("starred"),
            has_media: params.optional_with("has_media", |text| {
                text.parse().map_err(|_| "must be true or false".to_owned())
            }),
            text: params.optional_with("text", |text| {
                check_text("", text, 1, 200)
                    .map(|()| text.to_owned())
                    .map_err(|fault| fault.detail)
            }),
        };
        Some(Self {
            filter,
            page: PageParams::read(params),
        })
    }
}

fn difficulty(text: &str) -> Result<Difficulty, String> {
    let level = text.parse().ok().and_then(Difficulty::new);
    level.ok_or_else(|| "a difficulty is 1 to 5".to_owned())
}

impl Filter {
    fn of(&self, user: UserId) -> QuestionFilter {
        let Self {
            topic,
            kind,
            difficulty,
            difficulty_min,
            difficulty_max,
            tag,
            starred,
            has_media,
            text,
        } = self;
        QuestionFilter {
            topic: *topic,
            kind: *kind,
            difficulty: *difficulty,
            difficulty_min: *difficulty_min,
            difficulty_max: *difficulty_max,
            tag: tag.clone(),
            starred_by: starred.then_some(user),
            has_media: *has_media,
            text: text.clone(),
        }
    }
}

impl From<ListQuestionsError> for Problem {
    fn from(error: ListQuestionsError) -> Self {
        match error {
            ListQuestionsError::Forbidden(forbidden) => forbidden.into(),
            ListQuestionsError::Outage(outage) => outage.into(),
        }
    }
}
