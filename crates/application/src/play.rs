//! TODO
pub struct Play;
impl Play { pub fn new(_: &crate::Ports, _: &crate::Settings) -> Self { Self } }
