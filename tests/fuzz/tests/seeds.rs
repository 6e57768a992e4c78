//! Each target holds for its seeds: a few inputs that lead everywhere, and those that ever broke it.

use ludger_fuzz::{TARGETS, run};
use std::collections::BTreeSet;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

#[test]
fn every_target_holds_for_its_seeds() {
    for (name, _) in TARGETS {
        let seeds = entries(&seeds().join(name));
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for seed in seeds {
            // A test that panics shows what it wrote: the last line is the seed that did it.
            println!("{}", seed.display());
            run(name, &fs::read(&seed).unwrap());
        }
    }
}

/// A binary that libFuzzer runs is declared by hand; one that is missing would be missed by nobody.
#[test]
fn every_target_has_its_binary() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stems = |folder: PathBuf| -> BTreeSet<String> {
        let stem = |path: PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
        entries(&folder).into_iter().map(stem).collect()
    };
    let targets: BTreeSet<_> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(stems(seeds()), targets);
    assert_eq!(stems(package.join("fuzz/fuzz_targets")), targets);
    let manifest = fs::read_to_string(package.join("fuzz/Cargo.toml")).unwrap();
    for target in targets {
        assert!(
            manifest.contains(&format!("name = \"{target}\"")),
            "{target}"
        );
    }
}

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<_> = entries.iter().map(DirEntry::path).collect();
    paths.sort();
    paths
}
