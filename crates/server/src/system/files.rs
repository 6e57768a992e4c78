//! How many files the process may have open: each connection is one, and many systems begin at 1,024.

/// What is open besides connections of clients: the database's, logs, the listeners.
#[cfg(unix)]
const OTHERS_MAX: u64 = 256;

/// As many of `wanted` connections as there is room for, after asking the system for all that it allows.
#[cfg(unix)]
pub(crate) fn room_for(wanted: usize) -> usize {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let (soft, hard) = match getrlimit(Resource::RLIMIT_NOFILE) {
        Ok(limits) => limits,
        Err(error) => {
            tracing::warn!(%error, "cannot tell how many files may be open");
            return wanted;
        }
    };
    let needed = u64::try_from(wanted).unwrap_or(u64::MAX) + OTHERS_MAX;
    let raised = needed.min(hard).max(soft);
    let files = match setrlimit(Resource::RLIMIT_NOFILE, raised, hard) {
        Ok(()) => raised,
        Err(error) => {
            tracing::warn!(%error, "cannot raise the limit of open files");
            soft
        }
    };
    if files >= needed {
        return wanted;
    }
    let room = files.saturating_sub(OTHERS_MAX).max(OTHERS_MAX / 2);
    tracing::warn!(
        files,
        connections = room,
        "the limit of open files is low: there is room for fewer connections than `connections_max`"
    );
    usize::try_from(room).unwrap_or(wanted)
}

#[cfg(not(unix))]
pub(crate) fn room_for(wanted: usize) -> usize {
    wanted
}
