//! Where a request comes from.

use super::state;
use crate::address;
use crate::middleware::RequestId;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use ludger_application::Origin;
use std::future::{Ready, ready};

/// Where a request comes from, for the audit log: anybody's request has one.
pub(crate) struct Client(pub(crate) Origin);

impl FromRequest for Client {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request))
    }
}

fn read(request: &HttpRequest) -> Result<Client, Problem> {
    let settings = &state(request)?.settings;
    let address = address::client(request.peer_addr(), request.headers(), settings);
    let user_agent = request.headers().get(header::USER_AGENT);
    let user_agent = user_agent.and_then(|text| text.to_str().ok());
    let request_id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.as_str().to_owned());
    Ok(Client(Origin {
        address: address.map(|address| address.to_string()),
        request_id,
        user_agent: user_agent.map(str::to_owned),
    }))
}
