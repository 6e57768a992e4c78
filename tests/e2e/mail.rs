//! Mail that really arrives, in a folder, and what its links do.

use crate::harness::{Answer, Deployment, Server, registration};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// A worker looks for jobs twice a second.
const SOON: Duration = Duration::from_secs(20);

on_both_databases! {
    a_registration_is_verified_by_the_mail_that_arrived,
    a_magic_link_signs_in_once,
    a_new_password_ends_every_session,
    failures_are_counted_across_a_restart,
    an_invitation_admits_where_nobody_else_may,
    another_address_is_used_when_its_reader_says_so,
    two_nodes_send_a_mail_once_and_know_of_each_others_sessions,
}

/// The deployment, and where its mail goes.
pub(crate) fn with_mail(here: Deployment) -> (Deployment, PathBuf) {
    let folder = here.folder().join("mail");
    let url = format!("file:{}", folder.display());
    (here.with("mail_url", &url), folder)
}

/// The mails that have arrived.
fn mails(folder: &PathBuf) -> Vec<String> {
    let Ok(files) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths: BTreeSet<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    let is_whole = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "eml");
    let whole = paths.into_iter().filter(is_whole);
    whole
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

/// The token with this prefix, as soon as it arrives.
pub(crate) async fn token(folder: &PathBuf, prefix: &str) -> String {
    token_to(folder, prefix, "").await
}

/// The same, in a mail to this address.
pub(crate) async fn token_to(folder: &PathBuf, prefix: &str, address: &str) -> String {
    let begun = Instant::now();
    let (sign, to) = (format!("#token={prefix}"), format!("To: {address}"));
    loop {
        let mut all = mails(folder);
        all.retain(|mail| mail.contains(&to));
        if let Some((_, rest)) = all.concat().split_once(&sign) {
            let digits: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
            return format!("{prefix}{digits}");
        }
        assert!(begun.elapsed() < SOON, "no mail with {prefix}");
        sleep(Duration::from_millis(50)).await;
    }
}

async fn register(server: &Server, name: &str) {
    let sent = server.post("/v1/auth/register").json(registration(name));
    sent.await.gives(202);
}

async fn use_token(server: &Server, path: &str, token: &str) -> Answer {
    server.post(path).json(json!({ "token": token })).await
}

async fn a_registration_is_verified_by_the_mail_that_arrived(here: Deployment) {
    let (here, folder) = with_mail(here);
    let server = here.start().await;
    register(&server, "ada").await;
    let ada = server.sign_in_again("ada").await;
    assert_eq!(
        server.get("/v1/me").as_(&ada).await.gives(200)["is_verified"],
        false
    );
    let token = token(&folder, "lvt_").await;
    // Whoever only opens the link uses nothing up, and the page has no secret in it.
    let page = server.get("/links/verify-email").await;
    assert_eq!(page.status, 200);
    let path = "/v1/auth/verify-email";
    assert_eq!(use_token(&server, path, &token).await.status, 204);
    use_token(&server, path, &token)
        .await
        .refuses(403, "invalid_link");
    assert_eq!(
        server.get("/v1/me").as_(&ada).await.gives(200)["is_verified"],
        true
    );
    server.stop().await;
    // What was sent is not kept, and no log has it.
    let secret = token.trim_start_matches("lvt_");
    let jobs = here.sql().texts("SELECT payload AS text FROM jobs");
    assert!(jobs.iter().all(|job| !job.contains(secret)), "{jobs:?}");
}

async fn a_magic_link_signs_in_once(here: Deployment) {
    let (here, folder) = with_mail(here);
    let server = here.start().await;
    register(&server, "ada").await;
    let ask = async |email: &str| {
        let asked = json!({ "email": email, "return_to": "/games" });
        let answer = server.post("/v1/auth/magic-link").json(asked).await;
        (answer.status, answer.text())
    };
    let (known, unknown) = (
        ask("ada@example.org").await,
        ask("nobody@example.org").await,
    );
    assert_eq!((known.0, &known), (202, &unknown));
    // Sent after a kill as well: it is in the database.
    server.kill().await;
    let server = here.start().await;
    let token = token(&folder, "lmt_").await;
    let path = "/v1/auth/magic-link/redeem";
    let redeemed = futures::future::join_all((0..6).map(|_| use_token(&server, path, &token)));
    let redeemed = redeemed.await;
    let good: Vec<_> = redeemed
        .iter()
        .filter(|answer| answer.status == 200)
        .collect();
    assert_eq!(good.len(), 1);
    let told = good[0].json();
    assert_eq!(told["return_to"], "/games");
    let access = told["tokens"]["access_token"].as_str().unwrap();
    let me = server.get("/v1/me").token(access).await.gives(200);
    assert_eq!(
        (&me["username"], &me["is_verified"]),
        (&json!("ada"), &json!(true))
    );
    server.stop().await;
}

