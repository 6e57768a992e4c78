//! What must not be seen in a log is not in `Debug`, nor in an error.

use super::app::{App, PASSWORD, credentials, here, registration};
use crate::accounts::{ClaimSetupError, RefreshError};

#[tokio::test]
async fn no_secret_shows() {
    let app = App::new();
    let link = app.accounts.issue_setup_link.run().await.unwrap().unwrap();
    let wrong: ClaimSetupError = app
        .accounts
        .claim_setup
        .run("lst_secret", registration("ada"), &here())
        .await
        .unwrap_err();
    app.player("ada").await;
    let typed = credentials("ada", PASSWORD);
    let signed_in = app.accounts.sign_in.run(&typed, &here()).await.unwrap();
    let spent = signed_in.kept.clone().tokens().unwrap();
    let next = app
        .accounts
        .refresh
        .run(spent.refresh.expose(), &here())
        .await
        .unwrap();
    app.accounts
        .authenticate
        .run(next.access.expose())
        .await
        .unwrap();
    let replay: RefreshError = app
        .accounts
        .refresh
        .run(spent.refresh.expose(), &here())
        .await
        .unwrap_err();

    let shown = format!("{link:?} {wrong:?} {typed:?} {signed_in:?} {next:?} {replay:?}");
    let log = format!("{:?}", app.store.audit_log());
    let secrets = [
        &link,
        &spent.access,
        &spent.refresh,
        &next.access,
        &next.refresh,
    ];
    for secret in secrets
        .map(|text| &text.expose()[4..])
        .into_iter()
        .chain([PASSWORD, "lst_secret"])
    {
        assert!(
            !shown.contains(secret) && !log.contains(secret),
            "{secret} in {shown} or {log}"
        );
    }
}
