//! TODO
pub struct Bank;
impl Bank { pub fn new(_: &crate::Ports) -> Self { Self } }
