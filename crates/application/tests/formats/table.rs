//! CSV: a table as a spreadsheet saves it, then headers, cells and everything that can be wrong.

use crate::support::{codes, draft, exported, items, summary};
use ludger_application::formats::{Format, parse, write};
use ludger_domain::quiz::{QuestionKind, TopicDraft};

fn read(text: &str) -> String {
    summary(&items(Format::Csv, text))
}

#[test]
fn reads_a_spreadsheet() {
    insta::assert_snapshot!(read(include_str!("data/spreadsheet.csv")));
}

#[test]
fn reads_every_kind() {
    let header = "Kind,content,Answer_1,answer_2,answer_3,correct,answer_1_counterpart,answer_2_counterpart,answer_2_weight,answer_2_feedback";
    let rows = [
        ("single,Q,a,b,,2", "2 single \"Q\"\n  - \"a\"\n  + \"b\"\n"),
        (",Q,a,b,,b", "2 single \"Q\"\n  - \"a\"\n  + \"b\"\n"),
        (
            ",Q,a,b,c,1;3",
            "2 multiple \"Q\"\n  + \"a\"\n  - \"b\"\n  + \"c\"\n",
        ),
        (
            "multiple,Q,a,b,,A,,,-33.333,no",
            "2 multiple \"Q\"\n  + \"a\"\n  - \"b\" weight -33333 feedback \"no\"\n",
        ),
        (
            ",Q,false,true,,1",
            "2 true_false \"Q\"\n  - \"True\"\n  + \"False\"\n",
        ),
        (
            "true/false,Q,,,,F",
            "2 true_false \"Q\"\n  - \"True\"\n  + \"False\"\n",
        ),
        ("Short Answer,Q,a,b", "2 text \"Q\"\n  + \"a\"\n  + \"b\"\n"),
        (",Q,a", "2 text \"Q\"\n  + \"a\"\n"),
        (",Q,,,,Paris", "2 text \"Q\"\n  + \"Paris\"\n"),
        (
            "numeric,Q,1,5,,,2,",
            "2 numeric \"Q\"\n  + \"1\" -> \"2\"\n  + \"5\"\n",
        ),
        ("numeric,Q,,,,'-7", "2 numeric \"Q\"\n  + \"-7\"\n"),
        (
            "order,Q,a,b,c",
            "2 order \"Q\"\n  + \"a\"\n  + \"b\"\n  + \"c\"\n",
        ),
        (
            "match,Q,a,b,,,1,2",
            "2 match \"Q\"\n  + \"a\" -> \"1\"\n  + \"b\" -> \"2\"\n",
        ),
        (
            ",Q,a,b,,,1,2,50 %",
            "2 match \"Q\"\n  + \"a\" -> \"1\"\n  + \"b\" -> \"2\" weight 50000\n",
        ),
        (",Q,a,,c,3", "2 single \"Q\"\n  - \"a\"\n  + \"c\"\n"),
    ];
    for (row, read_as) in rows {
        assert_eq!(read(&format!("{header}\n{row}\n")), read_as, "{row}");
    }
}

#[test]
fn finds_delimiters_and_columns() {
    let rows = [
        "question,correct_answer,a,b",
        "CONTENT;Answer;Option1;Option2",
        "text\tcorrect\tchoice_1\tchoice_2",
        "\u{feff}Question ,Correct,answer1,answer2",
        "\"content\",\"correct\",\"option a\",\"option-b\"",
        "sep=;\ncontent;correct;answer_1;answer_2",
        "content,\"also;a;b;c;d;e\",correct,answer_1,answer_2",
    ];
    for header in rows {
        let delimiter = if header.contains('\t') {
            '\t'
        } else if header.contains(',') {
            ','
        } else {
            ';'
        };
        let also = if header.contains("also") {
            "left alone"
        } else {
            ""
        };
        let row = ["Q", also, "x", "x", "y"]
            .iter()
            .filter(|cell| !cell.is_empty())
            .copied()
            .collect::<Vec<_>>();
        let text = format!("{header}\r\n{}\r\n", row.join(&delimiter.to_string()));
        let line = text.lines().count();
        assert_eq!(
            read(&text),
            format!("{line} single \"Q\"\n  + \"x\"\n  - \"y\"\n"),
            "{text}"
        );
    }
}

#[test]
fn reads_difficulty_points_tags_and_topics() {
    let text = "topic,difficulty,points,tags,explanation,content,answer_1\n\
        Birds,easy,,b;A;;a\\;b,why,Q1,x\n,Hard,7,,,Q2,x\n Birds ,master,'+5,,,Q3,x\n,4,,,,Q4,x\n";
    let read_as = "2 [Birds] text \"Q1\" difficulty 1 tags a,a;b,b because \"why\"\n  + \"x\"\n\
        3 text \"Q2\" difficulty 5 points 7\n  + \"x\"\n\
        4 [Birds] text \"Q3\" difficulty 4 points 5\n  + \"x\"\n5 text \"Q4\" difficulty 4\n  + \"x\"\n";
    assert_eq!(read(text), read_as);
}

