//! Being asked to stop, in the midst of work.

use crate::harness::{Cashier, Deployment, Server, move_amount, registration, system, user};
use futures::future::join_all;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

on_both_databases! {
    no_answer_is_lost_when_it_stops,
    a_request_that_began_is_answered,
    a_second_signal_ends_it_at_once,
}

const SENDERS: usize = 8;
const BEFORE_STOP: usize = 100;

/// Who gets no answer was not heard: nothing of theirs has happened.
async fn no_answer_is_lost_when_it_stops(here: Deployment) {
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let ada = server.player("ada").await;
    let gift = move_amount("bonus", &system("mint"), &user(&ada), "1.00 INR");
    let gift_of = |name: &str| {
        let mut gift = gift.clone();
        gift["description"] = name.into();
        gift
    };
    let (enough, count) = (tokio::sync::Notify::new(), AtomicUsize::new(0));
    let cashier = Cashier::new(&server, &service);
    let sender = async |sender: usize| {
        let mut done = Vec::new();
        for n in 0.. {
            let name = format!("{sender}-{n}");
            match cashier.post(&name, &gift_of(&name)).try_send().await {
                Ok(answer) => {
                    answer.gives(201);
                    done.push(name);
                }
                Err(_) => break,
            }
            if count.fetch_add(1, Ordering::Relaxed) + 1 == BEFORE_STOP {
                enough.notify_one();
            }
        }
        done
    };
    let stop = async {
        enough.notified().await;
        server.terminate();
    };
    let (done, ()) = tokio::join!(join_all((0..SENDERS).map(sender)), stop);
    assert_eq!(server.ended().await, Some(0));
    let done: BTreeSet<_> = done.into_iter().flatten().collect();
    assert!(done.len() >= BEFORE_STOP);

    let server = here.start().await;
    let there = server.transactions(&ada).await;
    let names: BTreeSet<_> = there
        .iter()
        .map(|line| line["description"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, done);
    assert_eq!(there.len(), done.len());
    server.stop().await;
    here.books_fit().await;
}

/// Half of it has arrived when the signal comes.
async fn a_request_that_began_is_answered(here: Deployment) {
    let server = here.start().await;
    let (mut stream, rest) = half_a_request(&server).await;
    server.terminate();
    server.logs("stopping").await;
    stream.write_all(rest.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
    assert_eq!(server.ended().await, Some(0));
    let server = here.start().await;
    server.sign_in_again("ada").await;
    server.stop().await;
}

async fn a_second_signal_ends_it_at_once(here: Deployment) {
    let server = here.start().await;
    // It would wait for the other half.
    let (_stream, _rest) = half_a_request(&server).await;
    server.terminate();
    server.logs("stopping").await;
    server.terminate();
    assert_eq!(server.ended().await, Some(130));
    here.books_fit().await;
}

/// Sends the first half of a registration; the other one is still to be sent.
async fn half_a_request(server: &Server) -> (TcpStream, String) {
    let body = registration("ada").to_string();
    let (first, rest) = body.split_at(20);
    let length = body.len();
    let head = format!(
        "POST /v1/auth/register HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n{first}"
    );
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    // Another request was answered meanwhile, so this one is being read.
    server.get("/livez").await.gives(200);
    (stream, rest.to_owned())
}
