//! A small document of each format.

pub(super) const GIFT: &str = "\
$CATEGORY: Astronomy

Which planet is nearest to the Sun? {=Mercury ~Venus ~Mars#It is red.}

The Sun is a planet. {FALSE}

Name a star. {=Sirius =Vega}

Broken { ~A ~B }
";
pub(super) const AIKEN: &str = "Which planet is red?\nA. Venus\nB. Mars\nANSWER: B\n";
pub(super) const CSV: &str = "topic,kind,content,correct,answer_1,answer_2\nSums,single,1 + 1?,1,2,3\nSums,single,2 + 2?,7,4,5\n";
pub(super) const OPEN_TRIVIA: &str = r#"{"response_code":0,"results":[{"category":"Science: Nature","type":"multiple",
"difficulty":"easy","question":"What do bees make?","correct_answer":"Honey","incorrect_answers":["Milk","Jam","Oil"]}]}"#;
pub(super) const OWN: &str = r#"{"format":"ludger-questions","version":1,
"topics":[{"title":"Empty","description":"Nothing yet"}],
"questions":[{"topic":"Facts","kind":"true_false","content":"The Sun is a star.",
"answers":[{"content":"True","is_correct":true},{"content":"False"}]}]}"#;
