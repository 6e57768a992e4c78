use super::TokenHash;
use crate::ids::UserId;
use crate::{Timestamp, micros};
use data_encoding::BASE32_NOPAD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use totp_rs::{Builder, Totp};

/// A second factor by the clock (RFC 6238): six digits every 30 seconds, over SHA-1, which is what every authenticator
/// application takes. Codes of the step before and the step after count too, and each code counts once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Whose.
    pub user: UserId,
    /// What is shared with the application.
    pub secret: TotpSecret,
    /// When its user showed that the application has it; until then it asks for nothing.
    pub confirmed_at: Option<Timestamp>,
    /// The step of the last code that counted.
    pub last_step: i64,
    /// Of the recovery codes that are left.
    pub recovery: Vec<TokenHash>,
    /// Counts changes, from 1.
    pub version: i64,
}

/// 20 random bytes. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; 20]);

/// A way in when the application is lost: 15 random bytes, good once. `Debug` shows nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RecoveryCode([u8; Self::BYTES]);

/// What was typed is not right, was right before, or is of another time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("this code is not valid")]
pub struct WrongCode;

impl WrongCode {
    /// Stable, `snake_case`.
    pub const fn code(self) -> &'static str {
        "invalid_code"
    }
}

impl SecondFactor {
    /// How many recovery codes there are at first.
    pub const RECOVERY_CODES: usize = 10;

    /// A factor whose user has yet to show that the application has it.
    pub fn offered(user: UserId, secret: TotpSecret) -> Self {
        Self {
            user,
            secret,
            confirmed_at: None,
            last_step: 0,
            recovery: Vec::new(),
            version: 1,
        }
    }

    /// Whether signing in asks for it.
    pub const fn is_on(&self) -> bool {
        self.confirmed_at.is_some()
    }

    /// Switches it on.
    ///
    /// # Errors
    /// The application shows another code.
    pub fn confirm(
        self,
        code: &str,
        recovery: &[RecoveryCode],
        now: Timestamp,
    ) -> Result<Self, WrongCode> {
        let factor = self.take(code, now)?;
        Ok(Self {
            confirmed_at: Some(micros(now)),
            recovery: recovery.iter().map(RecoveryCode::hash).collect(),
            ..factor
        })
    }

    /// The same with other recovery codes.
    #[must_use]
    pub fn with_recovery(self, recovery: &[RecoveryCode]) -> Self {
        let version = self.version.saturating_add(1);
        Self {
            recovery: recovery.iter().map(RecoveryCode::hash).collect(),
            version,
            ..self
        }
    }

    /// Takes a code of the application, or a recovery code, which is spent.
    ///
    /// # Errors
    /// It is neither.
    pub fn take(self, typed: &str, now: Timestamp) -> Result<Self, WrongCode> {
        let version = self.version.saturating_add(1);
        let typed: String = typed.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if let Some(last_step) = self.step_of(&typed, now) {
            return Ok(Self {
                last_step,
                version,
                ..self
            });
        }
        let spent = RecoveryCode::parse(&typed).ok_or(WrongCode)?.hash();
        let recovery: Vec<_> = self
            .recovery
            .iter()
            .copied()
            .filter(|hash| *hash != spent)
            .collect();
        if recovery.len() == self.recovery.len() {
            return Err(WrongCode);
        }
        Ok(Self {
            recovery,
            version,
            ..self
        })
    }

    /// The step whose code it is, if that is about now and later than the last one that counted.
    fn step_of(&self, typed: &str, now: Timestamp) -> Option<i64> {
        let now = u64::try_from(now.as_second()).ok()?;
        let step = self.secret.clock().check(typed, now)?;
        i64::try_from(step)
            .ok()
            .filter(|step| *step > self.last_step)
    }
}

impl TotpSecret {
    /// A secret of bytes from a cryptographic source.
    pub const fn new(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// The bytes: for who keeps them sealed.
    pub const fn expose(&self) -> &[u8; 20] {
        &self.0
    }

    /// What is typed into an application that reads no pictures: 32 letters and digits.
    pub fn text(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// Reads what [`Self::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE32_NOPAD.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// What an application shows at that time: for programs that sign in by themselves.
    pub fn code_at(&self, time: Timestamp) -> String {
        let seconds = u64::try_from(time.as_second()).unwrap_or(0);
        self.clock().generate(seconds).to_string()
    }

    /// What an application reads from a picture.
    pub fn address(&self, issuer: &str, account: &str) -> String {
        let escaped = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        let (issuer, account, secret) = (escaped(issuer), escaped(account), self.text());
        format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
    }

    /// The library's defaults are those of RFC 6238, and a step of grace on either side.
    fn clock(&self) -> Totp {
        Builder::new()
            .with_secret(self.0.as_slice())
            .build_noncompliant()
    }
}

impl RecoveryCode {
    /// Enough that a plain digest keeps them (OWASP ASVS asks for 112 bits).
    pub const BYTES: usize = 15;

    /// A code of bytes from a cryptographic source.
    pub const fn new(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// What its user is shown, once: six groups of four.
    pub fn text(&self) -> String {
        let text = BASE32_NOPAD.encode(&self.0).to_ascii_lowercase();
        let groups: Vec<_> = text
            .as_bytes()
            .chunks(4)
            .map(String::from_utf8_lossy)
            .collect();
        groups.join("-")
    }

    /// What the store knows of it. A slow hash would add nothing: 120 random bits cannot be guessed.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0).into())
    }

    fn parse(typed: &str) -> Option<Self> {
        let typed = typed.to_ascii_uppercase();
        let bytes = BASE32_NOPAD.decode(typed.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}
