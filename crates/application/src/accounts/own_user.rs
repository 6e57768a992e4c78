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

/// What becomes of the admins when somebody goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admins {
    /// Nothing: it is none of them.
    Untouched,
    /// There are others who can get in.
    OneLess,
    /// There are no others.
    NoneLeft,
}

/// Two who shut each other out at the same moment are kept apart by what their commits expect.
pub(super) async fn admins_without(users: &dyn Users, who: UserId) -> Result<Admins, Unavailable> {
    let roles = users.roles(who).await?;
    if !roles.iter().any(|grant| grant.role == Role::Admin) {
        return Ok(Admins::Untouched);
    }
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
    Ok(if admins.iter().any(|admin| admin.id != who) {
        Admins::OneLess
    } else {
        Admins::NoneLeft
    })
}
