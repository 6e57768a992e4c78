//! What can befall any request through no fault of whoever sent it.

use super::{Code, Problem};
use ludger_application::Outage;
use ludger_domain::accounts::{Forbidden, FreshSignInRequired, SessionRequired};
use ludger_ports::Unavailable;
use std::sync::Arc;

impl From<Outage> for Problem {
    fn from(outage: Outage) -> Self {
        let code = match &outage {
            Outage::Unavailable(Unavailable {
                overloaded: true, ..
            })
            | Outage::HasherBusy(_) => Code::Overloaded,
            Outage::Unavailable(_) => Code::Unavailable,
            Outage::Unknown(_) => Code::OutcomeUnknown,
            Outage::Contended => Code::Contended,
            Outage::Broken(_) => return Self::broken(outage),
        };
        Self::new(code).retry_after(1).caused_by(Arc::new(outage))
    }
}

impl From<Forbidden> for Problem {
    fn from(forbidden: Forbidden) -> Self {
        let code = match forbidden {
            Forbidden::Lacking(_) => Code::Forbidden,
            Forbidden::SecondFactorMissing(_) => Code::SecondFactorMissing,
        };
        Self::new(code)
            .detail(forbidden.to_string())
            .with("permission", forbidden.permission().as_str())
    }
}

impl From<FreshSignInRequired> for Problem {
    fn from(_: FreshSignInRequired) -> Self {
        Self::new(Code::FreshSignInRequired)
    }
}

impl From<SessionRequired> for Problem {
    fn from(_: SessionRequired) -> Self {
        Self::new(Code::SessionRequired)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::render;
    use actix_web::http::header;
    use ludger_ports::{HasherBusy, OutcomeUnknown};

    #[test]
    fn each_outage_has_its_code_and_says_when_to_come_back() {
        let broken = || Unavailable::broken("postgres://secret@db refused");
        let table = [
            (Outage::Unavailable(broken()), Code::Unavailable),
            (
                Outage::Unavailable(Unavailable::overloaded("queue")),
                Code::Overloaded,
            ),
            (Outage::HasherBusy(HasherBusy), Code::Overloaded),
            (Outage::Contended, Code::Contended),
            (
                Outage::Unknown(OutcomeUnknown {
                    source: Arc::new(broken()),
                }),
                Code::OutcomeUnknown,
            ),
        ];
        for (outage, code) in table {
            let problem = Problem::from(outage);
            assert_eq!(problem.code(), code);
            let answer = render(&problem, Some("r-1"));
            assert_eq!(answer.status(), 503);
            assert_eq!(answer.headers().get(header::RETRY_AFTER).unwrap(), "1");
        }
    }

    #[actix_web::test]
    async fn a_broken_rule_of_ours_is_opaque() {
        let problem = Problem::from(Outage::Broken("account 7 has no floor".into()));
        let answer = render(&problem, Some("r-1"));
        assert_eq!(answer.status(), 500);
        let body = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("floor"));
    }
}
