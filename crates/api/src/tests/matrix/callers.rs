//! Everybody who may come, and what `routes.txt` says of them.

use super::table::{Object, Presence, Row, Who, Whose};
use actix_web::http::Method;
use ludger_domain::accounts::{Permission, Role};

/// A kind of caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Caller {
    /// Without a token.
    Nobody,
    /// With one that is good for nothing.
    ShutOut(Why),
    /// Signed in, just now or an hour ago.
    Person { role: Option<Role>, is_fresh: bool },
    /// Signed in just now, with a cookie that the browser sends.
    Browser { role: Option<Role>, page: Page },
    /// An API token.
    Program {
        role: Option<Role>,
        scopes: Vec<Permission>,
    },
}

/// Which page told a browser to send the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Own,
    Elsewhere,
}

/// Why a token is good for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    Garbage,
    IsRefreshToken,
    Expired,
    SignedOut,
    Locked,
    Deleted,
    ProgramExpired,
    ProgramRevoked,
    ProgramOfLocked,
    ProgramOfDeleted,
    ProgramWithOtherSecret,
}

const SHUT_OUT: [Why; 11] = [
    Why::Garbage,
    Why::IsRefreshToken,
    Why::Expired,
    Why::SignedOut,
    Why::Locked,
    Why::Deleted,
    Why::ProgramExpired,
    Why::ProgramRevoked,
    Why::ProgramOfLocked,
    Why::ProgramOfDeleted,
    Why::ProgramWithOtherSecret,
];

/// All of them: each role alone and no role at all, in person and by programs of every scope.
pub(super) fn callers() -> Vec<Caller> {
    let mut all = vec![Caller::Nobody];
    all.extend(SHUT_OUT.map(Caller::ShutOut));
    let each_role = Role::ALL.iter().copied().map(Some);
    for role in each_role.chain([None]) {
        for is_fresh in [true, false] {
            all.push(Caller::Person { role, is_fresh });
        }
        for page in [Page::Own, Page::Elsewhere] {
            all.push(Caller::Browser { role, page });
        }
        let alone = Permission::ALL.iter().map(|scope| vec![*scope]);
        let none_and_all = [Vec::new(), Permission::ALL.to_vec()];
        for scopes in none_and_all.into_iter().chain(alone) {
            all.push(Caller::Program { role, scopes });
        }
    }
    all
}

impl Caller {
    /// The status, and the code of the problem where there is one to be told, that this caller has to get.
    pub(super) fn expects(&self, row: &Row, object: Object) -> (u16, Option<&'static str>) {
        if let Some((status, code)) = self.refused(row) {
            return (status, Some(code));
        }
        match (row.whose, object) {
            (_, Object::Missing) if row.missing == 422 => (422, None),
            (_, Object::Missing) | (Whose::Own, Object::Foreign) => (404, Some("not_found")),
            (Whose::Others, Object::Own) => (409, Some("own_account")),
            _ => (row.answers, None),
        }
    }

    fn refused(&self, row: &Row) -> Option<(u16, &'static str)> {
        let is_elsewhere = matches!(
            self,
            Self::Browser {
                page: Page::Elsewhere,
                ..
            }
        );
        if is_elsewhere && row.method != Method::GET && row.who != Who::Anyone {
            return Some((403, "cross_origin_request"));
        }
        let (presence, permissions) = match (&row.who, self) {
            (Who::Anyone, _) => return None,
            (Who::AnyToken, caller) => {
                return (*caller == Self::Nobody).then_some((401, "not_signed_in"));
            }
            (Who::SignedIn { .. }, Self::Nobody | Self::ShutOut(_)) => {
                return Some((401, "not_signed_in"));
            }
            (
                Who::SignedIn {
                    presence,
                    permissions,
                },
                _,
            ) => (*presence, permissions),
        };
        if !permissions.is_empty() && !permissions.iter().any(|it| self.may(*it)) {
            return Some((403, "forbidden"));
        }
        match (presence, self) {
            (Presence::Person | Presence::Fresh, Self::Program { .. }) => {
                Some((403, "session_required"))
            }
            (
                Presence::Fresh,
                Self::Person {
                    is_fresh: false, ..
                },
            ) => Some((403, "fresh_sign_in_required")),
            _ => None,
        }
    }

    /// Written down here once more, so that the matrix does not ask the rule that it tests.
    fn may(&self, permission: Permission) -> bool {
        let (role, is_in_scope) = match self {
            Self::Nobody | Self::ShutOut(_) => return false,
            Self::Person { role, .. } | Self::Browser { role, .. } => (role, true),
            Self::Program { role, scopes } => (role, scopes.contains(&permission)),
        };
        is_in_scope && role.is_some_and(|role| allowed(role).contains(&permission))
    }
}

fn allowed(role: Role) -> &'static [Permission] {
    use Permission as P;
    match role {
        Role::Player => &[P::Play],
        Role::Moderator => &[P::QuestionsManage],
        Role::Admin => &[
            P::Play,
            P::QuestionsManage,
            P::LedgerRead,
            P::LedgerAdjust,
            P::LedgerReverse,
            P::UsersManage,
            P::AuditRead,
            P::JobsManage,
        ],
        Role::Ledger => &[P::LedgerRead, P::LedgerTransfer],
    }
}
