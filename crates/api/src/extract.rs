//! What handlers are given: each extractor reads one part of a request strictly, and answers with a problem when that
//! part is not as it should be.

pub(crate) mod body;
mod depth;
mod idempotency;
mod json;
mod media;
mod object;
mod origin;
mod path;
mod precondition;
mod query;
mod repair;
mod signed_in;
mod tag;
mod text;

pub(crate) use idempotency::{Key, replayed};
pub(crate) use json::{BatchJson, Json, parse as parse_json};
pub(crate) use media::MediaBody;
pub(crate) use object::{object, objects};
pub(crate) use origin::Client;
pub(crate) use path::{Parts, Path};
pub(crate) use precondition::{AnyIfMatch, IfMatch};
pub(crate) use query::{FromQuery, Params, Query};
pub(crate) use signed_in::{Sent, SignedIn, brings_token, challenge, not_signed_in};
pub(crate) use tag::{digest, tagged, tagged_whole, unless_known, version_tag, whole};
pub(crate) use text::{CsvBody, TextBody};

use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpRequest;
use actix_web::web::Data;

/// The state that the app was built with.
pub(crate) fn state(request: &HttpRequest) -> Result<&Data<ApiState>, Problem> {
    request
        .app_data::<Data<ApiState>>()
        .ok_or_else(|| Problem::broken("the app has no state"))
}
