//! Mail that nobody reads on its way.

use crate::server::{Does, Manners, Server};
use crate::world::{impatient, send, settings};
use ludger_email::MailSettings;
use ludger_ports::MailError;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;

/// A server with a certificate of its own making for `host`, and settings that trust it.
async fn server(host: &str, manners: Manners) -> (Server, MailSettings) {
    let made = rcgen::generate_simple_self_signed([host.to_owned()]).unwrap();
    let provider = Arc::new(ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![made.cert.der().clone()],
            made.signing_key.serialize_der().try_into().unwrap(),
        )
        .unwrap();
    let server = Server::start(Manners {
        tls: Some(TlsAcceptor::from(Arc::new(config))),
        ..manners
    });
    let settings = MailSettings {
        ca_pem: Some(made.cert.pem().into_bytes()),
        ..settings()
    };
    (server.await, settings)
}

fn offering() -> Manners {
    Manners {
        can: vec!["STARTTLS", "AUTH PLAIN"],
        ..Manners::default()
    }
}

fn implicit() -> Manners {
    Manners {
        can: vec!["AUTH PLAIN"],
        is_implicit: true,
        ..Manners::default()
    }
}

fn starttls_at(server: &Server) -> String {
    format!("smtp://ada:hunter2@localhost:{}?tls=starttls", server.port)
}

fn smtps_at(server: &Server) -> String {
    format!("smtps://ada:hunter2@localhost:{}", server.port)
}

fn assert_waits(result: &Result<(), MailError>) {
    assert!(matches!(result, Err(MailError::Temporary(_))), "{result:?}");
}

#[tokio::test]
async fn starttls_comes_before_everything_that_matters() {
    let (server, settings) = server("localhost", offering()).await;
    send(&starttls_at(&server), &settings).await.unwrap();
    let commands = [
        "EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT",
    ];
    assert_eq!(server.commands(), commands);
    assert!(!server.content().is_empty());
}

#[tokio::test]
async fn tls_may_come_first() {
    let (server, settings) = server("localhost", implicit()).await;
    send(&smtps_at(&server), &settings).await.unwrap();
    let commands = ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"];
    assert_eq!(server.commands(), commands);
    assert!(!server.content().is_empty());
}

#[tokio::test]
async fn without_tls_nothing_is_sent() {
    let manners = Manners {
        can: vec!["AUTH PLAIN"],
        ..Manners::default()
    };
    let (server, settings) = server("localhost", manners).await;
    assert_waits(&send(&starttls_at(&server), &settings).await);
    assert!(!server.commands().contains(&"AUTH"));
    assert!(!server.commands().contains(&"MAIL"));
}

#[tokio::test]
async fn a_server_that_refuses_tls_gets_nothing() {
    let manners = Manners {
        rude: vec![("STARTTLS", Does::Say("454 not now"))],
        ..offering()
    };
    let (server, settings) = server("localhost", manners).await;
    assert_waits(&send(&starttls_at(&server), &settings).await);
    assert!(!server.commands().contains(&"AUTH"));
}

#[tokio::test]
async fn strangers_get_nothing() {
    for (manners, url) in [
        (offering(), starttls_at as fn(&Server) -> String),
        (implicit(), smtps_at),
    ] {
        let (server, _) = server("localhost", manners).await;
        let result = send(&url(&server), &settings()).await;
        assert_waits(&result);
        let told = format!("{result:?}");
        assert!(told.contains("certificate"), "{told}");
        assert!(!server.commands().contains(&"AUTH"));
    }
}

#[tokio::test]
async fn a_certificate_is_good_for_its_host_alone() {
    for (manners, url) in [
        (offering(), starttls_at as fn(&Server) -> String),
        (implicit(), smtps_at),
    ] {
        let (server, settings) = server("mail.example.org", manners).await;
        assert_waits(&send(&url(&server), &settings).await);
        assert!(!server.commands().contains(&"AUTH"));
    }
}

/// Whoever sits on the way adds answers to the last one that is in plain, to be taken for answers under TLS.
#[tokio::test]
async fn answers_in_plain_are_no_answers_under_tls() {
    let injected = "220 go ahead\r\n250-test\r\n250 AUTH PLAIN";
    let manners = Manners {
        rude: vec![("STARTTLS", Does::Say(injected))],
        ..offering()
    };
    let (server, settings) = server("localhost", manners).await;
    assert_waits(&send(&starttls_at(&server), &settings).await);
    assert!(!server.commands().contains(&"AUTH"));
}

#[tokio::test]
async fn a_handshake_that_hangs_holds_nothing() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtps://localhost:{}", silent.local_addr().unwrap().port());
    assert_waits(&send(&url, &impatient()).await);
    let manners = Manners {
        rude: vec![("STARTTLS", Does::Nothing)],
        ..offering()
    };
    let (server, settings) = server("localhost", manners).await;
    let settings = MailSettings {
        limits: impatient().limits,
        ..settings
    };
    assert_waits(&send(&starttls_at(&server), &settings).await);
}
