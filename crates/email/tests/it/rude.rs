//! Servers that refuse, hang, drip and hang up. Each leaves a mail that waits, one that is given up, or one of which
//! nobody knows, and none holds its sender.

use crate::server::{Does, Manners, Server};
use crate::world::{impatient, mail, mailer, send, settings};
use ludger_email::{Limits, MailSettings};
use ludger_ports::MailError;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::{Instant, timeout};

fn kind(result: &Result<(), MailError>) -> &'static str {
    match result {
        Ok(()) => "sent",
        Err(MailError::Temporary(_)) => "waits",
        Err(MailError::Permanent(_)) => "given up",
        Err(MailError::Unknown(_)) => "unknown",
    }
}

#[tokio::test]
async fn a_refusal_says_whether_to_come_again() {
    let table = [
        ("greeting", "421 too busy", "waits"),
        ("greeting", "554 no mail here", "waits"),
        ("EHLO", "550 I do not like your name", "waits"),
        ("MAIL", "451 later", "waits"),
        ("MAIL", "550 I do not like your address", "waits"),
        ("RCPT", "450 mailbox busy", "waits"),
        ("RCPT", "452 mailbox full", "waits"),
        ("RCPT", "530 sign in first", "waits"),
        ("RCPT", "550 5.1.1 no such user", "given up"),
        ("RCPT", "501 what an address", "given up"),
        ("DATA", "451 later", "waits"),
        ("DATA", "554 no valid recipients", "given up"),
        ("DATA", "250 but I asked for 354", "waits"),
        (".", "452 disk full", "waits"),
        (".", "421 going down", "waits"),
        (".", "554 5.7.1 spam", "given up"),
        (".", "250-\r\n250 taken", "sent"),
        (".", "354 go on", "unknown"),
        (".", "what?", "unknown"),
        ("QUIT", "500 stay", "sent"),
    ];
    for (at, answer, expected) in table {
        let server = Server::rude(at, Does::Say(answer)).await;
        let result = send(&server.url(), &settings()).await;
        assert_eq!(kind(&result), expected, "{at}: {answer}: {result:?}");
    }
}

#[tokio::test]
async fn a_server_that_hangs_holds_nothing() {
    let table = [
        ("greeting", "waits"),
        ("EHLO", "waits"),
        ("MAIL", "waits"),
        ("RCPT", "waits"),
        ("DATA", "waits"),
        (".", "unknown"),
        ("QUIT", "sent"),
    ];
    let mut waiting = Vec::new();
    for (at, expected) in table {
        for does in [Does::Nothing, Does::Drip] {
            waiting.push(tokio::spawn(async move {
                let server = Server::rude(at, does).await;
                let (url, settings) = (server.url(), impatient());
                let sent = timeout(Duration::from_secs(20), send(&url, &settings));
                let result = sent.await.unwrap();
                assert_eq!(kind(&result), expected, "{at}: {result:?}");
            }));
        }
    }
    for test in waiting {
        test.await.unwrap();
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_is_found_out() {
    let table = [
        ("greeting", "waits"),
        ("EHLO", "waits"),
        ("MAIL", "waits"),
        ("RCPT", "waits"),
        ("DATA", "waits"),
        ("content", "unknown"),
        (".", "unknown"),
        ("QUIT", "sent"),
    ];
    for (at, expected) in table {
        let server = Server::rude(at, Does::HangUp).await;
        let result = send(&server.url(), &settings()).await;
        assert_eq!(kind(&result), expected, "{at}: {result:?}");
    }
}

#[tokio::test]
async fn many_slow_answers_are_too_slow_together() {
    let settings = MailSettings {
        limits: Limits {
            whole: Duration::from_secs(1),
            ..Limits::default()
        },
        ..settings()
    };
    for (at, expected) in [("greeting", "waits"), ("RCPT", "waits"), (".", "unknown")] {
        let server = Server::rude(at, Does::Nothing).await;
        let begin = Instant::now();
        let result = send(&server.url(), &settings).await;
        assert_eq!(kind(&result), expected, "{at}: {result:?}");
        assert!(begin.elapsed() < Duration::from_secs(5), "{at}");
    }
}

#[tokio::test]
async fn a_refusal_counts_though_the_server_does_not_take_leave() {
    let server = Server::start(Manners {
        rude: vec![
            ("RCPT", Does::Say("550 5.1.1 no such user")),
            ("QUIT", Does::Nothing),
        ],
        ..Manners::default()
    })
    .await;
    let result = send(&server.url(), &impatient()).await;
    let expected = MailError::Permanent("RCPT: 550 5.1.1 no such user".to_owned());
    assert_eq!(result, Err(expected));
}

#[tokio::test]
async fn nobody_at_the_door_is_worth_another_try() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(kind(&send(&url, &settings()).await), "waits");
}

#[tokio::test]
async fn a_password_that_is_refused_is_not_told() {
    for answer in [
        "535 5.7.8 no, ada is not hunter2",
        "501 cannot decode AGFkYQBodW50ZXIy",
        "AGFkYQBodW50ZXIy?",
    ] {
        let server = Server::start(Manners {
            rude: vec![("AUTH", Does::Say(answer))],
            can: vec!["AUTH PLAIN"],
            ..Manners::default()
        })
        .await;
        let url = format!("smtp://ada:hunter2@127.0.0.1:{}", server.port);
        let result = send(&url, &settings()).await;
        assert_eq!(kind(&result), "waits", "{answer}");
        let told = format!("{result:?}");
        assert!(
            !told.contains("hunter2") && !told.contains("AGFk"),
            "{told}"
        );
        assert!(!server.commands().contains(&"MAIL"));
    }
}

#[tokio::test]
async fn a_server_that_wants_no_password_gets_none() {
    let server = Server::polite().await;
    let url = format!("smtp://ada:hunter2@127.0.0.1:{}", server.port);
    assert_eq!(kind(&send(&url, &settings()).await), "waits");
    assert!(!server.commands().contains(&"AUTH"));
}

#[tokio::test]
async fn a_server_that_repeats_the_link_does_not_get_it_into_a_log() {
    let answer = "554 5.7.1 <https://play.example.org/auth/link?token=c2VjcmV0> is listed";
    let server = Server::rude(".", Does::Say(answer)).await;
    let result = mailer(&server.url(), &settings()).send(&mail()).await;
    let expected = MailError::Permanent("the content: 554 5.7.1 (a link) is listed".to_owned());
    assert_eq!(result, Err(expected));
}
