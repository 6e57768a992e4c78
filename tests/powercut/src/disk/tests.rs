use super::content::PAGE;
use super::{Attributes, Disk, Forgotten, Ino, Names, Owner, Survivors};
use nix::errno::Errno;
use std::ffi::OsStr;

const OWNER: Owner = Owner {
    mode: 0o644,
    uid: 1,
    gid: 2,
};

impl Disk {
    fn strict() -> Self {
        Self::new(Names::Strict, OWNER)
    }

    /// A file whose name is safe, with nothing in it.
    fn file_named(&mut self, name: &str) -> Ino {
        let ino = self
            .create_file(Self::ROOT, OsStr::new(name), OWNER)
            .unwrap();
        self.sync(Self::ROOT).unwrap();
        ino
    }

    fn all(&self, ino: Ino) -> Vec<u8> {
        self.read(ino, 0, usize::MAX).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let list = self.list(Self::ROOT).unwrap().into_iter();
        list.map(|(name, _)| name.into_string().unwrap()).collect()
    }

    fn cut(&mut self) -> Forgotten {
        self.lose_power(&mut Survivors::none())
    }
}

#[test]
fn what_was_not_synced_is_gone() {
    let mut disk = Disk::strict();
    let file = disk.file_named("a");
    disk.write(file, 0, b"never asked for").unwrap();
    assert_eq!(disk.all(file), b"never asked for", "but could be read");
    assert_eq!(
        disk.cut(),
        Forgotten {
            pages: 1,
            survived: 0,
            names: 0
        }
    );
    assert_eq!(disk.all(file), b"");
    assert_eq!(disk.attributes(file).unwrap().size, 0);
}

#[test]
fn what_was_synced_is_there() {
    let mut disk = Disk::strict();
    let file = disk.file_named("a");
    disk.write(file, 0, b"safe").unwrap();
    disk.sync(file).unwrap();
    disk.write(file, 0, b"lost, and longer").unwrap();
    disk.cut();
    assert_eq!(disk.all(file), b"safe");
    assert_eq!(disk.cut(), Forgotten::default(), "nothing is lost twice");
}

#[test]
fn a_lying_disk_keeps_nothing_until_it_was_cut_off() {
    let mut disk = Disk::strict();
    let file = disk.file_named("a");
    disk.lie();
    for kept in [b"".as_slice(), b"text"] {
        disk.write(file, 0, b"text").unwrap();
        disk.sync(file).unwrap();
        disk.cut();
        assert_eq!(disk.all(file), kept);
    }
}

#[test]
fn what_is_synced_of_one_file_is_not_of_another() {
    let mut disk = Disk::strict();
    let (one, other) = (disk.file_named("one"), disk.file_named("other"));
    disk.write(one, 0, b"1").unwrap();
    disk.write(other, 0, b"2").unwrap();
    disk.sync(one).unwrap();
    disk.cut();
    assert_eq!(
        (disk.all(one), disk.all(other)),
        (b"1".to_vec(), Vec::new())
    );
}

#[test]
fn an_end_that_was_appended_goes_and_leaves_what_was_there() {
    let mut disk = Disk::strict();
    let file = disk.file_named("log");
    disk.write(file, 0, &[1; PAGE + 100]).unwrap();
    disk.sync(file).unwrap();
    disk.write(file, PAGE as u64 + 100, &[2; 2 * PAGE]).unwrap();
    assert_eq!(disk.all(file).len(), 3 * PAGE + 100);
    disk.cut();
    assert_eq!(disk.all(file), [1; PAGE + 100]);
}

#[test]
fn a_hole_reads_as_zeros_before_and_after() {
    let mut disk = Disk::strict();
    let file = disk.file_named("sparse");
    let far = 1 << 40;
    disk.write(file, far, b"end").unwrap();
    assert_eq!(disk.read(file, far - 2, 9).unwrap(), b"\0\0end");
    disk.sync(file).unwrap();
    disk.cut();
    assert_eq!(disk.read(file, far - 2, 9).unwrap(), b"\0\0end");
    assert_eq!(disk.read(file, 5, 3).unwrap(), b"\0\0\0");
    assert_eq!(disk.read(file, far + 3, 9).unwrap(), b"");
}

#[test]
fn a_size_is_safe_when_it_was_synced() {
    let mut disk = Disk::strict();
    let file = disk.file_named("a");
    disk.write(file, 0, &[7; 3 * PAGE]).unwrap();
    disk.sync(file).unwrap();
    disk.resize(file, 10).unwrap();
    disk.resize(file, 20).unwrap();
    let cut_short = [vec![7; 10], vec![0; 10]].concat();
    assert_eq!(
        disk.all(file),
        cut_short,
        "what was cut off does not come back by growing"
    );
    disk.cut();
    assert_eq!(disk.all(file), [7; 3 * PAGE], "only now it does");
    disk.resize(file, 10).unwrap();
    disk.resize(file, 20).unwrap();
    disk.sync(file).unwrap();
    disk.cut();
    assert_eq!(disk.all(file), cut_short);
}

