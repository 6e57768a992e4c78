/// One setting.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    /// In `ludger.toml` and after `--set`; in the environment it is `LUDGER_` and this in upper case.
    pub(crate) name: &'static str,
    /// When nothing else says; empty: see its meaning.
    pub(crate) default: &'static str,
    /// Whether it must not be printed.
    pub(crate) is_secret: bool,
    /// For the documentation and `config print`.
    pub(crate) meaning: &'static str,
}

const fn key(name: &'static str, default: &'static str, meaning: &'static str) -> Key {
    Key {
        name,
        default,
        is_secret: false,
        meaning,
    }
}

const fn secret(name: &'static str, meaning: &'static str) -> Key {
    Key {
        name,
        default: "",
        is_secret: true,
        meaning,
    }
}

/// Every setting there is.
pub(crate) const KEYS: &[Key] = &[
    key("listen", "127.0.0.1:8080", "address and port of the API"),
    key(
        "metrics_listen",
        "127.0.0.1:9464",
        "address and port of /metrics; `off`: none",
    ),
    key(
        "public_url",
        "",
        "how clients reach the API, for links; default: http:// and the address of `listen`",
    ),
    key(
        "data_dir",
        "data",
        "folder of the embedded database and of the generated secret",
    ),
    key(
        "opentdb_api",
        "false",
        "whether programs that know the Open Trivia DB may ask here: `true` publishes the answers",
    ),
    key(
        "opentdb_tag",
        "",
        "with `opentdb_api`: only questions with this tag; default: all that sessions can ask",
    ),
    key(
        "opentdb_limited",
        "false",
        "with `opentdb_api`: whether one address may ask once in 5 s alone",
    ),
    key(
        "media_dir",
        "",
        "folder of uploaded pictures and sounds, the same for all nodes; default: media in `data_dir`",
    ),
    key(
        "media_bytes_max",
        "5242880",
        "bytes of one picture or sound, 1024 to 104857600",
    ),
    secret(
        "database_url",
        "sqlite:FILE or postgres://…; default: ludger.db in `data_dir`",
    ),
    key("database_readers", "8", "connections for reads, 1 to 128"),
    key(
        "database_writers",
        "2",
        "connections that commit, 1 to 16; SQLite has one",
    ),
    key(
        "database_queue",
        "4096",
        "commits that wait before new ones are refused, 1 to 65536",
    ),
    secret(
        "secret",
        "32 bytes or more that all nodes share; default on SQLite: generated, kept in `data_dir`",
    ),
    key(
        "currencies",
        "",
        "more currencies, comma-separated CODE:SCALE:KIND, for example GEM:0:play,EUR:2:fiat",
    ),
    key(
        "house_floors",
        "",
        "how far the house may go below zero, comma-separated CODE:AMOUNT, for example INR:-1000.00",
    ),
    key(
        "quiz_hearts",
        "3",
        "wrong answers that a player or a team can afford in a quiz that does not say, 1 to 10",
    ),
    key(
        "board_prizes",
        "",
        "what leaderboards pay when their window is over, comma-separated MODE/PERIOD/RANKS:WISE, for example comp/weekly/1:100,comp/weekly/2-3:50",
    ),
    key(
        "registration",
        "open",
        "who may register: `open`, `pattern`, `allow_list` or `invitation`",
    ),
    key(
        "registration_pattern",
        "",
        "a regular expression that a whole address has to match, where `registration` is `pattern`",
    ),
    key(
        "verified_only",
        "",
        "`true`: a password lets nobody in before their address is verified; default: true where `registration` is `pattern` or `allow_list`",
    ),
    key(
        "password_length_min",
        "8",
        "fewest characters of a password, 8 to 64",
    ),
    key(
        "bcrypt_cost",
        "12",
        "work of a password hash, 10 to 16; each step doubles it",
    ),
    key(
        "bcrypt_threads",
        "1",
        "threads that hash passwords, 1 to 64",
    ),
    key(
        "bcrypt_queue",
        "64",
        "passwords that wait before new ones are refused, 1 to 4096",
    ),
    key(
        "admins_need_second_factor",
        "false",
        "whether the role of an admin counts only for who has a second factor",
    ),
    secret(
        "mail_url",
        "smtp://USER:PASSWORD@HOST, smtps://…, file:FOLDER or none; default: the folder mail in `data_dir` with SQLite, none with Postgres",
    ),
    key(
        "mail_from",
        "ludger@example.invalid",
        "the address that mail comes from",
    ),
    key(
        "mail_name",
        "Ludger",
        "what the deployment is called in mail",
    ),
    key(
        "mail_ca_file",
        "",
        "a PEM file of certificates that the mail server's may be signed by, besides the usual ones",
    ),
    key(
        "cors_origins",
        "",
        "origins whose pages may call the API, comma-separated; none by default",
    ),
    key(
        "trusted_proxies",
        "",
        "addresses of proxies whose X-Forwarded-For is believed, comma-separated; none by default",
    ),
    key(
        "connections_max",
        "8192",
        "connections that are open before new ones are refused, 16 to 65536; fewer if the system allows fewer files",
    ),
    key(
        "rate_auth_per_min",
        "600",
        "requests to sign up, sign in and refresh that one address may send each minute; 0: any number",
    ),
    key(
        "rate_read_per_min",
        "6000",
        "requests that read, of one user, or of one address that is not signed in; 0: any number",
    ),
    key(
        "rate_write_per_min",
        "1200",
        "requests that change something, of one user; 0: any number",
    ),
    key(
        "requests_max",
        "2048",
        "requests under way before new ones are refused, 16 to 65536",
    ),
    key(
        "shutdown_timeout_s",
        "30",
        "seconds that running requests have to finish, 1 to 300",
    ),
    key("log_format", "text", "`text` or `json`"),
    key(
        "log_filter",
        "info,actix_server=warn,actix_http=off",
        "which log lines are written, as tracing's EnvFilter reads it",
    ),
];

/// The key of that name.
pub(crate) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
