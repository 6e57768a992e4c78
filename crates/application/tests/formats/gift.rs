//! GIFT: a file as teachers write it, then a table of snippets.

use crate::support::{codes, draft, exported, items, summary};
use ludger_application::formats::{Format, parse, write};
use ludger_domain::quiz::{AnswerDraft, QuestionDraft, QuestionKind, TopicDraft};

fn read(text: &str) -> String {
    summary(&items(Format::Gift, text))
}

#[test]
fn reads_a_course_file() {
    insta::assert_snapshot!(read(include_str!("data/course.gift")));
}

#[test]
fn reads_every_kind() {
    let rows = [
        ("Q {=a ~b}", "1 single \"Q\"\n  + \"a\"\n  - \"b\"\n"),
        (
            "Q {=a\\\\~b\\~}",
            "1 single \"Q\"\n  + \"a\\\\\"\n  - \"b~\"\n",
        ),
        ("Q {~b =a}", "1 single \"Q\"\n  - \"b\"\n  + \"a\"\n"),
        (
            "Q {=a =b ~c}",
            "1 multiple \"Q\"\n  + \"a\"\n  + \"b\"\n  - \"c\"\n",
        ),
        (
            "Q {~%50%a ~%50%b ~%-100%c}",
            "1 multiple \"Q\"\n  + \"a\" weight 50000\n  + \"b\" weight 50000\n  - \"c\" weight -100000\n",
        ),
        (
            "Q {~%100%a ~b}",
            "1 single \"Q\"\n  + \"a\" weight 100000\n  - \"b\"\n",
        ),
        (
            "Q {=a ~%50%b}",
            "1 single \"Q\"\n  + \"a\"\n  - \"b\" weight 50000\n",
        ),
        ("Q {T}", "1 true_false \"Q\"\n  + \"True\"\n  - \"False\"\n"),
        (
            "Q { false }",
            "1 true_false \"Q\"\n  - \"True\"\n  + \"False\"\n",
        ),
        (
            "Q {=True ~False}",
            "1 true_false \"Q\"\n  + \"True\"\n  - \"False\"\n",
        ),
        (
            "Q {TRUE#wrong#right}",
            "1 true_false \"Q\"\n  + \"True\" feedback \"right\"\n  - \"False\" feedback \"wrong\"\n",
        ),
        (
            "Q {F#no}",
            "1 true_false \"Q\"\n  - \"True\" feedback \"no\"\n  + \"False\"\n",
        ),
        (
            "Q {F##yes####why}",
            "1 true_false \"Q\" because \"why\"\n  - \"True\"\n  + \"False\" feedback \"yes\"\n",
        ),
        ("Q {=a}", "1 text \"Q\"\n  + \"a\"\n"),
        (
            "Q {=a =b =%50%c#nearly}",
            "1 text \"Q\"\n  + \"a\"\n  + \"b\"\n  + \"c\" weight 50000 feedback \"nearly\"\n",
        ),
        (
            "Q {=a->b =c -> d -> e}",
            "1 match \"Q\"\n  + \"a\" -> \"b\"\n  + \"c\" -> \"d -> e\"\n",
        ),
        ("Q {#5}", "1 numeric \"Q\"\n  + \"5\"\n"),
        ("Q {#5:0}", "1 numeric \"Q\"\n  + \"5\"\n"),
        (
            "Q {#3.14:0.01#pi}",
            "1 numeric \"Q\"\n  + \"3.13\" -> \"3.15\" feedback \"pi\"\n",
        ),
        ("Q {#-5..-3}", "1 numeric \"Q\"\n  + \"-5\" -> \"-3\"\n"),
        (
            "Q {#=1:0 =%50%1:1}",
            "1 numeric \"Q\"\n  + \"1\"\n  + \"0\" -> \"2\" weight 50000\n",
        ),
        ("Q {#.5:+.5}", "1 numeric \"Q\"\n  + \"0.0\" -> \"1.0\"\n"),
        ("Q {# 1. .. 2. }", "1 numeric \"Q\"\n  + \"1\" -> \"2\"\n"),
    ];
    for (text, read_as) in rows {
        assert_eq!(read(text), read_as, "{text}");
    }
}

