//! Single transfers by a service.

use super::Kind;
use crate::history::Operation;
use crate::workload::client::Client;
use crate::workload::wire::Ask;
use serde_json::Value;

/// Posts one; sometimes with a reference.
pub(super) async fn post(client: &mut Client, kind: Kind) -> anyhow::Result<()> {
    let mark = client.mark();
    let mut body = client.draft(kind, &mark);
    let is_referred = client.dice.one_in(5);
    if is_referred {
        body["reference"] = format!("ref/{mark}").into();
    }
    let key = client.key();
    let ask = Ask::of(Operation::Transfer).key(key).json(body);
    let reply = client.pursue(ask.clone()).await?;
    if is_referred && reply.is_done() {
        Client::remember(&mut client.referred, &ask);
    }
    Ok(())
}

/// Posts a reference again under another key: the same content gives the first transfer, other content is refused.
pub(super) async fn refer_again(client: &mut Client) -> anyhow::Result<()> {
    client.referred.make_contiguous();
    let Some(mut ask) = client.dice.pick(client.referred.as_slices().0).cloned() else {
        return Ok(());
    };
    if let Some(body) = &mut ask.body
        && client.dice.one_in(2)
    {
        let mark = client.mark();
        body["metadata"]["mark"] = Value::from(mark);
    }
    ask.key = Some(client.key());
    client.pursue(ask).await.map(drop)
}

/// Asks what would happen. The mark of it must never be seen again.
pub(super) async fn rehearse(client: &mut Client) -> anyhow::Result<()> {
    let mark = client.mark();
    let body = client.draft(Kind::Pay, &mark);
    let path = format!("{}?dry_run=true", Operation::Rehearsal.route());
    let ask = Ask::bare(Operation::Rehearsal, path).json(body);
    client.at_desk(&ask).await.map(drop)
}
