//! Counts tests from what the runners print, for one plain line at the end.

use std::fmt;

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
}

impl Tally {
    /// Takes the numbers from a runner's closing line; other lines say nothing.
    pub(crate) fn read(&mut self, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        if line.starts_with("test result: ") {
            self.passed += number_before(line, " passed").unwrap_or(0);
            self.failed += number_before(line, " failed").unwrap_or(0);
        } else if line.starts_with("Summary [") {
            // All that ran and did not pass has failed: nextest names each way of failing apart.
            let run = number_before(line, "/").or_else(|| number_before(line, " test"));
            let passed = number_before(line, " passed").unwrap_or(0);
            self.passed += passed;
            self.failed += run.unwrap_or(passed).saturating_sub(passed);
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self {
                passed: 0,
                failed: 0,
            } => write!(f, "Tests: none ran"),
            Self { passed, failed } => write!(f, "Tests: {passed} passed, {failed} failed"),
        }
    }
}

fn number_before(line: &str, word: &str) -> Option<u64> {
    let (before, _) = line.split_once(word)?;
    let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// Leaves out the escape sequences that begin with ESC and end with a letter.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        if c == '\u{1b}' {
            characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(lines: &[&str]) -> (u64, u64) {
        let mut tally = Tally::default();
        for line in lines {
            tally.read(line);
        }
        (tally.passed, tally.failed)
    }

    #[test]
    fn closing_lines_are_added_up() {
        let cases: &[(&[&str], (u64, u64))] = &[
            (
                &["test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out"],
                (3, 0),
            ),
            (
                &["     Summary [   0.013s] 1 test run: 1 passed, 0 skipped"],
                (1, 0),
            ),
            (
                &[
                    "     Summary [   9.013s] 5 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 0 skipped",
                ],
                (3, 2),
            ),
            (
                &["     Summary [   9.013s] 4/9 tests run: 3 passed, 1 failed, 0 skipped"],
                (3, 1),
            ),
            (
                &[
                    "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m2\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, 0 skipped",
                ],
                (2, 0),
            ),
            (
                &[
                    "test result: FAILED. 3 passed; 1 failed",
                    "test result: ok. 2 passed; 0 failed",
                ],
                (5, 1),
            ),
            (
                &["        PASS [   0.006s] a crate tests::7 passed"],
                (0, 0),
            ),
        ];
        for (lines, expected) in cases {
            assert_eq!(tally(lines), *expected, "{lines:?}");
        }
    }
}
