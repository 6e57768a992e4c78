//! People come, refresh their tokens, leave and come back, and get and lose roles.

use crate::history::Operation;
use crate::workload::client::Client;
use crate::workload::person::{Person, registration, sign_in};
use crate::workload::wire::Ask;
use crate::workload::world::PLAYERS_MAX;
use std::sync::Arc;

pub(super) async fn keep(client: &mut Client) -> anyhow::Result<()> {
    match client.dice.between(0, 9) {
        0..=3 => register(client).await,
        4..=6 => client.player.refresh(&client.wire).await,
        7 => client.player.sign_out(&client.wire).await,
        _ => change_role(client).await,
    }
}

/// A new player, or somebody with the name of another.
async fn register(client: &mut Client) -> anyhow::Result<()> {
    if client.world.players().len() >= PLAYERS_MAX {
        return Ok(());
    }
    let name = if client.dice.one_in(10) {
        format!("desk-{}", client.number % client.world.desks.len())
    } else {
        client.mark().replace('m', "player-")
    };
    let ask = Ask::of(Operation::Register).json(registration(&name));
    let patience = client.patience();
    let reply = client.wire.send(&ask, patience).await?;
    client.rest_after(&reply).await;
    if !reply.is_done() {
        return Ok(());
    }
    // Nothing but signing in tells whether they are there, and who.
    let reply = sign_in(&client.wire, &name, patience).await?;
    if let Some(person) = Person::signed_in(&reply, &name) {
        let person = Arc::new(person);
        client.world.join(Arc::clone(&person));
        let me = Ask::of(Operation::Me);
        person.send(&client.wire, &me, patience).await?;
    }
    Ok(())
}

async fn change_role(client: &mut Client) -> anyhow::Result<()> {
    let players = client.world.players();
    let Some(player) = client.dice.pick(&players) else {
        return Ok(());
    };
    let operation = if client.dice.one_in(2) {
        Operation::GrantRole
    } else {
        Operation::RevokeRole
    };
    let path = operation.route().replace("{id}", &player.id.to_string());
    let ask = Ask::bare(operation, path.replace("{role}", "moderator"));
    client.at_desk(&ask).await.map(drop)
}
