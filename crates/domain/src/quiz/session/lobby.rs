//! Before the first question: players come and go, and get ready.

use super::{Departure, End, LiveEvent, LobbyError, Moved, Player, QuizSession, Status};
use crate::Timestamp;
use crate::ids::UserId;
use crate::quiz::rules::COUNTDOWN;

impl QuizSession {
    /// Takes a seat. `None`: they have one already, and keep it with all that belongs to it, in whatever state the session
    /// is.
    ///
    /// # Errors
    /// The session has started or is full; the host does not want them.
    pub fn join(mut self, user: UserId, now: Timestamp) -> Result<Option<Moved>, LobbyError> {
        let known = self.players.iter().find(|player| player.user == user);
        match known.map(|player| player.departure) {
            Some(None) => return Ok(None),
            Some(Some(Departure::Kicked)) => return Err(LobbyError::Kicked),
            Some(Some(Departure::Left)) | None => {}
        }
        if self.status != Status::Waiting {
            return Err(LobbyError::Started);
        }
        if count(self.here()) >= self.rules.seats {
            return Err(LobbyError::Full);
        }
        match self.player_mut(user) {
            Some(player) => player.departure = None,
            None => self.seat(user, now),
        }
        let event = LiveEvent::Joined { user };
        Ok(Some(self.changed(now).telling(event)))
    }

    /// Says whether a player is ready. When all are, and there are enough of them, the countdown runs; who takes it back
    /// stops it, and then nobody is ready any more. `None`: that was known.
    ///
    /// # Errors
    /// The session has started, or they are no player.
    pub fn ready(
        mut self,
        user: UserId,
        is_ready: bool,
        now: Timestamp,
    ) -> Result<Option<Moved>, LobbyError> {
        let status = self.status;
        let here = self.player_mut(user).filter(|player| player.is_here());
        let player = here.ok_or(LobbyError::NoPlayer)?;
        if !matches!(status, Status::Waiting | Status::Countdown) {
            return Err(LobbyError::Started);
        }
        if player.is_ready == is_ready {
            return Ok(None);
        }
        player.is_ready = is_ready;
        let event = LiveEvent::Ready { user, is_ready };
        let moved = self.changed(now).telling(event);
        Ok(Some(match status {
            Status::Countdown => moved.stop_countdown(),
            _ => moved.start_countdown(),
        }))
    }

    /// The host sends somebody away, who cannot come back.
    ///
    /// # Errors
    /// The session does not wait; whoever asks is not the host; the host kicks themselves, or nobody who is here.
    pub fn kick(mut self, by: UserId, user: UserId, now: Timestamp) -> Result<Moved, LobbyError> {
        if by != self.host {
            return Err(LobbyError::NotHost);
        }
        if user == self.host {
            return Err(LobbyError::HostStays);
        }
        if self.status != Status::Waiting {
            return Err(LobbyError::Started);
        }
        let here = self.player_mut(user).filter(|player| player.is_here());
        let player = here.ok_or(LobbyError::NoPlayer)?;
        player.departure = Some(Departure::Kicked);
        player.is_ready = false;
        let how = Departure::Kicked;
        Ok(self
            .changed(now)
            .telling(LiveEvent::Left { user, how })
            .start_countdown())
    }

    /// Goes for good: before the start the seat is free again; later it is a loss that pays nothing. Whoever sits longest
    /// is the host then. With nobody left to play, or in `comp` one alone, the session ends.
    ///
    /// # Errors
    /// The session is finished, or they are no player.
    pub fn leave(mut self, user: UserId, now: Timestamp) -> Result<Moved, LobbyError> {
        if self.status == Status::Finished {
            return Err(LobbyError::Finished);
        }
        let has_started = !matches!(self.status, Status::Waiting | Status::Countdown);
        let here = self.player_mut(user).filter(|player| player.is_here());
        let player = here.ok_or(LobbyError::NoPlayer)?;
        player.departure = Some(Departure::Left);
        player.is_ready = false;
        if has_started {
            player.result = Some(super::SessionResult::Loss);
        }
        let next_host = self.here().next().map(|player| player.user);
        if user == self.host {
            self.host = next_host.unwrap_or(self.host);
        }
        let how = Departure::Left;
        let moved = self.changed(now).telling(LiveEvent::Left { user, how });
        Ok(match (next_host, moved.session.status) {
            (None, _) => moved.finish(End::Forfeited),
            (_, Status::Countdown) => moved.stop_countdown(),
            (_, Status::Waiting) => moved.start_countdown(),
            _ if moved.session.is_decided() => moved.finish(End::Completed),
            _ => moved,
        })
    }

    /// Ends the session before its time, as a loss for all, that pays nothing. Scores stay as they were. Whether it may
    /// be, for instance because nothing has happened in it for long, is for the caller to decide.
    ///
    /// # Errors
    /// The session is finished.
    pub fn forfeit(self, now: Timestamp) -> Result<Moved, LobbyError> {
        if self.status == Status::Finished {
            return Err(LobbyError::Finished);
        }
        Ok(Moved::of(self.changed(now)).finish(End::Forfeited))
    }

    pub(super) fn seat(&mut self, user: UserId, now: Timestamp) {
        let seat = count(self.players.iter()).saturating_add(1);
        self.players
            .push(Player::new(user, seat, self.rules.hearts, now));
    }
}

impl Moved {
    /// If all are ready, and enough.
    fn start_countdown(mut self) -> Self {
        let session = &mut self.session;
        let is_full = count(session.here()) >= session.mode.seats_min();
        if !is_full || !session.here().all(|player| player.is_ready) {
            return self;
        }
        let starts_at = super::later(session.updated_at, COUNTDOWN);
        session.status = Status::Countdown;
        session.opens_at = Some(starts_at);
        self.telling(LiveEvent::Countdown { starts_at })
    }

    pub(super) fn stop_countdown(mut self) -> Self {
        let session = &mut self.session;
        session.status = Status::Waiting;
        session.opens_at = None;
        session
            .players
            .iter_mut()
            .for_each(|player| player.is_ready = false);
        self.telling(LiveEvent::Waiting {})
    }
}

fn count<'p>(players: impl Iterator<Item = &'p Player>) -> i64 {
    i64::try_from(players.count()).unwrap_or(i64::MAX)
}
