use ludger_ports::Ids;
use uuid::Uuid;

/// Version 7 UUIDs; those of one process grow strictly.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeOrderedIds;

impl Ids for TimeOrderedIds {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that makes ids"
    )]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}
