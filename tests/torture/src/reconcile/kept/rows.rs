//! The rows as both databases give them: ids and hashes as text, instants as text, numbers as they are.

use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Nullable, Text};

macro_rules! rows {
    ($($name:ident { $($column:ident: $sql:ty => $rust:ty,)* })*) => {$(
        #[derive(QueryableByName)]
        pub(super) struct $name {
            $(#[diesel(sql_type = $sql)] pub(super) $column: $rust,)*
        }
    )*};
}

rows! {
    AccountRow {
        id: Text => String, owner: Text => String, purpose: Text => String, currency: Text => String,
        balance: BigInt => i64, sequence: BigInt => i64, floor: Nullable<BigInt> => Option<i64>,
    }
    TransferRow {
        id: Text => String, shard: BigInt => i64, position: BigInt => i64, hash: Text => String,
        category: Text => String, description: Nullable<Text> => Option<String>,
        metadata: Nullable<Text> => Option<String>, reference: Nullable<Text> => Option<String>,
        reverses: Nullable<Text> => Option<String>, hold: Nullable<Text> => Option<String>,
        occurred_at: Text => String, posted_at: Text => String,
    }
    EntryRow {
        transfer: Text => String, account: Text => String, currency: Text => String, amount: BigInt => i64,
        sequence: BigInt => i64, balance_after: BigInt => i64, posted_at: Text => String,
    }
    HeadRow { shard: BigInt => i64, position: BigInt => i64, hash: Text => String, }
    HoldRow {
        id: Text => String, user: Text => String, currency: Text => String, amount: BigInt => i64,
        captured: BigInt => i64, released: BigInt => i64,
    }
    SessionRow {
        id: Text => String, user: Text => String, status: Text => String,
        ending: Nullable<Text> => Option<String>, score: BigInt => i64,
    }
    AnswerRow {
        session: Text => String, question: Text => String, is_correct: BigInt => i64, points: BigInt => i64,
    }
    HiddenRow { account: Text => String, sequence: BigInt => i64, }
    BankRow { id: Text => String, deleted: BigInt => i64, }
    IdRow { id: Text => String, }
}
