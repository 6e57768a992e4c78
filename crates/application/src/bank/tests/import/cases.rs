//! A file of each format, with what is wrong in it.

use super::super::ItemStatus::{self, Repeated, Skipped, Taken};

const GIFT: &str = "\
$CATEGORY: Science/Physics

Water boils at 100 degrees.{T}

// The next one has no right answer.
Which one?{~a ~b}

How fast is light, in km/s?{#299792:1}

water  boils at 100 DEGREES.{TRUE}
";

pub(super) const AIKEN: &str = "\
Which planet has the most moons?
A. Mars
B. Saturn
ANSWER: B

Which planet is the largest?
A. Mars
B. Jupiter
ANSWER: D
";

pub(super) const CSV: &str = "\
topic,question,answer a,answer b,correct
Art,Who painted Guernica?,Picasso,Klee,A
Art,Who  painted GUERNICA?,Klee,Picasso,B
Music,Who wrote Fidelio?,Beethoven,Haydn,A
";

const OPENTDB: &str = r#"{"response_code": 0, "results": [
{"type": "boolean", "difficulty": "easy", "category": "History", "question": "Rome fell &quot;in a day&quot;.",
 "correct_answer": "False", "incorrect_answers": ["True"]},
{"type": "riddle", "difficulty": "easy", "category": "History", "question": "What am I?",
 "correct_answer": "a", "incorrect_answers": ["b"]}
]}"#;

pub(super) const JSON: &str = r#"{"format": "ludger-questions", "version": 1,
"topics": [{"title": "Chess", "description": "The game"}, {"title": "Go"}],
"questions": [
{"topic": "Chess", "kind": "order", "content": "By worth?", "answers": [{"content": "pawn"}, {"content": "queen"}]},
{"kind": "single", "content": "Who begins?", "answers": [{"content": "White", "is_correct": true}, {"content": "Black"}]},
{"topic": "Chess", "kind": "single", "content": "", "answers": []}
]}"#;

/// A file, and what becomes of it.
pub(super) struct Case {
    pub(super) file_name: &'static str,
    pub(super) text: &'static str,
    pub(super) items: Vec<ItemStatus>,
    pub(super) topics: Vec<&'static str>,
}

/// One of each format.
pub(super) fn cases() -> [Case; 5] {
    let case = |(file_name, text), items, topics| Case {
        file_name,
        text,
        items,
        topics,
    };
    [
        case(
            ("p.gift", GIFT),
            vec![Taken, Skipped, Taken, Repeated],
            vec!["Physics"],
        ),
        case(
            ("Planets.aiken", AIKEN),
            vec![Taken, Skipped],
            vec!["Planets"],
        ),
        case(
            ("a.csv", CSV),
            vec![Taken, Repeated, Taken],
            vec!["Art", "Music"],
        ),
        case(("o.json", OPENTDB), vec![Taken, Skipped], vec!["History"]),
        case(
            ("Games.json", JSON),
            vec![Taken, Taken, Skipped],
            vec!["Chess", "Games", "Go"],
        ),
    ]
}
