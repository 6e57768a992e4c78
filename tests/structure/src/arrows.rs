//! The arrows between our crates: each must be in the drawing, and each crate has its row there.

use crate::drawing::{ROWS, Row};
use crate::graph::{Graph, Kind, Member, Use};

/// What is not as drawn, one sentence each.
pub fn violations(graph: &Graph) -> Vec<String> {
    let ours = graph
        .members
        .iter()
        .filter(|member| !member.is_end_to_end());
    ours.flat_map(|member| match row_of(member) {
        Some(row) => wrong_arrows(graph, member, row),
        None => vec![format!("`{}` has no row in the drawing", member.name)],
    })
    .collect()
}

fn row_of(member: &Member) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.name == member.name)
}

fn wrong_arrows(graph: &Graph, member: &Member, row: &Row) -> Vec<String> {
    let ours = member
        .uses
        .iter()
        .filter(|arrow| graph.member(&arrow.name).is_some());
    ours.filter(|arrow| !is_drawn(arrow, row))
        .map(|arrow| match arrow.kind {
            Kind::Normal => format!("`{}` must not depend on `{}`", member.name, arrow.name),
            Kind::Dev => format!(
                "the tests of `{}` must not use `{}`",
                member.name, arrow.name
            ),
        })
        .collect()
}

fn is_drawn(arrow: &Use, row: &Row) -> bool {
    let name = arrow.name.as_str();
    row.normal.contains(&name) || (arrow.kind == Kind::Dev && row.dev.contains(&name))
}
