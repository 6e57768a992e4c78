//! TODO
pub struct LedgerDesk;
impl LedgerDesk { pub fn new(_: &crate::Ports, _: &crate::Settings) -> Self { Self } }
