//! The answer to what was posted. It is told from what was stored with the effect, so a replay has the same status and
//! the same body.

use super::view::TransferBody;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder};
use ludger_application::Once;
use ludger_application::ledger::{Applied, TransferView};
use ludger_domain::ids::TransferId;
use ludger_domain::money::Currencies;

const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// 201 for a transfer that this request posted; 200 for one that its reference had posted before.
pub(super) fn applied(done: Once<Applied>, currencies: &Currencies) -> HttpResponse {
    let replayed = done.replayed;
    match done.value {
        Applied::Posted(transfer) => created(Once { value: transfer, replayed }, currencies),
        Applied::AlreadyPosted(transfer) => {
            let mut answer = HttpResponse::Ok();
            let place = place(transfer.id);
            mark(&mut answer, replayed).insert_header((header::CONTENT_LOCATION, place));
            answer.json(TransferBody::of(transfer, currencies))
        }
    }
}

/// 201.
pub(super) fn created(done: Once<TransferView>, currencies: &Currencies) -> HttpResponse {
    let Once { value, replayed } = done;
    let mut answer = HttpResponse::Created();
    mark(&mut answer, replayed).insert_header((header::LOCATION, place(value.id)));
    answer.json(TransferBody::of(value, currencies))
}

/// 200: nothing was made.
pub(super) fn rehearsed(told: Applied, currencies: &Currencies) -> HttpResponse {
    let (Applied::Posted(transfer) | Applied::AlreadyPosted(transfer)) = told;
    HttpResponse::Ok().json(TransferBody::of(transfer, currencies))
}

/// Says whether the answer was given before.
pub(super) fn mark(answer: &mut HttpResponseBuilder, replayed: bool) -> &mut HttpResponseBuilder {
    if replayed {
        answer.insert_header((REPLAYED, HeaderValue::from_static("true")));
    }
    answer
}

fn place(id: TransferId) -> String {
    format!("/v1/ledger/transfers/{id}")
}
