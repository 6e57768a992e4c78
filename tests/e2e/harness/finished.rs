//! Commands that run to their end.

use serde_json::Value;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::time::timeout;

/// No command of these tests takes as long.
const TIME_MAX: Duration = Duration::from_secs(60);

/// What a command left.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Finished {
    /// What it wrote, having ended with this code.
    #[track_caller]
    pub(crate) fn ended(&self, code: i32) -> &str {
        assert_eq!(self.code, Some(code), "{self:?}");
        &self.out
    }

    /// What it wrote as JSON, having ended well.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.ended(0)).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Runs a command to its end.
pub(crate) async fn finish(command: Command) -> Finished {
    run(command, "").await
}

/// Runs a command that reads `input`, and nothing behind it.
pub(super) async fn run(mut command: Command, input: &str) -> Finished {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A command that reads nothing may have closed it.
    drop(stdin.write_all(input.as_bytes()).await);
    drop(stdin);
    let output = timeout(TIME_MAX, child.wait_with_output()).await;
    let output = output.expect("it ends in time").unwrap();
    Finished {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
