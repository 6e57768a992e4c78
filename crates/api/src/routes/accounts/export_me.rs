//! `GET /v1/me/export`.

use crate::extract::SignedIn;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use futures::{StreamExt, stream};
use ludger_application::Outage;
use ludger_application::accounts::{ExportMeError, UserExport};

/// Export all that is known of you
///
/// One JSON document with a list for each kind of thing: your profile, roles, sessions, API tokens, links that were sent to
/// you, accounts, transactions, holds, quizzes with your answers, what you did and what was done to you as the audit log
/// has it, and jobs about you. No secret is in it. A document that cannot be sent to its end is cut off, and the connection
/// with it. Takes a sign-in of the last 15 minutes: see `/v1/me/reauthenticate`.
#[utoipa::path(
    get, path = "/v1/me/export", tag = "accounts", security(("bearer" = [])),
    responses((
        status = 200, description = "The document.", content((serde_json::Value = "application/json")),
        headers(("Content-Disposition" = String, description = "What to call the file.")),
    ))
)]
pub(super) async fn export_me(
    state: Data<ApiState>,
    SignedIn(caller, ()): SignedIn<()>,
) -> Result<HttpResponse, Problem> {
    let begun = state.use_cases.accounts.export_me.begin(&caller).await;
    let mut export = begun.map_err(problem)?;
    // Whether there is an export at all shows in the first chunk, while there is still a status to tell it by.
    let first = export.next_chunk().await?;
    let first = stream::iter(first.map(|text| Ok(Bytes::from(text))));
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"ludger.json\"",
        ))
        .streaming(first.chain(stream::try_unfold(export, next))))
}

/// The next chunk. An error breaks the body off, so that nobody takes what came for all there is.
async fn next(mut export: UserExport) -> Result<Option<(Bytes, UserExport)>, Outage> {
    let chunk = export.next_chunk().await.inspect_err(log)?;
    Ok(chunk.map(|chunk| (Bytes::from(chunk), export)))
}

fn log(outage: &Outage) {
    tracing::warn!(%outage, "an export was cut off");
}

fn problem(error: ExportMeError) -> Problem {
    match error {
        ExportMeError::SessionRequired(required) => required.into(),
        ExportMeError::FreshSignInRequired(required) => required.into(),
        ExportMeError::Outage(outage) => outage.into(),
    }
}
