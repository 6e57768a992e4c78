use crate::cursor::List;
use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::bank::StarredQuestion;
use ludger_domain::Timestamp;
use ludger_domain::ids::{QuestionId, TopicId};
use ludger_domain::quiz::QuestionKind;
use serde::Serialize;
use utoipa::ToSchema;

/// A question that you want to come back to, without its answers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Star)]
struct ApiStar {
    #[schema(value_type = Uuid)]
    question: QuestionId,
    /// The topic that it belongs to.
    #[schema(value_type = Uuid)]
    topic: TopicId,
    #[schema(schema_with = words::question_kind)]
    kind: QuestionKind,
    /// 1 novice, 2 apprentice, 3 journeyman, 4 master, 5 grandmaster.
    #[schema(example = 1, minimum = 1, maximum = 5)]
    difficulty: i64,
    /// What is asked.
    #[schema(example = "Which planet is nearest to the Sun?")]
    content: String,
    /// Whether the bank still has it.
    #[schema(example = true)]
    in_bank: bool,
    starred_at: Timestamp,
}

impl From<StarredQuestion> for ApiStar {
    fn from(StarredQuestion { star, question }: StarredQuestion) -> Self {
        Self {
            question: question.id,
            topic: question.topic,
            kind: question.kind,
            difficulty: question.difficulty.level(),
            content: question.content,
            in_bank: question.deleted_at.is_none(),
            starred_at: star.starred_at,
        }
    }
}

pub(super) struct Asked(PageParams);

/// List the questions that you have starred
///
/// Newest star first.
#[utoipa::path(
    get, path = "/v1/me/stars", tag = "bank", params(PageParams), security(("bearer" = [])),
    responses((status = 200, description = "A part of the list.", body = PageOf<ApiStar>))
)]
pub(super) async fn list_stars(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(Asked(page))): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "stars",
        filter: &caller.principal.user,
    };
    let page = page.of(&request, &list)?;
    let stars = state.use_cases.bank.list_stars.run(&caller, page).await?;
    page::answer(&request, &list, stars.map(ApiStar::from))
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self(PageParams::read(params)))
    }
}
