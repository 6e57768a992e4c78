use super::TransferDraft;
use futures::future::try_join_all;
use ludger_domain::accounts::Standing;
use ludger_domain::ids::UserId;
use ludger_domain::ledger::Transfer;
use ludger_ports::Unavailable;
use ludger_ports::read::Users;
use std::collections::{BTreeSet, HashMap};

/// The users that a request names, as far as they are there.
#[derive(Debug, Default)]
pub(in super::super) struct NamedUsers(HashMap<UserId, Standing>);

impl NamedUsers {
    /// Looks each of them up once, all at the same time.
    pub(in super::super) async fn load(
        users: &dyn Users,
        named: impl Iterator<Item = UserId>,
    ) -> Result<Self, Unavailable> {
        let ids: BTreeSet<_> = named.collect();
        let standings = try_join_all(ids.iter().map(|id| users.standing(*id))).await?;
        let found = ids.into_iter().zip(standings);
        Ok(Self(
            found
                .filter_map(|(id, standing)| Some((id, standing?)))
                .collect(),
        ))
    }

    /// `None`: there is no such user.
    pub(in super::super) fn standing(&self, id: UserId) -> Option<Standing> {
        self.0.get(&id).copied()
    }
}

impl TransferDraft {
    /// The users that it names; no more than a transfer may have entries.
    pub(super) fn users(&self) -> impl Iterator<Item = UserId> {
        let entries = self.entries.iter().take(Transfer::ENTRIES_MAX);
        entries.filter_map(|entry| entry.account.user.as_deref()?.parse().ok())
    }
}