#[test]
fn reads_texts() {
    let rows = [
        ("::Title::Q {T}", "Q"),
        ("::a\\:\\:b:: [html]<p>x &lt; <i>y</i></p> {T}", "x < *y*"),
        ("[Markdown] **Q** {T}", "**Q**"),
        ("[plain]<b>Q</b> {T}", "<b>Q</b>"),
        ("[moodle][html] {T}", "[html]"),
        ("[other]Q {T}", "[other]Q"),
        ("\\~\\=\\#\\{\\}\\:\\\\ \\x {T}", "~=#{}:\\ \\x"),
        ("one\\ntwo\\n\\nthree {T}", "one\ntwo\n\nthree"),
        ("   one\n\t two  \n{T}", "one\ntwo"),
        ("before {=a ~b} after.", "before _____ after."),
        ("{=a ~b} after", "_____ after"),
        ("before {=a ~b}.", "before _____."),
        ("see http\\://x.org/a//b {T}", "see http://x.org/a//b"),
        ("a\n// not a line of it\nb {T}", "a\nb"),
        ("100 % {T}", "100 %"),
    ];
    for (text, content) in rows {
        let item = items(Format::Gift, text).remove(0);
        assert_eq!(item.draft.unwrap().content, content, "{text}");
    }
}

#[test]
fn takes_the_format_of_the_question_for_its_answers() {
    let html = "[html]<b>Q</b> {=<b>a</b>#<i>yes</i> ~[plain]<b>b</b> ####[markdown]<p>}";
    let read_as =
        "1 single \"**Q**\" because \"<p>\"\n  + \"**a**\" feedback \"*yes*\"\n  - \"<b>b</b>\"\n";
    assert_eq!(read(html), read_as);
}

#[test]
fn a_percent_that_is_no_weight_is_text() {
    let read_as = "1 single \"Q\"\n  + \"%x% of all\"\n  - \"5 %\"\n  - \"50%\" weight 0\n";
    assert_eq!(read("Q {=%x% of all ~5 % ~%0%50%}"), read_as);
}

#[test]
fn a_category_names_the_topic() {
    let rows = [
        ("$CATEGORY: $course$/top/Science/Physics", Some("Physics")),
        ("$CATEGORY: tom/dick/harry", Some("harry")),
        ("$CATEGORY:Input//Output", Some("Input/Output")),
        ("  $CATEGORY: $system$/a", Some("a")),
        ("$CATEGORY: top", None),
        ("$CATEGORY: $course$/top/top", Some("top")),
        ("$CATEGORY: $course$/", None),
        ("$CATEGORY:", None),
        ("// nothing", None),
    ];
    for (category, topic) in rows {
        let item = items(Format::Gift, &format!("{category}\n\nQ {{T}}")).remove(0);
        assert_eq!(item.topic.as_deref(), topic, "{category}");
        let at_once = items(Format::Gift, &format!("{category}\nQ {{T}}")).remove(0);
        assert_eq!(at_once.topic.as_deref(), topic, "{category}");
    }
}

#[test]
fn tags_stand_in_comments() {
    let rows = [
        ("// [tag:b] [tag:A] [id:7]\nQ {T}", "a,b,id:7"),
        ("Q {\n// [tag:inside]\nT}", "inside"),
        ("Q {=a\n\n// [tag:inside]\n\n~b}", "inside"),
        ("// [tag:a \\] b] [tagged:x] [tag:open\nQ {T}", "a ] b,open"),
        ("// [tag:elsewhere]\n\nQ {T}", ""),
        ("P {T}\n// [tag:next]\n::Q:: {T}", ""),
    ];
    for (text, tags) in rows {
        let item = items(Format::Gift, text).remove(0);
        assert_eq!(item.draft.unwrap().tags.join(","), tags, "{text}");
    }
    let second = items(Format::Gift, "P {T}\n// [tag:next]\n::Q::R {T}").remove(1);
    assert_eq!(second.draft.unwrap().tags, ["next"]);
}

