//! What went wrong, and what that means for the mail.

use crate::one_line::one_line;
use lettre::transport::smtp;
use lettre::transport::smtp::response::{Category, Code, Severity};
use ludger_ports::MailError;
use std::error::Error;
use std::{fmt, io};

/// Longer answers are cut.
const ANSWER_LENGTH_MAX: usize = 300;

/// A step that was not done.
#[derive(Debug)]
pub(super) struct Failure {
    step: &'static str,
    reason: Reason,
}

#[derive(Debug)]
pub(super) enum Reason {
    /// There was no answer in time.
    Late,
    /// The server refused.
    Refused(Code, String),
    /// There was no answer that could be read.
    Broken(String),
}

impl Failure {
    pub(super) fn new(step: &'static str, reason: Reason) -> Self {
        Self { step, reason }
    }

    /// The code of a refusal alone.
    pub(super) fn without_words(mut self) -> Self {
        if let Reason::Refused(_, words) = &mut self.reason {
            words.clear();
        }
        self
    }

    /// Whatever it is, it is about us.
    pub(super) fn before_the_reader(self) -> MailError {
        MailError::Temporary(self.to_string())
    }

    /// No answer is no mail, and a refusal is about this one.
    pub(super) fn before_the_content(self) -> MailError {
        if self.is_for_good() {
            MailError::Permanent(self.to_string())
        } else {
            MailError::Temporary(self.to_string())
        }
    }

    /// Only an answer tells what became of it.
    pub(super) fn after_the_content(self) -> MailError {
        match self.reason {
            Reason::Refused(..) => self.before_the_content(),
            Reason::Late | Reason::Broken(_) => MailError::Unknown(self.to_string()),
        }
    }

    /// A refusal that no waiting mends; but 530 and its neighbours want a password or TLS, at whatever step.
    fn is_for_good(&self) -> bool {
        match &self.reason {
            Reason::Refused(code, _) => {
                code.severity == Severity::PermanentNegativeCompletion
                    && code.category != Category::Unspecified3
            }
            Reason::Late | Reason::Broken(_) => false,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { step, reason } = self;
        match reason {
            Reason::Late => write!(f, "{step}: no answer in time"),
            Reason::Refused(code, words) if words.is_empty() => write!(f, "{step}: {code}"),
            Reason::Refused(code, words) => write!(f, "{step}: {code} {}", shown(words)),
            Reason::Broken(words) => write!(f, "{step}: {}", shown(words)),
        }
    }
}

/// On one line, and without links: a server that does not like one may repeat it, and ours are secrets.
fn shown(words: &str) -> String {
    let words = words.split_whitespace();
    let words: Vec<_> = words
        .map(|word| {
            if word.contains("://") {
                "(a link)"
            } else {
                word
            }
        })
        .collect();
    one_line(&words.join(" "), ANSWER_LENGTH_MAX)
}

impl From<smtp::Error> for Reason {
    fn from(error: smtp::Error) -> Self {
        match error.status() {
            Some(code) => Self::Refused(code, innermost(&error)),
            // Its words hold what could not be read.
            None if error.is_response() => {
                Self::Broken("the answer breaks off, or is none".to_owned())
            }
            None => Self::Broken(innermost(&error)),
        }
    }
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

/// What is at the bottom of an error, which is what says most.
fn innermost(error: &dyn Error) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
