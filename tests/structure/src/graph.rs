//! The workspace as it is: its crates, and what each of them says that it uses.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};
use cargo_metadata::{DependencyKind, MetadataCommand};

pub struct Graph {
    pub members: Vec<Member>,
}

/// A crate of the workspace.
pub struct Member {
    pub name: String,
    /// From the root of the workspace: `crates/domain`.
    pub folder: PathBuf,
    pub uses: Vec<Use>,
}

/// A line under `[dependencies]` or its like, optional and platform-specific ones included.
pub struct Use {
    pub name: String,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Also a build script's: what it knows, the crate knows.
    Normal,
    Dev,
}

impl Graph {
    /// Reads the manifests alone, so it needs neither the network nor downloaded crates.
    pub fn of_workspace() -> anyhow::Result<Self> {
        let mut command = MetadataCommand::new();
        let metadata = command.current_dir(root()).no_deps().exec()?;
        let members = metadata.workspace_packages().into_iter().map(|package| {
            let manifest = package.manifest_path.as_std_path();
            let folder = manifest.parent().context("a manifest has a folder")?;
            let folder = folder.strip_prefix(&metadata.workspace_root)?;
            Ok(Member {
                name: package.name.to_string(),
                folder: folder.to_path_buf(),
                uses: package.dependencies.iter().map(Use::from).collect(),
            })
        });
        Ok(Self {
            members: members.collect::<anyhow::Result<_>>()?,
        })
    }

    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }
}

impl Member {
    /// Whether it looks at the whole from outside.
    pub fn is_end_to_end(&self) -> bool {
        self.folder.starts_with("tests")
    }
}

impl From<&cargo_metadata::Dependency> for Use {
    fn from(dependency: &cargo_metadata::Dependency) -> Self {
        let kind = match dependency.kind {
            DependencyKind::Development => Kind::Dev,
            _ => Kind::Normal,
        };
        Self {
            name: dependency.name.clone(),
            kind,
        }
    }
}

/// A crate that another one brings along, with the features that it turns on.
#[derive(Debug, PartialEq, Eq)]
pub struct Brought {
    pub name: String,
    pub features: Vec<String>,
}

/// Everything that comes with a crate when someone embeds it by itself, however deep.
/// `cargo tree` tells it apart from what the rest of the workspace turns on.
pub fn brought_along_by(package: &str) -> anyhow::Result<Vec<Brought>> {
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(root())
        .args(["tree", "--offline", "--all-features", "--package", package]);
    command.args(["--edges", "normal,no-proc-macro", "--prefix", "none"]);
    command.args(["--format", "{p}|{f}"]);
    let output = command.output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "cargo tree failed: {errors}");
    let tree = String::from_utf8(output.stdout)?;
    Ok(tree.lines().filter_map(brought).collect())
}

/// A line such as `uuid v1.29.0|serde,std`.
fn brought(line: &str) -> Option<Brought> {
    let (package, features) = line.split_once('|')?;
    let features = features.trim_end_matches("(*)").trim().split(',');
    Some(Brought {
        name: package.split_whitespace().next()?.to_owned(),
        features: features.map(str::to_owned).collect(),
    })
}

/// The root of the workspace.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
