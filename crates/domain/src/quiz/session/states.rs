//! The states of a session, by the names under which they are stored.

use crate::quiz::named::named;

named! {
    /// Who plays. Only solo sessions can be made so far; what is stored knows all three.
    Mode {
        /// One player, with a clock for points only.
        Solo = "solo",
        /// Each against all others.
        Comp = "comp",
        /// A team.
        Collab = "collab",
    }
}

named! {
    /// Where a session stands. A solo session is active from the start, then paused and active in turn, then finished.
    Status {
        /// Players join.
        Waiting = "waiting",
        /// All are ready; the first question is about to come.
        Countdown = "countdown",
        /// Being played.
        Active = "active",
        /// Stopped by the host.
        Paused = "paused",
        /// Over, for good.
        Finished = "finished",
    }
}

named! {
    /// What a finished session was for its player.
    SessionResult {
        /// Solo: all questions were answered with a heart left.
        Win = "win",
        /// Solo: no heart was left, or the session was left.
        Loss = "loss",
        /// Equal to the best of the others; not in solo.
        Draw = "draw",
    }
}

named! {
    /// How a session came to its end.
    End {
        /// Played until nothing was left to ask, or no heart.
        Completed = "completed",
        /// Left before.
        Forfeited = "forfeited",
    }
}
