use super::app::App;
use super::doors::{Fate, closed, door};
use crate::accounts::{EditProfileError, FieldEdit, ProfileEdit};
use crate::testing::at_once;
use ludger_domain::accounts::AuditAction;
use ludger_domain::fault::Faults;
use ludger_ports::{Changes, Row, Store};
use serde_json::json;

fn told(faults: &Faults) -> Vec<(&str, &str)> {
    let faults = faults.0.iter();
    faults
        .map(|fault| (fault.pointer.as_str(), fault.code.as_str()))
        .collect()
}

fn set(text: &str) -> FieldEdit {
    FieldEdit::Set(text.to_owned())
}

#[tokio::test]
async fn an_edit_changes_what_it_names_and_tells_the_log_which() {
    let app = App::new();
    let user = app.player("ada").await;
    let ada = app.caller("ada").await;
    let edit = ProfileEdit {
        username: Some("Countess".to_owned()),
        full_name: set("Ada King"),
        time_zone: Some("europe/london".to_owned()),
        ..ProfileEdit::default()
    };
    let edit_profile = &app.accounts.edit_profile;
    let edited = edit_profile.run(&ada, 1, &edit).await.unwrap().user;
    assert_eq!((edited.id, edited.version), (user.id, 2));
    assert_eq!(edited.username.as_str(), "Countess");
    assert_eq!(edited.profile.time_zone.as_str(), "Europe/London");
    assert_eq!(edited.profile.locale, user.profile.locale);
    let [record] = &app.audited(AuditAction::UserEdit)[..] else {
        panic!("one record")
    };
    let fields = ["username", "full_name", "time_zone"];
    assert_eq!(record.meta["fields"], serde_json::json!(fields));
    assert!(!format!("{record:?}").contains("King"));

    let clear = ProfileEdit {
        full_name: FieldEdit::Clear,
        ..ProfileEdit::default()
    };
    let cleared = edit_profile.run(&ada, 2, &clear).await.unwrap().user;
    assert_eq!(cleared.profile.full_name, None);
    app.commits();
    let same = edit_profile.run(&ada, 3, &clear).await.unwrap().user;
    assert_eq!((same, app.commits()), (cleared, vec![]));
}

#[tokio::test]
async fn everything_wrong_is_told_at_once() {
    let app = App::new();
    app.player("ada").await;
    app.player("bob").await;
    let ada = app.caller("ada").await;
    let edit = ProfileEdit {
        username: Some("BOB".to_owned()),
        full_name: set(" "),
        avatar_url: set("http://example.org"),
        time_zone: Some("Mars/Olympus".to_owned()),
        locale: Some("?".to_owned()),
        on_boards: Some(false),
    };
    let accounts = app.but(|ports| ports.store = closed());
    let Err(EditProfileError::Invalid(faults)) = accounts.edit_profile.run(&ada, 1, &edit).await
    else {
        panic!("it was taken")
    };
    assert_eq!(
        told(&faults),
        [
            ("/full_name", "stray_space"),
            ("/avatar_url", "invalid_url"),
            ("/time_zone", "unknown_time_zone"),
            ("/locale", "invalid_locale"),
            ("/username", "username_taken"),
        ]
    );
}

#[tokio::test]
async fn who_stays_out_of_leaderboards_says_so() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let edit = |on_boards| ProfileEdit {
        on_boards: Some(on_boards),
        ..ProfileEdit::default()
    };
    for (version, on_boards) in [(1, false), (2, true)] {
        app.commits();
        let edited = app
            .accounts
            .edit_profile
            .run(&ada, version, &edit(on_boards))
            .await;
        assert_eq!(edited.unwrap().user.is_on_boards(), on_boards);
        let [commit] = &app.commits()[..] else {
            panic!("one commit")
        };
        let told = Row::PlayerShown {
            user: ada.principal.user,
            is_shown: on_boards,
        };
        assert!(commit.rows.contains(&told));
        assert_eq!(commit.audit[0].meta, json!({ "fields": ["on_boards"] }));
    }
    let same = app.accounts.edit_profile.run(&ada, 3, &edit(true)).await;
    assert_eq!(same.unwrap().user.version, 3);
}

#[tokio::test]
async fn ones_own_name_may_be_written_otherwise() {
    let app = App::new();
    app.player("ada").await;
    let ada = app.caller("ada").await;
    let edit = ProfileEdit {
        username: Some("ADA".to_owned()),
        ..ProfileEdit::default()
    };
    let edited = app.accounts.edit_profile.run(&ada, 1, &edit).await.unwrap();
    assert_eq!(edited.user.username.as_str(), "ADA");
}

#[tokio::test]
async fn an_edit_is_of_the_version_that_it_names() {
    let app = App::new();
    let user = app.player("ada").await;
    let (ada, store, inner) = (
        app.caller("ada").await,
        app.ports.store.clone(),
        app.store.clone(),
    );
    let edit = ProfileEdit {
        locale: Some("de".to_owned()),
        ..ProfileEdit::default()
    };
    let late = app.accounts.edit_profile.run(&ada, 7, &edit).await;
    assert!(matches!(late, Err(EditProfileError::VersionMismatch(it)) if it.current == 1));

    let now = app.ports.clock.now();
    let overtaken = Fate::Overtaken(Box::new(move || {
        let changes = Changes::at(now).save_user(user.clone().touched(), &user);
        at_once(inner.commit(changes)).unwrap();
    }));
    let accounts = app.but(|ports| ports.store = door(store, [overtaken]));
    let late = accounts.edit_profile.run(&ada, 1, &edit).await;
    assert!(matches!(late, Err(EditProfileError::VersionMismatch(it)) if it.current == 2));
}

/// A name that is taken between the look and the commit.
#[tokio::test]
async fn a_name_that_somebody_takes_first_is_taken() {
    let app = App::new();
    app.player("ada").await;
    let bob = app.player("bob").await;
    let (ada, store, inner) = (
        app.caller("ada").await,
        app.ports.store.clone(),
        app.store.clone(),
    );
    let now = app.ports.clock.now();
    let overtaken = Fate::Overtaken(Box::new(move || {
        let renamed = bob.clone().named("Countess".parse().unwrap());
        at_once(inner.commit(Changes::at(now).save_user(renamed, &bob))).unwrap();
    }));
    let edit = ProfileEdit {
        username: Some("countess".to_owned()),
        ..ProfileEdit::default()
    };
    let accounts = app.but(|ports| ports.store = door(store, [overtaken]));
    let Err(EditProfileError::Invalid(faults)) = accounts.edit_profile.run(&ada, 1, &edit).await
    else {
        panic!("it was taken")
    };
    assert_eq!(told(&faults), [("/username", "username_taken")]);
}
