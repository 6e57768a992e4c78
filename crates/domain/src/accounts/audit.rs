use super::words::words;
use crate::ids::{AuditId, UserId};
use crate::ledger::Sealed;
use crate::{Timestamp, micros};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::Digest;
use uuid::Uuid;

words! {
    /// What was done.
    AuditAction, "audit action" {
        /// Someone registered.
        UserRegister = "user.register",
        /// Someone registered with an address that has an account.
        UserRegisterAgain = "user.register_again",
        /// Someone signed in.
        UserSignIn = "user.sign_in",
        /// Someone tried to, and failed.
        UserSignInFailed = "user.sign_in_failed",
        /// A session was ended by its owner.
        UserSignOut = "user.sign_out",
        /// Somebody showed that they read the mail of their address.
        UserVerifyEmail = "user.verify_email",
        /// Somebody asked to use another address.
        UserEmailChangeAsk = "user.email_change_ask",
        /// Another address is used from now on.
        UserEmailChange = "user.email_change",
        /// A password was set by a link that came by mail.
        UserPasswordReset = "user.password_reset",
        /// Nothing is left of a deleted user but their id.
        UserErase = "user.erase",
        /// A password was changed.
        UserPasswordChange = "user.password_change",
        /// An account was deleted, its data kept for a while.
        UserSoftDelete = "user.soft_delete",
        /// A user took along all that is known of them.
        UserExport = "user.export",
        /// A profile was changed, or what admins say of a user.
        UserEdit = "user.edit",
        /// Somebody who is signed in showed again who they are.
        UserReauthenticate = "user.reauthenticate",
        /// An admin shut a user out.
        UserLock = "user.lock",
        /// An admin let a user in again.
        UserUnlock = "user.unlock",
        /// Sessions were ended from elsewhere: by their owner, or by an admin.
        SessionRevoke = "session.revoke",
        /// An API token was made.
        ApiTokenCreate = "api_token.create",
        /// An API token was revoked.
        ApiTokenRevoke = "api_token.revoke",
        /// A second factor was switched on.
        SecondFactorOn = "second_factor.on",
        /// A second factor was taken away, by its owner or by an admin.
        SecondFactorOff = "second_factor.off",
        /// Recovery codes were replaced by new ones.
        RecoveryCodesRenew = "second_factor.renew_codes",
        /// A spent token came back, and its session was revoked.
        SessionReplayDetected = "session.replay_detected",
        /// Addresses were put on the list of those who may register.
        AllowListImport = "allow_list.import",
        /// An address was taken off that list.
        AllowListRemove = "allow_list.remove",
        /// Somebody was invited to register.
        InvitationCreate = "invitation.create",
        /// An invitation was taken back.
        InvitationWithdraw = "invitation.withdraw",
        /// A role was granted.
        RoleGrant = "role.grant",
        /// A role was taken away.
        RoleRevoke = "role.revoke",
        /// The first admin came to be.
        AdminSetup = "admin.setup",
        /// A balance was corrected by hand.
        LedgerAdjust = "ledger.adjust",
        /// A transfer was reversed.
        LedgerReverse = "ledger.reverse",
        /// A dead job was made to run again.
        JobRun = "job.run",
        /// Questions were imported.
        QuestionsImport = "questions.import",
        /// A question was written.
        QuestionCreate = "question.create",
        /// A question was changed.
        QuestionEdit = "question.edit",
        /// A question was deleted.
        QuestionDelete = "question.delete",
        /// A topic was made.
        TopicCreate = "topic.create",
        /// A topic was changed.
        TopicEdit = "topic.edit",
        /// A topic was deleted.
        TopicDelete = "topic.delete",
        /// A picture or a sound was uploaded.
        MediaUpload = "media.upload",
        /// A quiz was put together.
        QuizCreate = "quiz.create",
        /// A quiz was changed.
        QuizEdit = "quiz.edit",
        /// A quiz was opened for playing.
        QuizPublish = "quiz.publish",
        /// A quiz was taken out of play.
        QuizArchive = "quiz.archive",
        /// An archived quiz became a draft again.
        QuizReopen = "quiz.reopen",
        /// A quiz was deleted.
        QuizDelete = "quiz.delete",
    }
}

/// One line of the audit log: append-only, and written in the commit that it tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRecord {
    /// Unique.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// Who did it; `None`: the system, or nobody who could be told (a failed sign-in).
    pub actor: Option<UserId>,
    /// What was done.
    pub action: AuditAction,
    /// To what.
    pub target: Option<AuditTarget>,
    /// What else is worth knowing; never a secret, and `null` when there is nothing.
    pub meta: Value,
    /// The client's address, as far as trusted proxies vouch for it.
    pub address: Option<String>,
    /// The request that did it.
    pub request_id: Option<String>,
}

/// What an action was done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditTarget {
    /// `user`, `transfer`, `question`, …
    pub kind: String,
    /// Its id.
    pub id: Uuid,
}

impl AuditRecord {
    /// A record of `action`; who, to what and from where is told by the methods below.
    pub fn new(id: AuditId, action: AuditAction, at: Timestamp) -> Self {
        Self {
            id,
            at: micros(at),
            actor: None,
            action,
            target: None,
            meta: Value::Null,
            address: None,
            request_id: None,
        }
    }

    /// Done by this user.
    #[must_use]
    pub fn by(self, actor: UserId) -> Self {
        Self {
            actor: Some(actor),
            ..self
        }
    }

    /// Done to this.
    #[must_use]
    pub fn on(self, kind: &str, id: impl Into<Uuid>) -> Self {
        Self {
            target: Some(AuditTarget {
                kind: kind.to_owned(),
                id: id.into(),
            }),
            ..self
        }
    }

    /// With this besides.
    #[must_use]
    pub fn with(self, meta: Value) -> Self {
        Self { meta, ..self }
    }

    /// The head of an audit chain after this record. Whoever edits, drops or reorders records later breaks every hash
    /// from there on.
    #[must_use]
    pub fn seal(&self, before: &Sealed) -> Sealed {
        before.after(b"ludger audit 1\0", |hash| {
            let mut text = |text: Option<&str>| {
                let length = text.map_or(u64::MAX, |text| text.len() as u64);
                hash.update(length.to_be_bytes());
                hash.update(text.unwrap_or_default());
            };
            let (actor, target) = (self.actor.map(Uuid::from), self.target.as_ref());
            text(Some(&self.id.to_string()));
            text(Some(&self.at.as_microsecond().to_string()));
            text(actor.map(|id| id.to_string()).as_deref());
            text(Some(self.action.as_str()));
            text(target.map(|target| target.kind.as_str()));
            text(target.map(|target| target.id.to_string()).as_deref());
            // Canonical: `Value` keeps its keys sorted.
            text(Some(&self.meta.to_string()));
            text(self.address.as_deref());
            text(self.request_id.as_deref());
        })
    }

    /// By this request, from this address.
    #[must_use]
    pub fn from_request(self, address: Option<String>, request_id: Option<String>) -> Self {
        Self {
            address,
            request_id,
            ..self
        }
    }
}
