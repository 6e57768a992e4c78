//! How clients send what moves value: once, or a few times at the same moment; again where the outcome is unknown,
//! until it is known; and sometimes again when all is said, or under the same key for something else.

use super::client::Client;
use super::wire::{Ask, Reply};
use futures::future::join_all;
use serde_json::Value;
use std::time::Duration;

/// How often an unknown outcome is asked for.
const ATTEMPTS_MAX: usize = 60;

impl Client {
    /// Sends a request with a key in the desk's name, as clients do. Gives the reply that settled it, if one did.
    pub(crate) async fn pursue(&mut self, ask: Ask) -> anyhow::Result<Reply> {
        let copies = if self.dice.one_in(6) {
            self.dice.between(2, 5).unsigned_abs()
        } else {
            1
        };
        let patience = self.patience();
        let sending = (0..copies).map(|_| self.desk.send(&self.wire, &ask, patience));
        let replies: Vec<_> = join_all(sending)
            .await
            .into_iter()
            .collect::<Result<_, _>>()?;
        let settled = replies.iter().find(|reply| reply.is_done());
        let settled = settled.or(replies.iter().find(|reply| !reply.is_trouble()));
        let reply = match settled {
            Some(reply) => reply.clone(),
            None => self.find_out(&ask).await?,
        };
        self.world.learn(&reply);
        if reply.is_done() {
            self.when_done(&ask).await?;
        }
        Ok(reply)
    }

    /// Asks again under the same key; now and then it is left in the dark on purpose.
    async fn find_out(&mut self, ask: &Ask) -> anyhow::Result<Reply> {
        let mut reply = Reply::default();
        if self.dice.one_in(25) {
            return Ok(reply);
        }
        for attempt in 1..=ATTEMPTS_MAX {
            let rest = self.dice.between(20, 100).unsigned_abs() * attempt.min(8) as u64;
            tokio::time::sleep(Duration::from_millis(rest)).await;
            let patience = self.patience();
            reply = self.desk.send(&self.wire, ask, patience).await?;
            if !reply.is_trouble() {
                break;
            }
        }
        Ok(reply)
    }

    async fn when_done(&mut self, ask: &Ask) -> anyhow::Result<()> {
        Self::remember(&mut self.done, ask);
        if self.dice.one_in(10) {
            self.at_desk(ask).await?;
        }
        if self.dice.one_in(15)
            && let Some(other) = ask.body.as_ref().map(another)
        {
            self.at_desk(&ask.clone().json(other)).await?;
        }
        Ok(())
    }

    /// Sends something again that was acknowledged a while ago, perhaps before a fault.
    pub(crate) async fn again(&mut self) -> anyhow::Result<()> {
        self.done.make_contiguous();
        if let Some(ask) = self.dice.pick(self.done.as_slices().0).cloned() {
            self.at_desk(&ask).await?;
        }
        Ok(())
    }
}

/// The same but for its marks, and so another request.
fn another(body: &Value) -> Value {
    let mut other = body.clone();
    let rename = |mark: Option<&mut Value>| {
        if let Some(mark) = mark
            && let Some(text) = mark.as_str()
        {
            *mark = format!("{text}-other").into();
        }
    };
    rename(other.pointer_mut("/metadata/mark"));
    rename(other.get_mut("reason"));
    if let Some(items) = other.get_mut("transfers").and_then(Value::as_array_mut) {
        for item in items {
            rename(item.pointer_mut("/metadata/mark"));
        }
    }
    other
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn another_request_has_other_marks() {
        let table = [
            (json!({"metadata": {"mark": "m"}}), "/metadata/mark"),
            (
                json!({"transfers": [{}, {"metadata": {"mark": "m"}}]}),
                "/transfers/1/metadata/mark",
            ),
            (json!({"reason": "m"}), "/reason"),
        ];
        for (body, place) in table {
            assert_eq!(another(&body).pointer(place), Some(&json!("m-other")));
        }
    }
}
