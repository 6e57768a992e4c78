//! The authorization matrix: every route, as every kind of caller, about one's own, another's and a missing object.
//! `routes.txt` is the table; the cells are made from it.

mod callers;
mod objects;
mod requests;
mod second_factors;
mod table;
mod tokens;
mod world;

use crate::endpoint::Endpoint;
use crate::{docs, health, link_pages, openapi, routes, setup_page};
use callers::{Caller, callers};
use std::collections::BTreeSet;
use std::io::Write;
use table::{Object, Row, rows};
use world::{Told, World};

/// Every route that the app has: those of the document, and pages beside it.
fn routed() -> BTreeSet<String> {
    let document = serde_json::to_value(openapi::openapi()).unwrap();
    let documented = document["paths"].as_object().unwrap().iter();
    let documented = documented.flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().keys();
        methods.map(move |method| format!("{} {path}", method.to_uppercase()))
    });
    let endpoints = [
        routes::endpoints(),
        health::endpoints(),
        docs::endpoints(),
        setup_page::endpoints(),
        link_pages::endpoints(),
    ];
    let named = |endpoint: Endpoint| {
        let methods = endpoint.methods().iter();
        let lines = methods.map(|(method, _)| format!("{method} {}", endpoint.path()));
        lines.collect::<Vec<_>>()
    };
    let served = endpoints.into_iter().flatten().flat_map(named);
    documented.chain(served).collect()
}

#[test]
fn every_route_has_a_line_and_every_line_a_route() {
    let lines: Vec<_> = rows().iter().map(Row::to_string).collect();
    let written: BTreeSet<_> = lines.iter().cloned().collect();
    assert_eq!(written.len(), lines.len(), "a route has two lines");
    let routed = routed();
    let without_line: Vec<_> = routed.difference(&written).collect();
    let without_route: Vec<_> = written.difference(&routed).collect();
    assert!(
        without_line.is_empty() && without_route.is_empty(),
        "routes without a line in routes.txt: {without_line:#?}\nlines without a route: {without_route:#?}"
    );
}

#[actix_web::test]
async fn every_cell_is_right() {
    let (mut cells, mut wrong) = (0, Vec::new());
    for row in rows() {
        let (asked, faults) = ask_all(&row).await;
        cells += asked;
        if !faults.is_empty() {
            let first: Vec<_> = faults.iter().take(3).cloned().collect();
            wrong.push(format!("{} of {row}, such as {first:#?}", faults.len()));
        }
    }
    assert!(wrong.is_empty(), "wrong cells: {}", wrong.join("\n"));
    assert!(cells >= 2_000, "{cells} cells are too few");
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{cells} cells are right").unwrap();
}

/// Every cell of a row: how many there are, and what is wrong with them.
async fn ask_all(row: &Row) -> (usize, Vec<String>) {
    let world = World::new().await;
    let app = world.app().await;
    let (mut cells, mut wrong) = (0, Vec::new());
    for caller in callers() {
        let mut bodies = BTreeSet::new();
        for object in row.whose.objects() {
            let told = world.asks(&app, row, &caller, *object).await;
            cells += 1;
            wrong.extend(fault(row, &caller, *object, &told));
            if *object != Object::Own && told.status == 404 {
                bodies.insert(told.body);
            }
        }
        if bodies.len() > 1 {
            wrong.push(format!(
                "{caller:?} can tell another's from a missing one: {bodies:#?}"
            ));
        }
    }
    (cells, wrong)
}

/// What is wrong with an answer, if anything is.
fn fault(row: &Row, caller: &Caller, object: Object, told: &Told) -> Option<String> {
    let (status, code) = caller.expects(row, object);
    let is_right = told.status == status && (code.is_none() || told.code.as_deref() == code);
    (!is_right).then(|| {
        let (was, body) = (told.status, &told.body);
        format!("{object:?} by {caller:?}: {was} instead of {status}: {body}")
    })
}
