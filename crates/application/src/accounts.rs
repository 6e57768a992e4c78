//! Becoming a user, signing in and staying so, the first admin, and who may do what.
//!
//! - **In**: [`Register`], [`SignIn`], [`SignInByLink`], [`Refresh`], [`SignOut`]; [`Authenticate`] runs before every
//!   other request.
//! - **By mail**: [`SendLink`] sends links that sign in, set a password or verify an address; [`UseLink`] uses them.
//! - **Oneself**: [`Me`], [`EditProfile`], [`ChangePassword`], [`AskForEmailChange`], [`ChangeEmail`], [`Reauthenticate`],
//!   [`ExportMe`], [`DeleteMe`].
//! - **A second factor**: [`OfferSecondFactor`], [`ConfirmSecondFactor`], [`ShowSecondFactor`],
//!   [`RenewRecoveryCodes`], [`RemoveSecondFactor`]; [`ResetSecondFactor`] for an admin.
//! - **Programs**: [`CreateApiToken`], [`ListApiTokens`], [`RevokeApiToken`]; [`Authenticate`] lets them in.
//! - **Where one is signed in**: [`ListSessions`], [`RevokeSession`], [`RevokeOtherSessions`].
//! - **The first admin**: [`IssueSetupLink`] at start, [`ClaimSetup`] by whoever holds the link; [`CreateAdmin`] for
//!   an operator at the machine, at any time.
//! - **Who is who**: [`ListUsers`], [`FindUser`], [`GrantRole`], [`RevokeRole`], [`EditUser`],
//!   [`LockUser`], [`UnlockUser`], [`SignOutUser`].
//! - **Who may register**: [`ListAllowed`], [`ImportAllowed`], [`RemoveAllowed`]; [`Invite`], [`ListInvitations`],
//!   [`WithdrawInvitation`].
//! - **What was done**: [`ListAudit`], [`ExportAudit`].
//!
//! Whatever changes something writes its audit record in the same commit, and answers after it. Secrets leave as
//! [`SecretText`], which shows itself to nobody who does not ask.

mod admission;
mod allow_list;
mod ask_for_email_change;
mod authenticate;
mod blocked;
mod change_email;
mod change_password;
mod claim_setup;
mod create_admin;
mod create_api_token;
mod credentials;
mod delete_me;
mod edit_profile;
mod edit_user;
mod enrolment;
mod export_audit;
mod export_me;
mod find_user;
mod grant_role;
mod guessing;
mod invitations;
mod issue_setup_link;
mod last_uses;
mod links;
mod list_api_tokens;
mod list_audit;
mod list_sessions;
mod list_users;
mod lock_user;
mod manage_user_error;
mod me;
mod opening;
mod own_user;
mod owner;
mod profile;
mod proof;
mod reauthenticate;
mod refresh;
mod register;
mod revoke_api_token;
mod revoke_other_sessions;
mod revoke_role;
mod revoke_session;
mod second_factor;
mod secret_text;
mod send_link;
mod sign_in;
mod sign_in_by_link;
mod sign_out;
mod sign_out_user;
mod tokens;
mod unlock_user;
mod use_link;
mod ways_in;

#[cfg(test)]
mod tests;

pub use allow_list::{
    BYTES_MAX as ALLOW_LIST_BYTES_MAX, ImportAllowed, ImportAllowedError,
    LINES_MAX as ALLOW_LIST_LINES_MAX, ListAllowed, ListAllowedError, RemoveAllowed,
    RemoveAllowedError,
};
pub use ask_for_email_change::{AskForEmailChange, AskForEmailChangeError};
pub use authenticate::{Authenticate, AuthenticateError};
pub use change_email::{ChangeEmail, ChangeEmailError};
pub use change_password::{ChangePassword, ChangePasswordError};
pub use claim_setup::{ClaimSetup, ClaimSetupError};
pub use create_admin::CreateAdmin;
pub use create_api_token::{CreateApiToken, CreateApiTokenError, CreatedApiToken, NewApiToken};
pub use credentials::Credentials;
pub use delete_me::{DeleteMe, DeleteMeError};
pub use edit_profile::{EditProfile, EditProfileError, FieldEdit, ProfileEdit};
pub use edit_user::{EditUser, EditUserError, UserEdit};
pub use export_audit::{AuditExport, ExportAudit};
pub use export_me::{ExportMe, ExportMeError, UserExport};
pub use find_user::{FindUser, FindUserError};
pub use grant_role::{GrantRole, GrantRoleError};
pub use invitations::{
    Invite, InviteError, ListInvitations, ListInvitationsError, WithdrawInvitation,
    WithdrawInvitationError,
};
pub use issue_setup_link::IssueSetupLink;
pub use list_api_tokens::{ListApiTokens, ListApiTokensError};
pub use list_audit::{ListAudit, ListAuditError};
pub use list_sessions::{ListSessions, ListSessionsError, ListedSession};
pub use list_users::{ListUsers, ListUsersError};
pub use lock_user::{LockUser, LockUserError};
pub use manage_user_error::ManageUserError;
pub use me::Me;
pub use opening::{Cookie, Entry, Kept, SignedIn};
pub use profile::Profile;
pub use reauthenticate::{Reauthenticate, ReauthenticateError};
pub use refresh::{Refresh, RefreshError};
pub use register::{Register, RegisterError};
pub use revoke_api_token::{RevokeApiToken, RevokeApiTokenError};
pub use revoke_other_sessions::{RevokeOtherSessions, RevokeOtherSessionsError};
pub use revoke_role::{RevokeRole, RevokeRoleError};
pub use revoke_session::{RevokeSession, RevokeSessionError};
pub use second_factor::{
    ConfirmSecondFactor, OfferSecondFactor, OfferedSecondFactor, RemoveSecondFactor,
    RenewRecoveryCodes, ResetSecondFactor, ResetSecondFactorError, SecondFactorError,
    SecondFactorStanding, ShowSecondFactor,
};
pub use secret_text::SecretText;
pub use send_link::{SendLink, SendLinkError};
pub use sign_in::{SignIn, SignInError};
pub use sign_in_by_link::{SignInByLink, SignInByLinkError};
pub use sign_out::SignOut;
pub use sign_out_user::SignOutUser;
pub use tokens::Tokens;
pub use unlock_user::UnlockUser;
pub use use_link::{UseLink, UseLinkError};

