use super::TransferDraft;
use ludger_domain::ids::UserId;
use ludger_domain::ledger::Transfer;
use ludger_ports::Unavailable;
use ludger_ports::read::Users;
use std::collections::{BTreeSet, HashMap};

/// The users that a request names, as far as they are there.
#[derive(Debug, Default)]
pub(in super::super) struct NamedUsers(HashMap<UserId, Standing>);

/// Whether a user may still be given something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Standing {
    Active,
    Deleted,
}

impl NamedUsers {
    /// Looks each of them up once.
    pub(in super::super) async fn load(
        users: &dyn Users,
        named: impl Iterator<Item = UserId>,
    ) -> Result<Self, Unavailable> {
        let mut found = HashMap::new();
        for id in named.collect::<BTreeSet<_>>() {
            if let Some(user) = users.find(id).await? {
                let active = user.is_active();
                found.insert(
                    id,
                    if active {
                        Standing::Active
                    } else {
                        Standing::Deleted
                    },
                );
            }
        }
        Ok(Self(found))
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
