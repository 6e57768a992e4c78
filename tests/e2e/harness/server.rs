//! A server that a test started, and that ends with it.

use super::Request;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use reqwest::Method;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// To be ready, on a machine that does other things too.
const START_MAX: Duration = Duration::from_secs(60);
/// To answer.
const ANSWER_MAX: Duration = Duration::from_secs(60);
/// To stop.
const STOP_MAX: Duration = Duration::from_secs(15);

/// A server that runs.
pub(crate) struct Server {
    child: Child,
    client: reqwest::Client,
    log: Log,
    pub(crate) url: String,
    /// What it said when it was ready, up to the first empty line.
    pub(crate) greeting: Vec<String>,
    /// What it said then.
    said: Log,
}

type Log = Arc<Mutex<String>>;

impl Server {
    /// Starts it and waits until it is ready.
    pub(super) async fn start(mut command: Command) -> Self {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let log = Log::default();
        tokio::spawn(keep(
            BufReader::new(child.stderr.take().unwrap()),
            log.clone(),
        ));
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut greeting = Vec::new();
        let greeted = async {
            while let Some(line) = lines.next_line().await.unwrap() {
                if line.is_empty() {
                    return true;
                }
                greeting.push(line);
            }
            false
        };
        let is_ready = timeout(START_MAX, greeted)
            .await
            .expect("it starts in time");
        assert!(is_ready, "it ended: {greeting:?} {}", log.lock().unwrap());
        let said = Log::default();
        tokio::spawn(keep(lines.into_inner(), said.clone()));
        let first = greeting.first().unwrap();
        let (_, url) = first.split_once(" listens on ").expect("its address");
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(ANSWER_MAX)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            child,
            client,
            log,
            url: url.to_owned(),
            greeting,
            said,
        }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> &str {
        self.url.strip_prefix("http://").unwrap()
    }

    /// The token of the link that makes the first admin, if there is none yet.
    pub(crate) fn setup_token(&self) -> Option<&str> {
        self.greeting
            .iter()
            .find_map(|line| Some(line.split_once("/setup#token=")?.1.trim()))
    }

    pub(crate) fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    pub(crate) fn post(&self, path: &str) -> Request {
        self.request(Method::POST, path)
    }

    pub(crate) fn put(&self, path: &str) -> Request {
        self.request(Method::PUT, path)
    }

    pub(crate) fn delete(&self, path: &str) -> Request {
        self.request(Method::DELETE, path)
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> Request {
        Request::new(&self.client, method, &self.url, path)
    }

    /// What it says behind its greeting, up to a line with this text.
    pub(crate) async fn says(&self, text: &str) -> String {
        has(&self.said, text).await
    }

    /// What it has logged, up to a line with this text.
    pub(crate) async fn logs(&self, text: &str) -> String {
        has(&self.log, text).await
    }

    /// Ends it as a power cut does: it gets no chance to tidy up.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// The same, while somebody talks to it.
    pub(crate) fn kill_now(&self) {
        self.signal(Signal::SIGKILL);
    }

    /// Asks it to stop.
    pub(crate) fn terminate(&self) {
        self.signal(Signal::SIGTERM);
    }

    /// Its process.
    pub(super) fn id(&self) -> i32 {
        self.child.id().expect("it runs").try_into().unwrap()
    }

    fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.id()), signal).unwrap();
    }

    /// Waits until it has stopped, and tells its exit code.
    pub(crate) async fn ended(mut self) -> Option<i32> {
        let ended = timeout(STOP_MAX, self.child.wait()).await;
        ended.expect("it stops in time").unwrap().code()
    }

    /// Asks it to stop, which it does well.
    pub(crate) async fn stop(self) {
        self.terminate();
        assert_eq!(self.ended().await, Some(0));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let log = self.log.lock().map(|log| log.clone()).unwrap_or_default();
        if std::thread::panicking() {
            eprintln!("--- what {} logged\n{log}---", self.url);
        } else {
            assert!(!log.contains("panicked at"), "{log}");
        }
    }
}

/// Waits until it has the text.
async fn has(log: &Log, text: &str) -> String {
    let reading = async {
        loop {
            let read = log.lock().unwrap().clone();
            if read.contains(text) {
                return read;
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(START_MAX, reading).await.expect("it says so")
}

async fn keep(from: impl AsyncBufRead + Unpin, log: Log) {
    let mut lines = from.lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let mut log = log.lock().unwrap();
        log.push_str(&line);
        log.push('\n');
    }
}
