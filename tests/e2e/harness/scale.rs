//! How much of something a test does: a little in the test command, and all that was promised where it is asked for.

/// What an environment variable such as `LUDGER_SLOW_CLIENTS` says, or else the default.
#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the tests decides how long they may take"
)]
pub(crate) fn scale(variable: &str, default: usize) -> usize {
    std::env::var(variable).map_or(default, |count| count.parse().expect("a number"))
}
