use std::path::PathBuf;
use std::str::FromStr;

/// Where the database is.
#[derive(Clone)]
pub(crate) enum Target {
    /// A file.
    Sqlite(PathBuf),
    /// libpq's URL, with our network time-outs where it has none of its own.
    Postgres(String),
}

/// Why a URL names no database that this build can open. The URL itself is left out: it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlFault {
    /// No scheme, or one that is not known.
    #[error("it has to begin with postgres:// or sqlite:, for example sqlite:ludger.db")]
    Scheme,
    /// SQLite in memory: every connection would have a database of its own.
    #[error("SQLite has to be in a file: sqlite:ludger.db")]
    InMemory,
    /// SQLite without a path, or with options.
    #[error(
        "after sqlite: comes the plain path of a file, for example sqlite:ludger.db or sqlite:///var/lib/ludger.db"
    )]
    Path,
    /// It asks for TLS, and this build has none.
    #[error(
        "it asks for sslmode={0}, but this build has no TLS: build with the feature `postgres-tls` (needs OpenSSL's \
         headers), or use the container image"
    )]
    Tls(String),
}

/// Bounds on how long a dead network is waited for: (name, value) of libpq's connection options.
const NETWORK: [(&str, &str); 7] = [
    ("application_name", "ludger"),
    ("connect_timeout", "2"),
    ("keepalives", "1"),
    ("keepalives_idle", "10"),
    ("keepalives_interval", "5"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "10000"),
];

impl FromStr for Target {
    type Err = UrlFault;

    fn from_str(url: &str) -> Result<Self, UrlFault> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return sqlite(path.strip_prefix("//").unwrap_or(path));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return postgres(url);
        }
        Err(UrlFault::Scheme)
    }
}

fn sqlite(path: &str) -> Result<Target, UrlFault> {
    if path.contains(":memory:") || path.contains("mode=memory") {
        return Err(UrlFault::InMemory);
    }
    if path.is_empty() || path.starts_with("file:") || path.contains('?') {
        return Err(UrlFault::Path);
    }
    Ok(Target::Sqlite(path.into()))
}

fn postgres(url: &str) -> Result<Target, UrlFault> {
    let options = url.split_once('?').map_or("", |(_, options)| options);
    let value = |name: &str| {
        options
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    };
    if let Some(mode) =
        value("sslmode").filter(|mode| matches!(*mode, "require" | "verify-ca" | "verify-full"))
        && !cfg!(feature = "postgres-tls")
    {
        return Err(UrlFault::Tls(mode.to_owned()));
    }
    let mut full = url.to_owned();
    for (name, default) in NETWORK {
        if value(name).is_none() {
            full.push(if full.contains('?') { '&' } else { '?' });
            full.extend([name, "=", default]);
        }
    }
    Ok(Target::Postgres(full))
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "Sqlite({})", path.display()),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_decides() {
        let path = |url: &str| match url.parse::<Target>() {
            Ok(Target::Sqlite(path)) => path.display().to_string(),
            other => panic!("{url}: {other:?}"),
        };
        assert_eq!(path("sqlite:ludger.db"), "ludger.db");
        assert_eq!(path("sqlite://ludger.db"), "ludger.db");
        assert_eq!(path("sqlite:///var/lib/ludger.db"), "/var/lib/ludger.db");
        assert!(matches!(
            "postgres://localhost/ludger".parse(),
            Ok(Target::Postgres(_))
        ));
        assert!(matches!(
            "postgresql://localhost/ludger".parse(),
            Ok(Target::Postgres(_))
        ));
    }

    #[test]
    fn anything_else_is_refused() {
        let table = [
            ("", UrlFault::Scheme),
            ("ludger.db", UrlFault::Scheme),
            ("/var/lib/ludger.db", UrlFault::Scheme),
            ("postgre://localhost/ludger", UrlFault::Scheme),
            ("mysql://localhost/ludger", UrlFault::Scheme),
            ("host=localhost dbname=ludger", UrlFault::Scheme),
            ("sqlite:", UrlFault::Path),
            ("sqlite://", UrlFault::Path),
            ("sqlite:file:ludger.db", UrlFault::Path),
            ("sqlite:ludger.db?mode=ro", UrlFault::Path),
            ("sqlite::memory:", UrlFault::InMemory),
            ("sqlite:file:x?mode=memory&cache=shared", UrlFault::InMemory),
        ];
        for (url, fault) in table {
            assert_eq!(url.parse::<Target>().err(), Some(fault), "{url}");
        }
    }

    #[cfg(not(feature = "postgres-tls"))]
    #[test]
    fn a_build_without_tls_says_how_to_get_it() {
        for mode in ["require", "verify-ca", "verify-full"] {
            let url = format!("postgres://db.example.org/ludger?sslmode={mode}");
            assert_eq!(
                url.parse::<Target>().err(),
                Some(UrlFault::Tls(mode.to_owned()))
            );
        }
        assert!(
            "postgres://localhost/ludger?sslmode=prefer"
                .parse::<Target>()
                .is_ok()
        );
    }

    #[test]
    fn what_the_url_says_about_the_network_stays() {
        let Ok(Target::Postgres(full)) = "postgres://h/d?connect_timeout=9&host=/tmp".parse()
        else {
            panic!("parses")
        };
        assert!(
            full.starts_with("postgres://h/d?connect_timeout=9&host=/tmp&application_name=ludger&"),
            "{full}"
        );
        assert_eq!(full.matches("connect_timeout").count(), 1);
    }
}
