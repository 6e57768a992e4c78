//! What a player says is understood in one way only, and told back so that they would say it again.

use super::*;
use crate::quiz::{Question, fixture};
use Letter::{A, B, C, D, E, F};
use Misfit::{Missing, Nothing, Repeated, UnknownChoice, UnknownTarget};
use proptest::prelude::*;

const CAPITALS: [(&str, &str); 3] = [("Rome", "Italy"), ("Milan", "Italy"), ("Lyon", "France")];

fn read(question: &Question, given: &Given) -> Result<Picked, Misfit> {
    Deal::new(42, question).read(given)
}

fn word(text: &str) -> Given {
    Given::Text(text.to_owned())
}

fn number(text: &str) -> Given {
    Given::Number(text.to_owned())
}

fn pairs(pairs: &[(Letter, Letter)]) -> Given {
    Given::Pairs(pairs.iter().copied().collect())
}

/// One answer in each form; the letters exist in every question of the bank.
fn each_form() -> [Given; 6] {
    [
        Given::Choice(A),
        Given::Choices(vec![A]),
        word("a"),
        number("1"),
        Given::Order(vec![A, B, C, D]),
        pairs(&[(A, A), (B, A), (C, A)]),
    ]
}

fn form(given: &Given) -> String {
    let told = serde_json::to_value(given).unwrap();
    told.as_object().unwrap().keys().next().unwrap().clone()
}

#[test]
fn each_kind_takes_its_own_form_and_no_other() {
    for question in fixture::bank(7) {
        for given in each_form() {
            let fits = form(&given) == question.kind.answered_by();
            let read = read(&question, &given);
            let expected = (!fits).then_some(Misfit::Form(question.kind));
            assert_eq!(read.err(), expected, "{:?} {given:?}", question.kind);
        }
    }
}

#[test]
fn what_does_not_fit_is_said_so() {
    let single = fixture::single(1, 4);
    let multiple = fixture::multiple(2, 2, 1);
    let order = fixture::order(3, 3);
    let capitals = fixture::pairs(4, &CAPITALS);
    let table = [
        (&single, Given::Choice(D), None),
        (&single, Given::Choice(E), Some(UnknownChoice(E))),
        (&multiple, Given::Choices(vec![C, A]), None),
        (&multiple, Given::Choices(vec![A, B, C]), None),
        (&multiple, Given::Choices(vec![]), Some(Nothing)),
        (
            &multiple,
            Given::Choices(vec![A, D]),
            Some(UnknownChoice(D)),
        ),
        (&multiple, Given::Choices(vec![B, C, B]), Some(Repeated(B))),
        (
            &multiple,
            Given::Choices(vec![F, F]),
            Some(UnknownChoice(F)),
        ),
        (&order, Given::Order(vec![C, A, B]), None),
        (&order, Given::Order(vec![]), Some(Missing(A))),
        (&order, Given::Order(vec![A, C]), Some(Missing(B))),
        (&order, Given::Order(vec![A, B, B]), Some(Repeated(B))),
        (
            &order,
            Given::Order(vec![A, B, C, D]),
            Some(UnknownChoice(D)),
        ),
        (&capitals, pairs(&[(A, B), (B, A), (C, B)]), None),
        (&capitals, pairs(&[(A, A), (B, A), (C, A)]), None),
        (&capitals, pairs(&[]), Some(Missing(A))),
        (&capitals, pairs(&[(A, A), (C, A)]), Some(Missing(B))),
        (
            &capitals,
            pairs(&[(A, C), (B, A), (C, A)]),
            Some(UnknownTarget(C)),
        ),
        (
            &capitals,
            pairs(&[(A, A), (B, A), (C, A), (D, A)]),
            Some(UnknownChoice(D)),
        ),
    ];
    for (question, given, expected) in table {
        assert_eq!(read(question, &given).err(), expected, "{given:?}");
    }
}

#[test]
fn texts_are_compared_without_case_spaces_and_ways_of_writing() {
    let table = [
        ("  São\t Paulo\n", "são paulo"),
        ("Sa\u{303}o Paulo", "são paulo"),
        ("ＳÃＯ\u{a0}paulo", "são paulo"),
        ("ﬁne", "fine"),
        ("ΟΔΟΣ", "οδος"),
        // Letters whose small form is one character and whose capital is two.
        ("J\u{30c}", "\u{1f0}"),
        ("\u{1f0}", "\u{1f0}"),
        ("İstanbul", "i\u{307}stanbul"),
        ("x²", "x2"),
    ];
    for (typed, plain) in table {
        let expected = Picked::Text(plain.to_owned());
        assert_eq!(
            read(&fixture::text(1), &word(typed)),
            Ok(expected),
            "{typed:?}"
        );
    }
}

