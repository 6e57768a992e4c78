use actix_web::HttpRequest;
use actix_web::web;
use std::collections::BTreeMap;

/// The parameters of a request, as that API takes them: what it does not know is overlooked, and what is left empty left out.
pub(super) struct Parameters(BTreeMap<String, String>);

/// A parameter cannot be read.
pub(super) struct Malformed;

impl Parameters {
    pub(super) fn of(request: &HttpRequest) -> Self {
        let read = web::Query::<Vec<(String, String)>>::from_query(request.query_string());
        let pairs = read.map(web::Query::into_inner).unwrap_or_default();
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        Self(given.collect())
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A parameter that may be left out.
    pub(super) fn read<T>(
        &self,
        name: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Malformed> {
        match self.text(name) {
            None => Ok(None),
            Some(text) => read(text).map(Some).ok_or(Malformed),
        }
    }
}
