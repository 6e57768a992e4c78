//! The workspace is as the architecture draws it; and a wrong one would be found out.

mod fakes;
mod workspace;