#[test]
fn a_text_has_its_limits() {
    let spaced = format!(" {} ", "x".repeat(TEXT_MAX - 2));
    // One character that is written as eighteen.
    let long_inside = "\u{fdfa}".repeat(TEXT_MAX / 10);
    let table = [
        ("", false),
        (" \n\u{3000}", false),
        ("x", true),
        (&"é".repeat(TEXT_MAX), true),
        (&"x".repeat(TEXT_MAX + 1), false),
        (&spaced, true),
        (&long_inside, false),
    ];
    for (typed, fits) in table {
        let misfit = read(&fixture::text(1), &word(typed)).err();
        assert_eq!(misfit, (!fits).then_some(Misfit::Text), "{typed:?}");
    }
}

#[test]
fn numbers_are_decimals_without_zeros_that_mean_nothing() {
    let table = [
        ("0012.500", Some("12.5")),
        ("-3.10", Some("-3.1")),
        ("100", Some("100")),
        ("0", Some("0")),
        ("-0.00", Some("0")),
        ("0.1000000000000000000000000001", None),
        (
            "0.100000000000000000000000001",
            Some("0.100000000000000000000000001"),
        ),
        (
            "999999999999999999999999999",
            Some("999999999999999999999999999"),
        ),
        ("99999999999999999999999999999", None),
        ("1e3", None),
        ("1,5", None),
        ("+1", None),
        (" 1", None),
        (".5", None),
        ("", None),
        ("NaN", None),
        ("٣", None),
    ];
    for (typed, expected) in table {
        let expected = expected
            .map(|n| Picked::Number(n.to_owned()))
            .ok_or(Misfit::Number);
        assert_eq!(
            read(&fixture::numeric(1), &number(typed)),
            expected,
            "{typed:?}"
        );
    }
}

#[test]
fn forms_have_their_names_in_json() {
    let table = [
        (r#"{"choice":"A"}"#, Some(Given::Choice(A))),
        (r#"{"choices":["B","A"]}"#, Some(Given::Choices(vec![B, A]))),
        (r#"{"text":"Paris"}"#, Some(word("Paris"))),
        (r#"{"number":"-3.14"}"#, Some(number("-3.14"))),
        (r#"{"order":["B","A"]}"#, Some(Given::Order(vec![B, A]))),
        (
            r#"{"pairs":{"A":"B","B":"B"}}"#,
            Some(pairs(&[(A, B), (B, B)])),
        ),
        (r#"{"number":3.14}"#, None),
        (r#"{"choice":"a"}"#, None),
        (r#"{"choice":"G"}"#, None),
        (r#"{"choice":"A","text":"b"}"#, None),
        ("{}", None),
        ("\"A\"", None),
    ];
    for (json, expected) in table {
        assert_eq!(serde_json::from_str(json).ok(), expected, "{json}");
        if let Some(given) = expected {
            assert_eq!(serde_json::to_string(&given).unwrap(), json);
        }
    }
}

#[test]
fn what_was_picked_before_an_edit_is_not_told_in_new_letters() {
    for question in fixture::bank(7) {
        let picked = read(&question, &fixture::right(42, &question)).unwrap();
        let mut ids = (900_000..).map(|n| uuid::Uuid::from_u128(n).into());
        let edited = question
            .clone()
            .edit(question.topic, question.draft(), || ids.next().unwrap());
        let told = Deal::new(42, &edited.unwrap()).tell(&picked);
        let has_letters = question.kind.offers_choices();
        assert_eq!(told.is_none(), has_letters, "{:?}", question.kind);
    }
}

/// Any answer that fits a question, and some that do not.
fn any_given() -> impl Strategy<Value = Given> {
    let letter = || prop::sample::select(Letter::ALL);
    let letters = || prop::collection::vec(letter(), 0..7);
    let order = Just(vec![A, B, C, D]).prop_shuffle();
    prop_oneof![
        letter().prop_map(Given::Choice),
        letters().prop_map(Given::Choices),
        any::<String>().prop_map(Given::Text),
        "-?[0-9]{1,20}(\\.[0-9]{1,8})?".prop_map(Given::Number),
        letters().prop_map(Given::Order),
        order.prop_map(Given::Order),
        prop::collection::btree_map(letter(), prop::sample::select(vec![A, B]), 0..7)
            .prop_map(Given::Pairs),
        prop::sample::select(vec![A, B]).prop_map(|to| pairs(&[(A, to), (B, A), (C, B)])),
    ]
}

proptest! {
    #[test]
    fn what_is_read_is_told_and_read_again(seed: i64, given in any_given()) {
        for question in fixture::bank(7) {
            let deal = Deal::new(seed, &question);
            let Ok(picked) = deal.read(&given) else { continue };
            let told = deal.tell(&picked).expect("the question was not edited");
            prop_assert_eq!(deal.read(&told), Ok(picked.clone()), "{:?}", told);
            let stored = serde_json::to_string(&picked).unwrap();
            prop_assert_eq!(serde_json::from_str::<Picked>(&stored).unwrap(), picked);
        }
    }

    #[test]
    fn making_a_text_plain_twice_changes_nothing(text: String) {
        let plain = plain_text(&text);
        prop_assert_eq!(plain_text(&plain), plain);
    }
}