async fn a_new_password_ends_every_session(here: Deployment) {
    let (here, folder) = with_mail(here);
    let server = here.start().await;
    register(&server, "ada").await;
    let ada = server.sign_in_again("ada").await;
    let asked = json!({ "email": "ada@example.org" });
    let sent = server.post("/v1/auth/forgot-password").json(asked).await;
    assert_eq!(sent.status, 202);
    let token = token(&folder, "lpt_").await;
    let path = "/v1/auth/reset-password";
    let short = json!({ "token": token, "password": "short" });
    let told = server
        .post(path)
        .json(short)
        .await
        .refuses(422, "validation_failed");
    assert_eq!(told["errors"][0]["pointer"], "/password");
    let new = json!({ "token": token, "password": "five copper kettles" });
    assert_eq!(server.post(path).json(&new).await.status, 204);
    server
        .post(path)
        .json(&new)
        .await
        .refuses(403, "invalid_link");
    server
        .get("/v1/me")
        .as_(&ada)
        .await
        .refuses(401, "not_signed_in");
    server.sign_in("ada", "five copper kettles").await;
    server.stop().await;
}

async fn failures_are_counted_across_a_restart(here: Deployment) {
    let (here, folder) = with_mail(here);
    let mut server = here.start().await;
    register(&server, "ada").await;
    // Else the magic link below would leave her without the password.
    let verification = token(&folder, "lvt_").await;
    let path = "/v1/auth/verify-email";
    assert_eq!(use_token(&server, path, &verification).await.status, 204);
    let typed = json!({ "email": "ada@example.org", "password": "not this one" });
    for _ in 0..5 {
        let answer = server.post("/v1/auth/sign-in").json(&typed).await;
        answer.refuses(401, "invalid_credentials");
        server.kill().await;
        server = here.start().await;
    }
    let answer = server.post("/v1/auth/sign-in").json(&typed).await;
    answer.refuses(429, "too_many_attempts");
    assert!(answer.header("retry-after").is_some());
    // The owner still comes in by a link.
    let asked = json!({ "email": "ada@example.org" });
    server.post("/v1/auth/magic-link").json(asked).await;
    let token = token(&folder, "lmt_").await;
    let path = "/v1/auth/magic-link/redeem";
    assert_eq!(use_token(&server, path, &token).await.status, 200);
    server.sign_in_again("ada").await;
    server.stop().await;
}

async fn an_invitation_admits_where_nobody_else_may(here: Deployment) {
    let (here, folder) = with_mail(here.with("registration", "invitation"));
    let server = here.start().await;
    let grace = server.admin().await;
    let path = "/v1/auth/register";
    let refused = server.post(path).json(registration("ada")).await;
    let refused = refused.refuses(422, "validation_failed");
    assert_eq!(refused["errors"][0]["code"], "email_not_allowed");
    let whom = json!({ "email": "ada@example.org" });
    let invited = server.post("/v1/admin/invitations").as_(&grace).json(whom);
    assert_eq!(invited.await.status, 202);
    let token = token(&folder, "lit_").await;
    let mut whoever = registration("ada");
    whoever["invitation"] = token.into();
    assert_eq!(server.post(path).json(&whoever).await.status, 202);
    server
        .post(path)
        .json(&whoever)
        .await
        .refuses(403, "invalid_link");
    let ada = server.sign_in_again("ada").await;
    let me = server.get("/v1/me").as_(&ada).await.gives(200);
    assert_eq!(me["is_verified"], true);
    assert_eq!(server.get("/links/register").await.status, 200);
    server.stop().await;
}

async fn another_address_is_used_when_its_reader_says_so(here: Deployment) {
    let (here, folder) = with_mail(here);
    let server = here.start().await;
    let ada = server.player("ada").await;
    let king = json!({ "email": "king@example.org" });
    let asked = server.post("/v1/me/email").as_(&ada).json(king);
    assert_eq!(asked.await.status, 202);
    let token = token(&folder, "let_").await;
    assert_eq!(server.get("/links/change-email").await.status, 200);
    let path = "/v1/auth/change-email";
    assert_eq!(use_token(&server, path, &token).await.status, 204);
    use_token(&server, path, &token)
        .await
        .refuses(403, "invalid_link");
    let me = server.get("/v1/me").as_(&ada).await.gives(200);
    assert_eq!(
        (&me["email"], &me["is_verified"]),
        (&json!("king@example.org"), &json!(true))
    );
    server.sign_in("king", &ada.password).await;
    server.stop().await;
}

async fn two_nodes_send_a_mail_once_and_know_of_each_others_sessions(here: Deployment) {
    let (here, folder) = with_mail(here);
    let (one, other) = (here.start().await, here.start().await);
    for n in 0..20 {
        register(if n % 2 == 0 { &one } else { &other }, &format!("user{n}")).await;
    }
    let begun = Instant::now();
    while mails(&folder).len() < 20 && begun.elapsed() < SOON {
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(mails(&folder).len(), 20);
    let mut sql = here.sql();
    let attempts =
        sql.texts("SELECT CAST(attempts AS TEXT) AS text FROM jobs WHERE kind = 'mail.send'");
    assert_eq!(attempts, vec!["1"; 20], "each was claimed once");
    // A session of one node works on the other, and ends on both.
    let ada = one.sign_in_again("user0").await;
    other.get("/v1/me").as_(&ada).await.gives(200);
    let sessions = one.get("/v1/me/sessions").as_(&ada).await.gives(200);
    let id = sessions["items"][0]["id"].as_str().unwrap();
    let ended = one.delete(&format!("/v1/me/sessions/{id}")).as_(&ada).await;
    assert_eq!(ended.status, 204);
    let begun = Instant::now();
    while other.get("/v1/me").as_(&ada).await.status != 401 {
        assert!(
            begun.elapsed() < Duration::from_secs(1),
            "alive on the other node"
        );
    }
    one.stop().await;
    other.stop().await;
}
