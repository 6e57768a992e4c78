use crate::retry::{Attempt, Rejected};
use crate::{Caller, Outage};
use ludger_domain::accounts::{Role, User};
use ludger_domain::ids::UserId;
use ludger_ports::read::{UserFilter, Users};
use ludger_ports::{PageRequest, Unavailable};

/// The user who asks.
pub(super) async fn own_user<E: Rejected>(
    users: &dyn Users,
    caller: &Caller,
) -> Result<User, Attempt<E>> {
    let found = users.find(caller.principal.user).await;
    let missing = || Outage::broken("a user who is signed in is not there");
    let user = found.map_err(Attempt::outage)?.ok_or_else(missing);
    user.map_err(|outage| Attempt::Failed(outage.into()))
}

/// Whether somebody else is an admin who can get in. Two who shut each other out at the same moment are kept apart by
/// what their commits expect.
pub(super) async fn has_other_admin(users: &dyn Users, but: UserId) -> Result<bool, Unavailable> {
    let filter = UserFilter {
        role: Some(Role::Admin),
        is_locked: Some(false),
        ..UserFilter::default()
    };
    let first_two = PageRequest {
        after: None,
        limit: 2,
    };
    let admins = users.list(&filter, first_two).await?.items;
    Ok(admins.iter().any(|admin| admin.id != but))
}
