//! P6: what everybody looks at all the time, beside an empty call.

use super::Options;
use super::requests::{Reads, bare};
use crate::deployment::Kind;
use crate::load::{self, Connection, Pace};
use crate::people::{CURRENCY, Person};
use crate::report::{Goal, Line, Report};
use crate::rounds::Rounds;
use crate::server::Server;
use anyhow::Context as _;
use std::net::SocketAddr;
use std::rc::Rc;

const CONNECTIONS: usize = 64;

/// Something that is read.
struct Subject {
    name: &'static str,
    /// As a share of the empty call's rate.
    goal: f64,
    texts: Rc<[Vec<u8>]>,
    rate: Rounds,
    p99_ms: Rounds,
}

pub(super) fn measure(
    options: &Options,
    kind: Kind,
    server: &Server,
    people: &[Person],
    report: &mut Report,
) -> anyhow::Result<()> {
    let everybody = |path: &str| {
        people
            .iter()
            .map(|who| bare("GET", path, Some(who)))
            .collect()
    };
    let wallet = format!("/v1/me/wallets/{CURRENCY}");
    let mut empty = Subject::new("empty call", 1.0, vec![bare("GET", "/livez", None)]);
    let mut subjects = [
        Subject::new("wallet", 0.4, everybody(&wallet)),
        Subject::new(
            "transactions page of 20",
            0.25,
            everybody("/v1/me/transactions?limit=20"),
        ),
        Subject::new("current question", 0.4, questions(server.address, people)?),
    ];
    for _ in 0..options.rounds {
        for subject in std::iter::once(&mut empty).chain(&mut subjects) {
            let load = options.load(server, CONNECTIONS, Pace::Closed);
            let went = load::run(load, Reads::new(&subject.texts))?;
            subject.rate.add(went.rate);
            subject.p99_ms.add(went.percentile_ms(99.0));
        }
    }
    report.add(empty.line(kind));
    for subject in &subjects {
        let line = subject.line(kind).against(empty.name, empty.rate.median());
        report.add(line.targets("P6", Goal::AtLeast(subject.goal)));
        let what = format!("{kind}: {}, p99", subject.name);
        report.add(Line::new("", what, subject.p99_ms.median(), "ms"));
    }
    Ok(())
}

impl Subject {
    fn new(name: &'static str, goal: f64, texts: Vec<Vec<u8>>) -> Self {
        Self {
            name,
            goal,
            texts: texts.into(),
            rate: Rounds::default(),
            p99_ms: Rounds::default(),
        }
    }

    fn line(&self, kind: Kind) -> Line {
        let what = format!("{kind}: {}, {CONNECTIONS} connections", self.name);
        Line::new("", what, self.rate.median(), "/s")
    }
}

/// Everybody begins a quiz and looks at its first question; to look again is to read.
fn questions(server: SocketAddr, people: &[Person]) -> anyhow::Result<Vec<Vec<u8>>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut connection = Connection::open(server).await?;
        let mut looks = Vec::with_capacity(people.len());
        for person in people {
            let begun = connection.ask(&begin(person)).await?;
            begun.must_be(201)?;
            let session: serde_json::Value = serde_json::from_slice(begun.body)?;
            let id = session["id"].as_str().context("a session without an id")?;
            let look = bare("GET", &format!("/v1/sessions/{id}/question"), Some(person));
            connection.ask(&look).await?.must_be(200)?;
            looks.push(look);
        }
        Ok(looks)
    })
}

fn begin(person: &Person) -> Vec<u8> {
    let mut request = bare("POST", "/v1/sessions", Some(person));
    request.truncate(request.len() - 2);
    request.extend_from_slice(b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    request
}
