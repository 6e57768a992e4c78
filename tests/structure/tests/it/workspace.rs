//! The workspace as it is.

use ludger_structure::graph::{Graph, brought_along_by};
use ludger_structure::{absences, arrows, sources};

#[test]
fn every_arrow_is_drawn() -> anyhow::Result<()> {
    assert_none(&arrows::violations(&Graph::of_workspace()?));
    Ok(())
}

#[test]
fn sql_and_http_stay_where_they_belong() -> anyhow::Result<()> {
    assert_none(&absences::misplaced(&Graph::of_workspace()?));
    Ok(())
}

#[test]
fn the_domain_brings_no_runtime_no_io_and_no_chance_along() -> anyhow::Result<()> {
    let brought = brought_along_by("ludger-domain")?;
    assert!(brought.iter().any(|found| found.name == "ludger-domain"));
    assert_none(&absences::surprises_in_domain(&brought));
    Ok(())
}

#[test]
fn the_sources_have_no_word_out_of_place() -> anyhow::Result<()> {
    let mut violations = Vec::new();
    for member in Graph::of_workspace()?.members {
        if !member.is_end_to_end() {
            let lines = sources::lines_of(&member)?;
            violations.extend(absences::words_out_of_place(&member.name, &lines));
        }
    }
    assert_none(&violations);
    Ok(())
}

#[track_caller]
fn assert_none(violations: &[String]) {
    assert!(violations.is_empty(), "\n{}", violations.join("\n"));
}
