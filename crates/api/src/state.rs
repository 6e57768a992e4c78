//! What every request can reach.

use crate::cookie::Cookies;
use crate::cursor::CursorKey;
use crate::health::Readiness;
use crate::live::LivePlaces;
use crate::middleware::InFlight;
use crate::rates::Rates;
use crate::routes::TriviaAsked;
use crate::settings::ApiSettings;
use ludger_application::UseCases;
use ludger_domain::money::Currencies;
use ludger_ports::{Clock, Ids};
use std::sync::Arc;

/// What every request can reach. One for the whole process, shared by all worker threads.
pub struct ApiState {
    pub(crate) use_cases: Arc<UseCases>,
    pub(crate) currencies: Currencies,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) readiness: Arc<dyn Readiness>,
    pub(crate) settings: ApiSettings,
    pub(crate) cursor_key: CursorKey,
    pub(crate) cookies: Cookies,
    pub(crate) rates: Rates,
    pub(crate) in_flight: InFlight,
    pub(crate) trivia_asked: TriviaAsked,
    pub(crate) live: Arc<LivePlaces>,
}

/// What the state is made of.
pub struct ApiParts {
    /// What can be done.
    pub use_cases: Arc<UseCases>,
    /// The currencies that amounts are written in.
    pub currencies: Currencies,
    /// For the dates in answers.
    pub clock: Arc<dyn Clock>,
    /// For ids of requests that bring none.
    pub ids: Arc<dyn Ids>,
    /// Whether this server should get traffic.
    pub readiness: Arc<dyn Readiness>,
    /// What the deployment decides.
    pub settings: ApiSettings,
}

impl ApiState {
    /// Puts the parts together.
    pub fn new(parts: ApiParts) -> Self {
        let ApiParts {
            use_cases,
            currencies,
            clock,
            ids,
            readiness,
            settings,
        } = parts;
        Self {
            use_cases,
            currencies,
            clock,
            ids,
            readiness,
            cursor_key: CursorKey::new(&settings.cursor_key),
            cookies: Cookies::new(&settings.public_url),
            rates: Rates::new(&settings.rates),
            trivia_asked: TriviaAsked::new(settings.opentdb_limited),
            in_flight: InFlight::new(settings.limits.in_flight_max),
            live: Arc::new(LivePlaces::new(settings.limits.connections_max)),
            settings,
        }
    }
}
