//! A mail server on a socket of this machine, polite by itself, and as rude as a test wants it.

use smtp_proto::Request;
use smtp_proto::request::receiver::DataReceiver;
use std::borrow::Cow;
use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::interval;
use tokio_rustls::TlsAcceptor;

/// What it does at some step instead of being polite.
#[derive(Clone, Copy)]
pub(crate) enum Does {
    Say(&'static str),
    /// It waits for the client to go.
    Nothing,
    HangUp,
    /// It begins an answer and sends it byte by byte, without an end.
    Drip,
}

#[derive(Clone, Default)]
pub(crate) struct Manners {
    /// By the command that it answers to; `greeting`, `content` (that has only begun) and `.` besides.
    pub(crate) rude: Vec<(&'static str, Does)>,
    /// What it says that it can do.
    pub(crate) can: Vec<&'static str>,
    pub(crate) tls: Option<TlsAcceptor>,
    /// TLS from the first byte.
    pub(crate) is_implicit: bool,
}

/// What it was told, over all connections.
#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) requests: Vec<Request<String>>,
    pub(crate) contents: Vec<Vec<u8>>,
}

pub(crate) struct Server {
    pub(crate) port: u16,
    heard: Arc<Mutex<Heard>>,
}

impl Server {
    pub(crate) async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Heard::default()));
        let session = (manners, Arc::clone(&heard));
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (manners, heard) = session.clone();
                tokio::spawn(async move { serve(socket, &manners, &heard).await.ok() });
            }
        });
        Self { port, heard }
    }

    pub(crate) async fn polite() -> Self {
        Self::start(Manners::default()).await
    }

    pub(crate) async fn rude(at: &'static str, does: Does) -> Self {
        Self::start(Manners {
            rude: vec![(at, does)],
            ..Manners::default()
        })
        .await
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The names of the commands that it heard.
    pub(crate) fn commands(&self) -> Vec<&'static str> {
        let heard = self.heard.lock().unwrap();
        heard.requests.iter().map(Request::name).collect()
    }

    pub(crate) fn requests(&self) -> Vec<Request<String>> {
        self.heard.lock().unwrap().requests.clone()
    }

    /// The content of the only mail that it got.
    pub(crate) fn content(&self) -> Vec<u8> {
        let heard = self.heard.lock().unwrap();
        assert_eq!(heard.contents.len(), 1, "it got one mail");
        heard.contents[0].clone()
    }
}

async fn serve(socket: TcpStream, manners: &Manners, heard: &Mutex<Heard>) -> io::Result<()> {
    match &manners.tls {
        Some(tls) if manners.is_implicit => {
            let mut talk = Talk::new(tls.accept(socket).await?, manners, heard);
            if talk.answer("greeting", "220 test").await? {
                talk.go_on().await?;
            }
        }
        tls => {
            let mut talk = Talk::new(socket, manners, heard);
            if talk.answer("greeting", "220 test").await? && talk.go_on().await? {
                let tls = tls.as_ref().ok_or(io::ErrorKind::Unsupported)?;
                let stream = tls.accept(talk.stream.into_inner()).await?;
                Talk::new(stream, manners, heard).go_on().await?;
            }
        }
    }
    Ok(())
}

struct Talk<'a, S> {
    stream: BufReader<S>,
    manners: &'a Manners,
    heard: &'a Mutex<Heard>,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Talk<'a, S> {
    fn new(stream: S, manners: &'a Manners, heard: &'a Mutex<Heard>) -> Self {
        Self {
            stream: BufReader::new(stream),
            manners,
            heard,
        }
    }

    /// Answers commands. Yes: what comes next is TLS.
    async fn go_on(&mut self) -> io::Result<bool> {
        let can = self.manners.can.iter();
        let hello = can.fold("250-test\r\n".to_owned(), |hello, can| {
            hello + "250-" + can + "\r\n"
        });
        let hello = hello + "250 8BITMIME";
        loop {
            let mut line = Vec::new();
            if self.stream.read_until(b'\n', &mut line).await? == 0 {
                return Ok(false);
            }
            let request = Request::parse(&mut line.iter()).unwrap();
            let request: Request<String> = Request::<Cow<'_, str>>::into_owned(request);
            let name = request.name();
            self.heard.lock().unwrap().requests.push(request);
            let answer = match name {
                "EHLO" => &hello,
                "STARTTLS" => "220 go ahead",
                "AUTH" => "235 welcome",
                "DATA" => "354 go ahead",
                "QUIT" => "221 goodbye",
                _ => "250 as you wish",
            };
            if !self.answer(name, answer).await? {
                return Ok(false);
            }
            match name {
                "STARTTLS" => return Ok(true),
                "DATA" if !self.read_content().await? => return Ok(false),
                _ => {}
            }
        }
    }

    async fn read_content(&mut self) -> io::Result<bool> {
        if self.manners.at("DATA").is_some() {
            return Ok(true);
        }
        if self.manners.at("content").is_some() {
            self.stream.fill_buf().await?;
            return self.answer("content", "").await;
        }
        let (mut content, mut receiver) = (Vec::new(), DataReceiver::new());
        loop {
            let bytes = self.stream.fill_buf().await?;
            let (length, mut bytes) = (bytes.len(), bytes.iter());
            let is_whole = receiver.ingest(&mut bytes, &mut content);
            let left = bytes.len();
            self.stream.consume(length - left);
            if length == 0 {
                return Ok(false);
            }
            if is_whole {
                break;
            }
        }
        self.heard.lock().unwrap().contents.push(content);
        self.answer(".", "250 taken").await
    }

    /// No: the conversation is over.
    async fn answer(&mut self, at: &str, politely: &str) -> io::Result<bool> {
        let text = match self.manners.at(at) {
            None => politely,
            Some(Does::Say(text)) => text,
            Some(Does::Nothing) => pending().await,
            Some(Does::HangUp) => return Ok(false),
            Some(Does::Drip) => {
                let mut pace = interval(Duration::from_millis(10));
                loop {
                    pace.tick().await;
                    self.stream.write_all(b"2").await?;
                    self.stream.flush().await?;
                }
            }
        };
        let line = format!("{text}\r\n");
        self.stream.write_all(line.as_bytes()).await?;
        self.stream.flush().await?;
        Ok(true)
    }
}

impl Manners {
    fn at(&self, at: &str) -> Option<Does> {
        let found = self.rude.iter().find(|(step, _)| *step == at);
        found.map(|(_, does)| *does)
    }
}
