//! Ends a process and its children at once, as a power cut does: none of them can tidy up.

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs;

/// Ends all of them. The first is ours and still has to be waited for.
pub(super) fn kill_with_children(parent: Pid) -> nix::Result<()> {
    // Read first: once their parent is gone nothing tells that they were its.
    let children = children(parent);
    for pid in std::iter::once(parent).chain(children) {
        match kill(pid, Signal::SIGKILL) {
            Ok(()) | Err(Errno::ESRCH) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn children(parent: Pid) -> Vec<Pid> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let is_child = |pid: &i32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        parent_in(&stat) == Some(parent.as_raw())
    };
    pids.filter(is_child).map(Pid::from_raw).collect()
}

/// `pid (name) state parent …`, where the name may have anything in it.
fn parent_in(stat: &str) -> Option<i32> {
    let (_, behind_name) = stat.rsplit_once(") ")?;
    behind_name.split(' ').nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_are_found_by_their_parent() {
        let mut child = std::process::Command::new("sleep")
            .arg("60")
            .spawn()
            .unwrap();
        let pid = Pid::from_raw(child.id().try_into().unwrap());
        assert!(children(Pid::this()).contains(&pid));
        kill_with_children(pid).unwrap();
        assert!(!child.wait().unwrap().success());
        assert_eq!(parent_in("7 (a) name) S 42 1 1"), Some(42));
    }
}
