use super::ApiQuiz;
use crate::cursor::List;
use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_domain::fault::check_text;
use ludger_domain::ids::TopicId;
use ludger_domain::quiz::QuizStatus;
use ludger_ports::read::{QuizFilter, QuizOrder};
use serde::Serialize;
use utoipa::IntoParams;

/// Which quizzes a list shows, and in which order; every other part narrows it.
#[derive(Debug, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Where they are in their life. Who may not manage questions sees published ones alone.
    #[param(schema_with = words::quiz_status, required = false)]
    status: Option<QuizStatus>,
    /// About this topic.
    #[param(value_type = Option<Uuid>)]
    topic: Option<TopicId>,
    /// With this text in title or description, without regard to case.
    #[param(max_length = 200)]
    text: Option<String>,
    /// What comes first; `newest` unless something else is asked for.
    #[param(schema_with = words::quiz_order, required = false)]
    sort: QuizOrder,
}

pub(super) struct Asked {
    filter: Filter,
    page: PageParams,
}

/// List the quizzes
///
/// Who may manage questions sees every quiz; everybody else sees published ones, without what they ask.
#[utoipa::path(
    get, path = "/v1/quizzes", tag = "bank", params(Filter, PageParams), security(("bearer" = [])),
    responses((status = 200, description = "A part of the list.", body = PageOf<ApiQuiz>))
)]
pub(super) async fn list_quizzes(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(asked)): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "quizzes",
        filter: &asked.filter,
    };
    let page = asked.page.of(&request, &list)?;
    let filter = QuizFilter::from(&asked.filter);
    let list_quizzes = &state.use_cases.bank.list_quizzes;
    let quizzes = list_quizzes.run(&caller, &filter, page).await?;
    page::answer(&request, &list, quizzes.map(ApiQuiz::from))
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let filter = Filter {
            status: params.optional_with("status", |name| {
                QuizStatus::from_name(name).ok_or_else(|| "is no status of a quiz".to_owned())
            }),
            topic: params.optional("topic"),
            text: params.optional_with("text", |text| {
                check_text("", text, 1, 200)
                    .map(|()| text.to_owned())
                    .map_err(|fault| fault.detail)
            }),
            sort: params
                .optional_with("sort", |name| match name {
                    "newest" => Ok(QuizOrder::Newest),
                    "most_played" => Ok(QuizOrder::MostPlayed),
                    _ => Err("must be newest or most_played".to_owned()),
                })
                .unwrap_or_default(),
        };
        Some(Self {
            filter,
            page: PageParams::read(params),
        })
    }
}

impl From<&Filter> for QuizFilter {
    fn from(filter: &Filter) -> Self {
        Self {
            status: filter.status,
            topic: filter.topic,
            text: filter.text.clone(),
            order: filter.sort,
        }
    }
}
