//! Query parameters.

use super::repair::escape;
use crate::problem::{Code, Problem};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use jiff::Timestamp;
use ludger_domain::fault::{Fault, Faults};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::future::{Ready, ready};
use std::str::FromStr;

/// The query of a request, read as a whole: every fault at once, and nothing left over.
pub(crate) struct Query<T>(pub(crate) T);

/// A query that can be read. Each parameter is taken once; what is left at the end is unknown.
pub(crate) trait FromQuery: Sized {
    /// Takes its parameters. `None` only after a fault was told.
    fn read(params: &mut Params) -> Option<Self>;
}

/// The parameters that nobody has taken yet, and what is wrong with those that were.
#[derive(Default)]
pub(crate) struct Params {
    rest: BTreeMap<String, String>,
    faults: Faults,
}

impl Params {
    fn parse(query: &str) -> Self {
        let mut params = Self::default();
        for (name, value) in decoded(query) {
            if params.rest.insert(name.clone(), value).is_some() {
                params.fault(&name, "duplicate_parameter", "is given twice");
            }
        }
        params
    }

    /// A parameter that may be left out; left empty, it is left out.
    pub(crate) fn optional<T: FromStr<Err: Display>>(&mut self, name: &str) -> Option<T> {
        self.optional_with(name, |text| text.parse().map_err(|e: T::Err| e.to_string()))
    }

    /// The same, read by `read`.
    pub(crate) fn optional_with<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.rest.remove(name).filter(|text| !text.is_empty())?;
        match read(&text) {
            Ok(value) => Some(value),
            Err(detail) => {
                self.fault(name, "invalid_parameter", detail);
                None
            }
        }
    }

    /// A parameter that has to be there, read by `read`.
    pub(crate) fn required_with<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        if self.rest.get(name).is_none_or(String::is_empty) {
            self.rest.remove(name);
            self.fault(name, "required", "must be given");
        }
        self.optional_with(name, read)
    }

    /// An instant (RFC 3339).
    pub(crate) fn instant(&mut self, name: &str) -> Option<Timestamp> {
        let detail = || "must be an instant, for example 2026-01-31T12:00:00Z".to_owned();
        self.optional_with(name, |text| text.parse().map_err(|_| detail()))
    }

    /// A switch: `true`, `false`, or left out.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let read = |text: &str| text.parse().map_err(|_| "must be true or false".to_owned());
        self.optional_with(name, read).unwrap_or(false)
    }

    /// Something wrong with a parameter.
    pub(crate) fn fault(&mut self, name: &str, code: &str, detail: impl Into<String>) {
        self.faults
            .0
            .push(Fault::new(format!("/{}", escape(name)), code, detail));
    }

    fn finish<T: FromQuery>(mut self) -> Result<T, Problem> {
        let read = T::read(&mut self);
        for name in std::mem::take(&mut self.rest).into_keys() {
            self.fault(
                &name,
                "unknown_parameter",
                "there is no such parameter here",
            );
        }
        match read {
            Some(read) if self.faults.0.is_empty() => Ok(read),
            _ => Err(Problem::new(Code::InvalidQuery).faults(self.faults)),
        }
    }
}

impl<T: FromQuery> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Params::parse(request.query_string()).finish().map(Self))
    }
}

/// `application/x-www-form-urlencoded`, as browsers write it.
fn decoded(query: &str) -> Vec<(String, String)> {
    actix_web::web::Query::<Vec<(String, String)>>::from_query(query)
        .map(actix_web::web::Query::into_inner)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::members;
    use serde_json::Value;

    #[derive(Debug, PartialEq)]
    struct Wanted {
        limit: u8,
        text: Option<String>,
        all: bool,
    }

    impl FromQuery for Wanted {
        fn read(params: &mut Params) -> Option<Self> {
            let limit = params.required_with("limit", |t| t.parse().map_err(|_| "0 to 255".into()));
            let text = params.optional("text");
            let all = params.flag("all");
            Some(Self {
                limit: limit?,
                text,
                all,
            })
        }
    }

    fn read(query: &str) -> Result<Wanted, Vec<String>> {
        Params::parse(query).finish::<Wanted>().map_err(|problem| {
            assert_eq!(problem.code(), Code::InvalidQuery);
            told(&problem)
        })
    }

    fn told(problem: &Problem) -> Vec<String> {
        let errors = members(problem, None)["errors"].clone();
        let text = |fault: &Value, key: &str| fault[key].as_str().unwrap().to_owned();
        let faults = errors.as_array().unwrap().iter();
        faults
            .map(|fault| format!("{} {}", text(fault, "pointer"), text(fault, "code")))
            .collect()
    }

    #[test]
    fn parameters_are_decoded_and_taken() {
        let wanted = Wanted {
            limit: 5,
            text: Some("a b&ü".into()),
            all: true,
        };
        assert_eq!(read("limit=5&text=a+b%26%C3%BC&all=true"), Ok(wanted));
        let bare = Wanted {
            limit: 5,
            text: None,
            all: false,
        };
        assert_eq!(read("limit=5&text="), Ok(bare));
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults = read("limt=5&all=yes&text=a&text=b&%2e=1&a%2Fb~=1").unwrap_err();
        assert_eq!(
            faults,
            [
                "/text duplicate_parameter",
                "/limit required",
                "/all invalid_parameter",
                "/. unknown_parameter",
                "/a~1b~0 unknown_parameter",
                "/limt unknown_parameter",
            ]
        );
    }
}
