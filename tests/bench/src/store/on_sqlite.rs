//! P3.

use super::bare_sqlite::Bare;
use super::callers::{Calls, call};
use super::world::{Spread, World, open};
use super::{Options, slow_sync};
use crate::report::{Goal, Line, Report};
use crate::rounds::Rounds;
use anyhow::Context as _;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const CALLERS: usize = 256;
const ONE_BY_ONE_GOAL: f64 = 2.5;
const SLOW_GOAL: f64 = 20.0;
const BARE_GOAL: f64 = 0.8;
const ALONE_GOAL: f64 = 1.3;

/// Three databases of the same shape, so that none grows faster than the others.
struct Setting {
    runtime: Runtime,
    // Kept for its files.
    _folder: TempDir,
    url: String,
    world: World,
    one_by_one: String,
    bare: Bare,
}

impl Setting {
    fn new() -> anyhow::Result<Self> {
        let runtime = Runtime::new()?;
        let folder = tempfile::Builder::new().prefix("ludger-bench-").tempdir()?;
        let url = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
        let [grouped, one_by_one, bare] = ["grouped.db", "one-by-one.db", "bare.db"].map(url);
        let mut worlds = [&grouped, &one_by_one, &bare].map(|url| {
            ludger_store_diesel::migrate(url)?;
            runtime.block_on(World::open(&open(url, None, None)?))
        });
        let world = std::mem::replace(&mut worlds[0], Err(anyhow::anyhow!("taken")))?;
        let bare = Bare::open(&folder.path().join("bare.db"), &world)?;
        Ok(Self {
            runtime,
            _folder: folder,
            url: grouped,
            world,
            one_by_one,
            bare,
        })
    }

    fn door(
        &self,
        callers: usize,
        spread: Spread,
        options: &Options,
    ) -> anyhow::Result<super::callers::Went> {
        self.call(
            &self.url,
            None,
            Calls {
                callers,
                spread,
                keys: false,
                lasting: options.lasting(),
            },
        )
    }

    fn one_by_one(&self, options: &Options) -> anyhow::Result<f64> {
        let calls = Calls {
            callers: CALLERS,
            spread: Spread::Random,
            keys: false,
            lasting: options.lasting(),
        };
        Ok(self.call(&self.one_by_one, Some(1), calls)?.rate)
    }

    fn call(
        &self,
        url: &str,
        batch_max: Option<usize>,
        calls: Calls,
    ) -> anyhow::Result<super::callers::Went> {
        let store = open(url, None, batch_max)?;
        self.runtime.block_on(call(&store, &self.world, calls))
    }
}

pub(super) fn measure(options: &Options, report: &mut Report) -> anyhow::Result<()> {
    let mut setting = Setting::new()?;
    let [
        mut door,
        mut hot,
        mut one,
        mut bare,
        mut alone,
        mut bare_alone,
    ] = <[Rounds; 6]>::default();
    let [mut slow, mut slow_one] = <[Rounds; 2]>::default();
    for _ in 0..options.rounds {
        door.add(setting.door(CALLERS, Spread::Random, options)?.rate);
        one.add(setting.one_by_one(options)?);
        bare.add(
            setting
                .bare
                .run(Spread::Random, CALLERS, options.lasting())?
                .rate,
        );
        hot.add(setting.door(CALLERS, Spread::Hot, options)?.rate);
        alone.add(setting.door(1, Spread::Random, options)?.p50_ms());
        bare_alone.add(
            setting
                .bare
                .run(Spread::Random, 1, options.lasting())?
                .p50_ms(),
        );
        let said = slow_sync::run_again()?;
        let (grouped, one_by_one) = said.trim().split_once(' ').context("no two rates")?;
        slow.add(grouped.parse()?);
        slow_one.add(one_by_one.parse()?);
    }
    let what = "SQLite FULL, random of 1,000 accounts, 256 callers";
    let door = door.median();
    report.add(
        Line::new("P3", what, door, "/s")
            .against("one by one", one.median())
            .goal(Goal::AtLeast(ONE_BY_ONE_GOAL)),
    );
    report.add(
        Line::new("P3", what, door, "/s")
            .against("bare loop", bare.median())
            .goal(Goal::AtLeast(BARE_GOAL)),
    );
    let slowly = format!("{what}, a sync takes 1 ms longer");
    report.add(
        Line::new("P3", slowly, slow.median(), "/s")
            .against("one by one", slow_one.median())
            .goal(Goal::AtLeast(SLOW_GOAL)),
    );
    report.add(
        Line::new(
            "P3",
            "SQLite FULL, one hot account, 256 callers",
            hot.median(),
            "/s",
        )
        .against("random", door),
    );
    report.add(
        Line::new("P8", "SQLite FULL, one caller, p50", alone.median(), "ms")
            .against("bare transaction", bare_alone.median())
            .goal(Goal::AtMost(ALONE_GOAL)),
    );
    Ok(())
}

/// The door, and the door one by one, for whoever started this program a second time.
pub(super) fn one_slow_round(options: &Options) -> anyhow::Result<()> {
    let setting = Setting::new()?;
    let grouped = setting.door(CALLERS, Spread::Random, options)?.rate;
    println!("{grouped} {}", setting.one_by_one(options)?);
    Ok(())
}
