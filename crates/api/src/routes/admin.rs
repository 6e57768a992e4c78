//! Users, and corrections of the ledger.

mod adjust;
mod reverse;
mod roles;
mod users;

use crate::endpoint::Endpoint;
use crate::problem::Code;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(
    users::list_users,
    users::get_user,
    roles::grant_role,
    roles::revoke_role,
    adjust::adjust,
    reverse::reverse,
))]
pub(crate) struct Documented;

const ADJUST: &[Code] = &[
    Code::Forbidden,
    Code::InsufficientFunds,
    Code::BalanceOverflow,
];
const REVERSE: &[Code] = &[
    Code::Forbidden,
    Code::InsufficientFunds,
    Code::BalanceOverflow,
    Code::AlreadyReversed,
    Code::ReversalOfReversal,
    Code::BelongsToHold,
];

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/admin/users").get(users::list_users, &[Code::Forbidden]),
        Endpoint::at("/v1/admin/users/{id}").get(users::get_user, &[Code::Forbidden]),
        Endpoint::at("/v1/admin/users/{id}/roles/{role}")
            .put(roles::grant_role, &[Code::Forbidden, Code::SessionRequired])
            .delete(
                roles::revoke_role,
                &[Code::Forbidden, Code::SessionRequired, Code::LastAdmin],
            ),
        Endpoint::at("/v1/admin/adjustments").post(adjust::adjust, ADJUST),
        Endpoint::at("/v1/admin/transfers/{id}/reversal").post(reverse::reverse, REVERSE),
    ]
}
