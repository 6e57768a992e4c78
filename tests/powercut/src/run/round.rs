//! Rounds on one machine, each of which ends with a power cut.

use super::{Plan, Report, cut_at_start, moment, survivors};
use crate::clients::{Answer, Api, Found, History, People, Sent, Transfer, find_out, load};
use crate::disk::Disk;
use crate::machine::{Machine, Program, Running};
use anyhow::Context as _;
use futures::future::join_all;
use rand::RngExt as _;
use rand::rngs::StdRng;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Of the latest answers, how many are asked for again.
const REPEATED_MAX: usize = 200;
/// One of so many starts is cut off.
const STARTS_PER_CUT: u32 = 4;

/// What lasts from round to round.
struct Rounds<'a> {
    plan: &'a Plan,
    machine: &'a Machine,
    chance: &'a mut StdRng,
    report: &'a mut Report,
    history: History,
    people: Option<People>,
    /// Those of the latest load.
    answers: Vec<(Transfer, Answer)>,
    /// How long the latest start took.
    start_takes: Duration,
}

/// The program, and who talks to it.
struct Session {
    program: Program,
    api: Api,
    token: String,
}

pub(super) async fn all(
    plan: &Plan,
    (machine, disk): (&Machine, Disk),
    chance: &mut StdRng,
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut rounds = Rounds {
        plan,
        machine,
        chance,
        report,
        history: History::default(),
        people: None,
        answers: Vec::new(),
        start_takes: Duration::ZERO,
    };
    if let Err(error) = rounds.all(disk).await {
        // Before the first cut nothing but the surroundings can be at fault.
        if rounds.report.cuts == 0 {
            return Err(error);
        }
        rounds
            .report
            .violation(&format!("it does not come back: {error:#}"));
    }
    if machine.program_log()?.contains("panicked at") {
        report.violation("the program panicked");
    }
    Ok(())
}

impl Rounds<'_> {
    async fn all(&mut self, mut disk: Disk) -> anyhow::Result<()> {
        let deadline = Instant::now() + self.plan.time_max;
        while self.report.cuts < self.plan.cuts && Instant::now() < deadline {
            disk = self.next(disk).await?;
        }
        self.last_look(disk).await
    }

    /// Switches on, and cuts the power some time later.
    async fn next(&mut self, disk: Disk) -> anyhow::Result<Disk> {
        let mut running = self.machine.switch_on(disk)?;
        if self.people.is_some() && self.chance.random_ratio(1, STARTS_PER_CUT) {
            let time = moment(self.chance, self.start_takes);
            let disk = cut_at_start(self.plan, running, time).await?;
            self.report.cuts_at_start += 1;
            return Ok(self.lose_power(disk));
        }
        let began = Instant::now();
        let session = self.come_back(&mut running).await?;
        self.start_takes = began.elapsed();
        self.ask_again(&session).await;
        self.cut_under_load(running, session).await
    }

    /// Recovers, looks whether all is there, and starts the program.
    async fn come_back(&mut self, running: &mut Running<'_>) -> anyhow::Result<Session> {
        running.start_database().await.context("the database")?;
        if self.people.is_some() {
            let books: Vec<Found> = running.tables()?.rows(Found::QUERY)?;
            self.report.judge(&self.history.judge(&books));
            running.verify(&self.plan.server).await?;
        }
        let program = running.start_program(&self.plan.server).await?;
        let api = Api::new(&program.url)?;
        if self.people.is_none() {
            let token = program.setup_token.as_deref().context("no setup link")?;
            self.people = Some(People::arrive(&api, token).await?);
        }
        let people = self.people.as_ref().context("nobody is there")?;
        let token = people.sign_in(&api).await?;
        Ok(Session {
            program,
            api,
            token,
        })
    }

    /// Each answer comes again, and who had none finds out what happened.
    async fn ask_again(&mut self, session: &Session) {
        let again = |transfer| find_out(&session.api, &session.token, transfer);
        let latest = self
            .answers
            .split_off(self.answers.len().saturating_sub(REPEATED_MAX));
        let (transfers, firsts): (Vec<_>, Vec<_>) = latest.into_iter().unzip();
        let seconds = join_all(transfers.into_iter().map(again)).await;
        let mut others = Vec::new();
        for (first, second) in firsts.into_iter().zip(seconds) {
            self.report.repeated += 1;
            let expected = Answer {
                is_replayed: true,
                ..first
            };
            match second {
                Sent::Acknowledged(_, second) if second == expected => {}
                other => others.push(other.to_string()),
            }
        }
        self.report
            .violations_of("answers are others at the second time", &others);
        let mut open = Vec::new();
        for sent in join_all(self.history.open().into_iter().map(again)).await {
            match sent {
                Sent::Acknowledged(transfer, answer) => {
                    self.report.unknown_had_happened += u64::from(answer.is_replayed);
                    self.history.promise(&transfer);
                }
                other => open.push(other.to_string()),
            }
        }
        self.report
            .violations_of("outcomes are not to be found out", &open);
    }

    async fn cut_under_load(
        &mut self,
        running: Running<'_>,
        session: Session,
    ) -> anyhow::Result<Disk> {
        let people = self.people.as_ref().context("nobody is there")?;
        let round = self.report.cuts;
        if self.plan.is_disk_lying {
            running.lie()?;
        }
        let time = moment(self.chance, self.plan.load_max);
        let sending = load(&session.api, &session.token, people, round);
        let cut = async {
            sleep(time).await;
            let disk = running.cut()?;
            session.program.kill().await?;
            running.fall_silent()?;
            anyhow::Ok(disk)
        };
        let (sent, disk) = tokio::join!(sending, cut);
        self.answers.clear();
        for sent in sent {
            self.remember(sent);
        }
        self.report.cuts += 1;
        Ok(self.lose_power(disk?))
    }

    /// After the last cut, as after all others.
    async fn last_look(&mut self, disk: Disk) -> anyhow::Result<()> {
        let mut running = self.machine.switch_on(disk)?;
        let session = self.come_back(&mut running).await?;
        self.ask_again(&session).await;
        session.program.kill().await
    }

    fn remember(&mut self, sent: Sent) {
        match sent {
            Sent::Acknowledged(transfer, answer) if !answer.is_replayed => {
                self.report.acknowledged += 1;
                self.history.promise(&transfer);
                self.answers.push((transfer, answer));
            }
            Sent::Unknown(transfer) => {
                self.report.unknown += 1;
                self.history.leave_open(transfer);
            }
            other => self
                .report
                .violation(&format!("an answer that it does not deserve: {other}")),
        }
    }

    fn lose_power(&mut self, mut disk: Disk) -> Disk {
        self.report
            .forget(disk.lose_power(&mut survivors(self.chance)));
        disk
    }
}
