//! Who is signed in, and by what, when many ask at once, from elsewhere, or with what is no good any more.

use crate::harness::{Answer, Deployment, Request, Server, User, registration, scale};
use crate::mail::{token, with_mail};
use futures::future::join_all;
use reqwest::Method;
use serde_json::json;

on_both_databases! {
    refreshes_that_meet_leave_one_branch,
    links_that_meet_are_used_once,
    a_browser_is_signed_in_on_every_node_until_it_signs_out,
    a_second_factor_is_asked_for_after_a_kill,
    a_role_that_is_taken_counts_for_nothing_at_once,
    addresses_are_believed_from_trusted_proxies_alone,
    no_secret_shows_in_log_metrics_or_answers,
}

async fn refreshes_that_meet_leave_one_branch(here: Deployment) {
    let server = here.start().await;
    let ada = server.player("ada").await;
    let mut refresh = ada.refresh;
    for round in 0..scale("LUDGER_REFRESHES", 10) {
        let spend = || {
            let spent = json!({ "refresh_token": refresh });
            server.post("/v1/auth/refresh").json(spent).into_future()
        };
        let answers = join_all((0..20).map(|_| spend())).await;
        let mut live = Vec::new();
        for answer in answers {
            let pair = answer.gives(200);
            let text = |name: &str| pair[name].as_str().unwrap().to_owned();
            let me = server.get("/v1/me").token(&text("access_token")).await;
            if me.status == 200 {
                live.push(text("refresh_token"));
            }
        }
        assert_eq!(live.len(), 1, "round {round}");
        refresh = live.remove(0);
    }
    // A copy that somebody else has spent and used already ends the family.
    let spent = json!({ "refresh_token": refresh });
    let next = server
        .post("/v1/auth/refresh")
        .json(&spent)
        .await
        .gives(200);
    let access = next["access_token"].as_str().unwrap();
    server.get("/v1/me").token(access).await.gives(200);
    let replayed = server.post("/v1/auth/refresh").json(&spent).await;
    let problem = replayed.refuses(401, "not_signed_in");
    assert_eq!(problem["reason"], "token_replayed");
    server
        .get("/v1/me")
        .token(access)
        .await
        .refuses(401, "not_signed_in");
    server.stop().await;
}

async fn links_that_meet_are_used_once(here: Deployment) {
    let (here, folder) = with_mail(here.with("trusted_proxies", "127.0.0.1"));
    let server = here.start().await;
    for round in 0..scale("LUDGER_LINKS", 5) {
        let registered = registration(&format!("user{round}"));
        // Each from somewhere else: one address registers so often.
        let from = format!("10.0.{}.{}", round / 250, round % 250);
        let request = server.post("/v1/auth/register");
        let answer = request
            .header("X-Forwarded-For", from)
            .json(registered)
            .await;
        assert!(answer.status < 300, "{}", answer.text());
        let token = token(&folder, "lvt_").await;
        let used = join_all((0..50).map(|_| {
            let body = json!({ "token": token });
            server
                .post("/v1/auth/verify-email")
                .json(body)
                .into_future()
        }));
        let used = used.await;
        let good = used.iter().filter(|answer| answer.status == 204).count();
        assert_eq!(good, 1, "round {round}");
        let bad = used.iter().filter(|answer| answer.status != 204);
        bad.for_each(|answer| drop(answer.refuses(403, "invalid_link")));
        // The next round's is the only one again.
        for mail in std::fs::read_dir(&folder).unwrap() {
            std::fs::remove_file(mail.unwrap().path()).unwrap();
        }
    }
    server.stop().await;
}

/// The cookie that an answer sets.
fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie").expect("a cookie");
    set.split_once(';').unwrap().0.to_owned()
}

fn from_own_page(request: Request) -> Request {
    request.header("Sec-Fetch-Site", "same-origin")
}

async fn browser(server: &Server, user: &User) -> String {
    let body = json!({ "email": user.email, "password": user.password, "session": "cookie" });
    let entered = from_own_page(server.post("/v1/auth/sign-in"))
        .json(body)
        .await;
    assert!(entered.gives(200)["tokens"].is_null());
    cookie(&entered)
}

