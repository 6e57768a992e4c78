use crate::words;
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::quiz::{Given, Letter, NumberRange, Solution};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use utoipa::ToSchema;

/// An answer, in the one form that its question's kind takes.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = Given)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(super) struct ApiGiven {
    /// `single`, `true_false`: the letter of a choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = words::letter, required = false)]
    choice: Option<Letter>,
    /// `multiple`: letters of choices, each once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>, example = json!(["A", "C"]))]
    choices: Option<Vec<Letter>>,
    /// `text`: 1 to 500 characters; case and spaces do not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "Paris", max_length = 500)]
    text: Option<String>,
    /// `numeric`: a decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "3.14", pattern = r"^-?\d+(\.\d+)?$")]
    number: Option<String>,
    /// `order`: every letter once, the first one first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>, example = json!(["B", "A", "C"]))]
    order: Option<Vec<Letter>>,
    /// `match`: for every choice the letter of a target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, example = json!({"A": "B", "B": "A"}))]
    pairs: Option<BTreeMap<Letter, Letter>>,
}

/// What is right, in the form of the question's kind.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = Solution)]
pub(super) struct ApiSolution {
    /// `single`, `true_false`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = words::letter, required = false)]
    choice: Option<Letter>,
    /// `multiple`: all of these, and no others.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>, example = json!(["A", "C"]))]
    choices: Option<Vec<Letter>>,
    /// `text`: any of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = json!(["Paris"]))]
    texts: Option<Vec<String>>,
    /// `numeric`: a number in any of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    ranges: Option<Vec<ApiNumberRange>>,
    /// `order`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>, example = json!(["B", "A", "C"]))]
    order: Option<Vec<Letter>>,
    /// `match`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, example = json!({"A": "B", "B": "A"}))]
    pairs: Option<BTreeMap<Letter, Letter>>,
}

/// From one number to another, both included.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NumberRange)]
pub(super) struct ApiNumberRange {
    #[schema(example = "3.14")]
    from: String,
    #[schema(example = "3.15")]
    to: String,
}

impl Serialize for ApiGiven {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

/// An object, and nothing else: an array is no answer.
impl<'de> Deserialize<'de> for ApiGiven {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(AnObject)
    }
}

struct AnObject;

impl<'de> Visitor<'de> for AnObject {
    type Value = ApiGiven;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<ApiGiven, A::Error> {
        ApiGiven::deserialize(MapAccessDeserializer::new(fields))
    }
}

impl ApiGiven {
    /// The form that was used.
    ///
    /// # Errors
    /// None was, or several.
    pub(super) fn one(self) -> Result<Given, Faults> {
        let Self {
            choice,
            choices,
            text,
            number,
            order,
            pairs,
        } = self;
        let forms = [
            choice.map(Given::Choice),
            choices.map(Given::Choices),
            text.map(Given::Text),
            number.map(Given::Number),
            order.map(Given::Order),
            pairs.map(Given::Pairs),
        ];
        let mut forms = forms.into_iter().flatten();
        if let (Some(form), None) = (forms.next(), forms.next()) {
            return Ok(form);
        }
        let detail = "one of choice, choices, text, number, order and pairs is needed";
        Err(Fault::new("", "one_answer", detail).into())
    }
}

impl From<Given> for ApiGiven {
    fn from(given: Given) -> Self {
        let mut told = Self::default();
        match given {
            Given::Choice(letter) => told.choice = Some(letter),
            Given::Choices(letters) => told.choices = Some(letters),
            Given::Text(text) => told.text = Some(text),
            Given::Number(number) => told.number = Some(number),
            Given::Order(letters) => told.order = Some(letters),
            Given::Pairs(pairs) => told.pairs = Some(pairs),
        }
        told
    }
}

impl From<Solution> for ApiSolution {
    fn from(solution: Solution) -> Self {
        let mut told = Self::default();
        match solution {
            Solution::Choice(letter) => told.choice = Some(letter),
            Solution::Choices(letters) => told.choices = Some(letters),
            Solution::Texts(texts) => told.texts = Some(texts),
            Solution::Ranges(ranges) => {
                told.ranges = Some(ranges.into_iter().map(ApiNumberRange::from).collect());
            }
            Solution::Order(letters) => told.order = Some(letters),
            Solution::Pairs(pairs) => told.pairs = Some(pairs),
        }
        told
    }
}

impl From<NumberRange> for ApiNumberRange {
    fn from(NumberRange { from, to }: NumberRange) -> Self {
        Self { from, to }
    }
}
