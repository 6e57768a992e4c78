use super::closed;
use super::query::Parameters;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::trivia::Counts;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The categories.
#[derive(Serialize, ToSchema)]
pub(super) struct TriviaCategories {
    trivia_categories: Vec<TriviaCategory>,
}

/// A topic, by its number.
#[derive(Serialize, ToSchema)]
struct TriviaCategory {
    id: u32,
    name: String,
}

/// List the topics as of the Open Trivia DB
///
/// Where the deployment opens its bank. Numbers stay with their topics.
#[utoipa::path(
    get, path = "/api_category.php", tag = "trivia",
    responses((status = 200, description = "The categories.", body = TriviaCategories))
)]
pub(super) async fn list_trivia_categories(state: Data<ApiState>) -> Result<HttpResponse, Problem> {
    let topics = state.use_cases.trivia.categories().await.map_err(closed)?;
    let categories = topics.into_iter().map(|topic| TriviaCategory {
        id: topic.number(),
        name: topic.title,
    });
    Ok(HttpResponse::Ok().json(TriviaCategories {
        trivia_categories: categories.collect(),
    }))
}

/// Count the questions of a topic as of the Open Trivia DB
///
/// Where the deployment opens its bank.
#[utoipa::path(
    get, path = "/api_count.php", tag = "trivia",
    params(("category" = Option<u32>, Query, description = "The `id` of a category.")),
    responses((status = 200, description = "By difficulty; an empty object for no category.", body = Value))
)]
pub(super) async fn count_trivia(
    state: Data<ApiState>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let number = Parameters::of(&request)
        .text("category")
        .and_then(|text| text.parse::<u32>().ok());
    let counts = state.use_cases.trivia.counts().await.map_err(closed)?;
    let mut found = counts.into_iter();
    let found = found.find(|(topic, _)| Some(topic.number()) == number);
    let body = found.map_or_else(
        || json!({}),
        |(topic, counts)| {
            json!({
                "category_id": topic.number(),
                "category_question_count": {
                    "total_question_count": counts.all(),
                    "total_easy_question_count": counts.easy,
                    "total_medium_question_count": counts.medium,
                    "total_hard_question_count": counts.hard,
                },
            })
        },
    );
    Ok(HttpResponse::Ok().json(body))
}

/// Count all questions as of the Open Trivia DB
///
/// Where the deployment opens its bank. What is open is verified.
#[utoipa::path(
    get, path = "/api_count_global.php", tag = "trivia",
    responses((status = 200, description = "In all, and by category.", body = Value))
)]
pub(super) async fn count_all_trivia(state: Data<ApiState>) -> Result<HttpResponse, Problem> {
    let counts = state.use_cases.trivia.counts().await.map_err(closed)?;
    let all: u64 = counts.iter().map(|(_, counts)| counts.all()).sum();
    let of = counts.iter().map(|(topic, counts): &(_, Counts)| {
        let number = topic.number().to_string();
        (number, numbers(counts.all()))
    });
    let categories: BTreeMap<String, Value> = of.collect();
    let body = json!({ "overall": numbers(all), "categories": categories });
    Ok(HttpResponse::Ok().json(body))
}

fn numbers(count: u64) -> Value {
    json!({
        "total_num_of_questions": count,
        "total_num_of_pending_questions": 0,
        "total_num_of_verified_questions": count,
        "total_num_of_rejected_questions": 0,
    })
}
