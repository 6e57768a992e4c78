//! What a server has to be before Ludger trusts it with money. Sessions check their own settings when they are opened
//! (see [`crate::connection`]); here are the server's, which no session can make up for.

use crate::connection::{ConnectError, Connection};
use crate::dialect::on;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};
use ludger_ports::sabotage::Sabotage;

/// Setting, refused value, cure.
const REFUSED: [(&str, &str, &str); 3] = [
    (
        "fsync",
        "off",
        "set `fsync = on` in postgresql.conf: without it a crash loses what was committed",
    ),
    (
        "full_page_writes",
        "off",
        "set `full_page_writes = on` in postgresql.conf: without it a crash can tear pages",
    ),
    (
        "synchronous_commit",
        "off",
        "set `synchronous_commit = on` for the server, the database and the role",
    ),
];

/// `server_version_num` of the oldest Postgres that will do.
const VERSION_MIN: i32 = 130_000;

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    value: String,
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Integer)]
    number: i32,
}

/// Refuses a server that may lose what it acknowledged.
pub(crate) fn check(connection: &mut Connection) -> Result<(), ConnectError> {
    if Sabotage::UnsafeDurability.is_on() {
        return Ok(());
    }
    on!(connection => pg: |c| check_postgres(c), sqlite: |_| Ok(()))
}

fn check_postgres(connection: &mut PgConnection) -> Result<(), ConnectError> {
    let version: Version =
        diesel::sql_query("SELECT current_setting('server_version_num')::int AS number")
            .get_result(connection)?;
    if version.number < VERSION_MIN {
        let found = (version.number / 10_000).to_string();
        return Err(ConnectError::Setting {
            setting: "server_version",
            found,
            cure: "Postgres 13 or newer is needed",
        });
    }
    // `reset_val`: what the server gives to sessions that do not ask, as ours do.
    let settings: Vec<Setting> = diesel::sql_query(
        "SELECT name, reset_val AS value FROM pg_settings \
         WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'server_encoding', 'lc_messages')",
    )
    .load(connection)?;
    let value = |name: &str| {
        settings
            .iter()
            .find(|setting| setting.name == name)
            .map(|setting| setting.value.as_str())
    };
    for (setting, refused, cure) in REFUSED {
        if let Some(found) = value(setting).filter(|found| *found == refused) {
            return Err(ConnectError::Setting {
                setting,
                found: found.to_owned(),
                cure,
            });
        }
    }
    if let Some(found) = value("server_encoding").filter(|encoding| *encoding != "UTF8") {
        let cure = "make the database with `ENCODING 'UTF8' TEMPLATE template0`";
        return Err(ConnectError::Setting {
            setting: "server_encoding",
            found: found.to_owned(),
            cure,
        });
    }
    if let Some(language) = value("lc_messages").filter(|language| !is_english(language)) {
        tracing::warn!(
            lc_messages = language,
            "errors of this server are not in English, so that deadlocks and time-outs are not known for what they \
             are: set `lc_messages = 'C'` in postgresql.conf"
        );
    }
    Ok(())
}

fn is_english(language: &str) -> bool {
    language.is_empty()
        || language.starts_with("en")
        || language.starts_with('C')
        || language == "POSIX"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::{ConnectionManager, Role};
    use diesel::connection::SimpleConnection;
    use ludger_testkit::databases;
    use r2d2::ManageConnection;

    #[test]
    fn a_database_of_another_encoding_is_refused() {
        let (url, _guard) = databases::postgres("template0 ENCODING 'LATIN1' LOCALE 'C'");
        let connection = ConnectionManager::new(&url, Role::Writer)
            .unwrap()
            .connect();
        let refused = check(&mut connection.unwrap()).unwrap_err().to_string();
        assert!(
            refused.starts_with("server_encoding is LATIN1: make the database"),
            "{refused}"
        );
    }

    #[test]
    fn an_unsafe_database_is_refused_with_the_cure() {
        let (url, _guard) = databases::postgres("template0");
        let connect = || {
            ConnectionManager::new(&url, Role::Writer)
                .unwrap()
                .connect()
                .unwrap()
        };
        check(&mut connect()).unwrap();
        let name = url
            .split('?')
            .next()
            .and_then(|address| address.rsplit('/').next())
            .unwrap();
        connect()
            .batch_execute(&format!(
                "ALTER DATABASE {name} SET synchronous_commit = off"
            ))
            .unwrap();
        let refused = check(&mut connect()).unwrap_err().to_string();
        assert!(
            refused.starts_with("synchronous_commit is off: set `synchronous_commit = on`"),
            "{refused}"
        );
    }
}
