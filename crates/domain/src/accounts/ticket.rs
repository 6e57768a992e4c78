use super::{Means, Principal, TokenHash, TokenSecret};
use crate::ids::{StreamId, UserId};
use crate::{Timestamp, micros};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// Lets its bearer follow one stream, once and soon. Browsers cannot send a header with a WebSocket, nor with an event
/// stream, and what stands in a URL is written down by every proxy on its way: a ticket that is found there was used, or is
/// too old.
///
/// It stands for whoever asked for it, and for no longer than what they had asked by: see [`Means`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Of the secret in its text.
    pub hash: TokenHash,
    /// Who asked for it.
    pub user: UserId,
    /// What they were signed in by. When that ends, so does what the ticket opened.
    pub means: Means,
    /// What may be followed.
    pub stream: StreamId,
    /// When it was given.
    pub created_at: Timestamp,
    /// Its end.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// Why a ticket opens nothing. To its bearer they are one and the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketRefusal {
    /// No ticket of this text was given.
    #[error("unknown ticket")]
    Unknown,
    /// It was used.
    #[error("this ticket was used")]
    Used,
    /// Its time is over.
    #[error("this ticket has expired")]
    Expired,
    /// It is for another stream.
    #[error("this ticket is for something else")]
    OtherStream,
    /// Whoever asked for it is no longer signed in, or may no longer follow.
    #[error("who has this ticket may not enter")]
    NotAdmitted,
}

impl TicketRefusal {
    /// Stable, `snake_case`; one for all of them.
    pub const fn code(self) -> &'static str {
        "invalid_ticket"
    }
}

impl Ticket {
    /// From being given until being used.
    pub const LIFETIME: SignedDuration = SignedDuration::from_secs(30);

    /// A ticket for whoever asks.
    pub fn issue(
        principal: &Principal,
        stream: StreamId,
        secret: &TokenSecret,
        now: Timestamp,
    ) -> Self {
        let now = micros(now);
        Self {
            hash: secret.hash(),
            user: principal.user,
            means: principal.means.clone(),
            stream,
            created_at: now,
            expires_at: now.checked_add(Self::LIFETIME).unwrap_or(Timestamp::MAX),
            used_at: None,
        }
    }

    /// The ticket used for `stream`. The commit has to expect that it is still unused.
    ///
    /// # Errors
    /// It is good for nothing, or for something else.
    pub fn redeem(self, stream: StreamId, now: Timestamp) -> Result<Self, TicketRefusal> {
        if self.stream != stream {
            return Err(TicketRefusal::OtherStream);
        }
        if self.used_at.is_some() {
            return Err(TicketRefusal::Used);
        }
        let now = micros(now);
        if now >= self.expires_at {
            return Err(TicketRefusal::Expired);
        }
        Ok(Self {
            used_at: Some(now),
            ..self
        })
    }
}
