//! Documents that questions come from and go to.

mod export;
mod import;
mod report;

use crate::endpoint::Endpoint;
use crate::problem::Code;
use ludger_application::formats::Format;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(import::import_questions, export::export_questions))]
pub(super) struct Documented;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/questions/import").post(
            import::import_questions,
            &[Code::Forbidden, Code::UnknownFormat, Code::InvalidText],
        ),
        Endpoint::at("/v1/questions/export").get(
            export::export_questions,
            &[Code::Forbidden, Code::NotFound, Code::ReadOnlyFormat],
        ),
    ]
}

/// The format of that name.
fn named(name: &str) -> Result<Format, String> {
    let names = || Format::ALL.map(Format::as_str).join(", ");
    Format::from_name(name).ok_or_else(|| format!("must be one of {}", names()))
}
