use super::Job;
use crate::cursor::List;
use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::jobs::ListJobsError;
use ludger_domain::jobs::{JobKind, JobState};
use ludger_ports::read::JobFilter;
use serde::Serialize;
use utoipa::IntoParams;

/// Which jobs; every part narrows it.
#[derive(Debug, Clone, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::routes::admin) struct Filter {
    /// In this state.
    #[param(schema_with = words::job_state, required = false)]
    state: Option<JobState>,
    /// Of this kind.
    #[param(schema_with = words::job_kind, required = false)]
    kind: Option<JobKind>,
}

pub(in crate::routes::admin) struct Asked(PageParams, Filter);

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let filter = Filter {
            state: params.optional("state"),
            kind: params.optional("kind"),
        };
        Some(Self(PageParams::read(params), filter))
    }
}

/// List the jobs
///
/// Newest first. Those that are done are kept for a week.
#[utoipa::path(
    get, path = "/v1/admin/jobs", tag = "admin", security(("bearer" = [])), params(PageParams, Filter),
    responses((status = 200, description = "A page.", body = PageOf<Job>))
)]
pub(in crate::routes::admin) async fn list_jobs(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Query(Asked(page, filter))): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "jobs",
        filter: &filter,
    };
    let wanted = page.of(&request, &list)?;
    let those = JobFilter {
        state: filter.state,
        kind: filter.kind,
    };
    let jobs = state.use_cases.jobs.list.run(&caller, &those, wanted).await;
    page::answer(&request, &list, jobs.map_err(problem)?.map(Job::from))
}

fn problem(error: ListJobsError) -> Problem {
    match error {
        ListJobsError::Forbidden(forbidden) => forbidden.into(),
        ListJobsError::Outage(outage) => outage.into(),
    }
}