async fn a_browser_is_signed_in_on_every_node_until_it_signs_out(here: Deployment) {
    let here = here.with("public_url", "https://play.example.org");
    let (one, other) = (here.start().await, here.start().await);
    let ada = one.player("ada").await;
    let cookie = browser(&one, &ada).await;
    assert!(cookie.starts_with("__Host-ludger=lct_"), "{cookie}");
    let me = |server: &Server| server.get("/v1/me").header("Cookie", &cookie).into_future();
    me(&other).await.gives(200);

    let ends = |origin: &str| {
        let request = other.delete("/v1/me/sessions").header("Cookie", &cookie);
        request.header("Origin", origin).into_future()
    };
    for stranger in [
        "null",
        "http://play.example.org",
        "https://play.example.org.evil.example",
    ] {
        ends(stranger).await.refuses(403, "cross_origin_request");
    }
    one.get("/v1/me").as_(&ada).await.gives(200);
    ends("https://play.example.org").await.gives(204);
    one.get("/v1/me")
        .as_(&ada)
        .await
        .refuses(401, "not_signed_in");

    one.kill().await;
    let one = here.start().await;
    me(&one).await.gives(200);
    let out = one.post("/v1/auth/sign-out").header("Cookie", &cookie);
    let out = from_own_page(out).await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    me(&one).await.refuses(401, "not_signed_in");
    let begun = tokio::time::Instant::now();
    while me(&other).await.status != 401 {
        assert!(begun.elapsed().as_secs() < 1, "alive on the other node");
    }
    one.stop().await;
    other.stop().await;
}

async fn a_second_factor_is_asked_for_after_a_kill(here: Deployment) {
    let server = here.start().await;
    let ada = server.player("ada").await;
    let path = "/v1/me/second-factor";
    let offered = server.post(path).as_(&ada).await.gives(200);
    let secret = offered["secret"].as_str().unwrap();
    server.kill().await;
    let server = here.start().await;
    let code = oathtool(secret);
    let body = json!({ "code": code });
    let confirmed = server.post(&format!("{path}/confirm")).as_(&ada).json(body);
    let codes = confirmed.await.gives(200)["recovery_codes"].clone();
    server.kill().await;
    let server = here.start().await;
    let enter = |code: Option<&str>| {
        let body = json!({ "email": ada.email, "password": ada.password, "code": code });
        server.post("/v1/auth/sign-in").json(body).into_future()
    };
    enter(None).await.refuses(401, "second_factor_required");
    enter(Some(&code)).await.refuses(401, "invalid_code");
    let recovery = codes[0].as_str().unwrap();
    let answers = join_all((0..5).map(|_| enter(Some(recovery)))).await;
    let good = answers.iter().filter(|answer| answer.status == 200);
    assert_eq!(good.count(), 1);
    server.stop().await;
    // Neither the secret nor a code stands in the database.
    let kept = here
        .sql()
        .texts("SELECT recovery AS text FROM second_factors");
    let plain = recovery.replace('-', "");
    assert!(!kept.concat().contains(&plain) && !kept.concat().contains(recovery));
}

/// What an application shows now for a secret.
#[expect(clippy::disallowed_methods, reason = "the program has its own clock")]
fn oathtool(secret: &str) -> String {
    let secret = ludger_domain::accounts::TotpSecret::parse(secret).unwrap();
    secret.code_at(jiff::Timestamp::now())
}

async fn a_role_that_is_taken_counts_for_nothing_at_once(here: Deployment) {
    let server = here.start().await;
    let grace = server.admin().await;
    let ada = server.player("ada").await;
    server.grant(&grace, &ada, "moderator").await;
    let topic = |n: usize| {
        let body = json!({ "title": format!("Topic {n}") });
        server.post("/v1/topics").as_(&ada).json(body).into_future()
    };
    topic(1).await.gives(201);
    let role = format!("/v1/admin/users/{}/roles/moderator", ada.id);
    server.delete(&role).as_(&grace).await.gives(204);
    topic(2).await.refuses(403, "forbidden");
    server.stop().await;
}

async fn addresses_are_believed_from_trusted_proxies_alone(here: Deployment) {
    let spoofed = "203.0.113.77";
    let seen = async |server: &Server| {
        let body =
            json!({ "email": "ada@example.org", "password": registration("ada")["password"] });
        let entered = server.post("/v1/auth/sign-in").json(body);
        let entered = entered
            .header("X-Forwarded-For", spoofed)
            .header("Forwarded", format!("for={spoofed}"))
            .header("X-Real-IP", spoofed)
            .header("True-Client-IP", spoofed);
        let tokens = entered.await.gives(200)["tokens"].clone();
        let access = tokens["access_token"].as_str().unwrap();
        let sessions = server.get("/v1/me/sessions").token(access).await.gives(200);
        sessions["items"][0]["address"].as_str().unwrap().to_owned()
    };
    let server = here.start().await;
    server.player("ada").await;
    assert_eq!(seen(&server).await, "127.0.0.1");
    server.stop().await;
    let behind = here.with("trusted_proxies", "127.0.0.1");
    let server = behind.start().await;
    assert_eq!(seen(&server).await, spoofed);
    server.stop().await;
}

