//! A session's rules: as prose, as tables, as properties, and whole games.

mod clock;
mod collab;
mod comp;
mod countdown;
mod departures;
mod edits;
mod limits;
mod lobby;
mod model;
mod pauses;
mod repeats;
mod reviews;
mod scores;
mod secrets;
mod simulation;
mod solo;
mod start;
mod states;
mod table;
