//! Pictures and sounds: what a file is called, and what a question may show.

use super::named::named;
use crate::Timestamp;
use crate::fault::{Fault, Faults};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

named! {
    /// What a file is, by its content.
    MediaType {
        /// A picture.
        Png = "png",
        /// A picture that may move.
        Gif = "gif",
        /// A sound.
        Mp3 = "mp3",
    }
}

impl MediaType {
    /// What it is served as, and nothing else.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Mp3 => "audio/mpeg",
        }
    }
}

/// A file that was uploaded: the SHA-256 of its content, and what it is. The same content has one name, whoever brings it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MediaName {
    /// SHA-256 of the content.
    pub hash: [u8; 32],
    /// What it is.
    pub media_type: MediaType,
}

/// No name of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a file is called by 64 hexadecimal digits, a point, and png, gif or mp3")]
pub struct InvalidMediaName;

impl MediaName {
    /// Where the deployment serves what was uploaded.
    pub const FOLDER: &'static str = "/media/";

    /// The path at which the file is served.
    pub fn path(&self) -> String {
        format!("{}{self}", Self::FOLDER)
    }

    /// The file that a path names, if it is one of ours.
    pub fn of_path(path: &str) -> Option<Self> {
        path.strip_prefix(Self::FOLDER)?.parse().ok()
    }
}

impl fmt::Display for MediaName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.hash {
            write!(f, "{byte:02x}")?;
        }
        write!(f, ".{}", self.media_type)
    }
}

impl FromStr for MediaName {
    type Err = InvalidMediaName;

    fn from_str(text: &str) -> Result<Self, InvalidMediaName> {
        let (digits, ending) = text.split_once('.').ok_or(InvalidMediaName)?;
        let media_type = MediaType::from_name(ending).ok_or(InvalidMediaName)?;
        let mut hash = [0; 32];
        let digits = digits.as_bytes();
        if digits.len() != 64 {
            return Err(InvalidMediaName);
        }
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            let mut digits = pair.iter().map(|digit| match digit {
                b'0'..=b'9' | b'a'..=b'f' => char::from(*digit).to_digit(16),
                _ => None,
            });
            *byte = digits
                .try_fold(0_u8, |sum, digit| {
                    let digit = u8::try_from(digit?).ok()?;
                    sum.checked_mul(16)?.checked_add(digit)
                })
                .ok_or(InvalidMediaName)?;
        }
        Ok(Self { hash, media_type })
    }
}

/// A file that was uploaded, as the store knows of it. Its content lies elsewhere, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaFile {
    /// What it is called.
    pub name: MediaName,
    /// How large it is.
    pub bytes: i64,
    /// When somebody brought it last. What no question shows a day later is thrown away.
    pub uploaded_at: Timestamp,
}

/// Something that a question shows or plays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Media {
    /// `/media/…`: a file that was uploaded here. Else an https address, which the server never fetches.
    pub url: String,
    /// What it is. Of a file that was uploaded, what it was found to be.
    pub media_type: MediaType,
}

impl Media {
    /// The most of one question.
    pub const MAX: usize = 4;

    /// The file that was uploaded, if it is one.
    pub fn file(&self) -> Option<MediaName> {
        MediaName::of_path(&self.url)
    }

    /// Whether the address is one that can stand here.
    ///
    /// # Errors
    /// `invalid_url` at `/url`, or `media_type_differs` at `/media_type`.
    pub fn check(&self) -> Result<(), Fault> {
        if self.url.starts_with('/') {
            let detail = "must be an https address, or /media/ and the name of a file";
            let file = self
                .file()
                .ok_or_else(|| Fault::new("/url", "invalid_url", detail))?;
            if file.media_type != self.media_type {
                let detail = format!("the file is a {}", file.media_type);
                return Err(Fault::new("/media_type", "media_type_differs", detail));
            }
            return Ok(());
        }
        let invalid = || Fault::new("/url", "invalid_url", "must be an https address");
        let url = url::Url::parse(&self.url).map_err(|_| invalid())?;
        let is_plain = url.username().is_empty() && url.password().is_none();
        let is_short = self.url.chars().count() <= 2_000;
        if url.scheme() != "https" || !url.has_host() || !is_plain || !is_short {
            return Err(invalid());
        }
        Ok(())
    }
}

/// What a question shows: a few, each once.
pub(super) fn check_media(media: &[Media], faults: &mut Faults) {
    if media.len() > Media::MAX {
        faults.add("/media", "too_many", "a question has at most 4 media");
    }
    for (index, one) in media.iter().enumerate() {
        let here = format!("/media/{index}");
        let checked = one
            .check()
            .map_err(|fault| Faults::from(fault).under(&here));
        faults.take(checked);
        if media.iter().take(index).any(|other| other.url == one.url) {
            faults.add(here, "repeated", "stands there twice");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "00ff10000000000000000000000000000000000000000000000000000000abcd";

    #[test]
    fn names_read_back_and_nothing_else_is_one() {
        let name: MediaName = format!("{HEX}.gif").parse().unwrap();
        assert_eq!((name.hash[1], name.media_type), (255, MediaType::Gif));
        assert_eq!(name.to_string(), format!("{HEX}.gif"));
        assert_eq!(MediaName::of_path(&name.path()), Some(name));
        let upper = HEX.to_uppercase();
        for text in [
            String::new(),
            HEX.to_owned(),
            format!("{HEX}.svg"),
            format!("{HEX}.png.html"),
            format!("{upper}.png"),
            format!("0{HEX}.png"),
            format!("../{HEX}.png"),
            format!("+{}.png", &HEX[1..]),
        ] {
            assert_eq!(text.parse::<MediaName>(), Err(InvalidMediaName), "{text}");
        }
    }

    #[test]
    fn media_are_files_of_ours_or_https() {
        let of = |url: &str| Media {
            url: url.to_owned(),
            media_type: MediaType::Png,
        };
        let code = |url: &str| of(url).check().err().map(|fault| fault.code);
        assert_eq!(code(&format!("/media/{HEX}.png")), None);
        assert_eq!(code("https://example.org/a.png?b=c"), None);
        let differs = code(&format!("/media/{HEX}.gif"));
        assert_eq!(differs.as_deref(), Some("media_type_differs"));
        for url in [
            "",
            "/",
            "/media/x.png",
            "//example.org/a.png",
            "http://example.org/a.png",
            "javascript:alert(1)",
            "data:image/png;base64,",
            "https://ada:secret@example.org/a.png",
            "file:///etc/passwd",
            "https://",
        ] {
            assert_eq!(code(url).as_deref(), Some("invalid_url"), "{url}");
        }
    }

    #[test]
    fn a_question_has_few_and_each_once() {
        let media = |n: usize| Media {
            url: format!("https://example.org/{}.png", n % 4),
            media_type: MediaType::Png,
        };
        let mut faults = Faults::default();
        check_media(&(0..5).map(media).collect::<Vec<_>>(), &mut faults);
        let codes: Vec<_> = faults.0.iter().map(|fault| fault.code.as_str()).collect();
        assert_eq!(codes, ["too_many", "repeated"]);
    }
}
