//! Settings: what is wrong with them, and where they come from.

use crate::harness::{Deployment, Finished, Kind, bare, finish};
use serde_json::Value;
use std::path::Path;

const SECRET: &str = "a secret that nobody must ever read, and no screen show";
const PASSWORD: &str = "hunter2-of-the-database";

/// Runs the program in a folder, with these variables and arguments and nothing else.
async fn run(folder: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Finished {
    let mut command = bare(folder);
    command.envs(environment.iter().copied()).args(arguments);
    finish(command).await
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let here = Deployment::on(Kind::Sqlite);
    here.file(
        "ludger.toml",
        "listen = \"nowhere\"\nsolo_heart = 3\n[limits]\nrequests = 1\n",
    );
    let environment = [
        ("LUDGER_DATABASE_URL", "postgres://db.invalid/ludger"),
        ("LUDGER_BCRYPT_COST", "4"),
        ("LUDGER_BCRYPT_COSTS", "12"),
        ("LUDGER_SECRET", "short"),
        ("LUDGER_CURRENCIES_FILE", "/no/such/file"),
        (
            "LUDGER_TEST_DATABASE_URL",
            "is of the tests and none of its business",
        ),
    ];
    let arguments = [
        "--set",
        "log_format=yaml",
        "--set",
        "colour=red",
        "--set",
        "public_url=ftp://x",
    ];
    let wrong = [
        ("listen", "ludger.toml"),
        ("solo_heart", "ludger.toml"),
        ("limits", "ludger.toml"),
        ("bcrypt_cost", "LUDGER_BCRYPT_COST"),
        ("bcrypt_costs", "LUDGER_BCRYPT_COSTS"),
        ("secret", "LUDGER_SECRET"),
        ("currencies", "LUDGER_CURRENCIES_FILE"),
        ("log_format", "the command line"),
        ("colour", "the command line"),
        ("public_url", "the command line"),
    ];
    for command in [
        &["config", "check"][..],
        &[],
        &["serve"],
        &["migrate"],
        &["ledger", "verify"],
    ] {
        let told = run(here.folder(), &environment, &[command, &arguments].concat()).await;
        assert_eq!(told.ended(78), "", "{command:?}");
        let lines: Vec<_> = told.err.lines().collect();
        for (key, source) in wrong {
            let place = format!("  {key} (from {source}): ");
            let at = lines.iter().position(|line| line.starts_with(&place));
            let at = at.unwrap_or_else(|| panic!("{place} is missing: {}", told.err));
            assert!(
                lines
                    .get(at + 1)
                    .is_some_and(|line| line.contains("cure: ")),
                "{}",
                told.err
            );
        }
        assert_eq!(lines.len(), 1 + 2 * wrong.len(), "{}", told.err);
        assert!(lines[0].contains("10 fault(s)"), "{}", told.err);
        assert!(
            !told.err.contains("short"),
            "a secret was told: {}",
            told.err
        );
    }
    assert!(
        !here.folder().join("data").exists(),
        "a fault comes before anything is made"
    );
}

#[tokio::test]
async fn a_good_configuration_is_fine() {
    let here = Deployment::on(Kind::Sqlite);
    here.file(
        "own.toml",
        "listen = \"127.0.0.1:7\"\ncurrencies = [\"GEM:0:play\", \"EUR:2:fiat\"]\n",
    );
    let secret = here.file("secret", &format!("{SECRET}\n"));
    let environment = [
        ("LUDGER_SECRET_FILE", secret.to_str().unwrap()),
        ("LUDGER_DATABASE_URL", "postgres://db.invalid/ludger"),
    ];
    let told = run(
        here.folder(),
        &environment,
        &["--config", "own.toml", "config", "check"],
    )
    .await;
    assert_eq!(told.ended(0), "the configuration is fine\n");
}

#[tokio::test]
async fn each_value_is_printed_with_its_source_and_secrets_never() {
    let here = Deployment::on(Kind::Sqlite);
    here.file("ludger.toml", "quiz_hearts = 5\nlisten = \"127.0.0.1:7\"\n");
    let url = format!("postgres://ludger:{PASSWORD}@db.invalid/ludger");
    let environment = [
        ("LUDGER_SECRET", SECRET),
        ("LUDGER_DATABASE_URL", &url),
        ("LUDGER_LISTEN", "127.0.0.1:8"),
    ];
    let arguments = ["config", "print", "--set", "log_format=json"];
    let text = run(here.folder(), &environment, &arguments).await;
    let json = run(
        here.folder(),
        &environment,
        &[&arguments[..], &["--json"]].concat(),
    )
    .await;
    for told in [&text, &json] {
        let all = format!("{}{}", told.ended(0), told.err);
        assert!(!all.contains(SECRET) && !all.contains(PASSWORD), "{all}");
    }
    let rows = json.json();
    let expected = [
        ("quiz_hearts", "5", "ludger.toml"),
        ("listen", "127.0.0.1:8", "LUDGER_LISTEN"),
        ("log_format", "json", "the command line"),
        ("secret", "(set)", "LUDGER_SECRET"),
        ("database_url", "(set)", "LUDGER_DATABASE_URL"),
        ("bcrypt_cost", "12", "the default"),
    ];
    for (key, value, source) in expected {
        let row = rows
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["key"] == key)
            .unwrap();
        assert_eq!(
            (&row["value"], &row["source"]),
            (&value.into(), &source.into()),
            "{row}"
        );
        assert!(
            row["meaning"]
                .as_str()
                .is_some_and(|meaning| !meaning.is_empty()),
            "{row}"
        );
        assert!(
            text.out
                .contains(&format!("{key} = {value:?}  # from {source}")),
            "{}",
            text.out
        );
    }
}

