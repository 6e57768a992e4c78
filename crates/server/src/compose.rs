//! The composition root: adapters are plugged into use cases here, and nowhere else.

use crate::cli::Global;
use crate::config::{Config, ConfigFaults, Layers, Overrides};
use crate::data_dir;
use crate::system::{
    BcryptPool, BcryptSettings, SealedVault, Secrets, SystemClock, SystemEntropy, TimeOrderedIds,
};
use anyhow::Context;
use base64::Engine;
use ludger_application::live::{Hub, Signalled};
use ludger_application::play::Ticker;
use ludger_application::{Ports, Settings, UseCases};
use ludger_ports::{Entropy, Mailer};
use ludger_store_diesel::DieselStore;
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What a command works with.
pub(crate) struct Composed {
    pub(crate) store: DieselStore,
    pub(crate) ports: Ports,
    pub(crate) settings: Settings,
    pub(crate) use_cases: Arc<UseCases>,
    /// Keeps games on time.
    pub(crate) ticker: Ticker,
    pub(crate) hub: Arc<Hub>,
    pub(crate) secrets: Secrets,
    /// `None`: nothing sends mail.
    pub(crate) mailer: Option<Arc<dyn Mailer>>,
}

/// The layers of the configuration and what is wrong with them so far.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the environment"
)]
pub(crate) fn layers(global: &Global) -> (Layers, ConfigFaults) {
    let environment: BTreeMap<_, _> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let overrides = Overrides {
        file: global.config.clone(),
        values: global.settings.clone(),
    };
    let mut faults = ConfigFaults::default();
    let layers = Layers::gather(&overrides, &environment, &mut faults);
    (layers, faults)
}

/// The configuration, whole or not at all.
pub(crate) fn config(global: &Global) -> Result<Config, ConfigFaults> {
    let (layers, faults) = layers(global);
    Config::load(&layers, faults)
}

/// Opens the database, brought up to date, and builds the use cases on it.
pub(crate) fn compose(config: &Config) -> anyhow::Result<Composed> {
    let store = open(config)?;
    let secrets = match &config.secrets {
        Some(secrets) => secrets.clone(),
        None => generated_secret(&config.data_dir)?,
    };
    let bcrypt = BcryptSettings {
        cost: config.bcrypt_cost,
        threads: config.bcrypt_threads,
        queue_max: config.bcrypt_queue,
    };
    let hasher = BcryptPool::start(secrets.password_pepper(), bcrypt)?;
    let vault = SealedVault::new(&secrets.vault_key());
    let world = (
        Arc::new(SystemClock) as _,
        Arc::new(TimeOrderedIds) as _,
        Arc::new(SystemEntropy) as _,
    );
    let ports = Ports::new(
        Arc::new(store.clone()),
        Arc::new(hasher),
        Arc::new(vault),
        world,
    );
    let ports = with_media(ports, config);
    let hub = Hub::new(ports.streams.clone());
    let ports = Ports {
        store: Arc::new(Signalled::new(ports.store.clone(), hub.clone())),
        ..ports
    };
    let settings = Settings {
        currencies: config.currencies.clone(),
        registration: config.registration.clone(),
        verified_only: Some(config.verified_only),
        passwords: config.passwords,
        hearts: Some(config.quiz_hearts),
        board_prizes: config.board_prizes.clone(),
        admins_need_second_factor: config.admins_need_second_factor,
        public_url: config.public_url.clone(),
        opentdb: config.opentdb.clone(),
        ..Settings::default()
    };
    let use_cases = Arc::new(UseCases::with_hub(&ports, &settings, hub.clone()));
    let ticker = Ticker::new(&ports, &settings);
    let mailer = config
        .mail_url
        .as_ref()
        .map(|url| {
            let clock = ports.clock.clone();
            ludger_email::open(url.expose_secret(), &config.mail, clock).context("mail_url")
        })
        .transpose()?;
    Ok(Composed {
        store,
        ports,
        settings,
        use_cases,
        ticker,
        hub,
        secrets,
        mailer,
    })
}

/// Pictures and sounds lie in a folder.
fn with_media(ports: Ports, config: &Config) -> Ports {
    let folder = ludger_media::Folder::new(&config.media_dir);
    let inspector = ludger_media::Inspector::default();
    ports.with_media(Arc::new(folder), Arc::new(inspector))
}

/// The database, brought up to date.
fn open(config: &Config) -> anyhow::Result<DieselStore> {
    if config.is_sqlite {
        data_dir::make(&config.data_dir)?;
    }
    let url = config.database_url.expose_secret();
    let migrated = ludger_store_diesel::migrate(url)?;
    if !migrated.applied.is_empty() {
        tracing::info!(
            migrations = migrated.applied.join(", "),
            "brought the schema up to date"
        );
    }
    let store = DieselStore::open(ludger_store_diesel::Settings {
        readers: config.database_readers,
        writers: config.database_writers,
        commits_max: config.database_queue,
        // A request waits for one read at a time, so none that was let in finds the queue full, but for what is read for
        // those who follow something; that is asked again.
        reads_max: config.requests_max,
        ..ludger_store_diesel::Settings::new(url)
    })?;
    Ok(store)
}

/// The secret of a deployment that was not given one: made at the first start, readable by its user alone.
fn generated_secret(folder: &Path) -> anyhow::Result<Secrets> {
    let path = folder.join("secret");
    let context = || format!("cannot keep the secret in {}", path.display());
    data_dir::make(folder)?;
    let secret = base64::engine::general_purpose::STANDARD.encode(SystemEntropy.bytes32());
    data_dir::keep_new(&path, secret.as_bytes()).with_context(context)?;
    let text = std::fs::read_to_string(&path).with_context(context)?;
    anyhow::ensure!(
        text.trim().len() >= Secrets::BYTES_MIN,
        "{} holds no secret of 32 bytes or more: restore it from a backup; without it no password verifies",
        path.display()
    );
    Ok(Secrets::new(SecretString::from(text.trim())))
}
