//! Workspaces and sources that break the rules, each in one way.

use ludger_structure::drawing::ROWS;
use ludger_structure::graph::{Brought, Graph, Kind, Member, Use};
use ludger_structure::sources::Line;
use ludger_structure::{absences, arrows};

/// All crates of the drawing, and nothing drawn between them.
fn crates() -> Graph {
    let members = ROWS.iter().map(|row| member(row.name, "crates/x"));
    Graph {
        members: members.collect(),
    }
}

fn member(name: &str, folder: &str) -> Member {
    Member {
        name: name.to_owned(),
        folder: folder.into(),
        uses: Vec::new(),
    }
}

trait Draw {
    fn with(self, member: Member) -> Self;
    fn arrow(self, from: &str, to: &str, kind: Kind) -> Self;
}

impl Draw for Graph {
    fn with(mut self, member: Member) -> Self {
        self.members.push(member);
        self
    }

    fn arrow(mut self, from: &str, to: &str, kind: Kind) -> Self {
        let Some(member) = self.members.iter_mut().find(|member| member.name == from) else {
            panic!("there is no `{from}` to draw from");
        };
        member.uses.push(Use {
            name: to.to_owned(),
            kind,
        });
        self
    }
}

#[test]
fn arrows_as_drawn_pass() {
    let graph = crates()
        .with(member("ludger-structure", "tests/structure"))
        .arrow("ludger-ports", "ludger-domain", Kind::Normal)
        .arrow("ludger-ports", "ludger-testkit", Kind::Dev)
        .arrow("ludger-application", "ludger-ports", Kind::Dev)
        .arrow("ludger", "ludger-store-diesel", Kind::Normal)
        .arrow("ludger-structure", "ludger", Kind::Normal);
    assert!(arrows::violations(&graph).is_empty());
}

#[test]
fn wrong_arrows_are_named() {
    let cases = [
        (
            "ludger-domain",
            "ludger-ports",
            Kind::Normal,
            "`ludger-domain` must not depend on `ludger-ports`",
        ),
        (
            "ludger-domain",
            "ludger-testkit",
            Kind::Dev,
            "the tests of `ludger-domain` must not use `ludger-testkit`",
        ),
        (
            "ludger-store-diesel",
            "ludger-store-memory",
            Kind::Normal,
            "`ludger-store-diesel` must not depend on `ludger-store-memory`",
        ),
        (
            "ludger-store-diesel",
            "ludger-application",
            Kind::Dev,
            "the tests of `ludger-store-diesel` must not use `ludger-application`",
        ),
        (
            "ludger-api",
            "ludger-store-diesel",
            Kind::Normal,
            "`ludger-api` must not depend on `ludger-store-diesel`",
        ),
        (
            "ludger",
            "ludger-testkit",
            Kind::Normal,
            "`ludger` must not depend on `ludger-testkit`",
        ),
        (
            "ludger-testkit",
            "ludger",
            Kind::Normal,
            "`ludger-testkit` must not depend on `ludger`",
        ),
        (
            "xtask",
            "ludger-domain",
            Kind::Normal,
            "`xtask` must not depend on `ludger-domain`",
        ),
    ];
    for (from, to, kind, expected) in cases {
        assert_eq!(
            arrows::violations(&crates().arrow(from, to, kind)),
            [expected]
        );
    }
}

#[test]
fn a_crate_without_a_row_is_named() {
    let graph = crates().with(member("ludger-new", "crates/new"));
    assert_eq!(
        arrows::violations(&graph),
        ["`ludger-new` has no row in the drawing"]
    );
}

#[test]
fn nothing_depends_on_an_end_to_end_crate() {
    let graph = crates()
        .with(member("ludger-structure", "tests/structure"))
        .arrow("ludger", "ludger-structure", Kind::Normal);
    let expected = "`ludger` must not depend on `ludger-structure`";
    assert_eq!(arrows::violations(&graph), [expected]);
}

#[test]
fn outside_crates_in_the_wrong_hands_are_named() {
    let graph = crates()
        .arrow("ludger-application", "diesel_migrations", Kind::Normal)
        .arrow("ludger-store-diesel", "diesel", Kind::Normal)
        .arrow("ludger-store-memory", "actix-web", Kind::Dev)
        .arrow("ludger-testkit", "actix-web", Kind::Normal);
    let expected = [
        "`ludger-application` must not use `diesel_migrations`: only the Diesel store knows that SQL exists",
        "`ludger-store-memory` must not use `actix-web`: only the api knows that HTTP exists, and those who start it",
    ];
    assert_eq!(absences::misplaced(&graph), expected);
}

#[test]
fn surprises_in_the_domain_are_named() {
    let brought = |name: &str, features: &[&str]| Brought {
        name: name.to_owned(),
        features: features
            .iter()
            .map(|feature| (*feature).to_owned())
            .collect(),
    };
    let domain = [
        brought("uuid", &["std", "v7"]),
        brought("rand_core", &[]),
        brought("serde", &["std"]),
    ];
    let expected = [
        "the domain must not bring `rand_core` along",
        "the domain must not turn on `v7` of `uuid`",
    ];
    assert_eq!(absences::surprises_in_domain(&domain), expected);
}

#[test]
fn words_out_of_place_are_named() {
    let line = |text: &str| {
        [Line {
            place: "src/lib.rs:1".to_owned(),
            text: text.to_owned(),
        }]
    };
    let found = |member, text| absences::words_out_of_place(member, &line(text));
    assert_eq!(
        found("ludger-domain", "pub async fn f() {}"),
        ["src/lib.rs:1: `async`: the domain has no async"]
    );
    assert_eq!(
        found("ludger-api", "env::var(\"A\")"),
        ["src/lib.rs:1: `env::`: only the server reads the environment"]
    );
    assert!(found("ludger", "env::var(\"A\")").is_empty());
    assert!(found("ludger-api", "env::var(\"LUDGER_TEST_X\")").is_empty());
    assert!(found("ludger-api", "pub async fn f() {}").is_empty());
}
