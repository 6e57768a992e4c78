//! Users, who may become one, corrections of the ledger, jobs, and the audit log.

mod adjust;
mod allow_list;
mod audit;
mod edit_user;
mod invitations;
mod jobs;
mod lock;
mod reset_second_factor;
mod reverse;
mod roles;
mod sign_out;
mod unlock;
mod users;

use crate::endpoint::Endpoint;
use crate::problem::Code;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(
    users::list_users,
    users::get_user,
    edit_user::edit_user,
    lock::lock_user,
    unlock::unlock_user,
    sign_out::sign_out_user,
    reset_second_factor::reset_second_factor,
    roles::grant_role,
    roles::revoke_role,
    allow_list::list_allowed,
    allow_list::import_allowed,
    allow_list::remove_allowed,
    invitations::invite,
    invitations::list_invitations,
    invitations::withdraw_invitation,
    adjust::adjust,
    reverse::reverse,
    jobs::list::list_jobs,
    jobs::find::get_job,
    jobs::run::run_job,
    audit::list::list_audit,
    audit::export::export_audit,
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
        Endpoint::at("/v1/admin/users/{id}")
            .get(users::get_user, &[Code::Forbidden])
            .patch(edit_user::edit_user, &[Code::Forbidden]),
        Endpoint::at("/v1/admin/users/{id}/lock").post(
            lock::lock_user,
            &[Code::Forbidden, Code::OwnAccount, Code::LastAdmin],
        ),
        Endpoint::at("/v1/admin/users/{id}/unlock").post(unlock::unlock_user, &[Code::Forbidden]),
        Endpoint::at("/v1/admin/users/{id}/sign-out")
            .post(sign_out::sign_out_user, &[Code::Forbidden]),
        Endpoint::at("/v1/admin/users/{id}/second-factor").delete(
            reset_second_factor::reset_second_factor,
            &[
                Code::Forbidden,
                Code::SessionRequired,
                Code::FreshSignInRequired,
            ],
        ),
        Endpoint::at("/v1/admin/users/{id}/roles/{role}")
            .put(roles::grant_role, &[Code::Forbidden, Code::SessionRequired])
            .delete(
                roles::revoke_role,
                &[Code::Forbidden, Code::SessionRequired, Code::LastAdmin],
            ),
        Endpoint::at("/v1/admin/allow-list")
            .get(allow_list::list_allowed, &[Code::Forbidden])
            .post(
                allow_list::import_allowed,
                &[Code::Forbidden, Code::InvalidText],
            ),
        Endpoint::at("/v1/admin/allow-list/{email}")
            .delete(allow_list::remove_allowed, &[Code::Forbidden]),
        Endpoint::at("/v1/admin/invitations")
            .get(invitations::list_invitations, &[Code::Forbidden])
            .post(invitations::invite, &[Code::Forbidden]),
        Endpoint::at("/v1/admin/invitations/{id}")
            .delete(invitations::withdraw_invitation, &[Code::Forbidden]),
        Endpoint::at("/v1/admin/adjustments").post(adjust::adjust, ADJUST),
        Endpoint::at("/v1/admin/transfers/{id}/reversal").post(reverse::reverse, REVERSE),
        Endpoint::at("/v1/admin/jobs").get(jobs::list::list_jobs, &[Code::Forbidden]),
        Endpoint::at("/v1/admin/jobs/{id}").get(jobs::find::get_job, &[Code::Forbidden]),
        Endpoint::at("/v1/admin/jobs/{id}/run")
            .post(jobs::run::run_job, &[Code::Forbidden, Code::JobNotDead]),
        Endpoint::at("/v1/admin/audit").get(audit::list::list_audit, &[Code::Forbidden]),
        Endpoint::at("/v1/admin/audit/export").get(audit::export::export_audit, &[Code::Forbidden]),
    ]
}
