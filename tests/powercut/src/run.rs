//! Power cuts under the real program: what it acknowledged is there once, whatever the disk forgot.
//!
//! A round: the machine is switched on and its database recovers; the books are compared with what clients were
//! promised so far; the program starts, repeats answers, and finds out what is not known; new load, and in the midst of it
//! the power goes. Now and then it goes while all is starting, and at the very first start.

mod first_start;
mod report;
mod round;

use crate::apart::apart;
use crate::disk::{Disk, Names, Survivors};
use crate::machine::{Kind, Machine, Make, Running};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::path::PathBuf;
use std::time::Duration;
use tokio::time::sleep;

pub use report::{Report, Verdict};

/// What to do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The program.
    pub server: PathBuf,
    pub kind: Kind,
    pub names: Names,
    /// Power cuts under load.
    pub cuts: u32,
    /// New machines whose power is cut while the program starts for the first time.
    pub first_starts: u32,
    /// No new round begins after this.
    pub time_max: Duration,
    /// How long clients send before the power goes, at most.
    pub load_max: Duration,
    /// What a sync takes.
    pub sync_time: Duration,
    /// Settings of Postgres, such as `synchronous_commit=off`.
    pub settings: Vec<String>,
    /// Whether the disk lies as soon as there is load, so that all that is acknowledged is lost, and has to be missed.
    pub is_disk_lying: bool,
    /// The same chances for the same seed; what programs make of them differs.
    pub seed: u64,
}

/// Does it. An error says that it could not be done, which is no verdict.
pub fn run(plan: &Plan) -> anyhow::Result<Report> {
    apart(async {
        let Plan {
            kind,
            names,
            sync_time,
            ..
        } = *plan;
        let settings = &plan.settings;
        let made = Machine::new(&Make {
            kind,
            names,
            sync_time,
            settings,
        })
        .await?;
        let (machine, disk) = (&made.0, made.1);
        let mut chance = StdRng::seed_from_u64(plan.seed);
        let mut report = Report::default();
        first_start::all(plan, (machine, &disk), &mut chance, &mut report).await?;
        round::all(plan, (machine, disk), &mut chance, &mut report).await?;
        Ok(report)
    })
}

/// Starts everything, but there is power for so long only.
async fn cut_at_start(
    plan: &Plan,
    mut running: Running<'_>,
    time: Duration,
) -> anyhow::Result<Disk> {
    let start = async {
        running.start_database().await?;
        running.start_program(&plan.server).await
    };
    let program = tokio::select! {
        program = start => Some(program?),
        () = sleep(time) => None,
    };
    let disk = running.cut()?;
    if let Some(program) = program {
        program.kill().await?;
    }
    running.fall_silent()?;
    Ok(disk)
}

/// What survives the next power cut by luck: nothing, or any share.
fn survivors(chance: &mut StdRng) -> Survivors {
    if chance.random_ratio(1, 3) {
        return Survivors::none();
    }
    Survivors::some(chance.random(), chance.random())
}

/// A time up to this.
fn moment(chance: &mut StdRng, longest: Duration) -> Duration {
    longest.mul_f64(chance.random())
}
