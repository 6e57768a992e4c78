//! Who someone is, what they may do, and how they stay signed in.
//!
//! - **Users**: [`User`], [`Email`], [`Username`], and [`Registration`], which becomes a user once
//!   every field has passed its rule.
//! - **Passwords**: [`Password`] under a [`PasswordPolicy`]; hashing belongs to an adapter, because
//!   it needs salt and time, so that here there is only the opaque [`PasswordHash`].
//! - **Permissions**: a [`Role`] is a name for a set of [`Permission`]s; code asks a [`Principal`]
//!   for a permission, never for a role.
//! - **Sign-in sessions**: an [`AuthSession`] and the [`Token`]s that descend from it; how they
//!   rotate, and how a stolen one is found out, is told at [`AuthSession::refresh`].
//! - **By mail**: [`OneTimeToken`] for one [`Purpose`], once; [`ReturnTo`] keeps links on this site.
//! - **Programs**: an [`ApiToken`] acts as its user, within its scopes.
//! - **Second factor**: [`SecondFactor`], six digits by the clock, and recovery codes.
//! - **Guessing**: a [`Throttle`] says when the next attempt may come.
//! - **Following**: a [`Ticket`] stands in a URL, where no token may.
//! - **Setup**: the one-time link of the first admin, [`SetupToken`].
//! - **Audit**: [`AuditRecord`], what was done, by whom, to what.
//!
//! ```
//! use ludger_domain::accounts::{AuthSession, Client, PairSecrets, TokenLifetimes, TokenSecret};
//! use ludger_domain::ids::{AuthSessionId, UserId};
//! use uuid::Uuid;
//!
//! let secrets = |seed| PairSecrets {
//!     access: TokenSecret::new([seed; 32]),   // 32 random bytes, in earnest
//!     refresh: TokenSecret::new([seed + 1; 32]),
//! };
//! let (id, ada) = (AuthSessionId::from(Uuid::from_u128(1)), UserId::from(Uuid::from_u128(2)));
//! let now = "2026-01-01T00:00:00Z".parse().expect("an instant");
//! let lifetimes = TokenLifetimes::default();
//!
//! let opened = AuthSession::open(id, ada, Client::default(), &secrets(1), &lifetimes, now);
//! let spent = opened.pair.refresh;
//! let first = opened.session.refresh(&spent, &secrets(3), &lifetimes, now).expect("live");
//! // The answer was lost on the way: the same token again, and the pair that nobody has goes.
//! let again = first.session.refresh(&spent, &secrets(5), &lifetimes, now).expect("still unused");
//! assert_eq!(again.replaced, Some(first.pair.access.generation));
//! ```

mod api_token;
mod audit;
mod common_passwords;
mod email;
mod one_time;
mod password;
mod permission;
mod principal;
mod profile;
mod registration;
mod registration_policy;
mod return_to;
mod role;
mod session;
mod setup;
mod text;
mod throttle;
mod ticket;
mod token;
mod totp;
mod user;
mod username;
pub(crate) mod words;

#[cfg(test)]
mod tests;

pub use api_token::{ApiToken, ApiTokenName};
pub use audit::{AuditAction, AuditRecord, AuditTarget};
pub use email::Email;
pub use one_time::{OneTimeRefusal, OneTimeToken, Purpose};
pub use password::{Password, PasswordHash, PasswordOwner, PasswordPolicy};
pub use permission::Permission;
pub use principal::{Forbidden, FreshSignInRequired, Means, Person, Principal, SessionRequired};
pub use profile::{AvatarUrl, Flag, FullName, Locale, Profile, Tier, TimeZoneName};
pub use registration::{NewAccount, Registration};
pub use registration_policy::{Allowed, EmailPattern, PatternFault, RegistrationPolicy};
pub use return_to::ReturnTo;
pub use role::{Role, RoleGrant};
pub use session::{
    AccessRefusal, AccessUse, AuthSession, Client, Opened, PairSecrets, RefreshRefusal, Refreshed,
    SessionKind, Token, TokenLifetimes, TokenPair,
};
pub use setup::{SetupRefusal, SetupToken};
pub use throttle::{Attempt, Attempts, Throttle, ThrottleKey, TooMany, network_of};
pub use ticket::{Ticket, TicketRefusal};
pub use token::{TokenFault, TokenHash, TokenKind, TokenSecret};
pub use totp::{RecoveryCode, SecondFactor, TotpSecret, WrongCode};
pub use user::{Standing, User};
pub use username::Username;
pub use words::UnknownWord;
