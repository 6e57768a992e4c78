use super::Job;
use crate::extract::{Path, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::jobs::RunJobError;
use ludger_domain::ids::JobId;

/// Have a dead job run again
///
/// At once, with all of its attempts before it. A mail of which nobody knows whether it was sent may be sent twice.
#[utoipa::path(
    post, path = "/v1/admin/jobs/{id}/run", tag = "admin", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the job.")),
    responses((status = 200, description = "The job, which is open again.", body = Job))
)]
pub(in crate::routes::admin) async fn run_job(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<JobId>>,
) -> Result<HttpResponse, Problem> {
    let ran = state.use_cases.jobs.run.run(&caller, id).await;
    Ok(HttpResponse::Ok().json(Job::from(ran.map_err(problem)?)))
}

fn problem(error: RunJobError) -> Problem {
    match error {
        RunJobError::Forbidden(forbidden) => forbidden.into(),
        RunJobError::NotFound => Problem::not_found(),
        RunJobError::NotDead => Problem::new(Code::JobNotDead),
        RunJobError::Outage(outage) => outage.into(),
    }
}
