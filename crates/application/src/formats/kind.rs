use std::path::Path;

/// A way to write questions down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Moodle's General Import Format Template.
    Gift,
    /// Moodle's plain multiple choice.
    Aiken,
    /// A table with a header.
    Csv,
    /// A response of the Open Trivia Database.
    OpenTriviaDb,
    /// Ludger's own.
    Json,
}

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: [Self; 5] = [
        Self::Gift,
        Self::Aiken,
        Self::Csv,
        Self::OpenTriviaDb,
        Self::Json,
    ];

    /// The name in URLs and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gift => "gift",
            Self::Aiken => "aiken",
            Self::Csv => "csv",
            Self::OpenTriviaDb => "opentdb",
            Self::Json => "json",
        }
    }

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }

    /// The format that an extension stands for by itself, without its dot and in any case. `txt` stands for none, and
    /// `json` for Ludger's own: see [`Format::detect`].
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "gift" => Some(Self::Gift),
            "aiken" => Some(Self::Aiken),
            "csv" | "tsv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// The format of a file, from its name and, where that leaves it open, from what stands in it.
    pub fn detect(name: &str, text: &str) -> Option<Self> {
        let extension = Path::new(name)
            .extension()
            .and_then(|extension| extension.to_str())
            .unwrap_or_default();
        match Self::from_extension(extension) {
            Some(Self::Json) | None => {
                Self::of_text(text).or_else(|| Self::from_extension(extension))
            }
            certain => certain,
        }
    }

    fn of_text(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with(['{', '[']) {
            return match (
                text.contains("\"ludger-questions\""),
                text.contains("\"correct_answer\""),
            ) {
                (true, _) => Some(Self::Json),
                (false, true) => Some(Self::OpenTriviaDb),
                (false, false) => text
                    .contains("\"response_code\"")
                    .then_some(Self::OpenTriviaDb),
            };
        }
        if text
            .lines()
            .any(|line| line.trim_start().starts_with("ANSWER:"))
        {
            return Some(Self::Aiken);
        }
        if text.contains('{') && text.contains('}') {
            return Some(Self::Gift);
        }
        let header = text.lines().next().unwrap_or_default();
        header.contains([',', ';', '\t']).then_some(Self::Csv)
    }
}
