//! Every route of the OpenAPI document answers every kind of bad input with the right problem, and nothing is left of
//! it.
//!
//! The document drives it: a new route is asked wrongly like all others, and fails here until it answers rightly. What
//! the document cannot tell, such as an id that exists, is in [`world`].

mod asking;
mod body;
mod case;
mod document;
mod head;
mod place;
mod query;
mod world;

use crate::harness::{Deployment, Server};
use crate::mail::with_mail;
use asking::Asking;
use case::{Case, Expected};
use document::{Document, Operation};
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;
use world::World;

on_both_databases! {
    every_route_refuses_what_is_bad_and_keeps_no_trace,
}

async fn every_route_refuses_what_is_bad_and_keeps_no_trace(here: Deployment) {
    let (here, mails) = with_mail(here);
    let server = here.start().await;
    let document = Document::of(&server).await;
    let world = World::new(&server, &mails).await;
    let before = world.state(&here, &server).await;
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for operation in document.operations() {
        let good = world.good(&document, &operation);
        for case in cases(&document, &operation, &good, &world) {
            let answer = case.asking.send(&server).await;
            match case.check(&document, &operation, &answer) {
                Ok(code) => drop(seen.insert(code)),
                Err(fault) => faults.push(format!("{}: {fault}; {}", case.what, answer.told())),
            }
        }
        faults.extend(roles(&server, &world, &document, &operation, &good).await);
    }
    for path in document.paths() {
        faults.extend(wrong_methods(&server, &world, &document, path).await);
    }
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
    // The kinds of bad input were all there to be refused.
    for code in KINDS {
        assert!(seen.contains(code), "nothing led to {code}: {seen:?}");
    }

    let after = world.state(&here, &server).await;
    for ((what, before), (_, after)) in before.iter().zip(&after) {
        assert_eq!(before, after, "{what} changed");
    }
    here.books_fit().await;
    all_would_have_been_taken(&server, &document, &world).await;
    server.stop().await;
    here.books_fit().await;
}

/// What the cases come to.
const KINDS: [&str; 17] = [
    "malformed_json",
    "json_too_deep",
    "invalid_query",
    "invalid_cursor",
    "invalid_text",
    "idempotency_key_required",
    "invalid_idempotency_key",
    "invalid_precondition",
    "not_signed_in",
    "not_found",
    "precondition_failed",
    "precondition_required",
    "body_too_large",
    "unsupported_media_type",
    "unsupported_encoding",
    "validation_failed",
    "setup_done",
];

/// Everything that can be asked wrongly of an operation, each time with one thing wrong.
fn cases(document: &Document, operation: &Operation, good: &Asking, world: &World) -> Vec<Case> {
    let mut cases = head::cases(operation, good, world);
    if operation.is_socket() {
        // What else can be wrong of it is in `live`.
        return cases;
    }
    cases.extend(query::cases(document, operation, good));
    cases.extend(place::cases(operation, good, world));
    cases.extend(body::cases(document, operation, good));
    cases
}

/// Who has no role may nothing that takes one; a player may only play.
async fn roles(
    server: &Server,
    world: &World,
    document: &Document,
    operation: &Operation,
    good: &Asking,
) -> Vec<String> {
    let guarded = operation.is_signed_in() && operation.tells_of(403, "forbidden");
    let is_for_few = ["/v1/admin/", "/v1/ledger/"]
        .iter()
        .any(|area| operation.path.starts_with(area));
    if !guarded && is_for_few {
        return vec![format!("{operation}: is for few, and forbids nothing")];
    }
    if !guarded {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (who, user) in [
        ("without a role", &world.nobody),
        ("a player", &world.player),
    ] {
        let case = Case {
            what: format!("{operation}: {who}"),
            asking: good.clone().as_(user),
            expected: Expected::problem(403, "forbidden"),
        };
        let answer = case.asking.send(server).await;
        if let Err(fault) = case.check(document, operation, &answer) {
            faults.push(format!("{}: {fault}; {}", case.what, answer.told()));
            break;
        }
        if answer.json()["permission"] == "play" {
            break;
        }
    }
    faults
}

/// Methods that a path does not have are refused with those that it has, whoever asks.
async fn wrong_methods(
    server: &Server,
    world: &World,
    document: &Document,
    path: &str,
) -> Vec<String> {
    let known = document.methods(path);
    let mut faults = Vec::new();
    for method in [
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::TRACE,
    ] {
        if known.contains(&method) {
            continue;
        }
        for token in [None, Some(world.all.access.clone())] {
            let mut asking = Asking::at(method.clone(), world.fill(path));
            asking.token = token;
            let answer = asking.send(server).await;
            let allow = answer.header("allow").unwrap_or_default().to_owned();
            let allowed: Vec<_> = allow.split(", ").collect();
            let complete = known.iter().all(|known| allowed.contains(&known.as_str()));
            let fault = match case::problem(document, &answer) {
                Err(fault) => fault,
                Ok(problem) if problem["code"] != "method_not_allowed" => "is another code".into(),
                Ok(_) if !complete || allowed.contains(&method.as_str()) => {
                    format!("allows {allow}")
                }
                Ok(_) => continue,
            };
            faults.push(format!("{method} {path}: {fault}; {}", answer.told()));
        }
    }
    faults
}

/// The requests had nothing wrong with them but what was made wrong: without that, each is taken.
async fn all_would_have_been_taken(server: &Server, document: &Document, world: &World) {
    let mut operations = document.operations();
    // First what changes nothing, last what takes away; and who has signed out can do nothing more.
    let order = [
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ];
    operations.sort_by_key(|operation| {
        let (path, is_deleted) = (&*operation.path, operation.method == Method::DELETE);
        // What ends sessions comes after what needs them, and last of all who goes.
        let ends = [
            "/v1/me/sessions",
            "/v1/me/password",
            "/v1/me",
            world::SIGN_OUT,
        ];
        let end = ends.iter().position(|end| *end == path);
        let end =
            end.filter(|_| is_deleted || path == "/v1/me/password" || path == world::SIGN_OUT);
        (
            end.map_or(0, |end| end + 1),
            order.iter().position(|method| *method == operation.method),
        )
    });
    for operation in operations {
        let mut good = world.good(document, &operation);
        if good.headers.iter().any(|(name, _)| name == "If-Match") {
            // What went before has changed it.
            let found = server
                .get(&world.fill(&operation.path))
                .as_(&world.all)
                .await;
            good = good
                .without_header("If-Match")
                .header("If-Match", found.header("etag").unwrap());
        }
        let answer = good.send(server).await;
        let refused = world::REFUSED
            .iter()
            .find(|(path, ..)| *path == operation.path);
        if let Some((_, status, code)) = refused {
            answer.refuses(*status, code);
            continue;
        }
        assert!((200..300).contains(&answer.status), "{}", answer.told());
        let told: &Value = &operation.told["responses"][answer.status.to_string()];
        assert!(told.is_object(), "untold: {}", answer.told());
    }
}
