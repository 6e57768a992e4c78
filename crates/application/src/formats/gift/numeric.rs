//! `3.14:0.01`, `3..4`, `=1:0 =%50%1:1`.

use super::super::document::excerpt;
use super::Flaw;
use super::answers::{Choice, choices, read_feedback, take_weight};
use super::text::{Markup, split_unescaped};
use ludger_domain::money::parse_decimal;
use ludger_domain::quiz::AnswerDraft;

/// The ranges behind `{#`.
pub(super) fn read_numbers(raw: &str, markup: Markup) -> Result<Vec<AnswerDraft>, Flaw> {
    if !raw.starts_with(['=', '~']) {
        let (weight, rest) = take_weight(raw);
        let (text, feedback) = split_unescaped(rest, "#").unwrap_or((rest, ""));
        return Ok(vec![read_number(
            &Choice {
                is_marked_right: true,
                weight,
                text,
                feedback,
            },
            markup,
        )?]);
    }
    let choices = choices(raw)?;
    if choices.iter().any(|choice| !choice.is_marked_right) {
        return Err(Flaw::Unsupported(
            "a wrong number (\"~\") has no place among accepted ranges",
        ));
    }
    choices
        .iter()
        .map(|choice| read_number(choice, markup))
        .collect()
}

fn read_number(choice: &Choice<'_>, markup: Markup) -> Result<AnswerDraft, Flaw> {
    let text = choice.text.trim();
    let (low, high) = if let Some((low, high)) = text.split_once("..") {
        (decimal(low)?, Some(decimal(high)?))
    } else if let Some((middle, tolerance)) = text.split_once(':') {
        around(&decimal(middle)?, &decimal(tolerance)?)?
    } else {
        (decimal(text)?, None)
    };
    Ok(AnswerDraft {
        content: low,
        is_correct: true,
        counterpart: high,
        weight: choice.weight,
        feedback: read_feedback(choice.feedback, markup),
    })
}

/// What is `tolerance` or less away from `middle`; the number alone where the tolerance is 0.
fn around(middle: &str, tolerance: &str) -> Result<(String, Option<String>), Flaw> {
    let malformed = || Flaw::Malformed(format!("\"{middle}:{tolerance}\" is no range"));
    let number = parse_decimal(middle).map_err(|_| malformed())?;
    let distance = parse_decimal(tolerance).map_err(|_| malformed())?;
    if distance.is_zero() {
        return Ok((middle.to_owned(), None));
    }
    let low = number.checked_sub(distance).ok_or_else(malformed)?;
    let high = number.checked_add(distance).ok_or_else(malformed)?;
    if distance.is_sign_negative() {
        return Err(malformed());
    }
    Ok((low.to_string(), Some(high.to_string())))
}

/// A decimal as the domain writes it: `+.5` is `0.5`, `5.` is `5`.
fn decimal(raw: &str) -> Result<String, Flaw> {
    let raw = raw.trim();
    if parse_decimal(raw).is_ok() {
        return Ok(raw.to_owned());
    }
    let (sign, digits) = raw
        .strip_prefix('-')
        .map_or(("", raw), |digits| ("-", digits));
    let digits = digits
        .strip_prefix('+')
        .filter(|_| sign.is_empty())
        .unwrap_or(digits);
    let digits = digits.strip_suffix('.').unwrap_or(digits);
    let zero = if digits.starts_with('.') { "0" } else { "" };
    Some(format!("{sign}{zero}{digits}"))
        .filter(|decimal| parse_decimal(decimal).is_ok())
        .ok_or_else(|| Flaw::Malformed(format!("{:?} is no decimal number", excerpt(raw))))
}