#[test]
fn questions_may_follow_at_once_where_that_is_beyond_doubt() {
    let rows = [
        ("A {T}\nB {F}\nC {T}", "1 A|2 B|3 C"),
        ("::1::A {T}\n::2::B {\nF\n}\n::3::C {T}", "1 A|2 B|5 C"),
        ("A {T}\ngoes on\n::2::B {F}", "1 A _____\ngoes on|3 B"),
        ("A {=a\n\n~b\n\n\n}\n\nB {T}", "1 A|8 B"),
        ("A {=a\n\n// comment\n\n~b}", "1 A"),
        ("\n\n  A\n  {T}", "3 A"),
        ("A {T}\n   \t \nB {T}", "1 A|3 B"),
    ];
    for (text, found) in rows {
        let found_here: Vec<_> = items(Format::Gift, text)
            .into_iter()
            .map(|item| format!("{} {}", item.line, item.draft.unwrap().content))
            .collect();
        assert_eq!(found_here.join("|"), found, "{text}");
    }
}

#[test]
fn refuses_what_has_no_kind() {
    let rows = [
        (
            "Only words.",
            "1 !  unsupported: a description (a text without answers) is not a question\n",
        ),
        (
            "Q {}",
            "1 !  unsupported: an essay (a question without answers) cannot be marked by a program\n",
        ),
        (
            "Q { ####why }",
            "1 !  unsupported: an essay (a question without answers) cannot be marked by a program\n",
        ),
        (
            "Q {T} and {F}",
            "1 !  unsupported: a question has one block of answers, not several\n",
        ),
        (
            "Q {#=1 ~2}",
            "1 !  unsupported: a wrong number (\"~\") has no place among accepted ranges\n",
        ),
        (
            "Q {=a =%0%*#no}",
            "1 !  unsupported: a text that is wrong (0 % or less) has no place among accepted texts\n",
        ),
    ];
    for (text, read_as) in rows {
        assert_eq!(read(text), read_as, "{text}");
    }
}

#[test]
fn refuses_what_breaks_the_grammar() {
    let rows = [
        (
            "\nQ {T",
            "2 !  malformed_question: line 2: the answers are not closed with \"}\"\n",
        ),
        (
            "Q T}",
            "1 !  malformed_question: line 1: a \"}\" without a \"{\"; write \"\\}\" for the character\n",
        ),
        (
            "Q {T}}",
            "1 !  malformed_question: line 1: a \"}\" too many; write \"\\}\" for the character\n",
        ),
        (
            "Q {={1} ~2}",
            "1 !  malformed_question: line 1: braces do not pair; write \"\\{\" and \"\\}\" for the characters\n",
        ),
        (
            "Q {a ~b}",
            "1 !  malformed_question: line 1: an answer starts with \"=\" or \"~\"\n",
        ),
        (
            "Q {=a->b =c}",
            "1 !  malformed_question: line 1: every pair of a matching needs a \"->\"\n",
        ),
        (
            "Q {#}",
            "1 !  malformed_question: line 1: \"\" is no decimal number\n",
        ),
        (
            "Q {#1e3}",
            "1 !  malformed_question: line 1: \"1e3\" is no decimal number\n",
        ),
        (
            "Q {#5:-1}",
            "1 !  malformed_question: line 1: \"5:-1\" is no range\n",
        ),
        (
            "Q {#5..3}",
            "1 ! /answers/0 empty_range: the lower bound is above the upper one\n",
        ),
        (
            "Q {~a ~b}",
            "1 ! /answers one_right_answer: exactly one answer is right, not 0\n",
        ),
        ("{T}", "1 ! /content required: must not be empty\n"),
        (
            "Q {=a ~A}",
            "1 ! /answers/1/content repeated: stands there twice\n",
        ),
        (
            "Q {=a ~%200%b}",
            "1 ! /answers/1/weight out_of_range: a weight is -100 % to 100 %\n",
        ),
    ];
    for (text, read_as) in rows {
        assert_eq!(read(text), read_as, "{text}");
    }
}

#[test]
fn a_bad_question_does_not_stop_the_others() {
    assert_eq!(
        codes(
            Format::Gift,
            "A {T}\n\nB {=a\n\n::C::C {F}\n\nwords\n\nD {T}"
        ),
        ["ok", "malformed_question", "ok", "unsupported", "ok"]
    );
}

