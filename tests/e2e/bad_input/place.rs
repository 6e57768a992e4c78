//! Ids that are none, that are nobody's, and that are somebody else's.

use super::asking::Asking;
use super::case::{Case, Expected};
use super::document::{Operation, has_type};
use super::world::{self, NO_ID, World};

pub(super) fn cases(operation: &Operation, good: &Asking, world: &World) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |what: String, asking: Asking, expected: Expected| {
        cases.push(Case {
            what: format!("{operation}: {what}"),
            asking,
            expected,
        });
    };
    for parameter in operation.parameters("path") {
        let wrong: &[&str] = if parameter.schema["format"] == "uuid" {
            &[
                "nonsense",
                NO_ID,
                "00000000-0000-0000-0000-000000000000",
                "1",
                "%00",
                "%FF",
                "..%2F..",
            ]
        } else if has_type(&parameter.schema, "integer") {
            &[
                "nonsense",
                "0",
                "-1",
                "999999999",
                "9223372036854775808",
                "1.0",
                "%00",
            ]
        } else {
            &["nonsense", "NONE", "%00", "%FF", "%F0%9F%8E%B2"]
        };
        for value in wrong {
            if world::stays_away(operation, value) {
                continue;
            }
            let path = world.fill_with(&operation.path, &parameter.name, value);
            let asking = Asking {
                path,
                ..good.clone()
            };
            add(
                format!("{} is {value}", parameter.name),
                asking,
                Expected::problem(404, "not_found"),
            );
        }
        let path = world.fill_with(&operation.path, &parameter.name, &"x".repeat(9_000));
        let asking = Asking {
            path,
            ..good.clone()
        };
        add(
            format!("{} is too long", parameter.name),
            asking,
            Expected::problem(414, "uri_too_long"),
        );
    }
    if World::is_owned(&operation.path) {
        add(
            "somebody else's".to_owned(),
            good.clone().as_(&world.player),
            Expected::problem(404, "not_found"),
        );
    }
    cases
}
