//! What is asked for.

use crate::chance::Chance;
use crate::load::Requests;
use crate::people::{CURRENCY, Person};
use std::io::Write as _;
use std::rc::Rc;
use uuid::Uuid;

/// Whom value moves between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spread {
    /// Anybody and anybody else.
    Random,
    /// The first of all people and anybody else.
    Hot,
}

/// Transfers, each under a key of its own, asked for by whom they are from.
pub(crate) struct Transfers {
    people: Rc<[Person]>,
    chance: Chance,
    spread: Spread,
    /// Keys of several runs must not meet.
    run: Uuid,
    number: u64,
    body: Vec<u8>,
}

impl Transfers {
    pub(crate) fn new(people: &Rc<[Person]>, spread: Spread) -> Self {
        let run = Uuid::now_v7();
        Self {
            people: people.clone(),
            chance: Chance::new(run.as_u64_pair().0),
            spread,
            run,
            number: 0,
            body: Vec::new(),
        }
    }
}

impl Requests for Transfers {
    fn write(&mut self, into: &mut Vec<u8>) {
        let (other, from) = self.chance.pair(self.people.len());
        let from = match self.spread {
            Spread::Random => from,
            Spread::Hot => 0,
        };
        let to = if other == from { from + 1 } else { other };
        let (from, to) = (&self.people[from], &self.people[to]);
        self.number += 1;
        self.body.clear();
        let written = write!(
            self.body,
            r#"{{"category":"transfer","entries":[{{"account":{{"user":"{}"}},"amount":"-1","currency":"{CURRENCY}"}},{{"account":{{"user":"{}"}},"amount":"1","currency":"{CURRENCY}"}}]}}"#,
            from.id, to.id,
        )
        .and_then(|()| {
            write!(
                into,
                "POST /v1/ledger/transfers HTTP/1.1\r\nHost: ludger\r\nAuthorization: Bearer {}\r\n\
                 Content-Type: application/json\r\nIdempotency-Key: {}-{}\r\nContent-Length: {}\r\n\r\n",
                from.token,
                self.run,
                self.number,
                self.body.len(),
            )
        });
        debug_assert!(written.is_ok(), "memory takes all that is written");
        into.extend_from_slice(&self.body);
    }

    fn status(&self) -> u16 {
        201
    }
}

/// Reads, written out beforehand: whose turn it is, is drawn.
pub(crate) struct Reads {
    texts: Rc<[Vec<u8>]>,
    chance: Chance,
}

impl Reads {
    pub(crate) fn new(texts: &Rc<[Vec<u8>]>) -> Self {
        Self {
            texts: texts.clone(),
            chance: Chance::new(1),
        }
    }
}

impl Requests for Reads {
    fn write(&mut self, into: &mut Vec<u8>) {
        into.extend_from_slice(&self.texts[self.chance.below(self.texts.len())]);
    }

    fn status(&self) -> u16 {
        200
    }
}

/// A request without a body.
pub(crate) fn bare(method: &str, path: &str, who: Option<&Person>) -> Vec<u8> {
    let who = who.map(|person| format!("Authorization: Bearer {}\r\n", person.token));
    let who = who.unwrap_or_default();
    format!("{method} {path} HTTP/1.1\r\nHost: ludger\r\n{who}\r\n").into_bytes()
}
