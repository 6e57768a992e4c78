//! Whether answers tell by their time if an address has an account: registering, signing in, asking for a link. Requests
//! about addresses that are known, unknown, locked and not verified take turns on one connection, so that whatever the
//! machine does befalls them alike.

use crate::deployment::{Deployment, Kind};
use crate::load::Connection;
use crate::report::{Goal, Line, Report};
use crate::rounds::Rounds;
use jiff::Timestamp;
use ludger_domain::accounts::{Email, PasswordHash, User, Username};
use ludger_ports::{Changes, Store as _};
use ludger_store_diesel::{DieselStore, Settings};
use std::time::Instant;
use uuid::Uuid;

const GOAL_MS: Goal = Goal::AtMost(5.0);
/// Of a password that nobody types here; plain bcrypt, of the cost that is the default.
const HASH: &str = "$2b$12$.....................................................";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// On which databases
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Kind::Postgres, Kind::Sqlite])]
    database: Vec<Kind>,
    /// Addresses of each kind; each is asked for once by each route
    #[arg(long, default_value_t = 60)]
    addresses: usize,
}

/// What an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Known,
    Unknown,
    Locked,
    Unverified,
}

const ALL: [About; 4] = [
    About::Known,
    About::Unknown,
    About::Locked,
    About::Unverified,
];
const ROUTES: [(&str, u16); 4] = [
    ("register", 202),
    ("sign-in", 401),
    ("forgot-password", 202),
    ("magic-link", 202),
];

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let mut report = Report::new("enumeration");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    for kind in &options.database {
        let deployment = Deployment::create(*kind, "enumeration")?;
        runtime.block_on(settle(&deployment.url(), ROUTES.len() * options.addresses))?;
        let server = deployment.serve()?;
        let mut connection = runtime.block_on(Connection::open(server.address))?;
        // Each route has addresses of its own: who has registered is unknown no more.
        for (place, (route, status)) in ROUTES.into_iter().enumerate() {
            let mut times = ALL.map(|about| (about, Rounds::default()));
            let mut answers = Vec::new();
            for number in place * options.addresses..(place + 1) * options.addresses {
                for (about, took) in &mut times {
                    let request = request(route, *about, number);
                    let begun = Instant::now();
                    let answer = runtime.block_on(connection.ask(&request))?;
                    took.add(begun.elapsed().as_secs_f64() * 1_000.0);
                    answer.must_be(status)?;
                    answers.push(String::from_utf8_lossy(answer.body).into_owned());
                }
            }
            answers.dedup();
            anyhow::ensure!(
                answers.len() == 1,
                "{route} tells by its words: {answers:?}"
            );
            let medians = times.map(|(_, took)| took.median());
            let most = medians.iter().copied().fold(f64::MIN, f64::max);
            let least = medians.iter().copied().fold(f64::MAX, f64::min);
            let what = format!("{kind}: {route}, medians are apart");
            let line = Line::new("", what, most - least, "ms");
            report.add(
                line.against("median of the known", medians[0])
                    .goal(GOAL_MS),
            );
        }
        drop(server);
        deployment.verify()?;
    }
    report.finish()
}

/// Those who have an account.
async fn settle(url: &str, addresses: usize) -> anyhow::Result<()> {
    ludger_store_diesel::migrate(url)?;
    let store = DieselStore::open(Settings::new(url))?;
    let now = Timestamp::now();
    for number in 0..addresses {
        for about in [About::Known, About::Locked, About::Unverified] {
            let name = name(about, number);
            let email: Email = parsed(&address(about, number))?;
            let username: Username = parsed(&name)?;
            let hash = PasswordHash::from(HASH.to_owned());
            let id = Uuid::now_v7().into();
            let user = User::person(id, email.clone(), username, hash, now);
            let user = match about {
                About::Unverified | About::Unknown => user,
                About::Known | About::Locked => User {
                    verified_at: Some(now),
                    locked_at: (about == About::Locked).then_some(now),
                    ..user
                },
            };
            store.commit(Changes::at(now).add_user(user)).await?;
        }
    }
    Ok(())
}

fn parsed<T: std::str::FromStr>(text: &str) -> anyhow::Result<T> {
    text.parse()
        .ok()
        .ok_or_else(|| anyhow::anyhow!("{text} is none"))
}

fn name(about: About, number: usize) -> String {
    format!("{about:?}{number}").to_lowercase()
}

fn address(about: About, number: usize) -> String {
    format!("{}@example.org", name(about, number))
}

/// From an address of its own, as if it were from somebody else each time.
fn request(route: &str, about: About, number: usize) -> Vec<u8> {
    let address = address(about, number);
    let body = match route {
        "register" => format!(
            r#"{{"email":"{address}","username":"new {}","password":"three coins in a jar"}}"#,
            name(about, number)
        ),
        "sign-in" => format!(r#"{{"email":"{address}","password":"three coins in a jar"}}"#),
        _ => format!(r#"{{"email":"{address}"}}"#),
    };
    let (who, length) = (about as usize, body.len());
    let (high, low) = (number / 250, number % 250);
    format!(
        "POST /v1/auth/{route} HTTP/1.1\r\nHost: ludger\r\nX-Forwarded-For: 10.{who}.{high}.{low}\r\n\
         X-Request-Id: r\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}
