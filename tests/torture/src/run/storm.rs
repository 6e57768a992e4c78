//! The storm: one fault after the other, each kind once in the first round and then by chance, at random moments.

use super::Options;
use crate::deployment::Deployment;
use crate::faults::Fault;
use crate::history::{Event, History};
use crate::workload::Dice;
use anyhow::bail;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// The dice of the storm, beside those of the clients.
const NUMBER: u64 = 1 << 32;

/// Brings faults until the time is over and every one of them came.
///
/// Gives what the program did not come through, which ends the storm.
pub(super) async fn rage(
    deployment: &Deployment,
    history: &History,
    options: &Options,
) -> anyhow::Result<Option<String>> {
    let mut dice = Dice::of(options.seed, NUMBER);
    let faults = planned(options)?;
    let end = Instant::now() + options.storm();
    let latest = end + options.storm() + Duration::from_secs(60);
    let mut next = first_round(&faults, options, &mut dice);
    while !next.is_empty() || Instant::now() < end {
        if Instant::now() > latest {
            break;
        }
        let pause = dice.between(500, if options.is_long() { 6_000 } else { 2_000 });
        sleep(Duration::from_millis(pause.unsigned_abs())).await;
        let Some(fault) = next.pop().or_else(|| dice.pick(&faults).cloned()) else {
            break;
        };
        if let Some(failure) = bring(deployment, history, &fault).await? {
            return Ok(Some(failure));
        }
    }
    Ok(None)
}

/// Each once, and the kills that are asked for, in any order.
fn first_round(faults: &[Fault], options: &Options, dice: &mut Dice) -> Vec<Fault> {
    let mut round = faults.to_vec();
    for fault in faults {
        let times = match fault {
            Fault::KillProgram => options.kills,
            Fault::KillDatabase => options.kills / 2,
            _ => 0,
        };
        let more = usize::try_from(times).unwrap_or_default().saturating_sub(1);
        round.extend(std::iter::repeat_n(fault.clone(), more));
    }
    dice.shuffle(&mut round);
    round
}

/// The faults of this run.
pub(crate) fn planned(options: &Options) -> anyhow::Result<Vec<Fault>> {
    let all = Fault::all(options.kind);
    let names: Vec<_> = all.iter().map(name_of).collect();
    if let Some(unknown) = options
        .only
        .iter()
        .find(|only| !names.contains(&only.as_str()))
    {
        bail!(
            "there is no fault {unknown} here; there are {}",
            names.join(", ")
        );
    }
    let is_wanted = |fault: &Fault| {
        options.only.is_empty() || options.only.iter().any(|only| only == name_of(fault))
    };
    Ok(all.into_iter().filter(is_wanted).collect())
}

/// Brings one, and writes it down.
async fn bring(
    deployment: &Deployment,
    history: &History,
    fault: &Fault,
) -> anyhow::Result<Option<String>> {
    let name = name_of(fault).to_owned();
    history.write(&Event::FaultBegan {
        at_us: history.now_us(),
        fault: name.clone(),
    })?;
    match deployment.suffer(fault).await {
        Ok(suffered) => {
            let ready_after = suffered.ready_after.as_millis();
            history.write(&Event::FaultEnded {
                at_us: history.now_us(),
                fault: name,
                reached: suffered.reached,
                ready_after_ms: u64::try_from(ready_after).unwrap_or(u64::MAX),
            })?;
            Ok(None)
        }
        Err(error) => Ok(Some(format!("{error:#}"))),
    }
}

/// What it is called on the command line, in the history and in the report.
pub(crate) const fn name_of(fault: &Fault) -> &'static str {
    match fault {
        Fault::KillProgram => "kill-program",
        Fault::TerminateProgram => "terminate-program",
        Fault::FreezeProgram(_) => "freeze-program",
        Fault::KillDatabase => "kill-database",
        Fault::FreezeDatabase(_) => "freeze-database",
        Fault::CutConnections => "cut-connections",
        Fault::RefuseConnections(_) => "refuse-connections",
        Fault::DelayConnections { .. } => "delay-connections",
        Fault::CutAtCommit => "cut-at-commit",
        Fault::FullDisk(_) => "full-disk",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::Kind;

    fn options(only: &[&str], kills: u32) -> Options {
        Options {
            only: only.iter().map(ToString::to_string).collect(),
            kills,
            ..Options::new(Kind::Postgres, "ludger")
        }
    }

    #[test]
    fn the_first_round_has_each_fault_and_all_kills() {
        let faults = planned(&options(&[], 1)).unwrap();
        let round = first_round(&faults, &options(&[], 40), &mut Dice::of(1, 0));
        let count = |name: &str| round.iter().filter(|fault| name_of(fault) == name).count();
        assert_eq!(
            (
                count("kill-program"),
                count("kill-database"),
                count("cut-at-commit")
            ),
            (40, 20, 1)
        );
    }

    #[test]
    fn faults_are_chosen_by_name() {
        let chosen = planned(&options(&["full-disk"], 1)).unwrap();
        assert_eq!(
            chosen.iter().map(name_of).collect::<Vec<_>>(),
            ["full-disk"]
        );
        let unknown = planned(&options(&["flood"], 1)).unwrap_err();
        assert!(
            unknown.to_string().contains("there are kill-program"),
            "{unknown}"
        );
    }
}
