//! What players do over a socket: the same as over HTTP, with the same checks and the same answers.

use super::super::answer::{NewAnswer, answer};
use super::super::given::ApiGiven;
use super::super::{act, question};
use crate::extract::parse_json;
use crate::problem::{Code, Problem, members, rendered_from};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::body::to_bytes_limited;
use actix_web::http::{Method, StatusCode};
use ludger_application::Caller;
use ludger_application::play::Deed;
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::ids::{GameSessionId, QuestionId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use tokio::time::timeout;

/// Of a command's own id.
const ID_CHARACTERS_MAX: usize = 64;
/// No answer is so large.
const BODY_BYTES_MAX: usize = 256 * 1024;

/// A command, as it is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Command {
    /// Told again in the reply.
    id: String,
    #[serde(rename = "do")]
    what: What,
    question: Option<QuestionId>,
    answer: Option<ApiGiven>,
    ready: Option<bool>,
    user: Option<UserId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Answer,
    Ready,
    Kick,
    Pause,
    Resume,
    Leave,
    Question,
}

/// What is to be done.
enum Do {
    Answer(NewAnswer),
    Act(Deed),
    Show,
}

/// What came of a command.
#[derive(Serialize)]
struct Reply<'a> {
    #[serde(rename = "type")]
    name: &'static str,
    /// The command's; `null`: it has none that can be read.
    id: Option<&'a str>,
    status: u16,
    body: Box<RawValue>,
}

/// Does what a frame says, if it is known that its sender still may; the frame to be sent back.
pub(super) async fn run(
    state: &ApiState,
    caller: &Caller,
    session: GameSessionId,
    (frame, known): (&str, Result<(), Problem>),
) -> String {
    let (id, wanted) = read(frame);
    let done = match known.and(wanted) {
        Ok(wanted) => in_time(state, caller, session, wanted).await,
        Err(problem) => Err(problem),
    };
    let request_id = caller.origin.request_id.as_deref();
    let (status, body) = match done {
        Ok(answer) => whole(answer).await,
        Err(problem) => {
            log(&problem);
            let body = Value::from(members(&problem, request_id)).to_string();
            (problem.code().status().as_u16(), body)
        }
    };
    let reply = Reply {
        name: "reply",
        id: id.as_deref(),
        status,
        // What is JSON stays so.
        body: RawValue::from_string(body).unwrap_or_default(),
    };
    serde_json::to_string(&reply).unwrap_or_default()
}

/// The command's id, as far as it can be read, so that whoever sent it knows what is meant; and what it wants.
fn read(frame: &str) -> (Option<String>, Result<Do, Problem>) {
    // An array of the same values is no command.
    let object = match parse_json::<Map<String, Value>>(frame.as_bytes()) {
        Ok(object) => object,
        Err(problem) => return (None, Err(problem)),
    };
    let id = object.get("id").and_then(Value::as_str);
    let id = id.filter(|id| is_short(id)).map(str::to_owned);
    let wanted = parse_json::<Command>(frame.as_bytes())
        .and_then(|command| command.checked().map_err(Problem::invalid));
    (id, wanted)
}

fn is_short(id: &str) -> bool {
    id.chars().count() <= ID_CHARACTERS_MAX
}

impl Command {
    /// Every fault at once: what is missing, and what cannot stand here.
    fn checked(self) -> Result<Do, Faults> {
        let what = self.what;
        let given = [
            ("/question", self.question.is_some(), what == What::Answer),
            ("/answer", self.answer.is_some(), what == What::Answer),
            ("/ready", self.ready.is_some(), what == What::Ready),
            ("/user", self.user.is_some(), what == What::Kick),
        ];
        let mut faults = Faults::default();
        if !is_short(&self.id) {
            let detail = format!("must have {ID_CHARACTERS_MAX} characters at most");
            faults.add("/id", "too_long", detail);
        }
        for (pointer, is_given, is_wanted) in given {
            match (is_given, is_wanted) {
                (false, true) => faults.add(pointer, "required", "must be given"),
                (true, false) => faults.add(pointer, "not_allowed", "has no place in this command"),
                _ => {}
            }
        }
        faults.into_result()?;
        Ok(match (what, self.question.zip(self.answer)) {
            (What::Answer, Some((question, answer))) => Do::Answer(NewAnswer { question, answer }),
            (What::Ready, _) => Do::Act(Deed::Ready(self.ready.unwrap_or_default())),
            (What::Pause, _) => Do::Act(Deed::Pause),
            (What::Resume, _) => Do::Act(Deed::Resume),
            (What::Leave, _) => Do::Act(Deed::Leave),
            (What::Kick, _) => match self.user {
                Some(user) => Do::Act(Deed::Kick(user)),
                None => return Err(Fault::new("/user", "required", "must be given").into()),
            },
            (What::Question | What::Answer, _) => Do::Show,
        })
    }
}

