//! Leaderboards with a million players in one of them: top, around oneself, and one's own place.
//!
//! The board is filled by SQL, as the writer would leave it: each player with a score of their own or one that others have
//! too, and the tallies beside them. First the queries alone, one caller after the other; then over HTTP, beside an empty
//! call.

mod fill;

use crate::chance::Chance;
use crate::deployment::{Deployment, Kind};
use crate::http::{Reads, bare};
use crate::load::{self, Load, Pace, Refusals};
use crate::people::{self, Person};
use crate::report::{Goal, Line, Report};
use crate::rounds::Rounds;
use crate::server::Server;
use hdrhistogram::Histogram;
use jiff::Timestamp;
use ludger_domain::boards::{Board, Period, Position};
use ludger_domain::quiz::Mode;
use ludger_ports::PageRequest;
use ludger_ports::read::Boards as _;
use ludger_store_diesel::{DieselStore, Settings};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Of the query itself.
const P99_GOAL_MS: Goal = Goal::AtMost(5.0);
/// As a share of the empty call's rate.
const RATE_GOAL: Goal = Goal::AtLeast(0.3);
const CONNECTIONS: usize = 64;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// On which databases
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Kind::Postgres, Kind::Sqlite])]
    database: Vec<Kind>,
    /// Players of the board
    #[arg(long, default_value_t = 1_000_000)]
    players: u64,
    /// Queries of each kind
    #[arg(long, default_value_t = 2_000)]
    queries: usize,
    /// Rounds of each over HTTP
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of each round
    #[arg(long, default_value_t = 4)]
    seconds: u64,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let mut report = Report::new("boards");
    for kind in &options.database {
        let deployment = Deployment::create(*kind, "boards")?;
        let people = people::settle(&deployment.url())?;
        let board = Board::at(Mode::Solo, Period::AllTime, Timestamp::now());
        fill::fill(&deployment, &people, board, options.players)?;
        queries(options, &deployment, &people, board, &mut report)?;
        let server = deployment.serve()?;
        over_http(options, *kind, &server, &people, &mut report)?;
    }
    report.finish()
}

/// The queries alone.
fn queries(
    options: &Options,
    deployment: &Deployment,
    people: &[Person],
    board: Board,
    report: &mut Report,
) -> anyhow::Result<()> {
    let store = DieselStore::open(Settings::new(deployment.url()))?;
    let runtime = tokio::runtime::Runtime::new()?;
    let mut chance = Chance::new(7);
    let mut anybody = || people[chance.below(people.len())].id;
    let page = |after: Option<Position>| PageRequest { after, limit: 100 };
    let mut times = Vec::new();
    runtime.block_on(async {
        let mut measured = Times::new("top 100", options.queries)?;
        while measured.goes_on() {
            measured.take(store.top(board, page(None)).await?);
        }
        times.push(measured);
        let mut measured = Times::new("a page of 100 further down", options.queries)?;
        while measured.goes_on() {
            let (own, _) = store.own(board, anybody()).await?;
            let standing = own.map(|own| own.standing);
            let after = standing.map(|standing| Position {
                score: standing.score,
                reached_at: standing.reached_at,
                user: people[0].id,
            });
            measured.begin();
            measured.take(store.top(board, page(after)).await?);
        }
        times.push(measured);
        let mut measured = Times::new("around oneself, 25 on each side", options.queries)?;
        while measured.goes_on() {
            measured.take(store.around(board, anybody(), 25).await?);
        }
        times.push(measured);
        let mut measured = Times::new("rank and percentile", options.queries)?;
        while measured.goes_on() {
            measured.take(store.own(board, anybody()).await?);
        }
        times.push(measured);
        anyhow::Ok(())
    })?;
    let (kind, players) = (deployment.kind, options.players);
    for measured in times {
        let what = format!("{kind}: {}, {players} players", measured.what);
        let ms = |quantile| measured.taken.value_at_quantile(quantile) as f64 / 1_000.0;
        report.add(Line::new("", format!("{what}, p50"), ms(0.5), "ms"));
        report.add(Line::new("", format!("{what}, p99"), ms(0.99), "ms").goal(P99_GOAL_MS));
    }
    Ok(())
}

/// How long one kind of query took, in microseconds.
struct Times {
    what: &'static str,
    left: usize,
    begun: Instant,
    taken: Histogram<u64>,
}

impl Times {
    fn new(what: &'static str, queries: usize) -> anyhow::Result<Self> {
        Ok(Self {
            what,
            left: queries,
            begun: Instant::now(),
            taken: Histogram::new(3)?,
        })
    }

    fn goes_on(&mut self) -> bool {
        self.begin();
        let goes_on = self.left > 0;
        self.left = self.left.saturating_sub(1);
        goes_on
    }

    fn begin(&mut self) {
        self.begun = Instant::now();
    }

    fn take<T>(&mut self, answer: T) {
        let micros = u64::try_from(self.begun.elapsed().as_micros());
        self.taken.saturating_record(micros.unwrap_or(u64::MAX));
        drop(answer);
    }
}

/// The routes, beside an empty call.
fn over_http(
    options: &Options,
    kind: Kind,
    server: &Server,
    people: &[Person],
    report: &mut Report,
) -> anyhow::Result<()> {
    let everybody = |path: &str| -> Rc<[Vec<u8>]> {
        let ask = |who| bare("GET", &format!("/v1/boards/solo/all_time{path}"), Some(who));
        people.iter().map(ask).collect()
    };
    let mut subjects = [
        (
            "empty call",
            [bare("GET", "/livez", None)].into(),
            Rounds::default(),
        ),
        ("top 20", everybody(""), Rounds::default()),
        ("around me", everybody("/around-me"), Rounds::default()),
        ("my place", everybody("/me"), Rounds::default()),
    ];
    for _ in 0..options.rounds {
        for (_, texts, rate) in &mut subjects {
            let load = Load {
                server: server.address,
                connections: CONNECTIONS,
                lasting: Duration::from_secs(options.seconds),
                pace: Pace::Closed,
                refusals: Refusals::Fail,
            };
            rate.add(load::run(load, Reads::new(texts))?.rate);
        }
    }
    let [(name, _, empty), others @ ..] = &subjects;
    for (what, _, rate) in others {
        let what = format!("{kind}: {what}, {CONNECTIONS} connections");
        let line = Line::new("", what, rate.median(), "/s");
        report.add(line.against(*name, empty.median()).goal(RATE_GOAL));
    }
    Ok(())
}
