//! Files that are what they seem, and hundreds that are not.

mod hostile;
mod made;

use super::*;
use ludger_ports::MediaStore;
use made::{chunk, gif, mp3, png, with_chunk};

fn type_of(content: &[u8]) -> Option<MediaType> {
    inspect(content).ok().map(|found| found.name.media_type)
}

#[test]
fn what_is_what_it_seems_is_taken_as_it_is() {
    for (content, media_type) in [
        (png(), MediaType::Png),
        (gif(), MediaType::Gif),
        (mp3(40), MediaType::Mp3),
    ] {
        let found = inspect(&content).unwrap();
        assert_eq!(
            (found.name.media_type, found.content),
            (media_type, content)
        );
    }
}

#[test]
fn what_shows_nothing_is_left_out() {
    let comment = chunk(*b"tEXt", b"Comment\0a holiday");
    let with_comment = with_chunk(&png(), &comment);
    assert_eq!(inspect(&with_comment).unwrap().content, png());
    let mut with_comment = gif();
    with_comment.splice(with_comment.len() - 1.., *b"\x21\xfe\x09a holiday\0\x3b");
    assert_eq!(inspect(&with_comment).unwrap().content, gif());
    let mut tag = b"ID3\x04\0\0\0\0\0\x10TIT2\0\0\0\x06\0\0\0song\0".to_vec();
    tag.truncate(26);
    let mut last = b"TAGsong".to_vec();
    last.resize(128, 0);
    let tagged = [tag, mp3(10), last].concat();
    assert_eq!(inspect(&tagged).unwrap().content, mp3(10));
}

#[test]
fn sides_are_bounded() {
    for (width, height) in [(4_097, 1), (1, 4_097), (0, 1), (1, 0), (u32::MAX, u32::MAX)] {
        let mut content = png();
        content[16..20].copy_from_slice(&width.to_be_bytes());
        content[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc32fast::hash(&content[12..29]);
        content[29..33].copy_from_slice(&sum.to_be_bytes());
        assert!(inspect(&content).is_err(), "{width} × {height}");
    }
    let wide = MediaRefusal::TooLarge("a picture has at most 4096 pixels to a side".to_owned());
    let mut content = gif();
    content[6..8].copy_from_slice(&4_097_u16.to_le_bytes());
    assert_eq!(inspect(&content), Err(wide));
}

#[test]
fn of_three_hundred_hostile_files_none_is_taken() {
    let files = hostile::files();
    assert!(files.len() >= 300, "{} files", files.len());
    let taken: Vec<_> = files
        .iter()
        .filter(|(_, content)| inspect(content).is_ok())
        .map(|(name, _)| name)
        .collect();
    assert!(taken.is_empty(), "{} were taken: {taken:?}", taken.len());
}

#[tokio::test]
async fn a_folder_keeps_what_it_is_given() {
    let root = tempfile::tempdir().unwrap();
    let folder = Folder::new(root.path().join("deep").join("media"));
    let name = MediaName {
        hash: [7; 32],
        media_type: MediaType::Png,
    };
    assert_eq!(folder.get(&name).await.unwrap(), None);
    for _ in 0..2 {
        folder.put(&name, png()).await.unwrap();
        assert_eq!(folder.get(&name).await.unwrap(), Some(png()));
    }
    let files = std::fs::read_dir(root.path().join("deep").join("media"));
    assert_eq!(files.unwrap().count(), 1, "nothing else lies there");
    for _ in 0..2 {
        folder.delete(&name).await.unwrap();
        assert_eq!(folder.get(&name).await.unwrap(), None);
    }
}

#[tokio::test]
async fn an_inspector_tells_what_it_found() {
    let inspector = Inspector::default();
    assert_eq!(type_of(&png()), Some(MediaType::Png));
    let found = inspector.inspect(png()).await.unwrap();
    assert_eq!(found.name.media_type, MediaType::Png);
    assert_eq!(found.name.hash[..], Sha256::digest(png())[..]);
    let refused = inspector.inspect(b"<svg/>".to_vec()).await;
    assert_eq!(refused, Err(MediaRefusal::UnknownType));
}
