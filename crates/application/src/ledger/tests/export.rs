use super::desk::Desk;
use super::words::{draft, of, system};
use crate::ledger::{ExportFormat, TransactionFilter, TransactionKey, WalletAccount, WalletError};
use ludger_domain::ids::UserId;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn csv_has_a_header_and_a_row_for_each() {
    let desk = Desk::new();
    let ada = someone_with_a_history(&desk).await;
    insta::assert_snapshot!(
        export(&desk, ada, ExportFormat::Csv)
            .await
            .replace("\r\n", "\n")
    );
}

#[tokio::test]
async fn json_lines_are_one_object_each() {
    let desk = Desk::new();
    let ada = someone_with_a_history(&desk).await;
    insta::assert_snapshot!(export(&desk, ada, ExportFormat::JsonLines).await);
}

#[tokio::test]
async fn who_has_nothing_gets_an_empty_file() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let csv = export(&desk, ada, ExportFormat::Csv).await;
    assert!(csv.starts_with("transfer_id,currency,"));
    assert_eq!(csv.lines().count(), 1);
    assert_eq!(export(&desk, ada, ExportFormat::JsonLines).await, "");
}

#[tokio::test]
async fn a_long_history_comes_in_chunks_and_whole() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    for amount in 1..=1_200 {
        let currency = if amount % 3 == 0 { "INR" } else { "WISE" };
        desk.grant(ada, &amount.to_string(), currency).await;
        desk.clock.advance(Duration::from_secs(1));
    }
    let filter = TransactionFilter::default();
    let mut export = desk.export.begin(ada, &filter, ExportFormat::Csv).unwrap();
    let mut chunks = Vec::new();
    while let Some(chunk) = export.next_chunk().await.unwrap() {
        chunks.push(chunk.lines().count());
        // Whoever posts in the meantime does not disturb it.
        desk.grant(ada, "1", "USD").await;
        desk.grant(ada, "1", "WISE").await;
    }
    assert_eq!(chunks, [501, 500, 200]);
    assert!(export.next_chunk().await.unwrap().is_none());
}

#[tokio::test]
async fn an_unknown_currency_has_no_export() {
    let desk = Desk::new();
    let ada = desk.user("ada").await;
    let filter = TransactionFilter {
        currency: Some("EUR".to_owned()),
        ..TransactionFilter::default()
    };
    let refused = desk.export.begin(ada, &filter, ExportFormat::Csv).err();
    assert!(matches!(refused, Some(WalletError::UnknownCurrency(_))));
}

/// Two currencies, a formula, a quote, a line break, and one that is hidden.
async fn someone_with_a_history(desk: &Desk) -> UserId {
    let ada = desk.rich("ada", "1000", "WISE").await;
    let hidden = TransactionKey {
        currency: "WISE".to_owned(),
        account: WalletAccount::Available,
        sequence: 1,
    };
    desk.hide.hide(ada, &hidden).await.unwrap();
    desk.clock.advance(Duration::from_secs(1));
    let descriptions = [
        "=HYPERLINK(\"http://evil\")",
        "-1+1",
        "two\nlines, \"quoted\"",
        "Täglich",
    ];
    for (amount, description) in (1..).zip(descriptions) {
        let mut stake = draft(
            "bet",
            (of(ada), system("house")),
            &amount.to_string(),
            "WISE",
        );
        stake.metadata = Some(json!({ "note": "=1", "round": amount }));
        desk.post(&stake.described(description)).await.unwrap();
        desk.clock.advance(Duration::from_millis(1));
    }
    desk.grant(ada, "0.05", "INR").await;
    ada
}

async fn export(desk: &Desk, user: UserId, format: ExportFormat) -> String {
    let mut export = desk
        .export
        .begin(user, &TransactionFilter::default(), format)
        .unwrap();
    let mut file = String::new();
    while let Some(chunk) = export.next_chunk().await.unwrap() {
        file.push_str(&chunk);
    }
    file
}
