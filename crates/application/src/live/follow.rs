use super::hub::{Hub, Subscription, TooSlow};
use crate::{Outage, Ports};
use ludger_domain::ids::{GameSessionId, UserId};
use ludger_domain::quiz::Player;
use ludger_ports::StreamEvent;
use ludger_ports::read::QuizSessions;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// Between two tries to find out whether somebody is still a player, while the store does not answer.
const AGAIN: Duration = Duration::from_millis(250);

/// Follows a session as it happens.
pub struct Follow {
    hub: Arc<Hub>,
    sessions: Arc<dyn QuizSessions>,
}

/// Why there is nothing to follow.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FollowError {
    /// There is no such session, or the user has no seat in it.
    #[error("there is no such session")]
    NotFound,
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

/// What came next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Followed {
    /// Something happened.
    Event(Arc<StreamEvent>),
    /// The session is over, and everything was told.
    Over,
    /// The user is no player any more, and was told so.
    Gone,
    /// The user fell behind. Following anew from the last event that they know, they miss nothing.
    TooSlow,
}

/// A session that somebody follows.
pub struct Following {
    subscription: Subscription,
    sessions: Arc<dyn QuizSessions>,
    id: GameSessionId,
    user: UserId,
    /// Nothing more will be told than what is stored.
    is_over: bool,
    /// Whoever was gone when they came looks on from outside, and does not go again.
    may_go: bool,
    /// They were told that they are gone; perhaps they came back since.
    is_in_doubt: bool,
}

/// What is looked at in a `left`.
#[derive(Deserialize)]
struct Left {
    user_id: UserId,
}

impl Follow {
    pub(super) fn new(ports: &Ports, hub: Arc<Hub>) -> Self {
        Self {
            hub,
            sessions: ports.quiz_sessions.clone(),
        }
    }

    /// Tells a player what happens, from behind the event `after`; 0: from the first one that is still stored; `None`: from
    /// now on. Who has left may look on, who was kicked may not.
    ///
    /// # Errors
    /// See [`FollowError`].
    pub async fn run(
        &self,
        user: UserId,
        id: GameSessionId,
        after: Option<i64>,
    ) -> Result<Following, FollowError> {
        // First: whatever happens while the session is read is told.
        let subscribed = self.hub.subscribe(id.into(), after).await;
        let subscription = subscribed.map_err(Outage::from)?;
        let found = self.sessions.find(id).await.map_err(Outage::from)?;
        let session = found.ok_or(FollowError::NotFound)?;
        let player = session.player(user).ok_or(FollowError::NotFound)?;
        Ok(Following {
            subscription,
            sessions: self.sessions.clone(),
            id,
            user,
            is_over: session.ended_at.is_some(),
            may_go: player.is_here(),
            is_in_doubt: false,
        })
    }
}

impl Following {
    /// What comes next. Nothing is lost when the future is dropped: the next call goes on where this one was.
    pub async fn next(&mut self) -> Followed {
        if self.is_in_doubt {
            if !self.is_here().await {
                return Followed::Gone;
            }
            self.is_in_doubt = false;
        }
        let event = if self.is_over {
            match self.subscription.stored().await {
                Some(event) => event,
                None => return Followed::Over,
            }
        } else {
            match self.subscription.next().await {
                Ok(event) => event,
                Err(TooSlow) => return Followed::TooSlow,
            }
        };
        match event.name.as_str() {
            "finished" => self.is_over = true,
            "left" => self.is_in_doubt = self.may_go && self.is_about_them(&event),
            _ => {}
        }
        Followed::Event(event)
    }

    fn is_about_them(&self, event: &StreamEvent) -> bool {
        serde_json::from_str::<Left>(&event.payload).is_ok_and(|left| left.user_id == self.user)
    }

    /// An outage does not send anybody away.
    async fn is_here(&self) -> bool {
        loop {
            match self.sessions.find(self.id).await {
                Ok(Some(session)) => return session.player(self.user).is_some_and(Player::is_here),
                Ok(None) => return false,
                Err(_) => sleep(AGAIN).await,
            }
        }
    }
}
