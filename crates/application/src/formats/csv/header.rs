//! Which column holds what.

/// As many answers as any kind has.
const ANSWERS_MAX: usize = 20;

/// Where the columns stand, by what they hold.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) topic: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) difficulty: Option<usize>,
    pub(super) content: Option<usize>,
    pub(super) explanation: Option<usize>,
    pub(super) points: Option<usize>,
    pub(super) tags: Option<usize>,
    /// `correct`: positions before texts.
    pub(super) correct: Option<usize>,
    /// `correct_answer`: texts before positions.
    pub(super) correct_answer: Option<usize>,
    pub(super) answers: Vec<AnswerColumns>,
    /// How many columns there are.
    pub(super) count: usize,
}

/// The columns of one answer.
#[derive(Default, Clone, Copy)]
pub(super) struct AnswerColumns {
    pub(super) content: Option<usize>,
    pub(super) counterpart: Option<usize>,
    pub(super) weight: Option<usize>,
    pub(super) feedback: Option<usize>,
}

impl Columns {
    /// Reads the names of a header. The error says which name is wrong.
    pub(super) fn of(names: &[String]) -> Result<Self, String> {
        let mut columns = Self {
            answers: vec![AnswerColumns::default(); ANSWERS_MAX],
            count: names.len(),
            ..Self::default()
        };
        for (index, name) in names.iter().enumerate() {
            let name = name.trim().to_lowercase().replace([' ', '-'], "_");
            if let Some(place) = columns.place(&name)
                && place.replace(index).is_some()
            {
                return Err(format!(
                    "the column {name:?} stands there twice, perhaps under another name"
                ));
            }
        }
        match columns.content {
            Some(_) => Ok(columns),
            None => Err("there is no column \"content\" (or \"question\")".to_owned()),
        }
    }

    fn place(&mut self, name: &str) -> Option<&mut Option<usize>> {
        Some(match name {
            "topic" | "category" | "subject" => &mut self.topic,
            "kind" | "type" => &mut self.kind,
            "difficulty" | "level" => &mut self.difficulty,
            "content" | "question" | "text" => &mut self.content,
            "explanation" | "general_feedback" => &mut self.explanation,
            "points" => &mut self.points,
            "tags" => &mut self.tags,
            "correct" => &mut self.correct,
            "correct_answer" | "answer" => &mut self.correct_answer,
            _ => return self.place_of_answer(name),
        })
    }

    /// `answer_2`, `option_b`, `choice3`, `d`, `answer_2_feedback`.
    fn place_of_answer(&mut self, name: &str) -> Option<&mut Option<usize>> {
        let numbered = ["answer", "option", "choice"]
            .into_iter()
            .find_map(|word| name.strip_prefix(word));
        let (number, part) = match numbered.map(|rest| rest.strip_prefix('_').unwrap_or(rest)) {
            Some(rest) => rest.split_once('_').unwrap_or((rest, "")),
            None => (name, ""),
        };
        let position = if numbered.is_some() {
            position(number)?
        } else {
            position_of_letter(number)?
        };
        let columns = self.answers.get_mut(position.checked_sub(1)?)?;
        Some(match part {
            "" => &mut columns.content,
            "counterpart" | "match" => &mut columns.counterpart,
            "weight" => &mut columns.weight,
            "feedback" => &mut columns.feedback,
            _ => return None,
        })
    }
}

/// `1` or `a` gives 1.
fn position(number: &str) -> Option<usize> {
    number.parse().ok().or_else(|| position_of_letter(number))
}

/// `a` or `A` gives 1.
pub(super) fn position_of_letter(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let letter = chars
        .next()
        .filter(char::is_ascii_alphabetic)?
        .to_ascii_lowercase();
    ('a'..='z')
        .position(|other| other == letter)
        .filter(|_| chars.next().is_none())
        .map(|index| index + 1)
}
