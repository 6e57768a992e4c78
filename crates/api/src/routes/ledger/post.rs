use super::refusal;
use super::transfer::Transfer;
use super::transfer_body::NewTransfer;
use crate::extract::{FromQuery, Json, Key, Params, Query, SignedIn, replayed};
use crate::headers::RealIdempotencyKeyHeader;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::Caller;
use ludger_application::ledger::{Applied, TransferDraft, TransferError, TransferView};
use utoipa::IntoParams;

/// Whether it is a rehearsal.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Rehearsal {
    /// Answers what would happen, and changes nothing.
    #[param(value_type = Option<bool>, default = false)]
    pub(super) dry_run: bool,
}

impl FromQuery for Rehearsal {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self {
            dry_run: params.flag("dry_run"),
        })
    }
}

/// Post a transfer
///
/// Whole or not at all. A `reference` that was posted before with the same content answers 200 with the first
/// transfer; with other content, `reference_conflict`. A rehearsal answers 200 with what would be posted; nothing will
/// have its id.
#[utoipa::path(
    post, path = "/v1/ledger/transfers", tag = "ledger", security(("bearer" = [])),
    params(Rehearsal, RealIdempotencyKeyHeader), request_body = NewTransfer,
    responses(
        (status = 201, description = "It was posted.", body = Transfer),
        (status = 200, description = "Its reference was posted before; or a rehearsal.", body = Transfer),
    )
)]
pub(super) async fn post_transfer(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, (Query(asked), Json(new))): SignedIn<(Query<Rehearsal>, Json<NewTransfer>)>,
) -> Result<HttpResponse, Problem> {
    let (transfers, refused) = (&state.use_cases.ledger.transfer, |e| {
        problem(&state, &caller, e)
    });
    if asked.dry_run {
        let would = transfers.rehearse(&caller, &TransferDraft::from(new)).await;
        let would = would.map_err(refused)?;
        return Ok(HttpResponse::Ok().json(Transfer::of(&state.currencies, would.transfer())));
    }
    let key = Key::read(&request)?.of("POST /v1/ledger/transfers", &new)?;
    let done = transfers
        .post(&caller, &key, &TransferDraft::from(new))
        .await
        .map_err(refused)?;
    Ok(match done.value {
        Applied::Posted(transfer) => created(&state, &transfer, done.replayed),
        Applied::AlreadyPosted(transfer) => {
            let told = Transfer::of(&state.currencies, &transfer);
            replayed(done.replayed, HttpResponse::Ok()).json(told)
        }
    })
}

/// The answer to a transfer that was posted.
pub(crate) fn created(state: &ApiState, transfer: &TransferView, again: bool) -> HttpResponse {
    let told = Transfer::of(&state.currencies, transfer);
    let location = format!("/v1/ledger/transfers/{}", told.id);
    replayed(again, HttpResponse::Created())
        .insert_header((header::LOCATION, location))
        .json(told)
}

fn problem(state: &ApiState, caller: &Caller, error: TransferError) -> Problem {
    match error {
        TransferError::Forbidden(forbidden) => forbidden.into(),
        TransferError::Invalid(faults) => faults.into(),
        TransferError::Refused(refused) => refusal(&state.currencies, caller, &refused),
        TransferError::Reused(_) => Problem::new(Code::IdempotencyKeyReused),
        TransferError::Outage(outage) => outage.into(),
    }
}
