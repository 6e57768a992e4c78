//! Mail to a server that is polite.

use crate::server::{Manners, Server};
use crate::world::{at, email, link, mail, mailer, parsed, send, settings};
use ludger_email::MailSettings;
use ludger_ports::{Letter, Mail, MailError};
use mail_parser::Header;
use smtp_proto::{AUTH_PLAIN, MAIL_BODY_8BITMIME, MAIL_SMTPUTF8, Request};

#[tokio::test]
async fn a_mail_arrives_whole() {
    let server = Server::polite().await;
    send(&server.url(), &settings()).await.unwrap();
    let commands = ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"];
    assert_eq!(server.commands(), commands);
    let content = server.content();
    insta::assert_snapshot!(String::from_utf8(content.clone()).unwrap());
    let message = parsed(&content);
    assert_eq!(message.body_text(0).unwrap().matches(&link()).count(), 1);
    assert!(message.body_html(0).unwrap().starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn it_is_as_servers_want_it() {
    let server = Server::polite().await;
    send(&server.url(), &settings()).await.unwrap();
    let content = server.content();
    assert!(content.is_ascii());
    let lines = content.split(|byte| *byte == b'\n');
    let (last, lines) = lines
        .collect::<Vec<_>>()
        .split_last()
        .map(|(l, r)| (*l, r.to_vec()))
        .unwrap();
    assert!(last.is_empty(), "it ends at the end of a line");
    for line in lines {
        assert!(line.ends_with(b"\r") && line.len() <= 999, "{line:?}");
    }
}

#[tokio::test]
async fn the_servers_own_words_are_understood() {
    let server = Server::polite().await;
    send(&server.url(), &settings()).await.unwrap();
    let requests = server.requests();
    assert!(matches!(&requests[0], Request::Ehlo { host } if host == "play.example.org"));
    assert!(
        matches!(&requests[1], Request::Mail { from } if from.address == "play@example.org" && from.flags == 0)
    );
    assert!(matches!(&requests[2], Request::Rcpt { to } if to.address == "ada@example.com"));
}

#[tokio::test]
async fn a_server_that_wants_to_know_us_is_told() {
    let server = Server::start(Manners {
        can: vec!["AUTH LOGIN PLAIN"],
        ..Manners::default()
    })
    .await;
    let url = format!("smtp://ada%40example.org:p%40ss@127.0.0.1:{}", server.port);
    send(&url, &settings()).await.unwrap();
    let Request::Auth {
        mechanism,
        initial_response,
    } = &server.requests()[1]
    else {
        panic!("{:?}", server.commands())
    };
    assert_eq!(*mechanism, AUTH_PLAIN);
    // NUL, ada@example.org, NUL, p@ss.
    assert_eq!(initial_response, "AGFkYUBleGFtcGxlLm9yZwBwQHNz");
}

#[tokio::test]
async fn one_cause_is_one_mail_to_those_who_compare() {
    let ids = async |cause: &str| {
        let server = Server::polite().await;
        let mail = Mail {
            cause: cause.to_owned(),
            ..mail()
        };
        mailer(&server.url(), &settings())
            .send(&mail)
            .await
            .unwrap();
        parsed(&server.content()).message_id().unwrap().to_owned()
    };
    let id = ids("magic-link/7").await;
    assert_eq!(ids("magic-link/7").await, id);
    assert_ne!(ids("magic-link/8").await, id);
    let (left, right) = id.split_once('@').unwrap();
    assert_eq!((left.len(), right), (32, "example.org"));
}

#[tokio::test]
async fn a_line_may_begin_with_a_dot() {
    let server = Server::polite().await;
    let settings = MailSettings {
        name: ".Net Quiz".to_owned(),
        ..settings()
    };
    send(&server.url(), &settings).await.unwrap();
    let content = String::from_utf8(server.content()).unwrap();
    assert!(content.contains("\r\n.Net Quiz, https://play.example.org\r\n"));
}

#[tokio::test]
async fn no_text_becomes_a_header() {
    let server = Server::polite().await;
    let hostile = "x\r\nBcc: eve@evil.example\r\n\r\n.\r\nMAIL FROM:<eve@evil.example>\r\n";
    let mail = Mail {
        cause: hostile.to_owned(),
        to: email("ada@example.com"),
        letter: Letter::NewDevice {
            device: Some(hostile.to_owned()),
            address: Some(hostile.to_owned()),
            at: at("2026-11-05T10:20:30Z"),
        },
    };
    let name = "Tom, \"the\" <eve@evil.example>, Jörg; x:y";
    let settings = MailSettings {
        name: name.to_owned(),
        ..settings()
    };
    mailer(&server.url(), &settings).send(&mail).await.unwrap();
    let commands = ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"];
    assert_eq!(server.commands(), commands);
    let content = server.content();
    let message = parsed(&content);
    let names: Vec<_> = message.headers().iter().map(Header::name).collect();
    let expected = [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    ];
    assert_eq!(names, expected);
    let from: Vec<_> = message.from().unwrap().iter().collect();
    assert_eq!(from.len(), 1);
    assert_eq!(from[0].address(), Some("play@example.org"));
    assert_eq!(from[0].name(), Some(name));
}

#[tokio::test]
async fn a_domain_may_be_of_any_script() {
    let server = Server::polite().await;
    let mail = Mail {
        to: email("ada@bücher.example"),
        ..mail()
    };
    mailer(&server.url(), &settings())
        .send(&mail)
        .await
        .unwrap();
    let requests = server.requests();
    assert!(
        matches!(&requests[2], Request::Rcpt { to } if to.address == "ada@xn--bcher-kva.example")
    );
}

#[tokio::test]
async fn a_name_of_any_script_needs_a_server_that_can() {
    let mail = Mail {
        to: email("jörg@example.com"),
        ..mail()
    };
    let plain = Server::polite().await;
    let result = mailer(&plain.url(), &settings()).send(&mail).await;
    assert!(matches!(result, Err(MailError::Permanent(_))), "{result:?}");
    let modern = Server::start(Manners {
        can: vec!["SMTPUTF8"],
        ..Manners::default()
    })
    .await;
    mailer(&modern.url(), &settings())
        .send(&mail)
        .await
        .unwrap();
    let requests = modern.requests();
    let flags = MAIL_SMTPUTF8 | MAIL_BODY_8BITMIME;
    assert!(matches!(&requests[1], Request::Mail { from } if from.flags == flags));
    assert!(matches!(&requests[2], Request::Rcpt { to } if to.address == "jörg@example.com"));
}
