//! What a deployment decides about its HTTP side.

use crate::address::Network;
use crate::rates::RateLimits;
use std::time::Duration;

/// What a deployment decides about its HTTP side.
#[derive(Clone)]
pub struct ApiSettings {
    /// Where clients reach this server, without a slash at the end: links for people are made from this alone, never
    /// from a request's `Host`.
    pub public_url: String,
    /// Origins (`https://play.example.org`) whose pages may read the answers. Empty: none.
    pub cors_origins: Vec<String>,
    /// Peers whose `X-Forwarded-For` is believed. Empty: the peer is the client.
    pub trusted_proxies: Vec<Network>,
    /// What cursors are signed with; the same on all nodes.
    pub cursor_key: [u8; 32],
    /// What a request may need at most.
    pub limits: Limits,
    /// Whether who knows the Open Trivia DB may ask once in five seconds alone.
    pub opentdb_limited: bool,
    /// How many requests one user, or one address, may send.
    pub rates: RateLimits,
}

/// What a request may need at most.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections that are open at the same moment. One more is turned away at once.
    pub connections_max: usize,
    /// For sending the head of a request.
    pub head_time_max: Duration,
    /// For having nothing to ask, between requests.
    pub idle_time_max: Duration,
    /// For an answer, or the rest of it, to come any further.
    pub write_time_max: Duration,
    /// For a request that may be on its way, when the server stops or has said all that it has to say.
    pub farewell: Duration,
    /// Requests in work at the same moment, in the whole process. One more is turned away at once.
    pub in_flight_max: usize,
    /// Bytes of a JSON body.
    pub json_bytes_max: usize,
    /// Bytes of a batch of transfers.
    pub batch_bytes_max: usize,
    /// Bytes of an import.
    pub import_bytes_max: usize,
    /// Bytes of a picture or a sound.
    pub media_bytes_max: usize,
    /// Bytes of path and query.
    pub uri_bytes_max: usize,
    /// Bytes of all header names and values together.
    pub header_bytes_max: usize,
    /// For reading a JSON body.
    pub body_time_max: Duration,
    /// For reading an import.
    pub import_time_max: Duration,
    /// Bytes a second that a body has to come at, on average, after [`Self::body_grace`].
    pub body_rate_min: u32,
    /// How long a body may take before its rate counts.
    pub body_grace: Duration,
    /// For answering, with the reading of the body.
    pub handler_time_max: Duration,
    /// For finding out whether the server is ready.
    pub readiness_time_max: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: 8192,
            head_time_max: Duration::from_secs(10),
            idle_time_max: Duration::from_secs(5),
            write_time_max: Duration::from_secs(10),
            farewell: Duration::from_secs(1),
            in_flight_max: 1024,
            json_bytes_max: 64 * 1024,
            batch_bytes_max: 2 * 1024 * 1024,
            import_bytes_max: 8 * 1024 * 1024,
            media_bytes_max: 5 * 1024 * 1024,
            uri_bytes_max: 8 * 1024,
            header_bytes_max: 16 * 1024,
            body_time_max: Duration::from_secs(10),
            import_time_max: Duration::from_secs(25),
            body_rate_min: 512,
            body_grace: Duration::from_secs(3),
            handler_time_max: Duration::from_secs(30),
            readiness_time_max: Duration::from_secs(2),
        }
    }
}

impl ApiSettings {
    /// Nothing but what has no default.
    pub fn new(public_url: impl Into<String>, cursor_key: [u8; 32]) -> Self {
        Self {
            public_url: public_url.into().trim_end_matches('/').to_owned(),
            cors_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            cursor_key,
            limits: Limits::default(),
            opentdb_limited: false,
            rates: RateLimits::default(),
        }
    }
}
