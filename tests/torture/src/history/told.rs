//! A history, read back: each request with how it ended.

use super::{Answered, Event, Lost, Sent};
use anyhow::Context;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// All that the history tells.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// In the order of being sent.
    pub(crate) requests: Vec<Request>,
    pub(crate) faults: Vec<FaultSpan>,
    /// From when on all has to be well.
    pub(crate) calm_from_us: Option<u64>,
    /// By how much our own timers were late then at most, 99 of 100 times.
    pub(crate) late_p99_us: u64,
}

/// A request and its end.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// Its line in the history.
    pub(crate) line: u64,
    pub(crate) sent: Sent,
    /// `None`: the history ends before.
    pub(crate) end: Option<End>,
}

/// How a request ended.
#[derive(Debug, Clone)]
pub(crate) enum End {
    Answered(Answered),
    Lost(Lost),
}

/// What its sender knows about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It was done.
    Acknowledged,
    /// It was not done, and will not be.
    Refused,
    /// It was done, or not, or will be.
    Unknown,
}

/// A fault, from its beginning until the program was ready again.
#[derive(Debug, Clone)]
pub(crate) struct FaultSpan {
    pub(crate) fault: String,
    pub(crate) ended_us: u64,
    pub(crate) reached: bool,
    pub(crate) ready_after_ms: u64,
}

impl Told {
    /// Reads a file that [`super::History`] wrote.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
        let mut events = Vec::new();
        for line in BufReader::new(file).lines() {
            events.push(serde_json::from_str(&line?).context("a line of the history")?);
        }
        Ok(Self::of(events))
    }

    /// Out of its events, which are numbered from 1.
    pub(crate) fn of(events: impl IntoIterator<Item = Event>) -> Self {
        let mut told = Self::default();
        let mut places = HashMap::new();
        for (line, event) in (1..).zip(events) {
            match event {
                Event::Sent(sent) => {
                    places.insert(line, told.requests.len());
                    let end = None;
                    told.requests.push(Request { line, sent, end });
                }
                Event::Answered(answered) => {
                    told.end(&places, answered.to, End::Answered(answered));
                }
                Event::Lost(lost) => told.end(&places, lost.to, End::Lost(lost)),
                Event::FaultBegan { fault, .. } => told.faults.push(FaultSpan {
                    fault,
                    ended_us: u64::MAX,
                    reached: false,
                    ready_after_ms: 0,
                }),
                Event::FaultEnded {
                    at_us,
                    reached,
                    ready_after_ms,
                    ..
                } => {
                    if let Some(span) = told.faults.last_mut() {
                        span.ended_us = at_us;
                        span.reached = reached;
                        span.ready_after_ms = ready_after_ms;
                    }
                }
                Event::Calm { at_us } => told.calm_from_us = Some(at_us),
                Event::CalmEnded { late_p99_us } => told.late_p99_us = late_p99_us,
            }
        }
        told
    }

    fn end(&mut self, places: &HashMap<u64, usize>, to: u64, end: End) {
        let place = places.get(&to).copied();
        if let Some(request) = place.and_then(|place| self.requests.get_mut(place)) {
            request.end = Some(end);
        }
    }
}

impl Request {
    /// What its sender knows about it.
    ///
    /// A 503 says in its code whether anything can have happened: `outcome_unknown` and `timeout` do not know, all
    /// others promise that nothing was changed, and are held to it.
    pub(crate) fn fate(&self) -> Fate {
        match &self.end {
            Some(End::Answered(answered)) => match answered.status {
                200..300 => Fate::Acknowledged,
                500 | 502 | 504 => Fate::Unknown,
                503 if matches!(
                    self.code().as_deref(),
                    Some("outcome_unknown" | "timeout") | None
                ) =>
                {
                    Fate::Unknown
                }
                _ => Fate::Refused,
            },
            Some(End::Lost(lost)) if !lost.was_sent => Fate::Refused,
            Some(End::Lost(_)) | None => Fate::Unknown,
        }
    }

    /// The reply, if there was one.
    pub(crate) fn answered(&self) -> Option<&Answered> {
        match &self.end {
            Some(End::Answered(answered)) => Some(answered),
            _ => None,
        }
    }

    /// The reply that acknowledges it.
    pub(crate) fn acknowledged(&self) -> Option<&Answered> {
        self.answered()
            .filter(|answered| (200..300).contains(&answered.status))
    }

    /// When it ended.
    pub(crate) fn ended_us(&self) -> Option<u64> {
        match self.end.as_ref()? {
            End::Answered(answered) => Some(answered.at_us),
            End::Lost(lost) => Some(lost.at_us),
        }
    }

    /// The code of the problem that it got.
    pub(crate) fn code(&self) -> Option<String> {
        let told = self.answered().filter(|told| told.status >= 400)?;
        Some(told.body.value()["code"].as_str()?.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Body, History, Operation};
    use serde_json::{Value, json};

    fn sent() -> Event {
        Event::Sent(Sent {
            at_us: 1,
            client: 0,
            operation: Operation::Transfer,
            path: "/v1/ledger/transfers".to_owned(),
            who: None,
            key: Some("k".to_owned()),
            body: Body::from(&Value::Null),
        })
    }

    fn fate(status: u16, code: &str) -> Fate {
        let answered = Answered {
            at_us: 2,
            to: 1,
            status,
            replayed: false,
            body: Body::from(&json!({ "code": code })),
        };
        Told::of([sent(), Event::Answered(answered)]).requests[0].fate()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.jsonl");
        let history = History::create(&path).unwrap();
        let line = history.write(&sent()).unwrap();
        let lost = Lost {
            at_us: 3,
            to: line,
            error: "cut".to_owned(),
            was_sent: true,
        };
        history.write(&Event::Lost(lost)).unwrap();
        let told = Told::read(&path).unwrap();
        assert_eq!((told.requests.len(), told.requests[0].line), (1, 1));
        assert_eq!(told.requests[0].fate(), Fate::Unknown);
        assert_eq!(told.requests[0].ended_us(), Some(3));
    }

    #[test]
    fn a_reply_says_whether_it_knows() {
        let table = [
            (201, "", Fate::Acknowledged),
            (422, "insufficient_funds", Fate::Refused),
            (401, "not_signed_in", Fate::Refused),
            (503, "unavailable", Fate::Refused),
            (503, "overloaded", Fate::Refused),
            (503, "outcome_unknown", Fate::Unknown),
            (503, "timeout", Fate::Unknown),
            (500, "internal", Fate::Unknown),
        ];
        for (status, code, expected) in table {
            assert_eq!(fate(status, code), expected, "{status} {code}");
        }
        assert_eq!(Told::of([sent()]).requests[0].fate(), Fate::Unknown);
    }
}
