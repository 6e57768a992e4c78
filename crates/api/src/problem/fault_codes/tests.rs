use super::*;
use std::fs;
use std::path::Path;

/// The codes of the faults that a source makes: the first word behind `Fault::new(` or `add(`.
fn made(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().unwrap();
    let calls = ["Fault::new(", ".add(", ".fault("];
    let starts = calls
        .iter()
        .flat_map(|call| source.match_indices(call).map(|(at, _)| at));
    starts
        .filter_map(|at| first_word(source.get(at..)?))
        .collect()
}

fn first_word(call: &str) -> Option<String> {
    let end = call.find(';').unwrap_or(call.len());
    let mut texts = call.get(..end)?.split('"').skip(1).step_by(2);
    texts
        .find(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
        .map(str::to_owned)
}

fn walk(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
            found.extend(made(&fs::read_to_string(path).unwrap()));
        }
    }
}

#[test]
fn every_fault_that_is_made_is_in_the_table() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    for name in ["domain", "application", "api"] {
        walk(&crates.join(name).join("src"), &mut found);
    }
    assert!(found.len() > 50, "{found:?}");
    found.retain(|code| FAULT_CODES.iter().all(|row| row.code != code));
    found.dedup();
    assert!(found.is_empty(), "not in the table: {found:?}");
}

#[test]
fn no_code_stands_twice_in_the_table() {
    for (at, row) in FAULT_CODES.iter().enumerate() {
        assert!(
            FAULT_CODES[..at].iter().all(|other| other.code != row.code),
            "{}",
            row.code
        );
    }
}