#[test]
fn a_text_comes_before_a_position_where_the_column_is_an_answer() {
    let rows = [
        ("answer", "4", "+ \"4\""),
        ("correct_answer", "B", "+ \"5\""),
        ("correct", "4", "+ \"7\""),
    ];
    for (column, said, right) in rows {
        let read = read(&format!("content,a,b,c,d,{column}\nQ,4,5,6,7,{said}\n"));
        assert!(read.contains(right), "{read}");
    }
}

#[test]
fn counts_lines_through_cells_and_blank_lines() {
    let text = "content,answer_1\n\n\"two\nlines\",x\r\n\r\n\n,\nQ,y\n";
    assert_eq!(
        items(Format::Csv, text)
            .iter()
            .map(|item| item.line)
            .collect::<Vec<_>>(),
        [3, 8]
    );
}

#[test]
fn refuses_rows_with_every_reason() {
    let header = "kind,difficulty,points,content,answer_1,answer_2,correct,answer_2_weight";
    let rows = [
        (
            "essay,,,Q,a,b,1",
            "2 ! /kind unknown_kind: there is no kind \"essay\"\n",
        ),
        (
            ",6,,Q,a,b,1",
            "2 ! /difficulty out_of_range: a difficulty is 1 to 5\n",
        ),
        (
            ",so-so,,Q,a,b,1",
            "2 ! /difficulty out_of_range: a difficulty is 1 to 5, or easy, medium or hard\n",
        ),
        (
            ",,1.5,Q,a,b,1",
            "2 ! /points malformed_number: points are a whole number\n",
        ),
        (
            ",,0,Q,a,b,1",
            "2 ! /points out_of_range: points are 1 to 10,000\n",
        ),
        (",,,,a,b,1", "2 ! /content required: must not be empty\n"),
        (
            ",,,Q,a,b,",
            "2 ! /answers one_right_answer: exactly one answer is right, not 0\n",
        ),
        (
            ",,,Q,a,b,c",
            "2 ! /answers not_an_answer: \"c\" is none of the answers\n",
        ),
        (
            ",,,Q,a,b,3",
            "2 ! /answers not_an_answer: \"3\" is none of the answers\n",
        ),
        (
            ",,,Q,a,,1,50",
            "2 ! /answers/1/content required: answer_2 is empty, but something belongs to it\n",
        ),
        (
            ",,,Q,a,b,1,half",
            "2 ! /answers/1/weight malformed_number: a weight is a percent, as 50 or -33.333\n",
        ),
        (
            ",,,Q,a,b,1,,too,many",
            "2 !  too_many_cells: the row has more cells than the header has columns\n",
        ),
        (
            "x,x,x,Q,a,b,1",
            "2 ! /kind unknown_kind: there is no kind \"x\" ! /difficulty out_of_range: a difficulty is 1 to 5, or easy, medium or hard ! /points malformed_number: points are a whole number\n",
        ),
    ];
    for (row, read_as) in rows {
        assert_eq!(read(&format!("{header}\n{row}\n")), read_as, "{row}");
    }
    assert_eq!(
        codes(Format::Csv, "content,answer_1\nQ,a\n,b\nR,c\n"),
        ["ok", "required", "ok"]
    );
}

#[test]
fn refuses_tables_that_are_none() {
    let rows = [
        (
            "",
            "line 1, column 1: a table starts with the names of its columns",
        ),
        (
            "kind,topic\nsingle,x\n",
            "line 1: there is no column \"content\" (or \"question\")",
        ),
        (
            "\nquestion,content\nQ,Q\n",
            "line 2: the column \"content\" stands there twice, perhaps under another name",
        ),
        (
            "content,answer_1\nQ,a\n\"R,b\nS,c\n",
            "line 3, column 1: a quote in this row is never closed",
        ),
    ];
    for (text, detail) in rows {
        let faults = parse(Format::Csv, text).unwrap_err();
        assert_eq!(
            (faults.0[0].code.as_str(), faults.0[0].detail.as_str()),
            ("malformed_document", detail)
        );
    }
}

#[test]
fn writes_what_a_spreadsheet_does_not_run() {
    let mut formula = draft(
        QuestionKind::Single,
        "=1+1",
        &[("@sum", true), ("'-2", false)],
    );
    formula.answers[0].feedback = Some("+so;\t=2".to_owned());
    formula.tags = vec!["a;b".to_owned(), "c\\".to_owned()];
    let plain = draft(QuestionKind::Text, "Say \"hello\"", &[("hello", true)]);
    let questions = [exported("Sums", formula), exported("Words", plain)];
    let topics = [TopicDraft {
        title: "Sums".to_owned(),
        description: "+ and -".to_owned(),
    }];
    let written = write(Format::Csv, &topics, &questions).unwrap();
    insta::assert_snapshot!(written);
    let cells = written
        .split([',', '\n', '\r', ';'])
        .map(|cell| cell.trim_matches('"'));
    assert_eq!(
        cells
            .filter(|cell| cell.starts_with(['=', '+', '-', '@']))
            .count(),
        0
    );
}
