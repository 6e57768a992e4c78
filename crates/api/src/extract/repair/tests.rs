use super::*;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Colour {
    Red,
    Blue,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read into")]
struct Order {
    name: String,
    count: u32,
    colour: Colour,
    note: Option<String>,
    lines: Vec<Line>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read into")]
struct Line {
    sku: String,
}

fn faults(json: &str) -> Vec<String> {
    let Err(faults) = read::<Order>(json.as_bytes()) else {
        return Vec::new();
    };
    faults
        .0
        .into_iter()
        .map(|f| format!("{} {}: {}", f.pointer, f.code, f.detail))
        .collect()
}

#[test]
fn a_good_document_has_no_faults() {
    let json = r#"{"name":"a","count":1,"colour":"red","lines":[{"sku":"x"}]}"#;
    assert_eq!(faults(json), Vec::<String>::new());
}

#[test]
fn all_faults_are_told_at_once() {
    let json = r#"{"nam":"a","count":"1","note":5,"lines":[{"sku":"x"},{"sku":7,"a/b":0}]}"#;
    let expected = [
        "/nam unknown_field: there is no such field here",
        "/count wrong_type: must be a whole number, not below 0",
        "/lines/1/a~1b unknown_field: there is no such field here",
        "/lines/1/sku wrong_type: must be a string",
        "/note wrong_type: must be a string",
        "/name required: must be there",
        "/colour required: must be there",
    ];
    assert_eq!(faults(json), expected);
}

#[test]
fn wrong_and_missing_words_do_not_hide_what_comes_behind() {
    let json = r#"{"name":"a","count":-1,"colour":"green","lines":5}"#;
    let expected = [
        "/count wrong_type: must be a whole number, not below 0",
        "/colour unknown_value: must be red or blue",
        "/lines wrong_type: must be an array",
    ];
    assert_eq!(faults(json), expected);
    let expected =
        ["/name", "/count", "/colour", "/lines"].map(|at| format!("{at} required: must be there"));
    assert_eq!(faults("{}"), expected);
}

#[test]
fn what_cannot_be_mended_ends_the_search() {
    for array in ["[]", " [\"a\", 1, \"red\", null, []]"] {
        assert_eq!(faults(array), [" wrong_type: must be an object"]);
    }
    let twice = r#"{"name":"a","name":"b","count":1}"#;
    assert_eq!(faults(twice)[0], "/name duplicate_field: stands here twice");
}
