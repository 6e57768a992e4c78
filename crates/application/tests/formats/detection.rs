//! Which format a file is in.

use ludger_application::formats::Format;

#[test]
fn names_and_extensions() {
    for format in Format::ALL {
        assert_eq!(Format::from_name(format.as_str()), Some(format));
    }
    assert_eq!(Format::from_name("GIFT"), None);
    let rows = [
        ("gift", Some(Format::Gift)),
        ("GIFT", Some(Format::Gift)),
        ("aiken", Some(Format::Aiken)),
        ("csv", Some(Format::Csv)),
        ("tsv", Some(Format::Csv)),
        ("json", Some(Format::Json)),
        ("txt", None),
        ("", None),
    ];
    for (extension, format) in rows {
        assert_eq!(Format::from_extension(extension), format, "{extension}");
    }
}

#[test]
fn names_decide_where_they_can_and_texts_where_they_must() {
    let rows = [
        ("a.gift", "ANSWER: A", Some(Format::Gift)),
        ("dir.gift/a.csv", "Q {T}", Some(Format::Csv)),
        (
            "a.json",
            "{\"format\":\"ludger-questions\"}",
            Some(Format::Json),
        ),
        (
            "a.json",
            "{\"response_code\":0,\"results\":[]}",
            Some(Format::OpenTriviaDb),
        ),
        (
            "a.json",
            "[{\"correct_answer\":\"x\"}]",
            Some(Format::OpenTriviaDb),
        ),
        ("a.json", "{}", Some(Format::Json)),
        (
            "api.php",
            "\u{feff} {\"results\":[{\"correct_answer\":\"x\"}]}",
            Some(Format::OpenTriviaDb),
        ),
        (
            "a.txt",
            include_str!("data/office.aiken.txt"),
            Some(Format::Aiken),
        ),
        (
            "a.txt",
            include_str!("data/course.gift"),
            Some(Format::Gift),
        ),
        (
            "a.txt",
            include_str!("data/spreadsheet.csv"),
            Some(Format::Csv),
        ),
        ("a.txt", "words", None),
        ("", "", None),
    ];
    for (name, text, format) in rows {
        assert_eq!(Format::detect(name, text), format, "{name}");
    }
}
