//! Sessions of browsers.

use super::app::{App, PASSWORD, credentials, here};
use crate::accounts::{Cookie, Credentials, Entry, Kept};
use crate::testing::together;
use ludger_domain::accounts::SessionKind;
use ludger_ports::Clock;
use std::sync::Arc;

const DAY: u64 = 24 * 60 * 60;

async fn cookie(app: &App, name: &str) -> Cookie {
    let typed = Credentials {
        entry: Entry {
            session: SessionKind::Cookie,
            ..Entry::default()
        },
        ..credentials(name, PASSWORD)
    };
    let signed_in = app.accounts.sign_in.run(&typed, &here()).await.unwrap();
    let Kept::Cookie(cookie) = signed_in.kept else {
        panic!("tokens")
    };
    cookie
}

#[tokio::test]
async fn a_cookie_is_no_token_and_a_token_no_cookie() {
    let app = App::new();
    let ada = app.player("ada").await;
    let (cookie, tokens) = (cookie(&app, "ada").await, app.sign_in("ada").await);
    let authenticate = &app.accounts.authenticate;
    let (principal, renewed) = authenticate
        .by_cookie(cookie.secret.expose())
        .await
        .unwrap();
    assert_eq!((principal.user, renewed), (ada.id, None));
    assert!(principal.person().is_ok());
    assert!(authenticate.run(cookie.secret.expose()).await.is_err());
    let disguised = cookie.secret.expose().replace("lct_", "lat_");
    assert!(authenticate.run(&disguised).await.is_err());
    for token in [&tokens.access, &tokens.refresh] {
        assert!(authenticate.by_cookie(token.expose()).await.is_err());
        let (_, digits) = token.expose().split_at(4);
        assert!(
            authenticate
                .by_cookie(&format!("lct_{digits}"))
                .await
                .is_err()
        );
    }
    let refresh = &app.accounts.refresh;
    assert!(refresh.run(cookie.secret.expose(), &here()).await.is_err());
}

#[tokio::test]
async fn it_is_renewed_while_it_is_used_and_signs_nobody_out_who_asks_at_the_same_moment() {
    let app = Arc::new(App::new());
    app.player("ada").await;
    let cookie = cookie(&app, "ada").await;
    let started = app.clock.now();
    let days = |since| app.clock.now().duration_since(since).as_hours() / 24;
    assert_eq!(
        cookie.expires_at.duration_since(started).as_hours(),
        30 * 24
    );

    app.later(22 * DAY);
    let asks = async |app: &App| {
        let authenticate = &app.accounts.authenticate;
        authenticate
            .by_cookie(cookie.secret.expose())
            .await
            .map(|(_, renewed)| renewed)
    };
    assert_eq!(asks(&app).await.unwrap(), None);
    app.later(2 * DAY);
    app.commits();
    let answers = together((0..20).map(|_| {
        let (app, secret) = (app.clone(), cookie.secret.clone());
        async move {
            let authenticate = &app.accounts.authenticate;
            authenticate
                .by_cookie(secret.expose())
                .await
                .map(|(_, renewed)| renewed)
        }
    }))
    .await;
    assert_eq!(app.commits().len(), 1);
    for renewed in answers {
        assert_eq!(
            renewed
                .unwrap()
                .unwrap()
                .duration_since(app.clock.now())
                .as_hours(),
            30 * 24
        );
    }
    // The answer that told the browser may have been lost.
    app.later(DAY - 1);
    assert!(asks(&app).await.unwrap().is_some());
    app.later(2);
    assert!(asks(&app).await.unwrap().is_none());
    assert!(app.commits().is_empty());

    // Renewed or not, after 90 days it is over.
    for _ in 0..7 {
        app.later(9 * DAY);
        asks(&app).await.unwrap();
    }
    assert_eq!(days(started), 88);
    app.later(2 * DAY);
    assert!(asks(&app).await.is_err());
}

#[tokio::test]
async fn who_signs_out_has_no_session_left() {
    let app = App::new();
    app.player("ada").await;
    let cookie = cookie(&app, "ada").await;
    app.accounts
        .sign_out
        .run(cookie.secret.expose(), &here())
        .await
        .unwrap();
    let authenticate = &app.accounts.authenticate;
    assert!(
        authenticate
            .by_cookie(cookie.secret.expose())
            .await
            .is_err()
    );
}

#[tokio::test]
async fn unused_it_ends_after_thirty_days() {
    let app = App::new();
    app.player("ada").await;
    let cookie = cookie(&app, "ada").await;
    app.later(30 * DAY);
    let authenticate = &app.accounts.authenticate;
    assert!(
        authenticate
            .by_cookie(cookie.secret.expose())
            .await
            .is_err()
    );
}
