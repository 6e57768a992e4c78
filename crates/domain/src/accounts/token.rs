use super::words::words;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};
use std::str::FromStr;

words! {
    /// What a token is for.
    TokenKind, "token kind" {
        /// Sent with every request; minutes.
        Access = "access",
        /// Buys the next pair; days.
        Refresh = "refresh",
        /// Makes the first admin; once.
        Setup = "setup",
        /// Kept by a browser in a cookie; weeks.
        Cookie = "cookie",
        /// Sent by mail: shows that somebody reads it.
        Verification = "email_verification",
        /// Sent by mail: sets a password.
        PasswordReset = "password_reset",
        /// Sent by mail: signs in.
        MagicLink = "magic_link",
        /// Sent by mail to a new address.
        EmailChange = "email_change",
        /// Sent by mail to whom may register.
        Invitation = "invitation",
        /// In a URL: follows one session; once, within half a minute.
        Ticket = "ticket",
    }
}

impl TokenKind {
    /// How its text begins, so that a person, and a secret scanner, can tell what was found.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Access => "lat_",
            Self::Refresh => "lrt_",
            Self::Setup => "lst_",
            Self::Cookie => "lct_",
            Self::Verification => "lvt_",
            Self::PasswordReset => "lpt_",
            Self::MagicLink => "lmt_",
            Self::EmailChange => "let_",
            Self::Invitation => "lit_",
            Self::Ticket => "lwt_",
        }
    }
}

/// Text that is no token of the kind that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a token of this kind")]
pub struct TokenFault;

impl TokenFault {
    /// Stable, `snake_case`.
    pub const fn code(self) -> &'static str {
        "invalid_token"
    }
}

/// 32 random bytes that only their bearer knows. Never stored, never logged: `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenSecret([u8; 32]);

impl TokenSecret {
    /// A secret of bytes from a cryptographic source.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What the bearer is given, once: the prefix of the kind and 64 lower-case hexadecimal digits.
    pub fn text(&self, kind: TokenKind) -> String {
        format!("{}{}", kind.prefix(), hex(&self.0))
    }

    /// Reads what [`Self::text`] wrote, and nothing else: each token has one text.
    ///
    /// # Errors
    /// Another kind, or no token at all.
    pub fn parse(kind: TokenKind, text: &str) -> Result<Self, TokenFault> {
        let digits = text.strip_prefix(kind.prefix()).ok_or(TokenFault)?;
        unhex(digits).map(Self).ok_or(TokenFault)
    }

    pub(super) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What the store knows of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0).into())
    }
}

impl fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSecret(…)")
    }
}

/// SHA-256 of a secret. A slow hash would add nothing: 256 random bits cannot be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TokenHash(pub [u8; 32]);

impl fmt::Display for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl FromStr for TokenHash {
    type Err = TokenFault;

    fn from_str(text: &str) -> Result<Self, TokenFault> {
        unhex(text).map(Self).ok_or(TokenFault)
    }
}

impl TryFrom<String> for TokenHash {
    type Error = TokenFault;

    fn try_from(text: String) -> Result<Self, TokenFault> {
        text.parse()
    }
}

impl From<TokenHash> for String {
    fn from(hash: TokenHash) -> Self {
        hash.to_string()
    }
}

pub(super) fn hex(bytes: &[u8; 32]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String does not fail.
            write!(text, "{byte:02x}").unwrap_or_default();
            text
        })
}

pub(super) fn unhex(text: &str) -> Option<[u8; 32]> {
    let lower_case = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if text.len() != 64 || !lower_case {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(bytes)
}
