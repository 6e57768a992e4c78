//! Cells that a spreadsheet would run as a formula.
//!
//! `=`, `+`, `-`, `@`, tab, carriage return and line feed at the start of a cell are defused by a `'`, which
//! spreadsheets take for "this is text". The reader takes one `'` away from before such a start. So that nothing is
//! lost, a cell that starts with `'=` of its own is written `''=`.

const STARTS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// The cell as it is written.
pub(super) fn defused(cell: &str) -> String {
    let starts_formula = cell.trim_start_matches('\'').starts_with(STARTS);
    if starts_formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// The cell as it was meant.
pub(super) fn meant(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(STARTS) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defuses_formulas_and_nothing_else() {
        let rows = [
            ("=1+1", "'=1+1"),
            ("-5", "'-5"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("'=x", "''=x"),
            ("''+x", "'''+x"),
            ("'tis", "'tis"),
            ("a=b", "a=b"),
            ("'", "'"),
            ("", ""),
        ];
        for (cell, written) in rows {
            assert_eq!(defused(cell), written);
            assert_eq!(meant(written), cell);
        }
    }
}
