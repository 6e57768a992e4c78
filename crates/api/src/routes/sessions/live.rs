//! A session as it happens: the same events over a WebSocket, which takes commands too, and as server-sent events.

mod command;
mod enter;
pub(super) mod events;
mod frames;
pub(super) mod socket;
mod stay;
pub(super) mod ticket;
mod told;
