use super::ConfigFaults;
use super::layers::{Given, Layers};
use super::values::{self, Fault};
use crate::system::Secrets;
use ludger_api::{Network, RateLimits};
use ludger_application::OpenTriviaDb;
use ludger_domain::accounts::{PasswordPolicy, RegistrationPolicy};
use ludger_domain::boards::Prizes;
use ludger_domain::money::{Currencies, CurrencyCode};
use ludger_email::MailSettings;
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Every setting, read and checked.
#[expect(clippy::struct_excessive_bools, reason = "settings that are on or off")]
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) listen: SocketAddr,
    pub(crate) metrics_listen: Option<SocketAddr>,
    pub(crate) public_url: String,
    pub(crate) data_dir: PathBuf,
    /// `None`: the bank is not open.
    pub(crate) opentdb: Option<OpenTriviaDb>,
    pub(crate) opentdb_limited: bool,
    pub(crate) media_dir: PathBuf,
    pub(crate) media_bytes_max: usize,
    pub(crate) database_url: SecretString,
    pub(crate) is_sqlite: bool,
    pub(crate) database_readers: u32,
    pub(crate) database_writers: usize,
    pub(crate) database_queue: usize,
    /// `None`: generated and kept in `data_dir`.
    pub(crate) secrets: Option<Secrets>,
    pub(crate) currencies: Currencies,
    pub(crate) house_floors: BTreeMap<CurrencyCode, i64>,
    pub(crate) quiz_hearts: i64,
    pub(crate) board_prizes: Prizes,
    pub(crate) registration: RegistrationPolicy,
    pub(crate) verified_only: bool,
    pub(crate) passwords: PasswordPolicy,
    pub(crate) bcrypt_cost: u32,
    pub(crate) bcrypt_threads: usize,
    pub(crate) bcrypt_queue: usize,
    pub(crate) admins_need_second_factor: bool,
    /// `None`: nothing sends mail.
    pub(crate) mail_url: Option<SecretString>,
    pub(crate) mail: MailSettings,
    pub(crate) cors_origins: Vec<String>,
    pub(crate) trusted_proxies: Vec<Network>,
    pub(crate) rates: RateLimits,
    pub(crate) connections_max: usize,
    pub(crate) requests_max: usize,
    pub(crate) shutdown_timeout: Duration,
    pub(crate) log_json: bool,
    pub(crate) log_filter: String,
}

/// Reads settings one by one and gathers what is wrong.
struct Reader<'a> {
    layers: &'a Layers,
    faults: ConfigFaults,
}

impl Reader<'_> {
    fn read<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        let Given { text, source } = self.layers.get(name);
        match read(&text) {
            Ok(value) => Some(value),
            Err((problem, cure)) => {
                self.faults.add(name, source, problem, cure);
                None
            }
        }
    }
}

