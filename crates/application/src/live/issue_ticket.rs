use crate::accounts::SecretText;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Ticket, TokenKind, TokenSecret};
use ludger_domain::ids::GameSessionId;
use ludger_ports::read::QuizSessions;
use ludger_ports::{Changes, Clock, Entropy, Store};
use std::sync::Arc;

/// Gives a player a ticket, with which they can follow their session.
pub struct IssueTicket {
    store: Arc<dyn Store>,
    sessions: Arc<dyn QuizSessions>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

/// A ticket that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedTicket {
    /// Its text, told this once.
    pub text: SecretText,
    /// From then on it is refused.
    pub expires_at: Timestamp,
}

/// Why there is no ticket.
#[derive(Debug, Clone, thiserror::Error)]
pub enum IssueTicketError {
    /// There is no such session, or the caller has no seat in it.
    #[error("there is no such session")]
    NotFound,
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for IssueTicketError {}

impl IssueTicket {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            sessions: ports.quiz_sessions.clone(),
            clock: ports.clock.clone(),
            entropy: ports.entropy.clone(),
        }
    }

    /// A new ticket. Those that were given before stay good for as long as they were.
    ///
    /// # Errors
    /// See [`IssueTicketError`].
    pub async fn run(
        &self,
        caller: &Caller,
        id: GameSessionId,
    ) -> Result<IssuedTicket, IssueTicketError> {
        let user = caller.principal.user;
        let found = self.sessions.find(id).await.map_err(Outage::from)?;
        if found.is_none_or(|session| session.player(user).is_none()) {
            return Err(IssueTicketError::NotFound);
        }
        retry_stale(async || {
            let (secret, now) = (TokenSecret::new(self.entropy.bytes32()), self.clock.now());
            let ticket = Ticket::issue(&caller.principal, id.into(), &secret, now);
            let expires_at = ticket.expires_at;
            let changes = Changes::at(now).save_ticket(ticket);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok::<_, Attempt<IssueTicketError>>(IssuedTicket {
                text: SecretText::new(secret.text(TokenKind::Ticket)),
                expires_at,
            })
        })
        .await
    }
}
