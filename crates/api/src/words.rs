//! Words that stand for something, as the OpenAPI document tells of them. Each list is the domain's own, so that no
//! word is forgotten.

use ludger_application::formats::Format;
use ludger_domain::accounts::{AuditAction, Flag, Permission, Role, SessionKind, Tier};
use ludger_domain::boards::Period;
use ludger_domain::jobs::{JobKind, JobState};
use ludger_domain::ledger::Category;
use ludger_domain::money::CurrencyKind;
use ludger_domain::quiz::{
    Departure, End, Letter, MediaType, Mode, QuestionKind, QuizStatus, ScoringKind, SessionResult,
    Status,
};
use utoipa::openapi::schema::{Array, ArrayBuilder, Object, ObjectBuilder, SchemaType, Type};

fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words))
        .build()
}

macro_rules! words {
    ($($name:ident $words:expr;)*) => {
        $(pub(crate) fn $name() -> Object {
            one_of($words)
        })*
    };
}

words! {
    role Role::ALL.iter().map(|one| one.as_str());
    permission Permission::ALL.iter().map(|one| one.as_str());
    tier Tier::ALL.iter().map(|one| one.as_str());
    flag Flag::ALL.iter().map(|one| one.as_str());
    audit_action AuditAction::ALL.iter().map(|one| one.as_str());
    session_kind SessionKind::ALL.iter().map(|one| one.as_str());
    job_kind JobKind::ALL.iter().map(|one| one.as_str());
    job_state JobState::ALL.iter().map(|one| one.as_str());
    category Category::ALL.iter().map(|one| one.as_str());
    category_of_services Category::ALL.iter().filter(|one| is_of_services(**one)).map(|one| one.as_str());
    question_kind QuestionKind::ALL.iter().map(|one| one.as_str());
    media_type MediaType::ALL.iter().map(|one| one.as_str());
    quiz_status QuizStatus::ALL.iter().map(|one| one.as_str());
    scoring ScoringKind::ALL.iter().map(|one| one.as_str());
    quiz_order ["newest", "most_played"];
    letter Letter::ALL.iter().map(|one| one.as_str());
    period Period::ALL.iter().map(|one| one.as_str());
    mode Mode::ALL.iter().map(|one| one.as_str());
    status Status::ALL.iter().map(|one| one.as_str());
    result SessionResult::ALL.iter().map(|one| one.as_str());
    end End::ALL.iter().map(|one| one.as_str());
    import_format Format::ALL.iter().map(|one| one.as_str());
    currency_kind [CurrencyKind::Play, CurrencyKind::Fiat, CurrencyKind::Token].map(kind_name);
    direction ["credit", "debit"];
    account ["available", "held"];
}

fn one_of_or_null<'a>(words: impl Iterator<Item = &'a str>) -> Object {
    let words = words.map(serde_json::Value::from);
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .enum_values(Some(words.chain([serde_json::Value::Null])))
        .build()
}

/// How a player went, if they did.
pub(crate) fn departure() -> Object {
    one_of_or_null(Departure::ALL.iter().map(|one| one.as_str()))
}

/// What a session was for a player, if it is over.
pub(crate) fn result_or_null() -> Object {
    one_of_or_null(SessionResult::ALL.iter().map(|one| one.as_str()))
}

/// The others are of operations of their own.
const fn is_of_services(category: Category) -> bool {
    !matches!(category, Category::AdminAdjustment | Category::Reversal)
}

/// What a new session is kept as; a pair of tokens, unless something else is asked for.
pub(crate) fn session_kind_or_tokens() -> Object {
    let words = SessionKind::ALL.iter().map(|one| one.as_str());
    let word = ObjectBuilder::new().schema_type(Type::String);
    let default = SessionKind::Tokens.as_str();
    word.enum_values(Some(words))
        .default(Some(default.into()))
        .build()
}

/// What somebody may do; each of them once.
pub(crate) fn permissions() -> Array {
    each_once(permission())
}

/// Switches of a user; each of them once.
pub(crate) fn flags() -> Array {
    each_once(flag())
}

fn each_once(word: Object) -> Array {
    ArrayBuilder::new().items(word).unique_items(true).build()
}

/// What a question is about.
pub(crate) fn tags() -> Array {
    let tag = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(40))
        .build();
    ArrayBuilder::new().items(tag).max_items(Some(10)).build()
}

/// The name of a kind of currency.
pub(crate) const fn kind_name(kind: CurrencyKind) -> &'static str {
    match kind {
        CurrencyKind::Play => "play",
        CurrencyKind::Fiat => "fiat",
        CurrencyKind::Token => "token",
    }
}
