//! Mail in a folder.

use crate::world::{link, mail, mailer_at, parsed, settings};
use ludger_ports::{Mail, MailError};
use std::fs;
use std::path::Path;

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

async fn send(folder: &Path, mail: &Mail, now: &str) -> Result<(), MailError> {
    let url = format!("file:{}", folder.display());
    mailer_at(&url, &settings(), now).send(mail).await
}

#[tokio::test]
async fn a_mail_is_a_file() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("new/mail");
    send(&folder, &mail(), "2026-11-05T10:20:30Z")
        .await
        .unwrap();
    let names = names(&folder);
    assert_eq!(
        names,
        ["2026-11-05T102030Z-50491d115f34b5797f71daa6d34daf9e.eml"]
    );
    let content = fs::read(folder.join(&names[0])).unwrap();
    let message = parsed(&content);
    assert_eq!(message.subject(), Some("Your link to sign in"));
    let text = String::from_utf8(content).unwrap();
    assert!(text.contains(&link()), "the link can be copied as it is");
}

#[tokio::test]
async fn one_cause_is_one_file() {
    let root = tempfile::tempdir().unwrap();
    let another = Mail {
        cause: "magic-link/8".to_owned(),
        ..mail()
    };
    send(root.path(), &mail(), "2026-11-05T10:20:30Z")
        .await
        .unwrap();
    send(root.path(), &another, "2026-11-05T10:21:00Z")
        .await
        .unwrap();
    send(root.path(), &mail(), "2026-11-06T09:00:00Z")
        .await
        .unwrap();
    let names = names(root.path());
    assert_eq!(names.len(), 2);
    assert!(names[0].starts_with("2026-11-05T102030Z-"));
    assert!(names[1].starts_with("2026-11-05T102100Z-"));
    let content = fs::read(root.path().join(&names[0])).unwrap();
    let date = parsed(&content).date().unwrap().to_rfc3339();
    assert_eq!(date, "2026-11-06T09:00:00Z", "the latest is in it");
}

#[cfg(unix)]
#[tokio::test]
async fn others_cannot_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let root = tempfile::tempdir().unwrap();
    send(root.path(), &mail(), "2026-11-05T10:20:30Z")
        .await
        .unwrap();
    let path = root.path().join(&names(root.path())[0]);
    let mode = fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn what_cannot_be_written_waits() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let result = send(&file.join("mail"), &mail(), "2026-11-05T10:20:30Z").await;
    assert!(matches!(result, Err(MailError::Temporary(_))), "{result:?}");
}
