//! What only shows on a real connection.

use super::harness::{routes, settings, shared};
use crate::app::build_app;
use actix_web::{HttpServer, web};
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Starts a server, lets `client` talk to it on a thread of its own, and stops it.
async fn with_server<T: Send + 'static>(
    client: impl FnOnce(SocketAddr) -> T + Send + 'static,
) -> T {
    let shared = shared(settings());
    let server = HttpServer::new(move || build_app(shared.clone(), routes))
        .workers(1)
        .disable_signals()
        .bind(("127.0.0.1", 0))
        .unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    let running = actix_web::rt::spawn(server);
    let told = web::block(move || client(address)).await.unwrap();
    handle.stop(false).await;
    running.await.unwrap().unwrap();
    told
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
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
async fn after_a_panic_the_connection_goes_on() {
    let answers = with_server(|address| {
        let mut stream = connect(address);
        ["/t/panic", "/livez"].map(|path| {
            write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            answer(&mut stream)
        })
    })
    .await;
    assert!(answers[0].starts_with("HTTP/1.1 500 "), "{}", answers[0]);
    assert!(
        answers[0].contains("\"code\":\"internal\""),
        "{}",
        answers[0]
    );
    assert!(answers[1].starts_with("HTTP/1.1 200 "), "{}", answers[1]);
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