use crate::{Ports, Settings};

/// The use cases of accounts.
#[expect(missing_docs, reason = "each field is a use case's own struct")]
pub struct Accounts {
    pub register: Register,
    pub sign_in: SignIn,
    pub sign_in_by_link: SignInByLink,
    pub send_link: SendLink,
    pub use_link: UseLink,
    pub refresh: Refresh,
    pub sign_out: SignOut,
    pub authenticate: Authenticate,
    pub issue_setup_link: IssueSetupLink,
    pub claim_setup: ClaimSetup,
    pub create_admin: CreateAdmin,
    pub me: Me,
    pub edit_profile: EditProfile,
    pub change_password: ChangePassword,
    pub ask_for_email_change: AskForEmailChange,
    pub change_email: ChangeEmail,
    pub reauthenticate: Reauthenticate,
    pub delete_me: DeleteMe,
    pub show_second_factor: ShowSecondFactor,
    pub offer_second_factor: OfferSecondFactor,
    pub confirm_second_factor: ConfirmSecondFactor,
    pub renew_recovery_codes: RenewRecoveryCodes,
    pub remove_second_factor: RemoveSecondFactor,
    pub reset_second_factor: ResetSecondFactor,
    pub export_me: ExportMe,
    pub list_users: ListUsers,
    pub find_user: FindUser,
    pub grant_role: GrantRole,
    pub revoke_role: RevokeRole,
    pub create_api_token: CreateApiToken,
    pub list_api_tokens: ListApiTokens,
    pub revoke_api_token: RevokeApiToken,
    pub list_sessions: ListSessions,
    pub revoke_session: RevokeSession,
    pub revoke_other_sessions: RevokeOtherSessions,
    pub edit_user: EditUser,
    pub lock_user: LockUser,
    pub unlock_user: UnlockUser,
    pub sign_out_user: SignOutUser,
    pub list_allowed: ListAllowed,
    pub import_allowed: ImportAllowed,
    pub remove_allowed: RemoveAllowed,
    pub invite: Invite,
    pub list_invitations: ListInvitations,
    pub withdraw_invitation: WithdrawInvitation,
    pub list_audit: ListAudit,
    pub export_audit: ExportAudit,
}

impl Accounts {
    /// Takes from `ports` and `settings` what each needs.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            register: Register::new(ports, settings),
            sign_in: SignIn::new(ports, settings),
            sign_in_by_link: SignInByLink::new(ports, settings),
            send_link: SendLink::new(ports, settings),
            use_link: UseLink::new(ports, settings),
            refresh: Refresh::new(ports, settings),
            sign_out: SignOut::new(ports),
            authenticate: Authenticate::new(ports, settings),
            issue_setup_link: IssueSetupLink::new(ports),
            claim_setup: ClaimSetup::new(ports, settings),
            create_admin: CreateAdmin::new(ports, settings),
            me: Me::new(ports),
            edit_profile: EditProfile::new(ports),
            change_password: ChangePassword::new(ports, settings),
            ask_for_email_change: AskForEmailChange::new(ports, settings),
            change_email: ChangeEmail::new(ports, settings),
            reauthenticate: Reauthenticate::new(ports, settings),
            delete_me: DeleteMe::new(ports, settings),
            show_second_factor: ShowSecondFactor::new(ports),
            offer_second_factor: OfferSecondFactor::new(ports),
            confirm_second_factor: ConfirmSecondFactor::new(ports, settings),
            renew_recovery_codes: RenewRecoveryCodes::new(ports),
            remove_second_factor: RemoveSecondFactor::new(ports, settings),
            reset_second_factor: ResetSecondFactor::new(ports, settings),
            export_me: ExportMe::new(ports, settings),
            list_users: ListUsers::new(ports),
            find_user: FindUser::new(ports),
            grant_role: GrantRole::new(ports),
            revoke_role: RevokeRole::new(ports),
            create_api_token: CreateApiToken::new(ports, settings),
            list_api_tokens: ListApiTokens::new(ports),
            revoke_api_token: RevokeApiToken::new(ports),
            list_sessions: ListSessions::new(ports),
            revoke_session: RevokeSession::new(ports),
            revoke_other_sessions: RevokeOtherSessions::new(ports),
            edit_user: EditUser::new(ports),
            lock_user: LockUser::new(ports),
            unlock_user: UnlockUser::new(ports),
            sign_out_user: SignOutUser::new(ports),
            list_allowed: ListAllowed::new(ports),
            import_allowed: ImportAllowed::new(ports),
            remove_allowed: RemoveAllowed::new(ports),
            invite: Invite::new(ports, settings),
            list_invitations: ListInvitations::new(ports),
            withdraw_invitation: WithdrawInvitation::new(ports),
            list_audit: ListAudit::new(ports),
            export_audit: ExportAudit::new(ports),
        }
    }
}
