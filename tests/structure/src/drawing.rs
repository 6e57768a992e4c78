//! The picture: `domain ← ports ← application ← api ← server`, and adapters that know the ports alone.

/// Whom a crate may depend on within the workspace.
pub struct Row {
    pub name: &'static str,
    pub normal: &'static [&'static str],
    /// For its tests, besides `normal`.
    pub dev: &'static [&'static str],
}

/// What any crate but the domain may use in its tests. A test may turn on features of `ports`,
/// such as its mocks, that the crate itself must not.
const FOR_TESTS: &[&str] = &["ludger-ports", "ludger-store-memory", "ludger-testkit"];

const PLUGGED: &[&str] = &[
    "ludger-api",
    "ludger-application",
    "ludger-email",
    "ludger-media",
    "ludger-store-diesel",
    "ludger-store-memory",
    "ludger-ports",
    "ludger-domain",
];

const fn row(name: &'static str, normal: &'static [&'static str]) -> Row {
    Row {
        name,
        normal,
        dev: FOR_TESTS,
    }
}

/// One row for each crate. The crates in `tests/` look at the whole from outside: they may use
/// anything, nothing may use them, and they need no row.
pub const ROWS: &[Row] = &[
    // The domain stands alone, in its tests as well.
    Row {
        name: "ludger-domain",
        normal: &[],
        dev: &[],
    },
    row("ludger-ports", &["ludger-domain"]),
    row("ludger-application", &["ludger-ports", "ludger-domain"]),
    // Adapters: the ports and the domain alone, so that none knows another.
    row("ludger-store-memory", &["ludger-ports", "ludger-domain"]),
    row("ludger-store-diesel", &["ludger-ports", "ludger-domain"]),
    row("ludger-email", &["ludger-ports", "ludger-domain"]),
    row("ludger-media", &["ludger-ports", "ludger-domain"]),
    row(
        "ludger-api",
        &["ludger-application", "ludger-ports", "ludger-domain"],
    ),
    // The two that plug everything together, one for the world and one for the tests. The program lends itself to
    // those who torture it: only a package's own tests are told where its program is.
    Row {
        name: "ludger",
        normal: PLUGGED,
        dev: &["ludger-testkit", "ludger-torture", "ludger-powercut"],
    },
    row("ludger-testkit", PLUGGED),
    row("xtask", &[]),
];

/// Outside crates that only some of ours may name: `prefix` stands for a family of crates.
pub struct Reserved {
    pub prefix: &'static str,
    pub users: &'static [&'static str],
    /// Who may name them in tests besides.
    pub testers: &'static [&'static str],
    pub why: &'static str,
}

const SQL: &str = "only the Diesel store knows that SQL exists";
const HTTP: &str = "only the api knows that HTTP exists, and those who start it";
const SMTP: &str = "only the mail crate knows that SMTP exists";

/// The crates in `tests/` are free here too.
pub const RESERVED: &[Reserved] = &[
    sql("diesel"),
    sql("libsqlite3-sys"),
    sql("pq-sys"),
    sql("r2d2"),
    sql("rusqlite"),
    sql("sqlx"),
    sql("postgres"),
    sql("tokio-postgres"),
    http("actix"),
    http("utoipa"),
    Reserved {
        prefix: "lettre",
        users: &["ludger-email"],
        testers: &[],
        why: SMTP,
    },
];

const fn sql(prefix: &'static str) -> Reserved {
    Reserved {
        prefix,
        users: &["ludger-store-diesel", "ludger-testkit"],
        // The end-to-end tests change a stopped server's database by hand.
        testers: &["ludger"],
        why: SQL,
    }
}

const fn http(prefix: &'static str) -> Reserved {
    Reserved {
        prefix,
        users: &["ludger-api", "ludger", "ludger-testkit"],
        testers: &[],
        why: HTTP,
    }
}

/// Crates, by prefix, that the domain must not bring along, not even through another crate:
/// it has no async, no I/O, no clock and no randomness.
pub const NOT_IN_DOMAIN: &[&str] = &[
    "actix",
    "async-",
    "diesel",
    "fastrand",
    "futures",
    "getrandom",
    "hyper",
    "libsqlite3-sys",
    "mio",
    "pq-sys",
    "rand",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "sqlx",
    "tempfile",
    "tokio",
    "tracing-subscriber",
    "ureq",
];

/// Features of outside crates that make chance or ask the clock.
pub const FEATURES_NOT_IN_DOMAIN: &[(&str, &[&str])] = &[
    (
        "uuid",
        &["v1", "v4", "v6", "v7", "rng", "fast-rng", "rng-rand"],
    ),
    ("jiff", &["tz-system", "tzdb-zoneinfo", "tzdb-concatenated"]),
];

/// Words that only some crates may have in their sources.
pub struct Word {
    pub word: &'static str,
    pub scope: Scope,
    pub why: &'static str,
}

pub enum Scope {
    OnlyIn(&'static [&'static str]),
    NotIn(&'static [&'static str]),
}

/// What tells a crate's own tests where things are is no setting of the product.
pub const TEST_SETTINGS: &str = "LUDGER_TEST_";

const ENVIRONMENT: Scope = Scope::OnlyIn(&["ludger", "ludger-testkit", "xtask"]);
const NO_DOMAIN: Scope = Scope::NotIn(&["ludger-domain"]);

pub const WORDS: &[Word] = &[
    Word {
        word: "std::env",
        scope: ENVIRONMENT,
        why: "only the server reads the environment",
    },
    Word {
        word: "env::",
        scope: ENVIRONMENT,
        why: "only the server reads the environment",
    },
    Word {
        word: "async",
        scope: NO_DOMAIN,
        why: "the domain has no async",
    },
    Word {
        word: "std::fs",
        scope: NO_DOMAIN,
        why: "the domain has no I/O",
    },
    Word {
        word: "std::net",
        scope: NO_DOMAIN,
        why: "the domain has no I/O",
    },
    Word {
        word: "std::thread",
        scope: NO_DOMAIN,
        why: "the domain has no threads",
    },
    Word {
        word: "static mut",
        scope: NO_DOMAIN,
        why: "the domain has no global state",
    },
    Word {
        word: "thread_local",
        scope: NO_DOMAIN,
        why: "the domain has no global state",
    },
];