impl Config {
    /// Reads every setting; faults that gathering found come along.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub(crate) fn load(layers: &Layers, faults: ConfigFaults) -> Result<Self, ConfigFaults> {
        let mut reader = Reader { layers, faults };
        let config = Self::read(&mut reader);
        match config {
            Some(config) if reader.faults.0.is_empty() => Ok(config),
            _ => Err(reader.faults),
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "two lines for each setting, and nothing else"
    )]
    fn read(r: &mut Reader<'_>) -> Option<Self> {
        // Every setting is read before the first `?`, so that one fault hides no other.
        let listen = r.read("listen", address);
        let metrics_listen = r.read("metrics_listen", |text| match text {
            "off" => Ok(None),
            text => address(text).map(Some),
        });
        let public_url = r.read("public_url", |text| public_url(text, listen));
        let data_dir = r.read("data_dir", |text| {
            values::parsed::<PathBuf>(text, "a folder")
        });
        let is_open = r.read("opentdb_api", |text| {
            values::parsed(text, "`true` or `false`")
        });
        let opentdb = r.read("opentdb_tag", |text| {
            let tag = text.trim().to_lowercase();
            let tag = (!tag.is_empty()).then_some(tag);
            Ok(is_open.unwrap_or(false).then_some(OpenTriviaDb { tag }))
        });
        let opentdb_limited = r.read("opentdb_limited", |text| {
            values::parsed(text, "`true` or `false`")
        });
        let media_dir = r.read("media_dir", |text| match (text, &data_dir) {
            ("", Some(data_dir)) => Ok(data_dir.join("media")),
            (text, _) => values::parsed::<PathBuf>(text, "a folder"),
        });
        let media_bytes_max = r.read("media_bytes_max", |text| {
            values::number(text, 1_024..=104_857_600)
        });
        let database_url = r.read("database_url", |text| {
            Ok(database_url(text, data_dir.as_ref()))
        });
        let is_sqlite = database_url
            .as_ref()
            .is_none_or(|url| url.starts_with("sqlite:"));
        let database_readers = r.read("database_readers", |text| values::number(text, 1..=128));
        let database_writers = r.read("database_writers", |text| values::number(text, 1..=16));
        let database_queue = r.read("database_queue", |text| values::number(text, 1..=65_536));
        let secrets = r.read("secret", |text| secrets(text, is_sqlite));
        let currencies = r.read("currencies", values::currencies);
        let known = currencies.clone().unwrap_or_default();
        let house_floors = r.read("house_floors", |text| values::floors(text, &known));
        let quiz_hearts = r.read("quiz_hearts", |text| values::number(text, 1..=10));
        let board_prizes = r.read("board_prizes", |text| values::prizes(text, &known));
        let registration_pattern = r.read("registration_pattern", values::pattern);
        let registration = registration_pattern
            .and_then(|pattern| r.read("registration", |text| values::registration(text, pattern)));
        let passwords = r.read("password_length_min", |text| {
            let length = values::number(text, 8..=64)?;
            PasswordPolicy::new(length)
                .map_err(|fault| (fault.detail, "a number from 8 to 64".to_owned()))
        });
        let bcrypt_cost = r.read("bcrypt_cost", |text| values::number(text, 10..=16));
        let bcrypt_threads = r.read("bcrypt_threads", |text| values::number(text, 1..=64));
        let bcrypt_queue = r.read("bcrypt_queue", |text| values::number(text, 1..=4_096));
        let admins_need_second_factor = r.read("admins_need_second_factor", |text| {
            values::parsed(text, "`true` or `false`")
        });
        let mail_url = r.read("mail_url", |text| {
            Ok(mail_url(text, is_sqlite, data_dir.as_ref()))
        });
        let verified_only = r.read("verified_only", |text| {
            let by_policy = registration.as_ref();
            let by_policy = by_policy.is_some_and(RegistrationPolicy::goes_by_address);
            let has_mail = mail_url.as_ref().is_none_or(Option::is_some);
            values::verified_only(text, by_policy, has_mail)
        });
        let mail_from = r.read("mail_from", |text| {
            values::parsed(text, "an address, for example games@example.org")
        });
        let mail_name = r.read("mail_name", |text| Ok(text.to_owned()));
        let mail_ca = r.read("mail_ca_file", ca_file);
        let cors_origins = r.read("cors_origins", origins);
        let trusted_proxies = r.read("trusted_proxies", proxies);
        let auth_per_min = r.read("rate_auth_per_min", values::rate);
        let read_per_min = r.read("rate_read_per_min", values::rate);
        let write_per_min = r.read("rate_write_per_min", values::rate);
        let connections_max = r.read("connections_max", |text| values::number(text, 16..=65_536));
        let requests_max = r.read("requests_max", |text| values::number(text, 16..=65_536));
        let shutdown_timeout_s = r.read("shutdown_timeout_s", |text| values::number(text, 1..=300));
        let log_json = r.read("log_format", |text| match text {
            "text" => Ok(false),
            "json" => Ok(true),
            _ => Err((
                format!("{text:?} is no log format"),
                "`text` or `json`".to_owned(),
            )),
        });
        let log_filter = r.read("log_filter", log_filter);
        Some(Self {
            listen: listen?,
            metrics_listen: metrics_listen?,
            public_url: public_url.clone()?,
            data_dir: data_dir?,
            opentdb: opentdb?,
            opentdb_limited: opentdb_limited?,
            media_dir: media_dir?,
            media_bytes_max: media_bytes_max?,
            database_url: database_url?.into(),
            is_sqlite,
            database_readers: database_readers?,
            database_writers: database_writers?,
            database_queue: database_queue?,
            secrets: secrets?,
            currencies: currencies?,
            house_floors: house_floors?,
            quiz_hearts: quiz_hearts?,
            board_prizes: board_prizes?,
            registration: registration?,
            verified_only: verified_only?,
            passwords: passwords?,
            bcrypt_cost: bcrypt_cost?,
            bcrypt_threads: bcrypt_threads?,
            bcrypt_queue: bcrypt_queue?,
            admins_need_second_factor: admins_need_second_factor?,
            mail_url: mail_url?,
            mail: MailSettings {
                ca_pem: mail_ca?,
                ..MailSettings::new(mail_name?, mail_from?, public_url.clone()?)
            },
            cors_origins: cors_origins?,
            trusted_proxies: trusted_proxies?,
            rates: RateLimits {
                auth_per_min: auth_per_min?,
                read_per_min: read_per_min?,
                write_per_min: write_per_min?,
            },
            connections_max: connections_max?,
            requests_max: requests_max?,
            shutdown_timeout: Duration::from_secs(shutdown_timeout_s?),
            log_json: log_json?,
            log_filter: log_filter?,
        })
    }
}