/// Options stand before a command or behind it, and all of them count.
#[tokio::test]
async fn settings_on_both_sides_of_a_command_count() {
    let here = Deployment::on(Kind::Sqlite);
    let arguments = [
        "--set",
        "quiz_hearts=7",
        "config",
        "--set",
        "requests_max=99",
        "print",
    ];
    let behind = ["--set", "log_format=json", "--json"];
    let rows = run(here.folder(), &[], &[&arguments[..], &behind].concat())
        .await
        .json();
    for (key, value) in [
        ("quiz_hearts", "7"),
        ("requests_max", "99"),
        ("log_format", "json"),
    ] {
        let row = rows
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["key"] == key)
            .unwrap();
        assert_eq!(row["value"], value, "{key}");
    }
}

/// What `config print` writes is a file that can be read again.
#[tokio::test]
async fn what_is_printed_is_a_configuration() {
    let here = Deployment::on(Kind::Sqlite);
    let printed = run(
        here.folder(),
        &[],
        &["config", "print", "--set", "quiz_hearts=7"],
    )
    .await;
    here.file("again.toml", printed.ended(0));
    let arguments = ["--config", "again.toml", "config", "print", "--json"];
    let again = run(here.folder(), &[], &arguments).await.json();
    let hearts = again
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["key"] == "quiz_hearts")
        .unwrap();
    assert_eq!(
        (&hearts["value"], &hearts["source"]),
        (&Value::from("7"), &"again.toml".into())
    );
    run(
        here.folder(),
        &[],
        &["--config", "again.toml", "config", "check"],
    )
    .await
    .ended(0);
}

#[tokio::test]
async fn a_command_line_that_makes_no_sense_is_told_so() {
    let here = Deployment::on(Kind::Sqlite);
    for nonsense in [
        &["dance"][..],
        &["--loud"],
        &["--set", "listen"],
        &["ledger"],
        &["ledger", "burn"],
        &["admin", "create", "--email", "a@example.org"],
        &["questions", "import"],
        &["migrate", "now"],
        &["healthcheck", "--address", "everywhere"],
    ] {
        let told = run(here.folder(), &[], nonsense).await;
        assert_eq!(told.ended(2), "", "{nonsense:?}");
        assert!(!told.err.is_empty(), "{nonsense:?}");
    }
    assert!(
        run(here.folder(), &[], &["--help"])
            .await
            .ended(0)
            .contains("Usage")
    );
    let version = format!("ludger {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(
        run(here.folder(), &[], &["--version"]).await.ended(0),
        version
    );
}

#[tokio::test]
async fn a_database_that_cannot_be_reached_is_unavailable() {
    let here = Deployment::on(Kind::Sqlite);
    // Port 1 is nobody's.
    let postgres = "postgres://nobody:hunter2@127.0.0.1:1/ludger";
    let missing = format!(
        "sqlite:{}",
        here.folder().join("no/such/folder/ludger.db").display()
    );
    for url in [postgres, &missing] {
        let environment = [
            ("LUDGER_DATABASE_URL", url),
            ("LUDGER_SECRET", SECRET),
            ("LUDGER_LISTEN", "127.0.0.1:0"),
            ("LUDGER_METRICS_LISTEN", "off"),
        ];
        for command in [
            &["serve"][..],
            &["migrate"],
            &["ledger", "verify"],
            &["questions", "export"],
        ] {
            let told = run(here.folder(), &environment, command).await;
            assert_eq!(told.ended(69), "", "{command:?} {}", told.err);
            assert!(told.err.contains("ludger: "), "{command:?} {}", told.err);
            assert!(
                !told.err.contains("hunter2"),
                "a password was told: {}",
                told.err
            );
        }
    }
}
