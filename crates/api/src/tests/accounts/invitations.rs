use super::told;
use super::world::{World, person};
use actix_web::http::Method;
use ludger_domain::accounts::RegistrationPolicy;
use ludger_ports::Letter;
use serde_json::{Value, json};

const PATH: &str = "/v1/admin/invitations";
const REGISTER: &str = "/v1/auth/register";

async fn invites(world: &World, token: &str, email: &str) -> (u16, String) {
    let body = json!({ "email": email });
    let answer = world.sends(token, Method::POST, PATH, body).await;
    (answer.status, answer.body)
}

/// The token of the only invitation that is sent now.
async fn sent(world: &World) -> String {
    let mails = world.mails().await;
    let [(_, Letter::Invitation { link })] = &mails[..] else {
        panic!("{} mails", mails.len())
    };
    let (_, fragment) = link.split_once("/links/register#token=").unwrap();
    fragment.split('&').next().unwrap().to_owned()
}

fn by(token: &str) -> Value {
    let mut body = person("ada");
    body["invitation"] = token.into();
    body
}

#[actix_web::test]
async fn somebody_is_invited_and_registers() {
    let world = World::under(RegistrationPolicy::Invitation);
    let root = world.admin().await;
    let refused = world.post(REGISTER, person("ada")).await;
    assert_eq!(refused.faults()[0].1, "email_not_allowed");
    let first = invites(&world, &root, "ada@example.org").await;
    assert_eq!(first, (202, String::new()));
    // The same for who has an account, and again.
    assert_eq!(invites(&world, &root, "root@example.org").await, first);
    assert_eq!(invites(&world, &root, "ada@example.org").await, first);
    let token = sent(&world).await;

    let mut shown = told(&world.get(&root, PATH).await);
    shown["body"]["items"][0]["id"] = "[hash]".into();
    insta::assert_json_snapshot!(shown);
    let registered = world.post(REGISTER, by(&token)).await;
    assert_eq!((registered.status, registered.body.as_str()), (202, ""));
    let (ada, _) = world.signs_in("ada").await;
    assert_eq!(world.get(&ada, "/v1/me").await.json()["is_verified"], true);
    let again = world.post(REGISTER, by(&token)).await;
    // A name that is taken is told of only to whom may register.
    assert_eq!((again.status, again.code().as_str()), (403, "invalid_link"));
    assert_eq!(world.get(&root, PATH).await.json()["items"], json!([]));
}

#[actix_web::test]
async fn an_invitation_is_taken_back() {
    let world = World::under(RegistrationPolicy::Invitation);
    let root = world.admin().await;
    invites(&world, &root, "ada@example.org").await;
    let token = sent(&world).await;
    let page = world.get(&root, PATH).await.json();
    let id = page["items"][0]["id"].as_str().unwrap();
    let one = format!("{PATH}/{id}");
    for status in [204, 404] {
        assert_eq!(world.by(&root, Method::DELETE, &one).await.status, status);
    }
    let late = world.post(REGISTER, by(&token)).await;
    assert_eq!((late.status, late.code().as_str()), (403, "invalid_link"));
    let nothing = format!("{PATH}/x");
    assert_eq!(world.by(&root, Method::DELETE, &nothing).await.status, 404);
}

#[actix_web::test]
async fn it_takes_the_permission_and_an_address() {
    let world = World::new();
    let root = world.admin().await;
    let body = json!({ "email": "ada" });
    let refused = world.sends(&root, Method::POST, PATH, body).await;
    assert_eq!(super::faults(&refused), ["/email invalid_email"]);
    world.registers("ada").await;
    let (ada, _) = world.signs_in("ada").await;
    let body = json!({ "email": "bob@example.org" });
    let refused = world.sends(&ada, Method::POST, PATH, body).await;
    assert_eq!(refused.code(), "forbidden");
    assert_eq!(world.get(&ada, PATH).await.code(), "forbidden");
    let one = format!("{PATH}/{}", "0".repeat(64));
    assert_eq!(
        world.by(&ada, Method::DELETE, &one).await.code(),
        "forbidden"
    );
}
