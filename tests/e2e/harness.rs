//! What the scenarios are told with: deployments, servers, people, requests and answers.

mod answer;
mod books;
mod database;
mod deployment;
mod finished;
mod follower;
mod game;
mod gauge;
mod latencies;
mod people;
mod proxy;
mod request;
mod scale;
mod server;
mod telling;
mod wire;

pub(crate) use answer::Answer;
pub(crate) use books::{Cashier, are_equal, move_amount, system, user};
pub(crate) use database::{ByHand, Kind};
pub(crate) use deployment::{Deployment, bare};
pub(crate) use finished::{Finished, finish};
pub(crate) use follower::{Follower, Listener};
pub(crate) use game::{Aim, Game};
pub(crate) use latencies::Latencies;
pub(crate) use people::{User, registration};
pub(crate) use proxy::{Proxy, Way};
pub(crate) use request::Request;
pub(crate) use scale::scale;
pub(crate) use server::Server;
pub(crate) use telling::assert_tells_nothing;
pub(crate) use wire::{Reply, Wire};

/// Runs scenarios on SQLite and on Postgres.
macro_rules! on_both_databases {
    ($($scenario:ident,)*) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $scenario() {
                super::$scenario($crate::harness::Deployment::on($crate::harness::Kind::Sqlite)).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $scenario() {
                super::$scenario($crate::harness::Deployment::on($crate::harness::Kind::Postgres)).await;
            })*
        }
    };
}