#[test]
fn refuses_comments_of_its_own_that_it_cannot_read() {
    let rows = [
        "// ludger: {\"difficulty\":",
        "// ludger: {\"dificulty\":2}",
        "// ludger: {\"kind\":\"essay\"}",
        "// ludger:",
    ];
    for comment in rows {
        assert_eq!(
            codes(Format::Gift, &format!("{comment}\nQ {{T}}")),
            ["malformed_question"],
            "{comment}"
        );
    }
    assert_eq!(
        codes(Format::Gift, "// ludger-topic: {\"title\":\" \"}\nQ {T}"),
        ["required", "ok"]
    );
    assert_eq!(
        codes(Format::Gift, "// ludger-topic: 7"),
        ["malformed_question"]
    );
}

#[test]
fn writes_what_moodle_reads() {
    let mut choice = draft(
        QuestionKind::Single,
        "2 + 2 = {?}",
        &[("4", true), ("5", false)],
    );
    choice.answers[1].feedback = Some("That is 2 + 3.".to_owned());
    choice.explanation = "Count:\n1, 2, 3, 4".to_owned();
    choice.tags = vec!["sums".to_owned(), "a]b".to_owned()];
    let several = draft(
        QuestionKind::Multiple,
        "Primes",
        &[("2", true), ("3", true), ("5", true), ("9", false)],
    );
    let order = draft(
        QuestionKind::Order,
        "By size",
        &[("ant", true), ("cat", true), ("cow -> bull", true)],
    );
    let mut pairs = draft(
        QuestionKind::Match,
        "Pair",
        &[("x->y", true), ("%5% of", true)],
    );
    pairs.answers[0].counterpart = Some("1".to_owned());
    pairs.answers[1].counterpart = Some("[html]".to_owned());
    let mut numeric = draft(QuestionKind::Numeric, "Pi", &[("3.14", true), ("3", true)]);
    numeric.answers[1].counterpart = Some("4".to_owned());
    numeric.answers[1].weight = Some(50_000);
    let truth = draft(
        QuestionKind::TrueFalse,
        "True?",
        &[("True", false), ("False", true)],
    );
    let text = draft(QuestionKind::Text, "Name", &[("a -> b", true)]);
    let questions = [choice, several, order, pairs, numeric, truth, text]
        .map(|draft| exported("Sums/Maths", draft));
    let topics = [TopicDraft {
        title: "Sums/Maths".to_owned(),
        description: "Two\nlines".to_owned(),
    }];
    let written = write(Format::Gift, &topics, &questions).unwrap();
    insta::assert_snapshot!(written);
}

#[test]
fn exact_words_count_only_while_the_text_is_theirs() {
    let mut broken = draft(QuestionKind::Single, "Q", &[("a", true), ("b", false)]);
    broken.answers[0].feedback = Some("yes,\r\nindeed".to_owned());
    let written = write(Format::Gift, &[], &[exported("T", broken)]).unwrap();
    assert!(written.contains("\"exact\""), "{written}");
    let feedback = |text: &str| -> Vec<AnswerDraft> {
        items(Format::Gift, text).remove(0).draft.unwrap().answers
    };
    assert_eq!(
        feedback(&written)[0].feedback.as_deref(),
        Some("yes,\r\nindeed")
    );
    let edited = feedback(&written.replace("~b", "~c"));
    assert_eq!(
        (edited[0].feedback.as_deref(), edited[1].content.as_str()),
        (Some("yes,\nindeed"), "c")
    );
}

#[test]
fn an_edited_order_stays_an_order() {
    let order = draft(QuestionKind::Order, "Q", &[("a", true), ("b", true)]);
    let written = write(Format::Gift, &[], &[exported("T", order)]).unwrap();
    let read: QuestionDraft = items(Format::Gift, &written.replace("-> b", "-> bee"))
        .remove(0)
        .draft
        .unwrap();
    assert_eq!(
        read,
        draft(QuestionKind::Order, "Q", &[("a", true), ("bee", true)])
    );
}

#[test]
fn a_title_that_no_path_can_hold_is_kept() {
    for title in [
        "/x",
        "a/",
        "a//b",
        "two\nlines",
        "top",
        "$course$",
        "a / b",
        "x",
    ] {
        let question = exported(
            title,
            draft(
                QuestionKind::TrueFalse,
                "Q",
                &[("True", true), ("False", false)],
            ),
        );
        let written = write(Format::Gift, &[], &[question]).unwrap();
        assert_eq!(
            parse(Format::Gift, &written).unwrap().items[0]
                .topic
                .as_deref(),
            Some(title),
            "{written}"
        );
    }
}
