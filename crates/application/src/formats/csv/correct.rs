//! Which answers a cell means: `2`, `1;3`, `B`, `A, C`, `Paris`.

use super::header::position_of_letter;
use std::collections::BTreeSet;

/// What is tried first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    Positions,
    Texts,
}

/// The columns, counted from 1, of the answers that `said` means. `None` when it means none of them.
///
/// `answers` are the columns and texts of the row's answers.
pub(super) fn right_positions(
    said: &str,
    first: First,
    answers: &[(usize, &str)],
) -> Option<BTreeSet<usize>> {
    let positions = || {
        each(said, &[';', ','], |part| part.parse().ok(), answers)
            .or_else(|| each(said, &[';', ','], position_of_letter, answers))
    };
    let lowered: Vec<_> = answers
        .iter()
        .map(|(position, text)| (*position, text.trim().to_lowercase()))
        .collect();
    let of_text = |part: &str| {
        let part = part.to_lowercase();
        lowered
            .iter()
            .find(|(_, text)| *text == part)
            .map(|(position, _)| *position)
    };
    let texts =
        || each(said, &[], of_text, answers).or_else(|| each(said, &[';'], of_text, answers));
    match first {
        First::Positions => positions().or_else(texts),
        First::Texts => texts().or_else(positions),
    }
}

/// Every part must be one of the answers.
fn each(
    said: &str,
    separators: &[char],
    position: impl Fn(&str) -> Option<usize>,
    answers: &[(usize, &str)],
) -> Option<BTreeSet<usize>> {
    let exists = |position: &usize| answers.iter().any(|(other, _)| other == position);
    said.split(separators)
        .map(|part| position(part.trim()).filter(exists))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_right_answers() {
        use First::{Positions, Texts};
        let answers = [(1, "4"), (2, "1"), (3, "B"), (5, "Rome, Italy")];
        let rows: [(&str, First, Option<&[usize]>); 14] = [
            ("2", Positions, Some(&[2])),
            ("1", Texts, Some(&[2])),
            ("1;3", Positions, Some(&[1, 3])),
            ("3, 1", Positions, Some(&[1, 3])),
            ("B", Positions, Some(&[2])),
            ("b", Texts, Some(&[3])),
            ("A;C", Positions, Some(&[1, 3])),
            ("4", Positions, Some(&[1])),
            ("rome, italy", Positions, Some(&[5])),
            ("4;Rome, Italy", Texts, Some(&[1, 5])),
            ("e", Positions, Some(&[5])),
            ("7", Positions, None),
            ("Paris", Texts, None),
            ("1;Paris", Positions, None),
        ];
        for (said, first, right) in rows {
            assert_eq!(
                right_positions(said, first, &answers),
                right.map(|r| r.iter().copied().collect()),
                "{said}"
            );
        }
    }
}