fn address(text: &str) -> Result<SocketAddr, Fault> {
    values::parsed(text, "an IP address and a port, for example 0.0.0.0:8080")
}

fn public_url(text: &str, listen: Option<SocketAddr>) -> Result<String, Fault> {
    let cure = || "https://host, without a path; http:// on a loopback address only".to_owned();
    if text.is_empty() {
        return match listen {
            Some(listen) if !listen.ip().is_loopback() => Err((
                format!("has to be given where others can reach {listen}"),
                "the https:// address of the proxy in front, by which people know this deployment"
                    .to_owned(),
            )),
            Some(listen) => Ok(format!("http://{listen}")),
            None => Ok(String::new()),
        };
    }
    let url = text.trim_end_matches('/');
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let is_loopback = |host: &str| {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        ["127.0.0.1", "localhost", "[::1]"].contains(&name)
    };
    match host {
        Some(host) if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) => {
            Err((format!("{text:?} is more than scheme and host"), cure()))
        }
        Some(host) if url.starts_with("http://") && !is_loopback(host) => {
            Err((format!("{text:?} sends tokens in the clear"), cure()))
        }
        Some(_) => Ok(url.to_owned()),
        None => Err((format!("{text:?} is no http URL"), cure())),
    }
}

fn database_url(text: &str, data_dir: Option<&PathBuf>) -> String {
    match data_dir {
        Some(data_dir) if text.is_empty() => {
            format!("sqlite:{}", data_dir.join("ludger.db").display())
        }
        _ => text.to_owned(),
    }
}

fn mail_url(text: &str, is_sqlite: bool, data_dir: Option<&PathBuf>) -> Option<SecretString> {
    match (text, data_dir) {
        ("", Some(data_dir)) if is_sqlite => {
            Some(format!("file:{}", data_dir.join("mail").display()).into())
        }
        ("" | "none", _) => None,
        _ => Some(text.into()),
    }
}

fn ca_file(text: &str) -> Result<Option<Vec<u8>>, Fault> {
    let read = |path: &str| {
        let cure = || "a file that can be read, of certificates in PEM".to_owned();
        std::fs::read(path).map_err(|error| (format!("{path:?}: {error}"), cure()))
    };
    (!text.is_empty()).then(|| read(text)).transpose()
}

fn secrets(text: &str, is_sqlite: bool) -> Result<Option<Secrets>, Fault> {
    let cure =
        || "32 random bytes or more, the same on every node: `openssl rand -base64 48`".to_owned();
    match text.len() {
        0 if is_sqlite => Ok(None),
        0 => Err((
            "has to be given with Postgres, whose nodes share it".to_owned(),
            cure(),
        )),
        length if length < Secrets::BYTES_MIN => Err((format!("has {length} bytes"), cure())),
        _ => Ok(Some(Secrets::new(SecretString::from(text)))),
    }
}

fn origins(text: &str) -> Result<Vec<String>, Fault> {
    values::list(text)
        .map(|origin| {
            let host = origin
                .strip_prefix("https://")
                .or_else(|| origin.strip_prefix("http://"));
            match host {
                Some(host) if !host.is_empty() && !host.contains(['/', '*', ' ']) => {
                    Ok(origin.to_owned())
                }
                _ => Err((
                    format!("{origin:?} is no origin"),
                    "scheme and host, for example https://play.example.org; no wildcard".to_owned(),
                )),
            }
        })
        .collect()
}

