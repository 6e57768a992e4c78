use super::faults::ConfigFaults;
use super::keys::{self, KEYS};
use config::builder::DefaultState;
use config::{Config, ConfigBuilder, File, FileFormat, Map, Source, Value, ValueKind};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The texts of all settings that somebody gave, each with its source.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layers(BTreeMap<&'static str, Given>);

/// A text and where it came from.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) text: String,
    pub(crate) source: String,
}

/// What the command line says about the configuration.
#[derive(Debug, Clone, Default)]
pub(crate) struct Overrides {
    /// The file; `None`: `ludger.toml` if it is there.
    pub(crate) file: Option<PathBuf>,
    /// `KEY=VALUE`.
    pub(crate) values: Vec<(String, String)>,
}

impl Layers {
    /// Gathers them. `environment` is the process's.
    pub(crate) fn gather(
        overrides: &Overrides,
        environment: &BTreeMap<String, String>,
        faults: &mut ConfigFaults,
    ) -> Self {
        let mut layers = Self::default();
        layers.file(overrides.file.as_deref(), faults);
        layers.environment_files(environment, faults);
        layers.environment(environment, faults);
        for (name, text) in &overrides.values {
            layers.give(name, text.clone(), "the command line", faults);
        }
        layers
    }

    /// The text of a setting and its source: what was given last, or the default.
    pub(crate) fn get(&self, name: &str) -> Given {
        self.0.get(name).cloned().unwrap_or_else(|| Given {
            text: keys::find(name).map_or("", |key| key.default).to_owned(),
            source: "the default".to_owned(),
        })
    }

    fn give(&mut self, name: &str, text: String, source: &str, faults: &mut ConfigFaults) {
        match keys::find(name) {
            Some(key) => drop(self.0.insert(
                key.name,
                Given {
                    text,
                    source: source.to_owned(),
                },
            )),
            None => faults.add(name, source, "there is no such setting", cure_unknown(name)),
        }
    }

    fn file(&mut self, path: Option<&Path>, faults: &mut ConfigFaults) {
        let (path, required) = path.map_or((Path::new("ludger.toml"), false), |path| (path, true));
        let source = path.display().to_string();
        let file = File::from(path).format(FileFormat::Toml).required(required);
        let builder: ConfigBuilder<DefaultState> = Config::builder().add_source(file);
        let values = match builder.build().and_then(|config| config.collect()) {
            Ok(values) => values,
            Err(error) => {
                return faults.add("--config", source, error.to_string(), "write valid TOML");
            }
        };
        for (name, value) in flat(values) {
            match value {
                Ok(text) => self.give(&name, text, &source, faults),
                Err(()) => faults.add(
                    name,
                    &source,
                    "is a table",
                    "settings are flat: name = value",
                ),
            }
        }
    }

    fn environment_files(
        &mut self,
        environment: &BTreeMap<String, String>,
        faults: &mut ConfigFaults,
    ) {
        for key in KEYS {
            let variable = format!("{}_FILE", variable_of(key.name));
            let Some(path) = environment.get(&variable) else {
                continue;
            };
            match std::fs::read_to_string(path) {
                Ok(text) => self.give(key.name, text.trim_end().to_owned(), &variable, faults),
                Err(error) => faults.add(
                    key.name,
                    variable,
                    error.to_string(),
                    "name a file that can be read",
                ),
            }
        }
    }

    fn environment(&mut self, environment: &BTreeMap<String, String>, faults: &mut ConfigFaults) {
        for (variable, text) in environment
            .iter()
            .filter(|(variable, _)| variable.starts_with("LUDGER_"))
        {
            let name = variable["LUDGER_".len()..].to_lowercase();
            // Tests and tools have variables of their own.
            #[cfg(feature = "sabotage")]
            if variable == crate::sabotage::VARIABLE {
                continue;
            }
            if name.starts_with("test_")
                || name
                    .strip_suffix("_file")
                    .is_some_and(|n| keys::find(n).is_some())
            {
                continue;
            }
            self.give(&name, text.clone(), variable, faults);
        }
    }
}

/// `LUDGER_LISTEN` for `listen`.
pub(crate) fn variable_of(name: &str) -> String {
    format!("LUDGER_{}", name.to_uppercase())
}

/// Lists become comma-separated text.
fn flat(values: Map<String, Value>) -> BTreeMap<String, Result<String, ()>> {
    let text = |value: Value| match value.kind {
        ValueKind::Array(items) => {
            let items: Result<Vec<_>, _> = items.into_iter().map(Value::into_string).collect();
            items.map(|items| items.join(",")).map_err(|_| ())
        }
        ValueKind::Table(_) => Err(()),
        _ => value.into_string().map_err(|_| ()),
    };
    values
        .into_iter()
        .map(|(name, value)| (name, text(value)))
        .collect()
}

fn cure_unknown(name: &str) -> String {
    let close = KEYS
        .iter()
        .find(|key| key.name.contains(name) || name.contains(key.name));
    close.map_or_else(
        || "`ludger config print` lists every setting".to_owned(),
        |key| format!("did you mean `{}`?", key.name),
    )
}
