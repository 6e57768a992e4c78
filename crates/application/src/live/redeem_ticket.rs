use crate::accounts::{Authenticate, AuthenticateError};
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Outage, Ports, Settings};
use ludger_domain::accounts::{Principal, TicketRefusal, TokenKind, TokenSecret};
use ludger_domain::ids::GameSessionId;
use ludger_ports::read::AuthSessions;
use ludger_ports::{Changes, Clock, Store};
use std::sync::Arc;

/// Somebody comes with a ticket.
pub struct RedeemTicket {
    store: Arc<dyn Store>,
    tickets: Arc<dyn AuthSessions>,
    authenticate: Authenticate,
    clock: Arc<dyn Clock>,
}

/// Why a ticket opens nothing.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RedeemTicketError {
    /// It is good for nothing. Why is for the log.
    #[error(transparent)]
    Refused(#[from] TicketRefusal),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for RedeemTicketError {}

impl RedeemTicket {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            store: ports.store.clone(),
            tickets: ports.auth_sessions.clone(),
            authenticate: Authenticate::new(ports, settings),
            clock: ports.clock.clone(),
        }
    }

    /// Whose ticket it is, and what they may do now. It is used up by that.
    ///
    /// # Cost
    /// One read of the ticket, one of its owner, one commit. Of parallel uses one finds it unused; the others look again,
    /// and find it used.
    ///
    /// # Errors
    /// See [`RedeemTicketError`].
    pub async fn run(
        &self,
        session: GameSessionId,
        text: &str,
    ) -> Result<Principal, RedeemTicketError> {
        let now = self.clock.now();
        let secret =
            TokenSecret::parse(TokenKind::Ticket, text).map_err(|_| TicketRefusal::Unknown)?;
        let hash = secret.hash();
        retry_stale(async || {
            let found = self.tickets.ticket(hash).await.map_err(Attempt::outage)?;
            let ticket = found.ok_or(RedeemTicketError::from(TicketRefusal::Unknown))?;
            let used = ticket
                .redeem(session.into(), now)
                .map_err(RedeemTicketError::from)?;
            let known = self.authenticate.again(used.user, &used.means).await;
            let principal = known.map_err(|error| match error {
                AuthenticateError::NotSignedIn(_) => TicketRefusal::NotAdmitted.into(),
                AuthenticateError::Outage(outage) => RedeemTicketError::from(outage),
            })?;
            let changes = Changes::at(now).save_ticket(used);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok::<_, Attempt<RedeemTicketError>>(principal)
        })
        .await
    }
}
