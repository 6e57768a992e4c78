//! Requests that no decent client sends: bodies without end, heads without end, and what different servers read
//! differently. Each is refused, soon and once; and afterwards the server is as it was.

use crate::harness::{Deployment, Kind, Reply, Server, Wire};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// For an answer to a flood, and for the end of its connection.
const TIME_MAX: Duration = Duration::from_secs(15);
/// What the server may need more than before. Its buffers are bounded; a flood would fill gigabytes.
const MEMORY_GROWTH_MB_MAX: u64 = 64;

const ALIVE: &str = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";

/// A POST of JSON with these headers.
fn post(headers: &str, body: &str) -> String {
    format!(
        "POST /v1/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
         {headers}\r\n{body}"
    )
}

async fn server() -> Server {
    Deployment::on(Kind::Sqlite).start().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_never_ends_is_cut() {
    let server = server().await;
    let endless = |headers: &str| post(headers, "");
    let (chunk, line) = (
        format!("1000\r\n{}\r\n", " ".repeat(4096)),
        format!("X-H: {}\r\n", "x".repeat(1000)),
    );
    let (many, long) = (" ".repeat(4096), "x".repeat(4096));
    let floods = [
        (endless("Transfer-Encoding: chunked\r\n"), &chunk, 413),
        (endless("Content-Length: 99999999999\r\n"), &many, 413),
        (
            ALIVE.replace("x\r\n", "x\r\nTransfer-Encoding: chunked\r\n"),
            &chunk,
            200,
        ),
        (
            ALIVE.replace("x\r\n", "x\r\nContent-Length: 99999999999\r\n"),
            &many,
            200,
        ),
        (
            endless("Transfer-Encoding: chunked\r\n") + "2\r\n{}\r\n0\r\n",
            &line,
            408,
        ),
        ("GET /livez HTTP/1.1\r\nHost: x\r\n".to_owned(), &line, 431),
        ("GET /livez?".to_owned(), &long, 431),
    ];
    let before = server.memory_mb();
    for (first, again, status) in floods {
        let mut wire = Wire::open(&server).await;
        wire.say(&first).await.unwrap();
        let flooding = timeout(TIME_MAX, flood(&mut wire, again)).await;
        let heard = flooding.unwrap_or_else(|_| panic!("{first} is not cut"));
        // Who floods may miss the answer: the connection is reset under it.
        assert!(
            heard.iter().all(|reply| reply.status == status) && heard.len() <= 1,
            "{first}: {heard:?}"
        );
    }
    is_well(&server, before).await;
}

/// Sends without end, and hears what is answered before the connection is cut.
async fn flood(wire: &mut Wire, again: &str) -> Vec<Reply> {
    while wire.say(again).await.is_ok() {}
    wire.replies().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stops_halfway_is_answered_soon() {
    let server = server().await;
    let table = [
        (
            "less than announced",
            post("Content-Length: 1000\r\n", "{\"a"),
            false,
            408,
        ),
        (
            "less, and then the end",
            post("Content-Length: 1000\r\n", "{\"a"),
            true,
            400,
        ),
        ("all, and then the end", ALIVE.to_owned(), true, 200),
    ];
    for (what, request, ends, status) in table {
        let mut wire = Wire::open(&server).await;
        let begun = Instant::now();
        wire.say(request).await.unwrap();
        if ends {
            wire.finish().await;
        }
        let replies = wire.replies().await;
        assert_eq!(replies.len(), 1, "{what}: {replies:?}");
        assert_eq!(replies[0].status, status, "{what}: {replies:?}");
        assert!(begun.elapsed() < TIME_MAX, "{what}");
    }
    is_well(&server, None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_can_be_read_in_two_ways_is_not_read_at_all() {
    let server = server().await;
    let smuggled = format!("0\r\n\r\n{ALIVE}");
    let framings = [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Content-Length: 4\r\nContent-Length: 4\r\n",
        "Content-Length: 4, 4\r\n",
        "Content-Length: +4\r\n",
        "Content-Length: -4\r\n",
        "Content-Length: 0x4\r\n",
        "Content-Length: 99999999999999999999999\r\n",
        "Content-Length: \r\n",
        "Content-Length : 4\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: \u{b}chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "X-Folded: a\r\n b\r\nContent-Length: 4\r\n",
        "X-Null: a\0\r\nContent-Length: 4\r\n",
    ];
    for headers in framings {
        is_refused(&server, &post(headers, &smuggled), 400).await;
    }
    let chunked = |body: &str| post("Transfer-Encoding: chunked\r\n", body);
    for size in ["fffffffffffffffff", "-1", "0x2", " 2", ""] {
        is_refused(
            &server,
            &chunked(&format!("{size}\r\n{{}}\r\n{smuggled}")),
            400,
        )
        .await;
    }
    is_refused(&server, &chunked(&format!("2\r\n{{}}xx{smuggled}")), 400).await;
    for head in [
        "GET /livez\r\n\r\n",
        "GET /livez HTTP/3.0\r\nHost: x\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /livez HTTP/1.1\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET /livez HTTP/1.1\rHost: x\r\r",
        "\u{16}\u{3}\u{1}\0\u{c8}\u{1}\0\0\u{c4}\u{3}\u{3}",
    ] {
        is_refused(&server, head, 400).await;
    }
    is_well(&server, None).await;
}

/// One answer, and then the end: nothing behind it was taken for a request.
async fn is_refused(server: &Server, text: &str, status: u16) {
    let mut wire = Wire::open(server).await;
    wire.say(text).await.unwrap();
    let replies = timeout(TIME_MAX, wire.replies()).await;
    let replies = replies.unwrap_or_else(|_| panic!("{text} stays open"));
    assert_eq!(replies.len(), 1, "{text}: {replies:?}");
    assert_eq!(replies[0].status, status, "{text}: {replies:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_compressed_or_too_large_is_a_problem() {
    let server = server().await;
    let close = "Connection: close\r\n";
    let encoded = |encoding: &str| {
        post(
            &format!("{close}Content-Encoding: {encoding}\r\nContent-Length: 2\r\n"),
            "{}",
        )
    };
    let table = [
        (encoded("gzip"), 415, "unsupported_encoding"),
        (encoded("br"), 415, "unsupported_encoding"),
        (encoded("identity"), 415, "unsupported_encoding"),
        (
            format!(
                "GET /livez?{} HTTP/1.1\r\nHost: x\r\n{close}\r\n",
                "x".repeat(20_000)
            ),
            414,
            "uri_too_long",
        ),
        (
            format!(
                "GET /livez HTTP/1.1\r\nHost: x\r\n{close}X: {}\r\n\r\n",
                "x".repeat(20_000)
            ),
            431,
            "headers_too_large",
        ),
    ];
    for (request, status, code) in table {
        let mut wire = Wire::open(&server).await;
        wire.say(request).await.unwrap();
        let replies = wire.replies().await;
        assert_eq!(replies.len(), 1, "{replies:?}");
        assert_eq!(replies[0].status, status, "{replies:?}");
        assert_eq!(replies[0].code().as_deref(), Some(code), "{replies:?}");
    }
    // Nobody is asked to send what will not be taken.
    let mut wire = Wire::open(&server).await;
    let asks = "Expect: 100-continue\r\nContent-Length: 99999999\r\n";
    wire.say(post(asks, "")).await.unwrap();
    let last = wire.replies().await.pop().unwrap();
    assert_eq!(last.code().as_deref(), Some("body_too_large"));
    is_well(&server, None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_requests_in_one_breath_are_answered_in_their_order() {
    const COUNT: usize = 5_000;
    let server = server().await;
    let before = server.memory_mb();
    let mut wire = Wire::open(&server).await;
    let breath: Vec<_> = (0..COUNT)
        .map(|n| {
            let last = if n + 1 == COUNT {
                "Connection: close\r\n"
            } else {
                ""
            };
            format!("GET /livez HTTP/1.1\r\nHost: x\r\nX-Request-Id: {n}\r\n{last}\r\n")
        })
        .collect();
    wire.say_listening(breath.concat()).await.unwrap();
    let replies = wire.replies().await;
    assert_eq!(replies.len(), COUNT);
    for (n, reply) in replies.iter().enumerate() {
        assert_eq!(reply.status, 200);
        assert!(reply.head.contains(&format!("x-request-id: {n}\r\n")));
    }
    is_well(&server, before).await;
}

/// It answers at once, and has not grown.
async fn is_well(server: &Server, before: Option<u64>) {
    let begun = Instant::now();
    server.get("/livez").await.gives(200);
    assert!(begun.elapsed() < Duration::from_secs(2));
    if let (Some(before), Some(after)) = (before, server.memory_mb()) {
        assert!(
            after < before + MEMORY_GROWTH_MB_MAX,
            "{before} MB, then {after} MB"
        );
    }
}
