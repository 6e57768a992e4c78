//! Clients that take their time, in every way that HTTP leaves open to them, while others work.
//!
//! 210 of them; `LUDGER_SLOW_CLIENTS=2000 cargo nextest run -p ludger slow_clients` brings all that were promised.

use crate::harness::{Cashier, Deployment, Kind, Latencies, Server, Wire, scale};
use futures::future::join_all;
use std::io;
use std::time::Duration;
use tokio::time::{Instant, interval, timeout_at};

/// Before a slow client is cut.
const CUT_MAX: Duration = Duration::from_secs(15);
/// For any request of the others: none of them waits until a slow one is cut. How fast they are, is printed.
const NORMAL_MAX: Duration = Duration::from_secs(5);
/// Others.
const NORMAL: usize = 4;
/// Connections that they may have open, some of which they have just left.
const NORMAL_OPEN_MAX: f64 = 12.0;
const OPEN: &str = "ludger_http_connections";

/// How a client is slow. It goes on until it is cut.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// Says nothing.
    Idle,
    /// Sends a head, one byte a second.
    Head,
    /// The same, after a request that was answered.
    SecondHead,
    /// Sends a body, one byte a second.
    Body,
    /// The same to a route that takes none, in chunks that never end.
    UnwantedBody,
    /// Asks for something large and reads nothing of it.
    Deaf,
    /// The same, and reads a few bytes a second.
    Crawl,
}

const WAYS: [Way; 7] = [
    Way::Idle,
    Way::Head,
    Way::SecondHead,
    Way::Body,
    Way::UnwantedBody,
    Way::Deaf,
    Way::Crawl,
];

const HEAD: &str = "GET /livez HTTP/1.1\r\nHost: x\r\nX-Long: ";
const REQUEST: &str = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
const LARGE: &str = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n";
const POST: &str = "POST /v1/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
                    Content-Length: 500\r\n\r\n{";
const CHUNKED: &str = "GET /livez HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_clients_are_cut_and_others_do_not_notice() {
    let here = Deployment::on(Kind::Sqlite).with("metrics_listen", "127.0.0.1:0");
    let server = here.start().await;
    let each = scale("LUDGER_SLOW_CLIENTS", 210) / WAYS.len();
    let expected = u32::try_from(each * WAYS.len()).unwrap();
    let slow: Vec<_> = WAYS.iter().flat_map(|way| vec![*way; each]).collect();
    let opened = join_all(slow.into_iter().map(|way| open(&server, way))).await;
    let begun = Instant::now();
    let slow: Vec<_> = opened
        .into_iter()
        .map(|(way, wire)| tokio::spawn(dawdle(way, wire)))
        .collect();
    assert!(
        server.figure(OPEN).await >= f64::from(expected),
        "all are there"
    );

    let cut = timeout_at(begun + CUT_MAX, async {
        server.until(OPEN, |open| open <= NORMAL_OPEN_MAX).await;
    });
    let others = others(&server, begun + CUT_MAX);
    let (cut, latencies) = tokio::join!(cut, others);
    assert!(cut.is_ok(), "{} are still there", server.figure(OPEN).await);
    for client in slow {
        client.abort();
    }
    eprintln!("{expected} slow clients; others {latencies}");
    assert!(latencies.percentile(100) < NORMAL_MAX, "{latencies}");
    assert!(latencies.len() > 100, "{latencies}");
    server.stop().await;
}

async fn open(server: &Server, way: Way) -> (Way, Wire) {
    let wire = match way {
        Way::Deaf | Way::Crawl => Wire::narrow(server).await,
        _ => Wire::open(server).await,
    };
    (way, wire)
}

/// Is slow, for as long as anybody listens.
async fn dawdle(way: Way, mut wire: Wire) -> io::Result<()> {
    match way {
        Way::Idle => {}
        Way::Head => wire.say(HEAD).await?,
        Way::SecondHead => {
            wire.say(REQUEST).await?;
            wire.reply().await?;
            wire.say(HEAD).await?;
        }
        Way::Body => wire.say(POST).await?,
        Way::UnwantedBody => wire.say(CHUNKED).await?,
        Way::Deaf | Way::Crawl => wire.say(LARGE).await?,
    }
    let mut second = interval(Duration::from_secs(1));
    loop {
        second.tick().await;
        match way {
            Way::Idle | Way::Deaf => {}
            Way::Head | Way::SecondHead | Way::Body => wire.say("x").await?,
            Way::UnwantedBody => wire.say("1\r\nx\r\n").await?,
            Way::Crawl => {
                wire.hear(&mut [0; 100]).await?;
            }
        }
    }
}

/// Players who do what players do, until then.
async fn others(server: &Server, until: Instant) -> Latencies {
    let mut all = Latencies::default();
    let grace = server.admin().await;
    let service = server.service(&grace).await;
    let ada = server.player("ada").await;
    let cashier = Cashier::new(server, &service);
    let one = async |number: usize| {
        let mut latencies = Vec::new();
        for n in 0.. {
            let begun = Instant::now();
            if begun >= until {
                break;
            }
            let name = format!("stake-{number}-{n}");
            let request = if n % 2 == 0 {
                server.get("/v1/me/wallets").as_(&ada)
            } else {
                cashier.stake(name, &ada, "1.00 INR")
            };
            let answer = request.header("Connection", "close").await;
            assert!(matches!(answer.status, 200 | 422), "{}", answer.told());
            latencies.push(begun.elapsed());
        }
        latencies
    };
    for latencies in join_all((0..NORMAL).map(one)).await {
        all.extend(latencies);
    }
    all
}
