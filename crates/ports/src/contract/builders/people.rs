use super::{NOW, Stores, changes};
use crate::{Changes, IdempotencyScope};
use ludger_domain::accounts::{
    AuditAction, AuditRecord, AuthSession, Client, Opened, PairSecrets, PasswordHash, Role,
    RoleGrant, TokenLifetimes, TokenSecret, User,
};
use ludger_domain::ids::UserId;

impl Stores {
    /// Somebody to be registered, with an email of that name.
    pub(in crate::contract) fn person(&self, name: &str) -> User {
        let email = format!("{name}@example.org").parse().unwrap();
        let hash = PasswordHash::from(format!("hash of {name}"));
        User::person(self.id(), email, name.parse().unwrap(), hash, NOW)
    }

    /// Somebody who is registered.
    pub(in crate::contract) async fn user(&self, name: &str) -> User {
        let user = self.person(name);
        self.apply(changes().add_user(user.clone())).await;
        user
    }

    /// Somebody who is registered and admin.
    pub(in crate::contract) async fn admin(&self, name: &str) -> User {
        let user = self.user(name).await;
        self.apply(changes().grant(grant(user.id, Role::Admin)))
            .await;
        user
    }

    /// A sign-in to be stored.
    pub(in crate::contract) fn sign_in(&self, user: &User) -> Opened {
        AuthSession::open(
            self.id(),
            user.id,
            Client::default(),
            &self.secrets(),
            &TokenLifetimes::default(),
            NOW,
        )
    }

    /// Somebody who is signed in.
    pub(in crate::contract) async fn signed_in(&self, user: &User) -> Opened {
        let opened = self.sign_in(user);
        self.apply(signing_in(opened.clone())).await;
        opened
    }

    pub(in crate::contract) fn secrets(&self) -> PairSecrets {
        PairSecrets {
            access: self.secret(),
            refresh: self.secret(),
        }
    }

    pub(in crate::contract) fn secret(&self) -> TokenSecret {
        let mut bytes = [7; 32];
        bytes[..8].copy_from_slice(&self.number().to_be_bytes());
        TokenSecret::new(bytes)
    }

    /// A line of the audit log.
    pub(in crate::contract) fn told(&self, action: AuditAction) -> AuditRecord {
        AuditRecord::new(self.id(), action, NOW)
    }

    /// Whether anything was recorded for a key.
    pub(in crate::contract) async fn knows(&self, scope: &IdempotencyScope) -> bool {
        self.idempotency.find(scope).await.unwrap().is_some()
    }
}

/// A role, granted by the system.
pub(in crate::contract) const fn grant(user: UserId, role: Role) -> RoleGrant {
    RoleGrant {
        user,
        role,
        granted_at: NOW,
        granted_by: None,
    }
}

/// The changes of a sign-in.
pub(in crate::contract) fn signing_in(opened: Opened) -> Changes {
    changes()
        .save_auth_session(opened.session)
        .add_tokens(opened.pair)
}