/// A text that is nowhere else.
const CANARY: &str = "canary4711sings";

/// What comes of what people do wrong with secrets.
async fn wrong_secrets(server: &Server) -> Vec<Answer> {
    let mut told = Vec::new();
    for (path, body) in [
        (
            "/v1/auth/sign-in",
            format!(r#"{{"email":"ada@example.org","password":"no {CANARY}"}}"#),
        ),
        (
            "/v1/auth/sign-in",
            format!(r#"{{"email":"{CANARY}","password":"{CANARY}"}}"#),
        ),
        (
            "/v1/auth/sign-in",
            format!(r#"{{"email":1,"password":{{"a":"{CANARY}"}}}}"#),
        ),
        ("/v1/auth/sign-in", format!(r#"{{"password":"{CANARY}"#)),
        (
            "/v1/auth/refresh",
            format!(r#"{{"refresh_token":"lrt_{CANARY}"}}"#),
        ),
        (
            "/v1/auth/verify-email",
            format!(r#"{{"token":"lvt_{CANARY}"}}"#),
        ),
        (
            "/v1/auth/reset-password",
            format!(r#"{{"token":"lpt_{CANARY}","password":"{CANARY}"}}"#),
        ),
        (
            "/v1/auth/magic-link/redeem",
            format!(r#"{{"token":"lmt_{CANARY}","code":"{CANARY}"}}"#),
        ),
    ] {
        told.push(server.post(path).body("application/json", body).await);
    }
    told.push(server.get("/v1/me").token(&format!("lat_{CANARY}")).await);
    let cookie = format!("ludger=lct_{CANARY}");
    told.push(server.get("/v1/me").header("Cookie", cookie).await);
    told
}

async fn no_secret_shows_in_log_metrics_or_answers(here: Deployment) {
    let (here, folder) = with_mail(here);
    let here = here
        .with("log_filter", "debug")
        .with("metrics_listen", "127.0.0.1:0");
    let server = here.start().await;
    let mut secrets = vec![CANARY.to_owned()];
    let password = format!("seven teal {CANARY}");
    let new = json!({ "email": "ada@example.org", "username": "ada", "password": password });
    let registered = server.post("/v1/auth/register").json(new).await;
    assert!(registered.status < 300);
    secrets.push(token(&folder, "lvt_").await);
    let mut told = wrong_secrets(&server).await;
    let ada = server.sign_in("ada", &password).await;
    secrets.extend([ada.access.clone(), ada.refresh.clone()]);
    let factor = server
        .post("/v1/me/second-factor")
        .as_(&ada)
        .await
        .gives(200);
    secrets.push(factor["secret"].as_str().unwrap().to_owned());
    let made = json!({ "name": "nightly", "scopes": [] });
    let made = server.post("/v1/me/api-tokens").as_(&ada).json(made).await;
    let made = made.gives(201)["token"].as_str().unwrap().to_owned();
    told.push(server.get("/v1/me").token(&made).await);
    secrets.push(made);
    told.push(
        server
            .get(&format!("/v1/me?access_token={CANARY}"))
            .as_(&ada)
            .await,
    );
    let wrong = json!({ "current_password": CANARY, "new_password": "short" });
    told.push(server.put("/v1/me/password").as_(&ada).json(wrong).await);
    let changed = json!({ "current_password": password, "new_password": format!("x{password}") });
    told.push(
        server
            .request(Method::PUT, "/v1/me/password")
            .as_(&ada)
            .json(changed)
            .await,
    );

    let metrics = server.metrics().await;
    let log = server.logs("/v1/me/password").await;
    let answers: String = told.iter().map(Answer::text).collect();
    for secret in &secrets {
        for (place, text) in [("log", &log), ("metrics", &metrics), ("answers", &answers)] {
            assert!(
                !text.contains(secret.as_str()),
                "{secret} in the {place}: {text}"
            );
        }
    }
    server.stop().await;
}
