//! Files that were uploaded.

use super::corrupt;
use crate::DieselStore;
use crate::dialect::At;
use crate::schema::{media_files, question_media};
use async_trait::async_trait;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use ludger_domain::Timestamp;
use ludger_domain::quiz::{MediaFile, MediaName};
use ludger_ports::Unavailable;
use ludger_ports::read::MediaFiles;

#[async_trait]
impl MediaFiles for DieselStore {
    async fn find(&self, name: &MediaName) -> Result<Option<MediaFile>, Unavailable> {
        let name = *name;
        self.reader
            .run(move |conn| {
                let row: Option<(i64, Timestamp)> = media_files::table
                    .find(name.to_string())
                    .select((media_files::bytes, media_files::uploaded_at))
                    .first(conn)
                    .optional()?;
                Ok(row.map(|(bytes, uploaded_at)| MediaFile {
                    name,
                    bytes,
                    uploaded_at,
                }))
            })
            .await
    }

    async fn orphans(
        &self,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<MediaName>, Unavailable> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.reader
            .run(move |conn| {
                let shown = question_media::table
                    .filter(question_media::file.eq(media_files::name.nullable()));
                let names: Vec<String> = media_files::table
                    .filter(media_files::uploaded_at.lt(At(before)))
                    .filter(not(exists(shown)))
                    .order((media_files::uploaded_at.asc(), media_files::name.asc()))
                    .limit(limit)
                    .select(media_files::name)
                    .load(conn)?;
                let read = |name: String| name.parse().map_err(|error| corrupt(&name, error));
                names.into_iter().map(read).collect()
            })
            .await
    }
}
