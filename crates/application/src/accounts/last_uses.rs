use ludger_domain::Timestamp;
use ludger_domain::accounts::ApiToken;
use ludger_domain::ids::ApiTokenId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// When this process last tried to write down that a token was used. So requests that come together, and those that come
/// while nothing can be written, try it once a minute for each token, and no more.
#[derive(Default)]
pub(super) struct LastUses(Mutex<HashMap<ApiTokenId, Timestamp>>);

/// From here on, those that are over are thrown away first.
const KEPT_MAX: usize = 1_024;

impl LastUses {
    /// Whether it is time to try; if so, it counts as tried.
    pub(super) fn is_due(&self, id: ApiTokenId, now: Timestamp) -> bool {
        let is_recent = |at: &Timestamp| now.duration_since(*at) < ApiToken::LAST_USED_STEP;
        let mut tried = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tried.get(&id).is_some_and(is_recent) {
            return false;
        }
        if tried.len() >= KEPT_MAX {
            tried.retain(|_, at| is_recent(at));
        }
        tried.insert(id, now);
        true
    }
}
