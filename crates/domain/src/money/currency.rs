use crate::fault::Faults;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// 3 to 10 characters of `A-Z0-9`, for example `WISE`. Held inline, so that keys and entries stay `Copy`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CurrencyCode([u8; 10]);

impl CurrencyCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        let text = self.0.split(|b| *b == 0).next().unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }
}

impl FromStr for CurrencyCode {
    type Err = Faults;
    fn from_str(text: &str) -> Result<Self, Faults> {
        let plain = text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let mut code = [0; 10];
        match code.get_mut(..text.len()) {
            Some(room) if plain && text.len() >= 3 => {
                room.copy_from_slice(text.as_bytes());
                Ok(Self(code))
            }
            _ => {
                let mut faults = Faults::default();
                faults.add(
                    "",
                    "invalid_currency",
                    "a currency code is 3 to 10 characters of A-Z and 0-9",
                );
                Err(faults)
            }
        }
    }
}

impl TryFrom<String> for CurrencyCode {
    type Error = Faults;
    fn try_from(text: String) -> Result<Self, Faults> {
        text.parse()
    }
}

impl From<CurrencyCode> for String {
    fn from(code: CurrencyCode) -> Self {
        code.as_str().to_owned()
    }
}

impl fmt::Display for CurrencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for CurrencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What stands behind a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CurrencyKind {
    /// Made and unmade here, at the mint.
    Play,
    /// Money of a state.
    Fiat,
    /// A token on a chain.
    Token,
}

/// A currency: its code, how many decimals it is written with, and its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Currency {
    /// Unique.
    pub code: CurrencyCode,
    /// Decimals, 0 to 9. One minor unit is 10^-scale.
    pub scale: u8,
    /// What stands behind it.
    pub kind: CurrencyKind,
}

impl Currency {
    /// The largest scale.
    pub const SCALE_MAX: u8 = 9;

    /// A currency from its parts.
    ///
    /// # Errors
    /// A malformed code, or a scale above [`Self::SCALE_MAX`]; both are reported at once.
    pub fn new(code: &str, scale: u8, kind: CurrencyKind) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let code = faults.take(code.parse::<CurrencyCode>().map_err(|f| f.under("/code")));
        if scale > Self::SCALE_MAX {
            faults.add("/scale", "out_of_range", "a currency has 0 to 9 decimals");
        }
        match code {
            Some(code) if faults.0.is_empty() => Ok(Self { code, scale, kind }),
            _ => Err(faults),
        }
    }
}

/// The currencies of a deployment: the built-in ones and those that its configuration adds.
///
/// ```
/// use ludger_domain::money::Currencies;
/// let inr = Currencies::built_in().get("INR").expect("built in");
/// assert_eq!(inr.parse("12.50").expect("two decimals").minor, 1250);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currencies(Vec<Currency>);

impl Currencies {
    /// `WISE` (the quiz coin), `INR` (the betting balance, play money), `USD` and `USDC`.
    pub fn built_in() -> Self {
        let rows: [(&[u8], u8, CurrencyKind); 4] = [
            (b"WISE", 0, CurrencyKind::Play),
            (b"INR", 2, CurrencyKind::Play),
            (b"USD", 2, CurrencyKind::Fiat),
            (b"USDC", 6, CurrencyKind::Token),
        ];
        Self(
            rows.into_iter()
                .map(|(text, scale, kind)| {
                    let mut code = [0; 10];
                    code.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
                    Currency {
                        code: CurrencyCode(code),
                        scale,
                        kind,
                    }
                })
                .collect(),
        )
    }

    /// Adds a currency, or repeats one that is there unchanged.
    ///
    /// # Errors
    /// The code is taken by a currency with another scale or kind: amounts already written would change their meaning.
    pub fn add(&mut self, currency: Currency) -> Result<(), Faults> {
        match self.by_code(currency.code) {
            Some(known) if known == currency => Ok(()),
            Some(known) => {
                let mut faults = Faults::default();
                faults.add(
                    "/code",
                    "currency_conflict",
                    format!(
                        "{} is already known with {} decimals",
                        known.code, known.scale
                    ),
                );
                Err(faults)
            }
            None => {
                self.0.push(currency);
                Ok(())
            }
        }
    }

    /// The currency of that code, if the deployment has it.
    pub fn get(&self, code: &str) -> Option<Currency> {
        self.0.iter().copied().find(|c| c.code.as_str() == code)
    }

    /// The same, by a parsed code.
    pub fn by_code(&self, code: CurrencyCode) -> Option<Currency> {
        self.0.iter().copied().find(|c| c.code == code)
    }

    /// All of them, built-in ones first.
    pub fn iter(&self) -> impl Iterator<Item = Currency> + '_ {
        self.0.iter().copied()
    }
}

impl Default for Currencies {
    fn default() -> Self {
        Self::built_in()
    }
}
