use super::block_on;
use crate::cli::{Admin, Global};
use crate::compose::{self, Composed};
use crate::config::Config;
use crate::exit::Exit;
use anyhow::Context;
use ludger_application::accounts::SecretText;
use ludger_domain::accounts::Registration;
use ludger_ports::{Letter, Mail};
use std::io::{BufRead, Write, stdin, stdout};

/// Makes admins.
pub(crate) fn run(global: &Global, command: Admin) -> anyhow::Result<Exit> {
    let config = compose::config(global)?;
    crate::telemetry::log(&config);
    let composed = compose::compose(&config)?;
    block_on(async move {
        match command {
            Admin::Create { email, username } => create(&composed, email, username).await,
            Admin::SetupLink => setup_link(&config, &composed).await,
            Admin::TestEmail { address } => test_email(&composed, &address).await,
        }
    })
}

/// The address that makes whoever opens it the first admin. The token stands behind the `#`, which browsers keep to
/// themselves, so that no log on the way has it.
pub(crate) fn link(config: &Config, token: &SecretText) -> String {
    format!("{}/setup#token={}", config.public_url, token.expose())
}

async fn create(composed: &Composed, email: String, username: String) -> anyhow::Result<Exit> {
    writeln!(
        std::io::stderr(),
        "password (from standard input, one line):"
    )?;
    let mut password = String::new();
    stdin().lock().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    let registration = Registration {
        email,
        username,
        password,
    };
    let user = composed
        .use_cases
        .accounts
        .create_admin
        .run(registration)
        .await?;
    writeln!(
        stdout(),
        "made {} an admin ({})",
        user.username.as_str(),
        user.id
    )?;
    Ok(Exit::Success)
}

async fn test_email(composed: &Composed, address: &str) -> anyhow::Result<Exit> {
    let mailer = composed.mailer.as_ref();
    let mailer = mailer.context("no mail is sent: set `mail_url`")?;
    let mail = Mail {
        cause: format!("test/{}", composed.ports.ids.next()),
        to: address.parse().context("that is no address")?,
        letter: Letter::Test,
    };
    mailer.send(&mail).await?;
    writeln!(stdout(), "sent to {address}")?;
    Ok(Exit::Success)
}

async fn setup_link(config: &Config, composed: &Composed) -> anyhow::Result<Exit> {
    if let Some(token) = composed.use_cases.accounts.issue_setup_link.run().await? {
        writeln!(stdout(), "{}", link(config, &token))?;
        return Ok(Exit::Success);
    }
    crate::exit::tell(&anyhow::anyhow!(
        "there is an admin already, who can grant the role"
    ));
    Ok(Exit::Failure)
}
