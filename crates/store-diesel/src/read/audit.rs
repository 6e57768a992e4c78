use super::{corrupt, one_more};
use crate::DieselStore;
use crate::connection::Connection;
use crate::dialect::{At, key};
use crate::errors::unavailable;
use crate::schema::{audit_records, ledger_shards};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel::result::Error;
use jiff::Timestamp;
use ludger_domain::accounts::{AuditRecord, AuditTarget};
use ludger_domain::ids::{AuditId, UserId};
use ludger_domain::ledger::{ChainHash, Sealed, Shard};
use ludger_ports::read::{Audit, AuditFilter, AuditVerification};
use ludger_ports::{Page, PageRequest, Unavailable};
use r2d2::ManageConnection;
use uuid::Uuid;

/// Records that are in memory at once.
const PAGE: i64 = 5_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_records)]
struct RecordRow {
    id: AuditId,
    at: Timestamp,
    actor_id: Option<UserId>,
    action: String,
    target_kind: Option<String>,
    target_id: Option<Uuid>,
    meta: String,
    address: Option<String>,
    request_id: Option<String>,
}

#[async_trait]
impl Audit for DieselStore {
    async fn list(
        &self,
        filter: &AuditFilter,
        page: PageRequest<AuditId>,
    ) -> Result<Page<AuditRecord, AuditId>, Unavailable> {
        let AuditFilter {
            actor,
            action,
            target,
            since,
            until,
        } = filter.clone();
        let found = self
            .reader
            .run(move |conn| {
                use audit_records::dsl;
                let mut query = audit_records::table.into_boxed();
                if let Some(actor) = actor {
                    query = query.filter(dsl::actor_id.eq(key(actor)));
                }
                if let Some(action) = action {
                    query = query.filter(dsl::action.eq(action.as_str()));
                }
                if let Some(target) = target {
                    query = query.filter(dsl::target_id.eq(key(target)));
                }
                if let Some(since) = since {
                    query = query.filter(dsl::at.ge(At(since)));
                }
                if let Some(until) = until {
                    query = query.filter(dsl::at.lt(At(until)));
                }
                if let Some(after) = page.after {
                    query = query.filter(dsl::id.lt(key(after)));
                }
                let rows: Vec<RecordRow> = query
                    .order(dsl::id.desc())
                    .limit(one_more(page.limit))
                    .select(RecordRow::as_select())
                    .load(conn)?;
                rows.into_iter()
                    .map(AuditRecord::try_from)
                    .collect::<QueryResult<_>>()
            })
            .await?;
        Ok(Page::cut(found, page.limit, |record: &AuditRecord| {
            record.id
        }))
    }

    /// It takes as long as it takes: it has a connection of its own, and no deadline.
    async fn verify(&self) -> Result<AuditVerification, Unavailable> {
        let manager = self.maintenance.clone();
        let task = tokio::task::spawn_blocking(move || {
            let mut conn = manager.connect().map_err(Unavailable::broken)?;
            conn.snapshot(verify).map_err(unavailable)
        });
        task.await.map_err(Unavailable::broken)?
    }
}

fn verify(conn: &mut Connection) -> QueryResult<AuditVerification> {
    let heads: Vec<(Shard, i64, Vec<u8>, i64)> = ledger_shards::table
        .select((
            ledger_shards::shard,
            ledger_shards::audit_position,
            ledger_shards::audit_hash,
            ledger_shards::audit_unsealed,
        ))
        .order(ledger_shards::shard.asc())
        .load(conn)?;
    let mut found = AuditVerification::default();
    let mut unsealed = 0;
    for (shard, position, hash, from_before) in heads {
        unsealed += from_before;
        // A hash of another length fits no chain.
        let hash = ChainHash(<[u8; 32]>::try_from(hash).unwrap_or([0xff; 32]));
        let head = Sealed {
            shard,
            position,
            hash,
        };
        if let Err(broken) = follow(conn, head, &mut found)? {
            found.broken.push(broken);
        }
    }
    let all: i64 = audit_records::table.count().get_result(conn)?;
    let loose: i64 = audit_records::table
        .filter(audit_records::shard.is_null())
        .count()
        .get_result(conn)?;
    found.unsealed = u64::try_from(loose).unwrap_or_default();
    let chained = i64::try_from(found.records).unwrap_or(i64::MAX);
    if found.broken.is_empty() && (loose != unsealed || chained + loose != all) {
        let stray = "there are records, or there were, that belong to no chain";
        found.broken.push(stray.to_owned());
    }
    Ok(found)
}

/// Along one chain, to its end or to the first record that does not fit. Nothing behind that can fit either.
fn follow(
    conn: &mut Connection,
    end: Sealed,
    found: &mut AuditVerification,
) -> QueryResult<Result<(), String>> {
    use audit_records::dsl;
    let mut head = Sealed::genesis(end.shard);
    loop {
        let page = audit_records::table
            .filter(dsl::shard.eq(end.shard))
            .filter(dsl::position.gt(head.position))
            .order(dsl::position.asc())
            .limit(PAGE)
            .select((RecordRow::as_select(), dsl::position, dsl::hash))
            .load::<(RecordRow, Option<i64>, Option<Vec<u8>>)>(conn);
        let page = match page {
            // A column holds what none of ours has written.
            Err(Error::DeserializationError(error)) => {
                let (shard, position) = (end.shard, head.position);
                return Ok(Err(format!(
                    "a record of chain {shard} behind position {position}: {error}"
                )));
            }
            page => page?,
        };
        if page.is_empty() {
            let is_whole = head == end;
            return Ok(is_whole
                .then_some(())
                .ok_or_else(|| format!("the end of chain {}", end.shard)));
        }
        for (row, position, hash) in page {
            found.records += 1;
            let id = row.id;
            let meta = row.meta.clone();
            // What cannot be read was changed too, and so was what we would have written otherwise.
            let fits = AuditRecord::try_from(row).is_ok_and(|record| {
                let ours = record.meta.to_string();
                head = record.seal(&head);
                Some(head.position) == position
                    && hash.as_deref() == Some(&head.hash.0)
                    && ours == meta
            });
            if !fits {
                return Ok(Err(format!("record {id} of chain {}", end.shard)));
            }
        }
    }
}

impl TryFrom<RecordRow> for AuditRecord {
    type Error = Error;

    fn try_from(row: RecordRow) -> Result<Self, Error> {
        let here = format!("audit record {}", row.id);
        let target = match (row.target_kind, row.target_id) {
            (Some(kind), Some(id)) => Some(AuditTarget { kind, id }),
            (None, None) => None,
            _ => return Err(corrupt(&here, "half a target")),
        };
        Ok(Self {
            id: row.id,
            at: row.at,
            actor: row.actor_id,
            action: row
                .action
                .parse()
                .map_err(|unknown| corrupt(&here, unknown))?,
            target,
            meta: serde_json::from_str(&row.meta).map_err(|error| corrupt(&here, error))?,
            address: row.address,
            request_id: row.request_id,
        })
    }
}
