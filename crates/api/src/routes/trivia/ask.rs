use super::encode::Encoding;
use super::query::{Malformed, Parameters};
use super::{ResponseCode, refused};
use crate::extract::Client;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::trivia::{Level, TriviaRequest};
use ludger_domain::quiz::{Question, QuestionKind, Topic};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// What is asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "for the document alone: it is read as that API reads it"
)]
pub(super) struct Documented {
    /// How many, 1 to 50.
    amount: Option<u32>,
    /// The `id` of a category.
    category: Option<u32>,
    /// `easy`, `medium` or `hard`.
    difficulty: Option<String>,
    /// `multiple` or `boolean`.
    r#type: Option<String>,
    /// `urlLegacy`, `url3986` or `base64`; left out: HTML's references.
    encode: Option<String>,
    /// None that this token was given before.
    token: Option<String>,
}

/// Questions, or why there are none.
#[derive(Serialize, ToSchema)]
pub(super) struct TriviaAnswer {
    /// 0 success, 1 too few, 2 a parameter is wrong, 3 unknown token, 4 the token had them all, 5 too soon.
    response_code: u8,
    results: Vec<TriviaQuestion>,
}

/// A question with its answers.
#[derive(Serialize, ToSchema)]
struct TriviaQuestion {
    r#type: String,
    difficulty: String,
    category: String,
    question: String,
    correct_answer: String,
    incorrect_answers: Vec<String>,
}

/// Ask as of the Open Trivia DB
///
/// Where the deployment opens its bank: answers are given away. Compatible with `opentdb.com/api.php`.
#[utoipa::path(
    get, path = "/api.php", tag = "trivia", params(Documented),
    responses((status = 200, description = "Questions, or why there are none.", body = TriviaAnswer))
)]
pub(super) async fn ask_trivia(
    state: Data<ApiState>,
    request: HttpRequest,
    Client(origin): Client,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::of(&request);
    let address = origin.address.and_then(|text| text.parse().ok());
    let Ok((asked, encoding)) = read(&parameters) else {
        // Whoever asks a closed bank learns that it is closed, whatever they ask.
        return match state.use_cases.trivia.categories().await {
            Ok(_) => Ok(ResponseCode::InvalidParameter.answer()),
            Err(error) => refused(error),
        };
    };
    if !state.trivia_asked.may(address, state.clock.now()) {
        return Ok(ResponseCode::RateLimit.answer());
    }
    match state.use_cases.trivia.ask(&asked).await {
        Ok(found) => Ok(HttpResponse::Ok().json(TriviaAnswer {
            response_code: ResponseCode::Success as u8,
            results: found.iter().map(|found| written(found, encoding)).collect(),
        })),
        Err(error) => refused(error),
    }
}

fn read(parameters: &Parameters) -> Result<(TriviaRequest, Encoding), Malformed> {
    let amount = parameters.read("amount", |text| text.parse().ok())?;
    let amount = amount.filter(|amount| (1..=50).contains(amount));
    let amount = amount.ok_or(Malformed)?;
    let request = TriviaRequest {
        amount,
        category: parameters
            .read("category", |text| text.parse().ok())?
            .filter(|number| *number != 0),
        level: parameters.read("difficulty", Level::from_name)?,
        kind: parameters.read("type", |name| match name {
            "multiple" => Some(QuestionKind::Single),
            "boolean" => Some(QuestionKind::TrueFalse),
            _ => None,
        })?,
        token: parameters.text("token").map(str::to_owned),
    };
    let encoding = parameters.read("encode", Encoding::from_name)?;
    Ok((request, encoding.unwrap_or_default()))
}

fn written((topic, question): &(Topic, Question), encoding: Encoding) -> TriviaQuestion {
    let write = |text: &str| encoding.write(text);
    let answers = |is_right: bool| {
        let answers = question.answers.iter();
        answers
            .filter(move |answer| answer.is_correct == is_right)
            .map(|answer| write(&answer.content))
    };
    let kind = match question.kind {
        QuestionKind::TrueFalse => "boolean",
        _ => "multiple",
    };
    TriviaQuestion {
        r#type: write(kind),
        difficulty: write(Level::of(question.difficulty).as_str()),
        category: write(&topic.title),
        question: write(&question.content),
        correct_answer: answers(true).next().unwrap_or_default(),
        incorrect_answers: answers(false).collect(),
    }
}
