use super::Job;
use crate::extract::{Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::jobs::FindJobError;
use ludger_domain::ids::JobId;

/// Look at a job
#[utoipa::path(
    get, path = "/v1/admin/jobs/{id}", tag = "admin", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the job.")),
    responses((status = 200, description = "The job.", body = Job))
)]
pub(in crate::routes::admin) async fn get_job(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<JobId>>,
) -> Result<HttpResponse, Problem> {
    let found = state.use_cases.jobs.find.run(&caller, id).await;
    Ok(HttpResponse::Ok().json(Job::from(found.map_err(problem)?)))
}

fn problem(error: FindJobError) -> Problem {
    match error {
        FindJobError::Forbidden(forbidden) => forbidden.into(),
        FindJobError::NotFound => Problem::not_found(),
        FindJobError::Outage(outage) => outage.into(),
    }
}
