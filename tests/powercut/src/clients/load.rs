//! Sixteen clients that send as fast as they are answered, until one answer does not come.

use super::api::Answer;
use super::{Api, People, TRIES_APART, TRIES_MAX, Transfer, transfer};
use futures::future::join_all;
use std::fmt;
use tokio::time::sleep;

/// What a client knows of a transfer that it sent.
pub(crate) enum Sent {
    /// It was told that it is done.
    Acknowledged(Transfer, Answer),
    /// It was told nothing, or that nobody knows.
    Unknown(Transfer),
    /// It was refused, which none of them deserves.
    Refused(Transfer, Answer),
}

/// All that is sent until the power is cut. `round` tells these keys from earlier ones.
pub(crate) async fn load(api: &Api, token: &str, people: &People, round: u32) -> Vec<Sent> {
    let players = people.players.iter().enumerate();
    let clients = players.map(|(n, player)| client(api, token, player, format!("{round}-{n}")));
    join_all(clients).await.into_iter().flatten().collect()
}

async fn client(api: &Api, token: &str, player: &str, name: String) -> Vec<Sent> {
    let mut all = Vec::new();
    for n in 0.. {
        let sent = send(api, token, Transfer::new(&name, n, player)).await;
        // A gift that did not come cannot be staked.
        let is_last = !matches!(sent, Sent::Acknowledged(..));
        all.push(sent);
        if is_last {
            break;
        }
    }
    all
}

/// Sends a transfer, perhaps not for the first time.
async fn send(api: &Api, token: &str, transfer: Transfer) -> Sent {
    match api
        .post(transfer::PATH, token, &transfer.key, &transfer.body())
        .await
    {
        Ok(answer) if answer.status == 201 => Sent::Acknowledged(transfer, answer),
        Ok(answer) if answer.status < 500 => Sent::Refused(transfer, answer),
        Ok(_) | Err(_) => Sent::Unknown(transfer),
    }
}

/// Sends a transfer until its end is known: the program may need some time after a start.
pub(crate) async fn find_out(api: &Api, token: &str, transfer: Transfer) -> Sent {
    for _ in 1..TRIES_MAX {
        match send(api, token, transfer.clone()).await {
            Sent::Unknown(_) => sleep(TRIES_APART).await,
            known => return known,
        }
    }
    send(api, token, transfer).await
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Acknowledged(
                Transfer { key, .. },
                Answer {
                    is_replayed, body, ..
                },
            ) => {
                let again = if *is_replayed { "again " } else { "" };
                write!(f, "{key} {again}done: {body}")
            }
            Self::Unknown(Transfer { key, .. }) => write!(f, "{key} not known"),
            Self::Refused(Transfer { key, .. }, Answer { status, body, .. }) => {
                write!(f, "{key} refused with {status}: {body}")
            }
        }
    }
}
