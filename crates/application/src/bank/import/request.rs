use crate::formats::Format;

/// The most bytes that a document may have.
pub const BYTES_MAX: usize = 8 << 20;

/// A document, and how to take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRequest<'a> {
    /// How it is written; `None`: as its name and its content say.
    pub format: Option<Format>,
    /// What the file is called.
    pub file_name: &'a str,
    /// What stands in it.
    pub text: &'a str,
    /// Whether to report only, and write nothing.
    pub dry_run: bool,
    /// The title of the topic for questions that name none; `None`: the file's name without its extension.
    pub topic: Option<String>,
}

/// Is told how many questions of how many are done.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

impl<'a> ImportRequest<'a> {
    /// A file, as it says itself.
    pub const fn of(file_name: &'a str, text: &'a str) -> Self {
        Self {
            format: None,
            file_name,
            text,
            dry_run: false,
            topic: None,
        }
    }
}
