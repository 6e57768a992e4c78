//! What only shows on a real connection.

use super::harness::{routes, settings, shared};
use crate::listen::Listener;
use crate::settings::{ApiSettings, Limits};
use actix_web::web;
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;
use tokio::sync::oneshot;

/// Starts a server with these settings, lets `client` talk to it on a thread of its own, and stops it.
async fn with<T: Send + 'static>(
    settings: ApiSettings,
    client: impl FnOnce(SocketAddr) -> T + Send + 'static,
) -> T {
    let any = (Ipv4Addr::LOCALHOST, 0).into();
    let listener = Listener::bind(any, shared(settings), routes).unwrap();
    let address = listener.address().unwrap();
    let (stop, stopped) = oneshot::channel();
    let stopped = async move { stopped.await.unwrap() };
    let running = actix_web::rt::spawn(listener.serve(stopped, Duration::from_secs(10)));
    let told = web::block(move || client(address)).await.unwrap();
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
    told
}

async fn with_server<T: Send + 'static>(
    client: impl FnOnce(SocketAddr) -> T + Send + 'static,
) -> T {
    with(settings(), client).await
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    // Requests are written in pieces, which must not wait for each other.
    stream.set_nodelay(true).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    stream
}

/// Reads a head, and the body that it announces.
fn answer(stream: &mut TcpStream) -> String {
    let (mut text, mut byte) = (Vec::new(), [0]);
    while !text.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
        text.push(byte[0]);
    }
    let head = String::from_utf8(text).unwrap();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).unwrap();
    head + &String::from_utf8(body).unwrap()
}

#[actix_web::test]
async fn a_thousand_panics_are_a_thousand_answers_on_the_same_connection() {
    let mut few = settings();
    few.limits.in_flight_max = 2;
    let answers = with(few, |address| {
        let mut stream = connect(address);
        let paths = std::iter::repeat_n("/t/panic", 1000).chain(["/t/users/x"]);
        let ask = |path| {
            write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            answer(&mut stream)
        };
        paths.map(ask).collect::<Vec<_>>()
    })
    .await;
    let (alive, panics) = answers.split_last().unwrap();
    for panic in panics {
        let (head, body) = panic.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 500 "), "{panic}");
        assert!(
            head.contains("content-type: application/problem+json"),
            "{panic}"
        );
        let problem: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(problem["code"], "internal");
        let id = problem["request_id"].as_str().unwrap();
        assert!(head.contains(&format!("x-request-id: {id}")), "{panic}");
        assert!(!panic.contains("secret"), "{panic}");
    }
    // None of the two places went with them.
    assert!(alive.starts_with("HTTP/1.1 404 "), "{alive}");
}

/// More than the web framework reads ahead, all in one breath, and then nothing more.
#[actix_web::test]
async fn requests_that_came_together_are_all_answered() {
    const COUNT: usize = 100;
    let patient = ApiSettings {
        limits: Limits {
            // Or the connection would be looked at for another reason.
            farewell: Duration::from_mins(1),
            ..Limits::default()
        },
        ..settings()
    };
    let answers = with(patient, |address| {
        let mut stream = connect(address);
        let ask = |path| format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
        // The first one takes a while. Twenty wait behind it, more than the framework takes in, and then come the rest.
        let first = ask("/t/soon") + &ask("/livez").repeat(20);
        stream.write_all(first.as_bytes()).unwrap();
        for mut other in [connect(address), connect(address)] {
            // Whichever worker has the connection has looked at it by then.
            other.write_all(ask("/livez").as_bytes()).unwrap();
            answer(&mut other);
        }
        let rest = ask("/livez").repeat(COUNT - 21);
        stream.write_all(rest.as_bytes()).unwrap();
        (0..COUNT).map(|_| answer(&mut stream)).collect::<Vec<_>>()
    })
    .await;
    assert!(
        answers
            .iter()
            .all(|answer| answer.starts_with("HTTP/1.1 200 "))
    );
}

/// In a rush, a new connection for each refusal would be the heavier load.
#[actix_web::test]
async fn whoever_is_turned_away_with_a_small_body_keeps_the_connection() {
    let mut full = settings();
    full.limits.in_flight_max = 0;
    let answers = with(full, |address| {
        let mut stream = connect(address);
        let mut ask = |_| {
            let head = "POST /t/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
                        Content-Length: 2\r\n\r\n{}";
            stream.write_all(head.as_bytes()).unwrap();
            answer(&mut stream)
        };
        [1, 2, 3].map(&mut ask)
    })
    .await;
    for answer in answers {
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        assert!(!answer.contains("connection: close"), "{answer}");
    }
}

#[actix_web::test]
async fn a_body_that_drips_is_cut() {
    let (answer, taken) = with_server(|address| {
        let mut stream = connect(address);
        let head = "POST /t/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
                    Content-Length: 500\r\n\r\n{";
        stream.write_all(head.as_bytes()).unwrap();
        let begun = tokio::time::Instant::now();
        let text = answer(&mut stream);
        // Then the connection is closed: what is left of the body is of no use.
        let mut rest = Vec::new();
        let closed = stream.read_to_end(&mut rest);
        assert!(closed.is_ok() || closed.unwrap_err().kind() == ErrorKind::ConnectionReset);
        (text, begun.elapsed())
    })
    .await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("body_timeout"), "{answer}");
    assert!(taken < Duration::from_secs(8), "{taken:?}");
}

#[actix_web::test]
async fn one_connection_too_many_is_turned_away_and_told() {
    let mut few = settings();
    few.limits.connections_max = 2;
    let (told, after) = with(few, |address| {
        let (first, second) = (connect(address), connect(address));
        let ask = |stream: &mut TcpStream| {
            write!(stream, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            answer(stream)
        };
        // Those two are in, since one of them is answered.
        let mut third = connect(address);
        let told = ask(&mut third);
        assert_eq!(third.read(&mut [0]).unwrap(), 0, "and then it is closed");
        drop((first, second));
        // It may take a moment until their end is seen.
        let after = std::iter::repeat_with(|| ask(&mut connect(address)))
            .find(|answer| answer.starts_with("HTTP/1.1 200 "));
        (told, after)
    })
    .await;
    assert!(told.starts_with("HTTP/1.1 503 "), "{told}");
    assert!(
        told.contains("\r\nretry-after: 1\r\n") && told.contains("\"overloaded\""),
        "{told}"
    );
    assert!(after.is_some());
}

#[actix_web::test]
async fn a_head_that_drips_behind_a_good_request_is_cut() {
    let mut hasty = settings();
    hasty.limits.head_time_max = Duration::from_millis(500);
    hasty.limits.farewell = Duration::from_millis(100);
    // While something drips, the framework does not see an idle connection.
    hasty.limits.idle_time_max = Duration::from_secs(60);
    let drips = with(hasty, |address| {
        let mut stream = connect(address);
        write!(stream, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        assert!(answer(&mut stream).starts_with("HTTP/1.1 200 "));
        stream
            .set_read_timeout(Some(Duration::from_millis(100)))
            .unwrap();
        (0..100).find(|_| {
            let written = stream.write_all(b"G");
            let read = stream.read(&mut [0]);
            written.is_err()
                || !matches!(&read, Err(error) if error.kind() == ErrorKind::WouldBlock)
        })
    })
    .await;
    assert!(drips.is_some(), "it is never cut");
}
