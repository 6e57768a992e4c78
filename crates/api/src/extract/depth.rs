//! How deep a JSON text is nested, told before anything is built from it.

/// Levels of arrays and objects that a body may have.
pub(super) const DEPTH_MAX: usize = 32;

/// Whether arrays and objects are nested more than [`DEPTH_MAX`] deep. Brackets in strings do not count; a text that
/// is no JSON gets some answer, since reading it fails anyway.
pub(super) fn is_too_deep(json: &[u8]) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth = depth.saturating_add(1),
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_MAX {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_brackets_outside_of_strings_count() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(!is_too_deep(nested(32).as_bytes()));
        assert!(is_too_deep(nested(33).as_bytes()));
        assert!(!is_too_deep(format!("\"{}\"", "[".repeat(99)).as_bytes()));
        assert!(!is_too_deep(
            format!("\"\\\"{}\"", "{".repeat(99)).as_bytes()
        ));
        assert!(!is_too_deep("[]".repeat(99).as_bytes()));
        assert!(is_too_deep("{\"a\":".repeat(33).as_bytes()));
    }
}
