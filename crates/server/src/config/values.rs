//! The types of settings, read from text.

use ludger_domain::accounts::{EmailPattern, RegistrationPolicy};
use ludger_domain::boards::{Prize, Prizes};
use ludger_domain::money::{Currencies, Currency, CurrencyCode, CurrencyKind};
use ludger_domain::quiz::{COIN, Mode};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::num::NonZeroU32;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A problem and its cure.
pub(super) type Fault = (String, String);

pub(super) fn parsed<T: FromStr>(text: &str, cure: &str) -> Result<T, Fault>
where
    T::Err: Display,
{
    text.parse()
        .map_err(|error: T::Err| (format!("{text:?}: {error}"), cure.to_owned()))
}

pub(super) fn number<T>(text: &str, range: RangeInclusive<T>) -> Result<T, Fault>
where
    T: FromStr + PartialOrd + Display,
{
    let cure = || format!("a whole number from {} to {}", range.start(), range.end());
    match text.parse() {
        Ok(number) if range.contains(&number) => Ok(number),
        _ => Err((format!("{text:?} is out of range or no number"), cure())),
    }
}

/// How often something may be done; 0: any number of times.
pub(super) fn rate(text: &str) -> Result<Option<NonZeroU32>, Fault> {
    number(text, 0..=100_000_000).map(NonZeroU32::new)
}

/// The parts between commas; none for an empty text.
pub(super) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// `None` for an empty text.
pub(super) fn pattern(text: &str) -> Result<Option<EmailPattern>, Fault> {
    let cure = r"a regular expression, for example .+@example\.org";
    let read = |text| EmailPattern::new(text).map_err(|fault| (fault.to_string(), cure.to_owned()));
    (!text.is_empty()).then(|| read(text)).transpose()
}

/// Whether a password alone is not enough; empty: what the policy says. Without mail nobody could verify anything.
pub(super) fn verified_only(text: &str, by_policy: bool, has_mail: bool) -> Result<bool, Fault> {
    let verified_only = match text {
        "" => by_policy,
        _ => parsed(text, "`true`, `false`, or nothing")?,
    };
    if verified_only && !has_mail {
        return Err((
            "nobody could get in: addresses have to be verified, and there is no mail".to_owned(),
            "say in `mail_url` how mail is sent, or set `verified_only` to false".to_owned(),
        ));
    }
    Ok(verified_only)
}

/// A word, which goes with a pattern or without.
pub(super) fn registration(
    text: &str,
    pattern: Option<EmailPattern>,
) -> Result<RegistrationPolicy, Fault> {
    let fault = |problem: String, cure: &str| Err((problem, cure.to_owned()));
    match (text, pattern) {
        ("pattern", Some(pattern)) => Ok(RegistrationPolicy::Pattern(pattern)),
        ("pattern", None) => fault(
            "there is no pattern".to_owned(),
            r"give one in `registration_pattern`, for example .+@example\.org",
        ),
        ("open" | "allow_list" | "invitation", Some(_)) => fault(
            format!("{text:?} looks at no pattern, and there is one"),
            "leave `registration_pattern` out, or set `registration` to `pattern`",
        ),
        ("open", None) => Ok(RegistrationPolicy::Open),
        ("allow_list", None) => Ok(RegistrationPolicy::AllowList),
        ("invitation", None) => Ok(RegistrationPolicy::Invitation),
        _ => fault(
            format!("{text:?} is no policy"),
            "`open`, `pattern`, `allow_list` or `invitation`",
        ),
    }
}

pub(super) fn currencies(text: &str) -> Result<Currencies, Fault> {
    let cure = "write CODE:SCALE:KIND, KIND being play, fiat or token; for example GEM:0:play";
    let mut currencies = Currencies::built_in();
    for part in list(text) {
        let added =
            currency(part).and_then(|currency| currencies.add(currency).map_err(|e| e.to_string()));
        added.map_err(|problem| (format!("{part:?}: {problem}"), cure.to_owned()))?;
    }
    Ok(currencies)
}

fn currency(text: &str) -> Result<Currency, String> {
    let mut parts = text.split(':');
    let (Some(code), Some(scale), Some(kind), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err("has not three parts".to_owned());
    };
    let kind = match kind {
        "play" => CurrencyKind::Play,
        "fiat" => CurrencyKind::Fiat,
        "token" => CurrencyKind::Token,
        _ => return Err("its kind is unknown".to_owned()),
    };
    let scale = scale
        .parse()
        .map_err(|_| "its scale is no number from 0 to 9".to_owned())?;
    Currency::new(code, scale, kind).map_err(|faults| faults.to_string())
}

pub(super) fn floors(
    text: &str,
    currencies: &Currencies,
) -> Result<BTreeMap<CurrencyCode, i64>, Fault> {
    let cure = "write CODE:AMOUNT with an amount of zero or below; for example INR:-1000.00";
    list(text)
        .map(|part| {
            floor(part, currencies)
                .map_err(|problem| (format!("{part:?}: {problem}"), cure.to_owned()))
        })
        .collect()
}

pub(super) fn prizes(text: &str, currencies: &Currencies) -> Result<Prizes, Fault> {
    let cure = "write MODE/PERIOD/RANKS:WISE, MODE being solo, comp or collab and PERIOD daily, weekly or monthly; for example comp/weekly/1:100,comp/weekly/2-3:50";
    let prizes = list(text).map(|part| {
        prize(part, currencies).map_err(|problem| (format!("{part:?}: {problem}"), cure.to_owned()))
    });
    let prizes = prizes.collect::<Result<Vec<_>, Fault>>()?;
    Prizes::new(prizes).map_err(|problem| (problem.to_string(), cure.to_owned()))
}

fn prize(text: &str, currencies: &Currencies) -> Result<Prize, String> {
    let (board, amount) = text.split_once(':').ok_or("has no amount")?;
    let mut parts = board.split('/');
    let (Some(mode), Some(period), Some(ranks), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err("names no mode, period and ranks".to_owned());
    };
    let (from, to) = ranks.split_once('-').unwrap_or((ranks, ranks));
    let rank = |text: &str| text.parse().map_err(|_| "its ranks are no numbers");
    let coin = currencies.get(COIN).ok_or("there is no WISE")?;
    let amount = coin.parse(amount).map_err(|fault| fault.to_string())?;
    let prize = Prize {
        mode: Mode::from_name(mode).ok_or("its mode is unknown")?,
        period: period.parse().map_err(|_| "its period is unknown")?,
        ranks: rank(from)?..=rank(to)?,
        minor: amount.minor,
    };
    prize.checked().map_err(|problem| problem.to_string())
}

fn floor(text: &str, currencies: &Currencies) -> Result<(CurrencyCode, i64), String> {
    let (code, amount) = text.split_once(':').ok_or("has not two parts")?;
    let currency = currencies.get(code).ok_or("its currency is unknown")?;
    let amount = currency.parse(amount).map_err(|fault| fault.to_string())?;
    if amount.minor > 0 {
        Err("is above zero".to_owned())
    } else {
        Ok((currency.code, amount.minor))
    }
}
