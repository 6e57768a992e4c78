//! Removes what clusters left behind that were cut off with their guards, by a power cut say.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::{fs, io};

use nix::errno::Errno;
use nix::sys::signal::kill;
use nix::unistd::Pid;

use super::account::Account;
use super::folder;

/// Touches only folders of our account whose maker and server are both gone.
pub(super) fn remove(account: Account) {
    let Ok(entries) = fs::read_dir(folder::parent(account)) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(maker) = name
            .to_str()
            .and_then(|name| name.strip_prefix(folder::PREFIX))
        else {
            continue;
        };
        if is_ours(&entry, account) && !is_alive(maker) && !has_server(&entry.path()) {
            println!(
                "Postgres: removing {}, left by an earlier run",
                entry.path().display()
            );
            if let Err(error) = fs::remove_dir_all(entry.path()) {
                eprintln!("cannot remove {}: {error}", entry.path().display());
            }
        }
    }
}

fn is_ours(entry: &fs::DirEntry, account: Account) -> bool {
    entry
        .metadata()
        .is_ok_and(|found| found.is_dir() && found.uid() == account.uid())
}

fn has_server(folder: &Path) -> bool {
    match fs::read_to_string(folder.join("data/postmaster.pid")) {
        Ok(text) => text.lines().next().is_some_and(is_alive),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

/// What is no process id is taken to be alive, and so left alone.
fn is_alive(pid: &str) -> bool {
    match pid.trim().parse::<i32>() {
        Ok(pid) if pid > 0 => kill(Pid::from_raw(pid), None) != Err(Errno::ESRCH),
        _ => true,
    }
}
