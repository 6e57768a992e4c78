//! The states of a session, by the names under which they are stored.

use crate::quiz::named::named;

named! {
    /// Who plays.
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
        /// Players join, and get ready.
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
    /// What a finished session was for one of its players.
    SessionResult {
        /// Solo and collab: all questions were asked, with a heart left. Comp: the best of all.
        Win = "win",
        /// Anything else.
        Loss = "loss",
        /// Comp: as good as the best of the others.
        Draw = "draw",
    }
}

named! {
    /// How a session came to its end.
    End {
        /// Played until nothing was left to ask, or nobody to ask.
        Completed = "completed",
        /// Left before.
        Forfeited = "forfeited",
    }
}

named! {
    /// How a player came to be no longer one.
    Departure {
        /// Went.
        Left = "left",
        /// Was shown the door, by the host.
        Kicked = "kicked",
    }
}
