//! Becoming a user, staying signed in, and who may do what, over HTTP.

mod admins;
mod sign_in;
mod sign_up;
mod world;
