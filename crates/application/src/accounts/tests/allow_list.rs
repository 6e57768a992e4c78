//! The list of those who may register, as its admins keep it.

use super::app::{App, here};
use crate::Caller;
use crate::accounts::{ImportAllowedError, ListAllowedError, RemoveAllowedError};
use ludger_domain::accounts::{AuditAction, Tier};
use ludger_domain::fault::Faults;
use ludger_ports::PageRequest;
use std::fmt::Write;

const ALL: PageRequest<String> = PageRequest {
    after: None,
    limit: 100,
};

async fn desk() -> (App, Caller) {
    let app = App::new();
    app.admin("root").await;
    let root = app.caller("root").await;
    (app, root)
}

/// Name, address and level of everybody on the list.
async fn list(app: &App, root: &Caller) -> Vec<(String, String, Tier)> {
    let page = app.accounts.list_allowed.run(root, ALL).await.unwrap();
    let told = |it: ludger_domain::accounts::Allowed| (it.name, it.email.into(), it.level);
    page.items.into_iter().map(told).collect()
}

async fn faults(text: &str) -> Vec<(String, String)> {
    let (app, root) = desk().await;
    let answer = app.accounts.import_allowed.run(&root, text).await;
    let Err(ImportAllowedError::Invalid(Faults(faults))) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(list(&app, &root).await, [], "all or nothing");
    assert_eq!(app.audited(AuditAction::AllowListImport), []);
    faults.into_iter().map(|it| (it.pointer, it.code)).collect()
}

fn told<const N: usize>(expected: [(&str, &str); N]) -> Vec<(String, String)> {
    let owned = |(pointer, code): &(&str, &str)| ((*pointer).to_owned(), (*code).to_owned());
    expected.iter().map(owned).collect()
}

#[tokio::test]
async fn a_table_is_taken_as_spreadsheets_write_it() {
    let (app, root) = desk().await;
    let table = "\u{feff}Name,Email,Level\r\n\"King, Ada\",Ada@example.org,power\r\n\r\n,bob@example.org, normie\r\n";
    let import = &app.accounts.import_allowed;
    assert_eq!(import.run(&root, table).await.unwrap(), 2);
    let own = |text: &str| text.to_owned();
    assert_eq!(
        list(&app, &root).await,
        [
            (own("King, Ada"), own("Ada@example.org"), Tier::Power),
            (own(""), own("bob@example.org"), Tier::Normie),
        ]
    );
    // A line of somebody who stands there takes the place of theirs.
    let again = "name,email,level\nAda,ada@example.org,dev";
    assert_eq!(import.run(&root, again).await.unwrap(), 1);
    assert_eq!(
        list(&app, &root).await[0],
        (own("Ada"), own("ada@example.org"), Tier::Dev)
    );
    let records = app.audited(AuditAction::AllowListImport);
    assert_eq!(records.len(), 2);
    assert_eq!(records[0].meta["lines"], 2);
}

#[tokio::test]
async fn every_faulty_line_is_told_at_once() {
    let table = "name,email,level\n\
        Ada,ada@example.org,queen\n\
        \n\
        \"two\nlines\",nobody,power\n\
        Bob,bob@example.org\n\
        Bob,bob@example.org,normie\n\
        Bob,BOB@example.org,normie\n";
    assert_eq!(
        faults(table).await,
        told([
            ("/2/level", "unknown_value"),
            ("/4/name", "control_character"),
            ("/4/email", "invalid_email"),
            ("/6", "invalid_value"),
            ("/8/email", "repeated"),
        ])
    );
}

#[tokio::test]
async fn what_is_no_table_is_refused() {
    let table = [
        ("", ("/1", "malformed_document")),
        ("ada@example.org", ("/1", "malformed_document")),
        ("email,name,level\nx", ("/1", "malformed_document")),
        ("name,email,level\n", ("", "required")),
        (
            "name,email,level\n\"Ada,a@x.org,dev\nBob,b@x.org,dev\n",
            ("/2", "invalid_value"),
        ),
    ];
    for (text, expected) in table {
        assert_eq!(faults(text).await, told([expected]), "{text:?}");
    }
}

#[tokio::test]
async fn its_size_is_bounded() {
    let mut table = String::from("name,email,level\n");
    for n in 0..5_000 {
        writeln!(table, ",user{n}@example.org,normie").unwrap();
    }
    let (app, root) = desk().await;
    let import = &app.accounts.import_allowed;
    assert_eq!(import.run(&root, &table).await.unwrap(), 5_000);
    table.push_str(",one-more@example.org,normie\n");
    assert_eq!(faults(&table).await, told([("", "too_many")]));
    let large = " ".repeat(crate::accounts::ALLOW_LIST_BYTES_MAX + 1);
    let answer = import.run(&root, &large).await;
    assert!(matches!(answer, Err(ImportAllowedError::TooLarge)));
}

#[tokio::test]
async fn who_is_taken_off_is_gone() {
    let (app, root) = desk().await;
    let table = "name,email,level\nAda,ada@example.org,dev\n";
    app.accounts.import_allowed.run(&root, table).await.unwrap();
    let remove = &app.accounts.remove_allowed;
    remove.run(&root, "ADA@example.org").await.unwrap();
    assert_eq!(list(&app, &root).await, []);
    let again = remove.run(&root, "ada@example.org").await;
    assert!(matches!(again, Err(RemoveAllowedError::NotFound)));
    let records = app.audited(AuditAction::AllowListRemove);
    assert_eq!(records.len(), 1);
    assert!(
        !super::app::told(&records[0]).contains("ada@"),
        "the log is never erased"
    );
}

#[tokio::test]
async fn it_needs_the_permission() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let accounts = &app.accounts;
    let listed = accounts.list_allowed.run(&ada, ALL).await;
    assert!(matches!(listed, Err(ListAllowedError::Forbidden(_))));
    let brought = accounts.import_allowed.run(&ada, "").await;
    assert!(matches!(brought, Err(ImportAllowedError::Forbidden(_))));
    let removed = accounts.remove_allowed.run(&ada, "x").await;
    assert!(matches!(removed, Err(RemoveAllowedError::Forbidden(_))));
    assert_eq!(ada.origin, here());
}