fn proxies(text: &str) -> Result<Vec<Network>, Fault> {
    let cure = "addresses or networks, for example 10.0.0.0/8,127.0.0.1";
    values::list(text)
        .map(|proxy| values::parsed(proxy, cure))
        .collect()
}

fn log_filter(text: &str) -> Result<String, Fault> {
    tracing_subscriber::EnvFilter::try_new(text)
        .map(|_| text.to_owned())
        .map_err(|error| {
            (
                error.to_string(),
                "for example `info` or `info,ludger_store_diesel=debug`".to_owned(),
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::layers::Overrides;
    use jiff::civil::Date;
    use ludger_domain::boards::{Board, Period};
    use ludger_domain::quiz::Mode;
    use std::collections::BTreeMap;

    fn load(environment: &[(&str, &str)], values: &[(&str, &str)]) -> Result<Config, ConfigFaults> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ludger.toml");
        std::fs::write(
            &file,
            "listen = \"127.0.0.1:1\"\ncurrencies = [\"GEM:0:play\", \"EUR:2:fiat\"]\n",
        )
        .unwrap();
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let environment: BTreeMap<_, _> = environment.iter().map(owned).collect();
        let overrides = Overrides {
            file: Some(file),
            values: values.iter().map(owned).collect(),
        };
        let mut faults = ConfigFaults::default();
        let layers = Layers::gather(&overrides, &environment, &mut faults);
        Config::load(&layers, faults)
    }

    #[test]
    fn later_layers_win() {
        let port = |environment: &[(&str, &str)], values: &[(&str, &str)]| {
            load(environment, values).unwrap().listen.port()
        };
        assert_eq!(port(&[], &[]), 1);
        assert_eq!(port(&[("LUDGER_LISTEN", "127.0.0.1:2")], &[]), 2);
        assert_eq!(
            port(
                &[("LUDGER_LISTEN", "127.0.0.1:2")],
                &[("listen", "127.0.0.1:3")]
            ),
            3
        );
        assert!(load(&[], &[]).unwrap().currencies.get("EUR").is_some());
    }

    #[test]
    fn tokens_go_in_the_clear_on_loopback_alone() {
        let url = |listen: &str, public: &str| {
            let values = [("listen", listen), ("public_url", public)];
            load(&[], &values).map(|config| config.public_url).ok()
        };
        let some = |url: &str| Some(url.to_owned());
        let here = "127.0.0.1:8080";
        assert_eq!(url(here, ""), some("http://127.0.0.1:8080"));
        assert_eq!(url("[::1]:80", ""), some("http://[::1]:80"));
        for loopback in [
            "http://localhost:3000",
            "http://127.0.0.1",
            "http://[::1]:80",
        ] {
            assert_eq!(url(here, loopback), some(loopback));
        }
        assert_eq!(
            url("0.0.0.0:80", "https://a.example"),
            some("https://a.example")
        );
        for clear in [
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example:80",
            "http://a.example",
            "ftp://localhost",
        ] {
            assert_eq!(url(here, clear), None, "{clear}");
        }
        for everywhere in ["0.0.0.0:8080", "[::]:8080", "192.0.2.1:80"] {
            assert_eq!(url(everywhere, ""), None, "{everywhere}");
        }
    }

    #[test]
    fn prizes_of_leaderboards_are_read() {
        let prizes = |text: &str| load(&[], &[("board_prizes", text)]).map(|it| it.board_prizes);
        assert_eq!(prizes("").unwrap(), Prizes::default());
        let first: Date = "2026-11-16".parse().unwrap();
        let week = Board::of(Mode::Comp, Period::Weekly, first).unwrap();
        let read = prizes("comp/weekly/1:100, comp/weekly/2-3:50,solo/daily/1:7").unwrap();
        let paid = [1, 2, 3, 4].map(|rank| read.of(week, rank));
        assert_eq!(paid, [100, 50, 50, 0]);
        for wrong in [
            "comp/weekly/1",
            "comp/weekly:5",
            "chess/weekly/1:5",
            "comp/yearly/1:5",
            "comp/all_time/1:5",
            "comp/weekly/3-2:5",
            "comp/weekly/0:5",
            "comp/weekly/1:0",
            "comp/weekly/1:0.5",
        ] {
            assert!(prizes(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn all_faults_are_told_at_once_with_key_source_and_cure() {
        let environment = [
            ("LUDGER_LISTNE", "127.0.0.1:2"),
            ("LUDGER_DATABASE_URL", "postgres://db/ludger"),
            ("LUDGER_PUBLIC_URL", "http://play.example.org"),
            ("LUDGER_BCRYPT_COST", "4"),
            ("LUDGER_HOUSE_FLOORS", "INR:5"),
        ];
        let faults = load(&environment, &[("log_format", "yaml")]).unwrap_err();
        let told: Vec<_> = faults
            .0
            .iter()
            .map(|fault| (fault.key.as_str(), fault.source.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("listne", "LUDGER_LISTNE"),
                ("public_url", "LUDGER_PUBLIC_URL"),
                ("secret", "the default"),
                ("house_floors", "LUDGER_HOUSE_FLOORS"),
                ("bcrypt_cost", "LUDGER_BCRYPT_COST"),
                ("log_format", "the command line"),
            ]
        );
        assert!(faults.0.iter().all(|fault| !fault.cure.is_empty()));
    }

    #[test]
    fn who_may_register_is_a_word_and_a_pattern_where_it_needs_one() {
        let policy = |values: &[(&str, &str)]| {
            let policy = load(&[], values).map(|config| config.registration);
            policy.map_err(|faults| faults.0.into_iter().map(|it| it.key).collect::<Vec<_>>())
        };
        let word = |text| ("registration", text);
        let pattern = |text| ("registration_pattern", text);
        assert!(matches!(policy(&[]), Ok(RegistrationPolicy::Open)));
        for (given, expected) in [
            ("allow_list", RegistrationPolicy::AllowList),
            ("invitation", RegistrationPolicy::Invitation),
        ] {
            let read = policy(&[word(given)]).unwrap();
            assert_eq!(format!("{read:?}"), format!("{expected:?}"));
        }
        let institute = r"^\d{2}f\d{7}@ds\.study\.iitm\.ac\.in$";
        let Ok(RegistrationPolicy::Pattern(read)) = policy(&[word("pattern"), pattern(institute)])
        else {
            panic!("no pattern")
        };
        assert!(read.fits(&"21f1006194@ds.study.iitm.ac.in".parse().unwrap()));
        for (given, at_fault) in [
            (&[word("anybody")][..], "registration"),
            (&[word("pattern")], "registration"),
            (&[word("open"), pattern("a+")], "registration"),
            (&[word("pattern"), pattern("(")], "registration_pattern"),
        ] {
            assert_eq!(policy(given).unwrap_err(), [at_fault], "{given:?}");
        }
    }

    #[test]
    fn addresses_are_verified_where_the_policy_goes_by_them_and_then_there_is_mail() {
        let read = |values: &[(&str, &str)]| {
            let read = load(&[], values).map(|config| config.verified_only);
            read.map_err(|faults| faults.0.into_iter().map(|it| it.key).collect::<Vec<_>>())
        };
        let (list, no_mail) = (("registration", "allow_list"), ("mail_url", "none"));
        let fault = || Err(vec!["verified_only".to_owned()]);
        for (given, expected) in [
            (&[][..], Ok(false)),
            (&[("registration", "invitation")], Ok(false)),
            (&[list], Ok(true)),
            (&[list, ("verified_only", "false")], Ok(false)),
            (&[("verified_only", "true")], Ok(true)),
            (&[no_mail], Ok(false)),
            (&[list, no_mail], fault()),
            (&[("verified_only", "true"), no_mail], fault()),
            (&[list, no_mail, ("verified_only", "false")], Ok(false)),
            (&[("verified_only", "perhaps")], fault()),
        ] {
            assert_eq!(read(given), expected, "{given:?}");
        }
    }

    #[test]
    fn a_secret_comes_from_a_file_and_is_never_printed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, "0123456789abcdef0123456789abcdef\n").unwrap();
        let config = load(&[("LUDGER_SECRET_FILE", path.to_str().unwrap())], &[]).unwrap();
        assert!(config.secrets.is_some());
        assert!(!format!("{config:?}").contains("0123456789abcdef"));
        let short = load(&[("LUDGER_SECRET", "too-short")], &[]).unwrap_err();
        assert!(!short.to_string().contains("too-short"));
    }
}
