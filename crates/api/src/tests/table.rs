//! The table of codes and the code that uses it.

use crate::problem::Code;
use std::fs;
use std::path::Path;

/// Every source file but the table and the tests, as one text.
fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        match name {
            "tests" | "tests.rs" | "codes.rs" => {}
            _ if path.is_dir() => text.push_str(&sources(&path)),
            _ => {
                let file = fs::read_to_string(&path).unwrap();
                text.push_str(file.split("#[cfg(test)]").next().unwrap());
            }
        }
    }
    text
}

#[test]
fn every_code_in_the_table_is_used() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    for code in Code::ALL {
        let name = format!("Code::{code:?}");
        let used = sources
            .match_indices(&name)
            .any(|(at, _)| !sources[at + name.len()..].starts_with(|c: char| c.is_alphanumeric()));
        assert!(used, "{name} is in the table, and nothing answers with it");
    }
}
