//! What goes on while somebody follows: the connection is kept, and who they are is looked at again and again.

use crate::listen::{Quiet, Staying, Stopping};
use crate::live;
use crate::state::ApiState;
use actix_web::HttpRequest;
use actix_web::web::Data;
use ludger_application::accounts::AuthenticateError;
use ludger_application::{Caller, Outage};
use std::future::pending;
use std::rc::Rc;
use std::time::Duration;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

/// Between two looks at who follows.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Between two signs of life.
pub(super) const BEAT_EVERY: Duration = Duration::from_secs(15);

/// Who follows, and what they follow by.
pub(super) struct Stay {
    pub(super) state: Data<ApiState>,
    pub(super) caller: Caller,
    look: Interval,
    /// The time has come, and they were not looked at to the end.
    is_look_due: bool,
    beat: Interval,
    staying: Option<Staying>,
    is_counted: bool,
    stopping: Option<Stopping>,
}

/// Something to be done besides telling events.
pub(super) enum Due {
    /// Give a sign of life.
    Beat,
    /// The server stops.
    Stop,
    /// Who follows is no longer signed in.
    SignedOut,
}

impl Stay {
    /// Keeps the connection of a request; there is none in an app that something else serves.
    pub(super) fn new(state: Data<ApiState>, request: &HttpRequest, caller: Caller) -> Self {
        let quiet = request.conn_data::<Rc<Quiet>>();
        Self {
            state,
            caller,
            look: every(LOOK_EVERY),
            is_look_due: false,
            beat: every(BEAT_EVERY),
            staying: quiet.map(Quiet::stay),
            is_counted: false,
            stopping: request.conn_data::<Stopping>().cloned(),
        }
    }

    /// What is due next. Nothing is lost when the future is dropped.
    pub(super) async fn due(&mut self) -> Due {
        loop {
            if self.is_look_due {
                match self.is_still_in().await {
                    Ok(true) => {}
                    Ok(false) => return Due::SignedOut,
                    // That sends nobody away.
                    Err(error) => tracing::debug!(%error, "who follows cannot be looked at"),
                }
                self.is_look_due = false;
            }
            tokio::select! {
                () = begun(self.stopping.as_mut()) => return Due::Stop,
                _ = self.beat.tick() => return Due::Beat,
                _ = self.look.tick() => self.is_look_due = true,
            }
        }
    }

    /// Looks at who follows, and learns what they may do by now. An outage says nothing of them.
    pub(super) async fn is_still_in(&mut self) -> Result<bool, Outage> {
        let known = &self.caller.principal;
        let authenticate = &self.state.use_cases.accounts.authenticate;
        match authenticate.again(known.user, &known.means).await {
            Ok(principal) => self.caller.principal = principal,
            Err(AuthenticateError::NotSignedIn(_)) => return Ok(false),
            Err(AuthenticateError::Outage(outage)) => return Err(outage),
        }
        Ok(true)
    }

    /// The client does not take what it is told, and is cut.
    pub(super) fn too_slow(&mut self) {
        if !std::mem::replace(&mut self.is_counted, true) {
            live::cut();
        }
    }
}

impl Drop for Stay {
    fn drop(&mut self) {
        if self.staying.as_ref().is_some_and(Staying::is_cut) {
            self.too_slow();
        }
    }
}

fn every(period: Duration) -> Interval {
    let mut interval = interval_at(Instant::now() + period, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

async fn begun(stopping: Option<&mut Stopping>) {
    match stopping {
        Some(stopping) => stopping.begun().await,
        None => pending().await,
    }
}
