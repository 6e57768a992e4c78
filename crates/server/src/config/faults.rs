use std::fmt;

/// Something wrong with one setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ConfigFault {
    /// Which setting.
    pub(crate) key: String,
    /// Where its value came from.
    pub(crate) source: String,
    /// What is wrong with it.
    pub(crate) problem: String,
    /// What to do.
    pub(crate) cure: String,
}

/// Everything that is wrong with the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
pub(crate) struct ConfigFaults(pub(crate) Vec<ConfigFault>);

impl ConfigFaults {
    pub(crate) fn add(
        &mut self,
        key: impl Into<String>,
        source: impl Into<String>,
        problem: impl Into<String>,
        cure: impl Into<String>,
    ) {
        self.0.push(ConfigFault {
            key: key.into(),
            source: source.into(),
            problem: problem.into(),
            cure: cure.into(),
        });
    }
}

impl fmt::Display for ConfigFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration has {} fault(s):", self.0.len())?;
        for ConfigFault {
            key,
            source,
            problem,
            cure,
        } in &self.0
        {
            write!(f, "\n  {key} (from {source}): {problem}\n    cure: {cure}")?;
        }
        Ok(())
    }
}
