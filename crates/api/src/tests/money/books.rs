//! The books as a whole.

use super::words::{TRANSFERS, keyed, stake};
use super::world::World;
use serde_json::Value;

#[actix_web::test]
async fn accounts_are_listed_page_by_page() {
    let world = World::new();
    let (service, ada) = (
        world.service().await,
        world.rich("ada", "10.00", "INR").await,
    );
    world.gift(&ada, "7", "WISE").await;
    world
        .send(
            &service,
            keyed(TRANSFERS, "k-1", &stake(&ada, "1.00", "INR")),
        )
        .await;
    let (mut path, mut seen) = ("/v1/ledger/accounts?limit=2".to_owned(), Vec::new());
    loop {
        let answer = world.get(&service, &path).await;
        let items = answer.json()["items"].as_array().unwrap().clone();
        seen.extend(
            items
                .iter()
                .map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        let Some(link) = answer.header("link") else {
            break;
        };
        path = link
            .strip_prefix('<')
            .unwrap()
            .split_once('>')
            .unwrap()
            .0
            .to_owned();
    }
    // Two wallets, two mints, one house.
    assert_eq!(seen.len(), 5);
    assert!(seen.is_sorted());
}

#[actix_web::test]
async fn the_accounts_of_one_user_are_asked_for_by_id() {
    let world = World::new();
    let (admin, ada) = (world.admin().await, world.rich("ada", "10.00", "INR").await);
    world.rich("bob", "5.00", "INR").await;
    let answer = world
        .get(&admin, &format!("/v1/ledger/accounts?user={}", ada.id))
        .await;
    insta::assert_snapshot!(answer.told());
    let answer = world.get(&admin, "/v1/ledger/accounts?user=ada").await;
    assert_eq!(
        answer.faults(),
        [("/user".to_owned(), "invalid_parameter".to_owned())]
    );
}

#[actix_web::test]
async fn a_system_account_may_have_no_floor() {
    let world = World::new();
    let (admin, _) = (world.admin().await, world.rich("ada", "10.00", "INR").await);
    let items = world.get(&admin, "/v1/ledger/accounts").await.json()["items"].clone();
    let mint = |item: &&Value| item["account"]["system"] == "mint";
    let mint = items.as_array().unwrap().iter().find(mint).unwrap().clone();
    assert_eq!(
        (&mint["balance"]["amount"], &mint["floor"]),
        (&"-10.00".into(), &Value::Null)
    );
}

#[actix_web::test]
async fn the_trial_balance_sums_to_nothing() {
    let world = World::new();
    let (admin, ada) = (world.admin().await, world.rich("ada", "10.00", "INR").await);
    world.gift(&ada, "7", "WISE").await;
    insta::assert_snapshot!(world.get(&admin, "/v1/ledger/trial-balance").await.told());
}
