//! TODO
pub struct Accounts;
impl Accounts { pub fn new(_: &crate::Ports, _: &crate::Settings) -> Self { Self } }
