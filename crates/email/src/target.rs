//! The text that names a mail server or a folder.

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use url::{Host, Url};

/// Where mail goes.
#[derive(Debug)]
pub(crate) enum Target {
    /// Into files, for development.
    Folder(PathBuf),
    Server(Server),
}

#[derive(Debug)]
pub(crate) struct Server {
    /// A name in ASCII, or an address without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: Security,
    pub(crate) credentials: Option<Credentials>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Security {
    /// TLS from the first byte.
    Implicit,
    /// TLS before anything is said that matters.
    StartTls,
    Plain,
}

#[derive(Debug)]
pub(crate) struct Credentials {
    pub(crate) user: String,
    pub(crate) password: SecretString,
}

/// Why a URL names no place for mail. The URL itself is left out: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlFault {
    /// No scheme, or one that is not known.
    #[error("it has to begin with smtps://, smtp:// or file:")]
    Scheme,
    /// `file:` without a path.
    #[error("after file: comes the path of a folder, for example file:mail")]
    Folder,
    /// It cannot be taken apart.
    #[error(
        "it has to look like smtps://user:password@mail.example.org:465, with %40 for @, %3A for :, %2F for /, %23 for \
         # and %25 for % in user and password"
    )]
    Shape,
    /// A user without a password, or the other way round.
    #[error("user and password come together, or not at all")]
    Credentials,
    /// Something after `?` that is not known.
    #[error("after smtp://… may come ?tls=starttls or ?tls=none, and nothing else")]
    Option,
}

impl FromStr for Target {
    type Err = UrlFault;

    fn from_str(text: &str) -> Result<Self, UrlFault> {
        if let Some(path) = text.strip_prefix("file:") {
            return match path.strip_prefix("//").unwrap_or(path) {
                "" => Err(UrlFault::Folder),
                path => Ok(Self::Folder(path.into())),
            };
        }
        if !text.starts_with("smtp://") && !text.starts_with("smtps://") {
            return Err(UrlFault::Scheme);
        }
        let url = Url::parse(text).map_err(|_| UrlFault::Shape)?;
        server(&url).map(Self::Server)
    }
}

fn server(url: &Url) -> Result<Server, UrlFault> {
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() || url.port() == Some(0) {
        return Err(UrlFault::Shape);
    }
    let host = host(url).ok_or(UrlFault::Shape)?;
    let security = match (url.scheme(), url.query()) {
        ("smtps", None) => Security::Implicit,
        ("smtp", Some("tls=none")) => Security::Plain,
        // Nobody listens on the way, and what runs here seldom has a certificate that is good for `localhost`.
        ("smtp", None) if is_loopback(&host) => Security::Plain,
        ("smtp", None | Some("tls=starttls")) => Security::StartTls,
        _ => return Err(UrlFault::Option),
    };
    let usual = if security == Security::Implicit {
        465
    } else {
        587
    };
    Ok(Server {
        host,
        port: url.port().unwrap_or(usual),
        security,
        credentials: credentials(url)?,
    })
}

/// In ASCII, as name servers and certificates have it.
fn host(url: &Url) -> Option<String> {
    match Host::parse(url.host_str()?).ok()? {
        Host::Domain(name) => Some(name),
        Host::Ipv4(address) => Some(address.to_string()),
        Host::Ipv6(address) => Some(address.to_string()),
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.parse::<IpAddr>();
    address.map_or(host == "localhost", |address| address.is_loopback())
}

fn credentials(url: &Url) -> Result<Option<Credentials>, UrlFault> {
    let decoded = |text| {
        percent_decode_str(text)
            .decode_utf8()
            .map_err(|_| UrlFault::Shape)
    };
    match (url.username(), url.password().unwrap_or_default()) {
        ("", "") => Ok(None),
        ("", _) | (_, "") => Err(UrlFault::Credentials),
        (user, password) => Ok(Some(Credentials {
            user: decoded(user)?.into_owned(),
            password: decoded(password)?.into_owned().into(),
        })),
    }
}

#[cfg(test)]
mod tests;