/// Counted as a request is: against the user's rate, and among what is under way.
async fn in_time(
    state: &ApiState,
    caller: &Caller,
    session: GameSessionId,
    wanted: Do,
) -> Result<HttpResponse, Problem> {
    let method = match wanted {
        Do::Show => Method::GET,
        Do::Answer(_) | Do::Act(_) => Method::POST,
    };
    state.rates.take_of_command(&method, caller)?;
    let _place = state.in_flight.enter()?;
    let done = async {
        match wanted {
            Do::Answer(new) => answer(state, caller, session, new).await,
            Do::Act(deed) => act::act(state, caller, session, deed).await,
            Do::Show => question::show(state, caller, session).await,
        }
    };
    let time_max = state.settings.limits.handler_time_max;
    let late = |_| Problem::new(Code::Timeout).retry_after(1);
    timeout(time_max, done).await.map_err(late)?
}

/// Status and body of an answer, as HTTP would have sent them.
async fn whole(answer: HttpResponse) -> (u16, String) {
    let status = answer.status();
    let body = to_bytes_limited(answer.into_body(), BODY_BYTES_MAX).await;
    let body = body.ok().and_then(Result::ok);
    let text = body.and_then(|body| String::from_utf8(body.into()).ok());
    if let Some(text) = text {
        return (status.as_u16(), text);
    }
    let problem = rendered_from(StatusCode::INTERNAL_SERVER_ERROR);
    let body = Value::from(members(&problem, None)).to_string();
    (problem.code().status().as_u16(), body)
}

/// As the edge logs what comes over HTTP.
fn log(problem: &Problem) {
    let (status, code) = (problem.code().status().as_u16(), problem.code().as_str());
    match status {
        500 => tracing::error!(status, code, cause = problem.cause(), "failed"),
        501.. => tracing::warn!(status, code, cause = problem.cause(), "turned away"),
        _ => tracing::debug!(status, code, "refused"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(frame: &str) -> Vec<String> {
        let (_, Err(problem)) = read(frame) else {
            panic!("{frame} was read")
        };
        let told = members(&problem, None);
        let Some(Value::Array(errors)) = told.get("errors") else {
            return vec![told["code"].as_str().unwrap().to_owned()];
        };
        let text = |fault: &Value, key: &str| fault[key].as_str().unwrap().to_owned();
        let told = errors.iter();
        told.map(|fault| format!("{} {}", text(fault, "pointer"), text(fault, "code")))
            .collect()
    }

    #[test]
    fn a_command_has_what_it_needs_and_nothing_else() {
        let id = "x".repeat(65);
        let long = format!(r#"{{"id":"{id}","do":"pause","ready":true}}"#);
        let table = [
            (
                r#"{"id":"1","do":"answer"}"#,
                &["/question required", "/answer required"][..],
            ),
            (
                r#"{"id":"1","do":"ready","user":null}"#,
                &["/ready required"],
            ),
            (r#"{"id":"1","do":"kick"}"#, &["/user required"]),
            (
                r#"{"id":"1","do":"pause","ready":true}"#,
                &["/ready not_allowed"],
            ),
            (r#"{"id":"1","do":"fly"}"#, &["/do unknown_value"]),
            (
                r#"{"id":"1","do":"leave","why":1}"#,
                &["/why unknown_field"],
            ),
            (r#"{"do":"leave"}"#, &["/id required"]),
            (&long, &["/id too_long", "/ready not_allowed"]),
            ("leave", &["malformed_json"]),
        ];
        for (frame, expected) in table {
            assert_eq!(faults(frame), expected, "{frame}");
        }
    }

    #[test]
    fn a_reply_names_its_command_as_far_as_that_can_be_read() {
        let long = format!(r#"{{"id":"{}","do":"pause"}}"#, "x".repeat(65));
        let table = [
            (r#"{"id":"c1","do":"pause"}"#, Some("c1")),
            (r#"{"id":"c1","do":"fly"}"#, Some("c1")),
            (r#"{"id":1,"do":"pause"}"#, None),
            (r#"["c1"]"#, None),
            (r#"["c1","pause",null,null,null,null]"#, None),
            (&long, None),
        ];
        for (frame, expected) in table {
            assert_eq!(read(frame).0.as_deref(), expected, "{frame}");
            assert!(frame.starts_with('{') || read(frame).1.is_err());
        }
    }
}
