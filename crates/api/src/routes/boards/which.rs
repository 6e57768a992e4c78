use crate::extract::Parts;
use crate::words;
use ludger_domain::boards::Period;
use ludger_domain::quiz::Mode;
use serde::Serialize;
use utoipa::IntoParams;

/// Which board a path names.
#[derive(Debug, Clone, Copy, Serialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct BoardPath {
    /// How the sessions are played.
    #[param(schema_with = words::mode)]
    pub(super) mode: Mode,
    /// How long its window is, in UTC: a day, a week from Monday, a month, or all time.
    #[param(schema_with = words::period)]
    pub(super) period: Period,
}

impl Parts for BoardPath {
    fn read<'a>(mut parts: impl Iterator<Item = &'a str>) -> Option<Self> {
        Some(Self {
            mode: Mode::from_name(parts.next()?)?,
            period: parts.next()?.parse().ok()?,
        })
    }
}
