//! Load over HTTP, from a process of its own: this one.
//!
//! It shares its cores with the server and the database, so it is as cheap as can be: one thread, requests that are
//! written out beforehand as far as may be, and answers of which it reads status and length.
//!
//! In a **closed loop** each connection asks again as soon as it is answered, which shows how much the server can do. In
//! an **open loop** requests are due at a constant rate, whether or not earlier ones were answered, and the latency
//! counts from the moment at which a request was *due*: a server that stalls is charged for everybody who had to wait.

mod connection;
mod tally;

pub(crate) use self::connection::Connection;
pub(crate) use self::tally::Went;

use self::tally::Tally;
use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;
use tokio::task::LocalSet;
use tokio::time::{Instant, sleep_until};

/// Caches are filled in this time, of which nothing is counted.
const WARM_UP: Duration = Duration::from_millis(500);

/// What is asked for.
pub(crate) trait Requests {
    /// Writes the next request, whole.
    fn write(&mut self, into: &mut Vec<u8>);

    /// The status of the right answer.
    fn status(&self) -> u16;
}

/// Turned away: more is asked for than can be answered.
const REFUSED: u16 = 503;

/// How it is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    pub(crate) server: SocketAddr,
    pub(crate) connections: usize,
    pub(crate) lasting: Duration,
    pub(crate) pace: Pace,
    pub(crate) refusals: Refusals,
}

/// What it means to be turned away with 503.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusals {
    /// The measurement is void.
    Fail,
    /// They are counted by themselves.
    Count,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Pace {
    /// A connection asks as soon as it is answered.
    Closed,
    /// So many requests are due every second, on whichever connection is free.
    Open(f64),
}

/// Asks, and tells how it went. An answer of another status than the right one is an error: its rate would mean
/// nothing.
pub(crate) fn run(load: Load, requests: impl Requests + 'static) -> anyhow::Result<Went> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let tasks = LocalSet::new();
    tasks.block_on(&runtime, all(load, requests))
}

async fn all(load: Load, requests: impl Requests + 'static) -> anyhow::Result<Went> {
    // All of them before anything is due: to open thousands takes longer than the requests that would wait for it.
    let mut connections = Vec::with_capacity(load.connections);
    for _ in 0..load.connections {
        connections.push(Connection::open(load.server).await?);
    }
    let requests = Rc::new(RefCell::new(requests));
    let schedule = Rc::new(Schedule::new(load));
    let tally = Rc::new(RefCell::new(Tally::new(
        schedule.begin + WARM_UP,
        schedule.end,
    )?));
    let asking: Vec<_> = connections
        .into_iter()
        .map(|connection| {
            let (requests, schedule, tally) = (requests.clone(), schedule.clone(), tally.clone());
            tokio::task::spawn_local(async move {
                one(connection, load.refusals, &requests, &schedule, &tally).await
            })
        })
        .collect();
    for connection in asking {
        connection.await??;
    }
    tally
        .replace(Tally::new(schedule.begin, schedule.end)?)
        .went()
}

/// One connection, until the end.
async fn one(
    mut connection: Connection,
    refusals: Refusals,
    requests: &RefCell<impl Requests>,
    schedule: &Schedule,
    tally: &RefCell<Tally>,
) -> anyhow::Result<()> {
    let right = requests.borrow().status();
    let mut request = Vec::with_capacity(1_024);
    while let Some(due) = schedule.next() {
        if due > Instant::now() {
            sleep_until(due).await;
        }
        request.clear();
        requests.borrow_mut().write(&mut request);
        let sent = Instant::now();
        let answer = connection.ask(&request).await?;
        if refusals == Refusals::Count && answer.status == REFUSED {
            tally.borrow_mut().refused(due, sent, Instant::now())?;
            continue;
        }
        answer.must_be(right)?;
        tally.borrow_mut().answered(due, Instant::now())?;
    }
    Ok(())
}

/// When requests are due.
struct Schedule {
    begin: Instant,
    end: Instant,
    between: Option<Duration>,
    given_out: Cell<u32>,
}

impl Schedule {
    fn new(load: Load) -> Self {
        let begin = Instant::now();
        let between = match load.pace {
            Pace::Closed => None,
            Pace::Open(rate) => Some(Duration::from_secs_f64(1.0 / rate)),
        };
        Self {
            begin,
            end: begin + WARM_UP + load.lasting,
            between,
            given_out: Cell::new(0),
        }
    }

    /// When the next request is due; `None` when there is none any more.
    fn next(&self) -> Option<Instant> {
        let number = self.given_out.replace(self.given_out.get() + 1);
        let due = self
            .between
            .map_or_else(Instant::now, |between| self.begin + between * number);
        (due < self.end).then_some(due)
    }
}
