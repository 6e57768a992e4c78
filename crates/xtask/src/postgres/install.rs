//! Installs Postgres where a package manager can be asked without a person.

use std::process::Command;

use anyhow::bail;
use nix::unistd::Uid;

use crate::process;

pub(super) const HOW_TO_INSTALL: &str = "\
no Postgres was found, and it cannot be installed from here. Either install it:
  Debian, Ubuntu:  sudo apt-get install postgresql
  Fedora, RHEL:    sudo dnf install postgresql-server
  Alpine:          apk add postgresql
  macOS:           brew install postgresql
or set LUDGER_TEST_DATABASE_URL to the address of a Postgres whose user may create databases";

pub(super) fn install() -> anyhow::Result<()> {
    let as_root: &[&str] = if Uid::effective().is_root() {
        &[]
    } else {
        &["sudo", "-n"]
    };
    let possible = process::output_of(&mut words(as_root, &["apt-get", "--version"])).is_some();
    if !possible {
        bail!(HOW_TO_INSTALL);
    }
    println!("Postgres: none was found, installing it");
    process::run(&mut words(as_root, &["apt-get", "update"]))?;
    let install = [
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "install",
    ];
    let package = ["-y", "--no-install-recommends", "postgresql"];
    process::run(words(as_root, &install).args(package))
}

fn words(prefix: &[&str], rest: &[&str]) -> Command {
    let mut words = prefix.iter().chain(rest);
    let mut command = Command::new(words.next().copied().unwrap_or_default());
    command.args(words);
    command
}
