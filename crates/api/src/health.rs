//! Whether this process lives, and whether it should get traffic.

use crate::endpoint::Endpoint;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use async_trait::async_trait;
use serde::Serialize;
use serde_json::json;
use tokio::time::timeout;
use utoipa::{OpenApi, ToSchema};

/// Whether this server should get traffic.
#[async_trait]
pub trait Readiness: Send + Sync + 'static {
    /// Looks at everything that an answer depends on.
    async fn check(&self) -> Vec<Check>;
}

/// Something that an answer depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Check {
    /// What was looked at.
    #[schema(example = "database")]
    pub name: String,
    /// Whether it is as it should be.
    pub ok: bool,
    /// What is wrong, for people; nothing secret, since anybody may read it.
    pub detail: Option<String>,
}

/// What a healthy server says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    #[schema(example = "ok")]
    status: &'static str,
    /// What was looked at.
    checks: Vec<Check>,
}

#[derive(OpenApi)]
#[openapi(paths(livez, readyz))]
pub(crate) struct Documented;

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/livez").get(livez, &[]),
        Endpoint::at("/readyz").get(readyz, &[Code::NotReady]),
    ]
}

/// Whether the process lives
///
/// Says nothing of the database: restarting this process would not cure it.
#[utoipa::path(get, path = "/livez", tag = "health", responses((status = 200, description = "All is well.", body = Health)))]
async fn livez() -> HttpResponse {
    HttpResponse::Ok().json(Health {
        status: "ok",
        checks: Vec::new(),
    })
}

/// Whether this server should get traffic
#[utoipa::path(get, path = "/readyz", tag = "health", responses((status = 200, description = "All is well.", body = Health)))]
async fn readyz(state: Data<ApiState>) -> Result<HttpResponse, Problem> {
    let checks = timeout(
        state.settings.limits.readiness_time_max,
        state.readiness.check(),
    )
    .await;
    let checks = checks.unwrap_or_else(|_| {
        let detail = Some("no answer in time".to_owned());
        vec![Check {
            name: "readiness".to_owned(),
            ok: false,
            detail,
        }]
    });
    if checks.iter().all(|check| check.ok) {
        return Ok(HttpResponse::Ok().json(Health {
            status: "ok",
            checks,
        }));
    }
    Err(Problem::new(Code::NotReady)
        .retry_after(1)
        .with("checks", json!(checks)))
}
