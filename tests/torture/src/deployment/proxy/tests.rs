//! The proxy in front of a server that answers each message by an `!`.

use super::frontend::tests::{query, startup};
use super::{Ordering, Port, Proxy};
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::Instant;

const SOON: Duration = Duration::from_secs(10);

/// What it has heard, message by message.
type Heard = mpsc::UnboundedReceiver<Vec<u8>>;

async fn server() -> (SocketAddr, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, heard) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (mut client, _) = listener.accept().await.unwrap();
            let tell = tell.clone();
            tokio::spawn(async move {
                let mut bytes = [0; 1_024];
                while let Ok(count @ 1..) = client.read(&mut bytes).await {
                    tell.send(bytes[..count].to_vec()).unwrap();
                    client.write_all(b"!").await.unwrap();
                }
            });
        }
    });
    (address, heard)
}

async fn proxied() -> (Proxy, Heard) {
    let (address, heard) = server().await;
    (Proxy::start(address).unwrap(), heard)
}

async fn connected(proxy: &Proxy) -> TcpStream {
    let mut client = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(ask(&mut client, &startup()).await, Ok(1));
    client
}

/// How many bytes come as an answer.
async fn ask(client: &mut TcpStream, message: &[u8]) -> Result<usize, ErrorKind> {
    let answer = async {
        client.write_all(message).await?;
        client.read(&mut [0; 1_024]).await
    };
    answer.await.map_err(|error| error.kind())
}

#[tokio::test]
async fn bytes_pass_both_ways_as_they_are() {
    let (proxy, mut heard) = proxied().await;
    let mut client = connected(&proxy).await;
    assert_eq!(heard.recv().await.unwrap(), startup());
    assert_eq!(ask(&mut client, &query("COMMIT")).await, Ok(1));
    assert_eq!(heard.recv().await.unwrap(), query("COMMIT"));
}

#[tokio::test]
async fn a_cut_resets_every_connection_and_lets_new_ones_in() {
    let (proxy, _heard) = proxied().await;
    assert!(!proxy.cut(), "there is nothing to cut");
    let mut clients = [connected(&proxy).await, connected(&proxy).await];
    assert!(proxy.cut());
    for client in &mut clients {
        let reset = client.read(&mut [0; 1]).await.unwrap_err();
        assert_eq!(reset.kind(), ErrorKind::ConnectionReset);
    }
    connected(&proxy).await;
}

#[tokio::test]
async fn while_it_refuses_nobody_connects() {
    let (mut proxy, _heard) = proxied().await;
    let mut client = connected(&proxy).await;
    let address = proxy.address();
    let refused = async {
        let reset = client.read(&mut [0; 1]).await.unwrap_err();
        assert_eq!(reset.kind(), ErrorKind::ConnectionReset);
        TcpStream::connect(address).await.unwrap_err().kind()
    };
    let refuse = proxy.refuse(Duration::from_millis(300));
    let (had_links, refused) = tokio::join!(refuse, refused);
    assert!(had_links.unwrap());
    assert_eq!(refused, ErrorKind::ConnectionRefused);
    connected(&proxy).await;
}

#[tokio::test]
async fn everything_is_delayed_both_ways_for_a_while() {
    let (proxy, _heard) = proxied().await;
    let mut client = connected(&proxy).await;
    let by = Duration::from_millis(50);
    let slow = async {
        let begin = Instant::now();
        assert_eq!(ask(&mut client, b"slow").await, Ok(1));
        begin.elapsed()
    };
    let (had_links, took) = tokio::join!(proxy.delay(by, by * 4), slow);
    assert!(had_links.unwrap());
    assert!(took >= by * 2, "{took:?}");
    assert_eq!(proxy.state.delay_ms.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_commit_happens_and_its_answer_is_lost() {
    let (proxy, mut heard) = proxied().await;
    let (mut client, mut other) = (connected(&proxy).await, connected(&proxy).await);
    let lost = async {
        // Until the trap is set the answers come, and whatever is no commit is answered after that too.
        while ask(&mut client, &query("COMMIT")).await == Ok(1) {
            assert_eq!(ask(&mut client, &query("SELECT 1")).await, Ok(1));
        }
    };
    let (was_cut, ()) = tokio::join!(proxy.cut_at_commit(SOON), lost);
    assert!(was_cut);
    drop(client);
    assert_eq!(
        ask(&mut other, &query("COMMIT")).await,
        Ok(1),
        "it cuts once"
    );
    drop((other, proxy));
    let mut final_two = [Vec::new(), Vec::new()];
    while let Ok(message) = heard.try_recv() {
        final_two = [std::mem::take(&mut final_two[1]), message];
    }
    assert_eq!(
        final_two,
        [query("COMMIT"), query("COMMIT")],
        "it was passed on"
    );
}

#[tokio::test]
async fn without_a_commit_nothing_is_cut() {
    let (proxy, _heard) = proxied().await;
    let mut client = connected(&proxy).await;
    assert!(!proxy.cut_at_commit(Duration::from_millis(20)).await);
    assert_eq!(ask(&mut client, &query("COMMIT")).await, Ok(1));
}

#[tokio::test]
async fn a_server_that_is_gone_is_a_reset() {
    let gone = Port::free().unwrap();
    let proxy = Proxy::start(gone.address()).unwrap();
    let mut client = TcpStream::connect(proxy.address()).await.unwrap();
    let reset = client.read(&mut [0; 1]).await.unwrap_err();
    assert_eq!(reset.kind(), ErrorKind::ConnectionReset);
}
