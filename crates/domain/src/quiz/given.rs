//! What a player answers: in the letters they were shown, and as it is stored.

use super::{Deal, Letter, QuestionKind};
use crate::ids::AnswerId;
use crate::money::parse_decimal;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most characters of a text that is given as an answer.
pub const TEXT_MAX: usize = 500;

/// An answer in the words of who gives it. Which form a question takes follows from its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// `single`, `true_false`: one letter.
    Choice(Letter),
    /// `multiple`: letters, in any order, each once; at least one.
    Choices(Vec<Letter>),
    /// `text`: 1 to [`TEXT_MAX`] characters. Case and spaces do not count.
    Text(String),
    /// `numeric`: a decimal, such as `-3.14`.
    Number(String),
    /// `order`: every letter once, the first one first.
    Order(Vec<Letter>),
    /// `match`: the letter of a target for every choice.
    Pairs(BTreeMap<Letter, Letter>),
}

/// The same, apart from how it was dealt: what is stored, and what two answers are compared by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Picked {
    /// See [`Given::Choice`].
    Choice(AnswerId),
    /// See [`Given::Choices`].
    Choices(BTreeSet<AnswerId>),
    /// See [`Given::Text`]; lower case, single spaces.
    Text(String),
    /// See [`Given::Number`]; without zeros that mean nothing.
    Number(String),
    /// See [`Given::Order`].
    Order(Vec<AnswerId>),
    /// See [`Given::Pairs`]; the targets by their text.
    Pairs(BTreeMap<AnswerId, String>),
}

/// Why an answer cannot be one to this question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// The question is of a kind that is answered in another form.
    #[error("a {} question is answered by \"{}\"", .0.as_str(), .0.answered_by())]
    Form(QuestionKind),
    /// The question has fewer choices.
    #[error("the question has no choice {0}")]
    UnknownChoice(Letter),
    /// The question has fewer targets.
    #[error("the question has no target {0}")]
    UnknownTarget(Letter),
    /// Stands there twice.
    #[error("choice {0} stands there twice")]
    Repeated(Letter),
    /// An order, or pairs, leave something out.
    #[error("choice {0} is missing")]
    Missing(Letter),
    /// Nothing was picked.
    #[error("nothing is picked")]
    Nothing,
    /// See [`TEXT_MAX`].
    #[error("a text has 1 to {TEXT_MAX} characters")]
    Text,
    /// See [`Given::Number`].
    #[error("a number is written as digits, with a point where there is a fraction")]
    Number,
}

impl QuestionKind {
    /// The form in which it is answered, by its name in JSON.
    pub const fn answered_by(self) -> &'static str {
        match self {
            Self::Single | Self::TrueFalse => "choice",
            Self::Multiple => "choices",
            Self::Text => "text",
            Self::Numeric => "number",
            Self::Order => "order",
            Self::Match => "pairs",
        }
    }
}

impl Deal<'_> {
    /// What was picked, in the question's own terms.
    ///
    /// # Errors
    /// It is no answer to this question.
    pub fn read(&self, given: &Given) -> Result<Picked, Misfit> {
        let kind = self.question.kind;
        match (kind, given) {
            (QuestionKind::Single | QuestionKind::TrueFalse, Given::Choice(letter)) => {
                Ok(Picked::Choice(self.answer(*letter)?))
            }
            (QuestionKind::Multiple, Given::Choices(letters)) => {
                let picked = self.each_once(letters)?;
                if picked.is_empty() {
                    return Err(Misfit::Nothing);
                }
                Ok(Picked::Choices(picked.into_iter().collect()))
            }
            (QuestionKind::Text, Given::Text(text)) => read_text(text),
            (QuestionKind::Numeric, Given::Number(number)) => {
                let number = parse_decimal(number).map_err(|_| Misfit::Number)?;
                Ok(Picked::Number(number.normalize().to_string()))
            }
            (QuestionKind::Order, Given::Order(letters)) => {
                let picked = self.each_once(letters)?;
                self.check_whole(|letter| letters.contains(&letter))?;
                Ok(Picked::Order(picked))
            }
            (QuestionKind::Match, Given::Pairs(pairs)) => {
                let pair = |(choice, target): (&Letter, &Letter)| {
                    let text = self.target(*target).ok_or(Misfit::UnknownTarget(*target))?;
                    Ok((self.answer(*choice)?, text.to_owned()))
                };
                let picked = pairs.iter().map(pair).collect::<Result<_, _>>()?;
                self.check_whole(|letter| pairs.contains_key(&letter))?;
                Ok(Picked::Pairs(picked))
            }
            _ => Err(Misfit::Form(kind)),
        }
    }

    /// What was picked, in the letters of this deal. `None` when the question was edited since.
    pub fn tell(&self, picked: &Picked) -> Option<Given> {
        let letter = |id: &AnswerId| self.letter_of(*id);
        Some(match picked {
            Picked::Choice(id) => Given::Choice(letter(id)?),
            Picked::Choices(ids) => {
                let mut letters = ids.iter().map(letter).collect::<Option<Vec<_>>>()?;
                letters.sort_unstable();
                Given::Choices(letters)
            }
            Picked::Text(text) => Given::Text(text.clone()),
            Picked::Number(number) => Given::Number(number.clone()),
            Picked::Order(ids) => Given::Order(ids.iter().map(letter).collect::<Option<_>>()?),
            Picked::Pairs(pairs) => Given::Pairs(
                pairs
                    .iter()
                    .map(|(id, text)| Some((letter(id)?, self.letter_of_target(text)?)))
                    .collect::<Option<_>>()?,
            ),
        })
    }

    fn answer(&self, letter: Letter) -> Result<AnswerId, Misfit> {
        let picked = self.pick(letter).ok_or(Misfit::UnknownChoice(letter))?;
        Ok(picked.id)
    }

    fn each_once(&self, letters: &[Letter]) -> Result<Vec<AnswerId>, Misfit> {
        let mut seen = BTreeSet::new();
        let read = |letter: &Letter| {
            if !seen.insert(*letter) {
                return Err(Misfit::Repeated(*letter));
            }
            self.answer(*letter)
        };
        letters.iter().map(read).collect()
    }

    fn check_whole(&self, holds: impl Fn(Letter) -> bool) -> Result<(), Misfit> {
        let shown = self.choices().into_iter().map(|choice| choice.letter);
        match shown.into_iter().find(|letter| !holds(*letter)) {
            Some(letter) => Err(Misfit::Missing(letter)),
            None => Ok(()),
        }
    }
}

fn read_text(text: &str) -> Result<Picked, Misfit> {
    let plain = plain_text(text);
    // Some characters become several: what is told back has to be an answer too.
    let length = text.chars().count().max(plain.chars().count());
    if plain.is_empty() || length > TEXT_MAX {
        return Err(Misfit::Text);
    }
    Ok(Picked::Text(plain))
}

/// What texts are compared by: lower case, single spaces, none at the ends, composed characters. Composed twice: some
/// small letters are one character where their capitals are two (`ǰ`).
pub(super) fn plain_text(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let composed: String = text.nfkc().collect();
    let words: Vec<_> = composed.split_whitespace().collect();
    words.join(" ").to_lowercase().nfkc().collect()
}

#[cfg(test)]
mod tests;
