use super::*;
use secrecy::ExposeSecret;

fn server(url: &str) -> Server {
    match url.parse() {
        Ok(Target::Server(server)) => server,
        other => panic!("{url}: {other:?}"),
    }
}

#[test]
fn the_url_says_how_safe_the_way_is() {
    let table = [
        ("smtps://mail.example.org", Security::Implicit, 465),
        ("smtps://mail.example.org:4465/", Security::Implicit, 4465),
        ("smtps://localhost", Security::Implicit, 465),
        ("smtp://mail.example.org", Security::StartTls, 587),
        ("smtp://mail.example.org:25", Security::StartTls, 25),
        ("smtp://192.0.2.1", Security::StartTls, 587),
        ("smtp://localhost.example.org", Security::StartTls, 587),
        ("smtp://localhost:1025", Security::Plain, 1025),
        ("smtp://127.0.0.1:1025", Security::Plain, 1025),
        ("smtp://[::1]:1025", Security::Plain, 1025),
        ("smtp://localhost:25?tls=starttls", Security::StartTls, 25),
        ("smtp://mailpit:1025?tls=none", Security::Plain, 1025),
        ("smtp://mailpit:1025/?tls=none", Security::Plain, 1025),
    ];
    for (url, security, port) in table {
        let server = server(url);
        assert_eq!((server.security, server.port), (security, port), "{url}");
    }
}

#[test]
fn hosts_are_as_name_servers_and_certificates_have_them() {
    let table = [
        ("smtps://Mail.Example.org", "mail.example.org"),
        ("smtps://bücher.example", "xn--bcher-kva.example"),
        ("smtps://[2001:db8::1]", "2001:db8::1"),
    ];
    for (url, host) in table {
        assert_eq!(server(url).host, host);
    }
}

#[test]
fn user_and_password_may_hold_anything() {
    let server = server("smtps://ada%40example.org:p%40ss%2F%3A%23%25w%C3%B6rd@mail.example.org");
    let credentials = server.credentials.unwrap();
    assert_eq!(credentials.user, "ada@example.org");
    assert_eq!(credentials.password.expose_secret(), "p@ss/:#%wörd");
}

#[test]
fn folders_are_named_with_and_without_slashes() {
    for (url, expected) in [
        ("file:mail", "mail"),
        ("file:/var/mail", "/var/mail"),
        ("file:///var/mail", "/var/mail"),
    ] {
        let Ok(Target::Folder(path)) = url.parse() else {
            panic!("{url}")
        };
        assert_eq!(path, PathBuf::from(expected));
    }
}

#[test]
fn anything_else_is_refused() {
    let table = [
        ("", UrlFault::Scheme),
        ("none", UrlFault::Scheme),
        ("mail.example.org:25", UrlFault::Scheme),
        ("smtp:mail.example.org", UrlFault::Scheme),
        ("http://mail.example.org", UrlFault::Scheme),
        ("file:", UrlFault::Folder),
        ("file://", UrlFault::Folder),
        ("smtp://", UrlFault::Shape),
        ("smtp://mail.example.org:0", UrlFault::Shape),
        ("smtp://mail.example.org:70000", UrlFault::Shape),
        ("smtp://mail.example.org/folder", UrlFault::Shape),
        ("smtp://ada:pa#ss@mail.example.org", UrlFault::Shape),
        ("smtp://ada:pa/ss@mail.example.org", UrlFault::Shape),
        ("smtp://ada:%ff@mail.example.org", UrlFault::Shape),
        ("smtp://ma il.example.org", UrlFault::Shape),
        ("smtp://ada@mail.example.org", UrlFault::Credentials),
        ("smtp://:secret@mail.example.org", UrlFault::Credentials),
        ("smtp://mail.example.org?tls=maybe", UrlFault::Option),
        ("smtp://mail.example.org?", UrlFault::Option),
        ("smtps://mail.example.org?tls=none", UrlFault::Option),
    ];
    for (url, fault) in table {
        assert_eq!(url.parse::<Target>().err(), Some(fault), "{url}");
    }
}

#[test]
fn nobody_reads_the_password_in_a_log() {
    let target = "smtps://ada:hunter2@mail.example.org"
        .parse::<Target>()
        .unwrap();
    assert!(!format!("{target:?}").contains("hunter2"));
}
