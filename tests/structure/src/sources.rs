//! The sources of a crate, line by line, without comments.

use std::fs;
use std::path::Path;

use crate::graph::{Member, root};

pub struct Line {
    /// Where it is: `crates/domain/src/lib.rs:7`.
    pub place: String,
    pub text: String,
}

/// The lines under the crate's `src`; tests beside it may do what they like.
pub fn lines_of(member: &Member) -> anyhow::Result<Vec<Line>> {
    let mut lines = Vec::new();
    read_folder(&root().join(&member.folder).join("src"), &mut lines)?;
    Ok(lines)
}

fn read_folder(folder: &Path, lines: &mut Vec<Line>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_folder(&path, lines)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            lines.extend(code(&path)?);
        }
    }
    Ok(())
}

fn code(path: &Path) -> anyhow::Result<Vec<Line>> {
    let shown = path.strip_prefix(root()).unwrap_or(path).display();
    let text = fs::read_to_string(path)?;
    let lines = text.lines().enumerate().map(|(index, line)| Line {
        place: format!("{shown}:{}", index + 1),
        text: line.split("//").next().unwrap_or_default().to_owned(),
    });
    Ok(lines.collect())
}
