//! Invitations: links by mail, with which their readers register under any policy.

mod invite;
mod list;
mod open;
mod withdraw;

pub use invite::{Invite, InviteError};
pub use list::{ListInvitations, ListInvitationsError};
pub use withdraw::{WithdrawInvitation, WithdrawInvitationError};

pub(super) use open::{Invitation, NotInvited, OpenInvitations};