#[test]
fn names_are_safe_when_their_folder_was_synced() {
    let mut disk = Disk::strict();
    let [a, b, c] = ["a", "b", "c"].map(OsStr::new);
    let file = disk.create_file(Disk::ROOT, a, OWNER).unwrap();
    disk.write(file, 0, b"text").unwrap();
    disk.sync(file).unwrap();
    disk.cut();
    assert_eq!(disk.names(), [""; 0], "a file is safe, its name is not");

    let file = disk.file_named("a");
    disk.write(file, 0, b"text").unwrap();
    disk.sync(file).unwrap();
    disk.rename(Disk::ROOT, a, b).unwrap();
    assert_eq!(disk.find(Disk::ROOT, b), Ok(file));
    assert_eq!(disk.cut().names, 2, "one is there again and one no longer");
    assert_eq!(
        (disk.names(), disk.all(file)),
        (vec!["a".to_owned()], b"text".to_vec())
    );

    disk.rename(Disk::ROOT, a, b).unwrap();
    disk.sync(Disk::ROOT).unwrap();
    disk.link(file, Disk::ROOT, c).unwrap();
    disk.remove_file(Disk::ROOT, b).unwrap();
    disk.cut();
    assert_eq!(disk.names(), ["b"]);
    disk.remove_file(Disk::ROOT, b).unwrap();
    assert_eq!(disk.all(file), b"text", "for who has it open");
    disk.sync(Disk::ROOT).unwrap();
    disk.cut();
    assert_eq!(disk.names(), [""; 0]);
    assert_eq!(
        disk.attributes(file),
        Err(Errno::ENOENT),
        "the file is gone with its name"
    );
}

#[test]
fn a_file_that_takes_anothers_name_does_so_whole_or_not_at_all() {
    let mut disk = Disk::strict();
    let (old, new) = (disk.file_named("state"), disk.file_named("state.new"));
    let rename = |disk: &mut Disk| {
        let [from, to] = ["state.new", "state"].map(OsStr::new);
        disk.rename(Disk::ROOT, from, to).unwrap();
    };
    rename(&mut disk);
    disk.cut();
    assert_eq!(disk.find(Disk::ROOT, OsStr::new("state")), Ok(old));
    rename(&mut disk);
    disk.sync(Disk::ROOT).unwrap();
    disk.cut();
    assert_eq!(disk.find(Disk::ROOT, OsStr::new("state")), Ok(new));
    assert_eq!(disk.names(), ["state"]);
}

#[test]
fn a_journal_makes_all_names_safe_that_were_given_before() {
    let mut disk = Disk::new(Names::Journal, OWNER);
    let [a, b, c] = ["a", "b", "c"].map(OsStr::new);
    let folder = disk.create_folder(Disk::ROOT, a, OWNER).unwrap();
    let file = disk.create_file(folder, b, OWNER).unwrap();
    disk.sync(file).unwrap();
    disk.create_file(folder, c, OWNER).unwrap();
    disk.cut();
    assert_eq!(disk.find(folder, b), Ok(file));
    assert_eq!(disk.find(folder, c), Err(Errno::ENOENT));
}

#[test]
fn a_folder_goes_with_all_that_is_in_it() {
    let mut disk = Disk::strict();
    let [a, b] = ["a", "b"].map(OsStr::new);
    let folder = disk.create_folder(Disk::ROOT, a, OWNER).unwrap();
    let file = disk.create_file(folder, b, OWNER).unwrap();
    assert_eq!(disk.remove_folder(Disk::ROOT, a), Err(Errno::ENOTEMPTY));
    disk.sync(file).unwrap();
    disk.sync(folder).unwrap();
    disk.cut();
    assert_eq!(
        disk.attributes(file),
        Err(Errno::ENOENT),
        "its own folder was not safe"
    );
}

#[test]
fn some_pages_survive_by_luck_and_tear_a_write() {
    let half = || {
        let mut disk = Disk::strict();
        let file = disk.file_named("a");
        disk.write(file, 0, &vec![1; 64 * PAGE]).unwrap();
        disk.sync(file).unwrap();
        disk.write(file, 0, &vec![2; 64 * PAGE]).unwrap();
        let forgotten = disk.lose_power(&mut Survivors::some(0.5, 11));
        (disk.all(file), forgotten)
    };
    let (bytes, forgotten) = half();
    let new = bytes.chunks(PAGE).filter(|page| page == &[2; PAGE]).count() as u64;
    let old = bytes.chunks(PAGE).filter(|page| page == &[1; PAGE]).count() as u64;
    assert_eq!(new + old, 64, "a page is old or new");
    assert_eq!((old, new), (forgotten.pages, forgotten.survived));
    assert!(old > 10 && new > 10, "{forgotten:?}");
    assert_eq!(half(), (bytes, forgotten), "the same for the same seed");
}

#[test]
fn links_are_counted() {
    let mut disk = Disk::strict();
    let file = disk.file_named("a");
    let links = |disk: &Disk| disk.attributes(file).map(|Attributes { links, .. }| links);
    disk.link(file, Disk::ROOT, OsStr::new("b")).unwrap();
    assert_eq!(links(&disk), Ok(2));
    disk.remove_file(Disk::ROOT, OsStr::new("a")).unwrap();
    disk.remove_file(Disk::ROOT, OsStr::new("b")).unwrap();
    assert_eq!(links(&disk), Ok(0));
    disk.cut();
    assert_eq!(links(&disk), Ok(1), "its name is back");
}
