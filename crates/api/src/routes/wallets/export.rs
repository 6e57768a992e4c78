use super::filter::Filter;
use super::wallet_error;
use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use futures::{Stream, StreamExt, stream};
use ludger_application::Outage;
use ludger_application::ledger::{Export, ExportFormat};
use utoipa::IntoParams;

/// What the file is.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Format {
    /// CSV with a header, whose cells no spreadsheet runs; or JSON Lines.
    #[param(value_type = String, pattern = "^(csv|jsonl)$", example = "csv")]
    format: ExportFormat,
}

pub(crate) struct Asked {
    filter: Filter,
    format: Format,
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        let filter = Filter::read(params);
        let format = params.required_with("format", |text| match text {
            "csv" => Ok(ExportFormat::Csv),
            "jsonl" => Ok(ExportFormat::JsonLines),
            _ => Err("must be csv or jsonl".to_owned()),
        });
        Some(Self {
            filter,
            format: Format { format: format? },
        })
    }
}

/// Export your transactions
///
/// Newest first. A file that cannot be sent to its end is cut off, and the connection with it.
#[utoipa::path(
    get, path = "/v1/me/transactions/export", tag = "wallets", security(("bearer" = [])),
    params(Format, Filter),
    responses((status = 200, description = "The file.", content(
        (String = "text/csv"), (String = "application/x-ndjson"),
    )))
)]
pub(super) async fn export_transactions(
    state: Data<ApiState>,
    SignedIn(caller, Query(asked)): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let (
        user,
        Asked {
            filter,
            format: Format { format },
        },
    ) = (caller.principal.user, asked);
    let export = state
        .use_cases
        .ledger
        .export
        .begin(user, &filter.wanted(), format);
    let (first, rest) = begun(export.map_err(wallet_error::in_query)?).await?;
    let (kind, disposition) = match format {
        ExportFormat::Csv => (
            "text/csv; charset=utf-8",
            "attachment; filename=\"transactions.csv\"",
        ),
        ExportFormat::JsonLines => (
            "application/x-ndjson",
            "attachment; filename=\"transactions.jsonl\"",
        ),
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .streaming(stream::iter(first.map(Ok)).chain(rest)))
}

/// The first chunk, and those behind it. Whether there is an export at all shows in the first, while there is still a
/// status to tell it by.
async fn begun(
    mut export: Export,
) -> Result<(Option<Bytes>, impl Stream<Item = Result<Bytes, Outage>>), Outage> {
    let first = export.next_chunk().await?;
    Ok((first.map(Bytes::from), stream::try_unfold(export, next)))
}

/// The next chunk. An error breaks the body off, so that nobody takes what came for all there is.
async fn next(mut export: Export) -> Result<Option<(Bytes, Export)>, Outage> {
    let chunk = export.next_chunk().await.inspect_err(log)?;
    Ok(chunk.map(|chunk| (Bytes::from(chunk), export)))
}

fn log(outage: &Outage) {
    tracing::warn!(%outage, "an export was cut off");
}
