use super::{SCHEDULES, Schedule};
use jiff::{SignedDuration, Timestamp};
use ludger_domain::jobs::JobKind;
use std::collections::BTreeSet;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn the_last_time_is_found() {
    let table = [
        // Each night: on the minute, before it and after it.
        ("10 3 * * *", "2026-03-01T03:10:00Z", "2026-03-01T03:10:00Z"),
        (
            "10 3 * * *",
            "2026-03-01T03:10:59.999999Z",
            "2026-03-01T03:10:00Z",
        ),
        (
            "10 3 * * *",
            "2026-03-01T03:09:59.999999Z",
            "2026-02-28T03:10:00Z",
        ),
        ("10 3 * * *", "2026-01-01T00:00:00Z", "2025-12-31T03:10:00Z"),
        // A leap day, and none.
        ("10 3 * * *", "2028-03-01T00:00:00Z", "2028-02-29T03:10:00Z"),
        ("10 3 * * *", "2027-03-01T00:00:00Z", "2027-02-28T03:10:00Z"),
        ("0 0 29 2 *", "2027-12-24T18:00:00Z", "2024-02-29T00:00:00Z"),
        // The ends of months.
        (
            "30 23 L * *",
            "2026-05-01T00:00:00Z",
            "2026-04-30T23:30:00Z",
        ),
        (
            "30 23 L * *",
            "2026-03-01T00:00:00Z",
            "2026-02-28T23:30:00Z",
        ),
        (
            "30 23 L * *",
            "2028-03-01T00:00:00Z",
            "2028-02-29T23:30:00Z",
        ),
        (
            "0 12 31 * *",
            "2026-05-30T00:00:00Z",
            "2026-03-31T12:00:00Z",
        ),
        // Mondays, and every quarter of an hour.
        (
            "0 6 * * MON",
            "2026-11-22T00:00:00Z",
            "2026-11-16T06:00:00Z",
        ),
        (
            "*/15 * * * *",
            "2026-11-22T10:44:00Z",
            "2026-11-22T10:30:00Z",
        ),
        // UTC has no hour that comes twice, and none that is left out.
        ("30 2 * * *", "2026-03-29T12:00:00Z", "2026-03-29T02:30:00Z"),
        ("30 2 * * *", "2026-10-25T02:30:00Z", "2026-10-25T02:30:00Z"),
    ];
    for (cron, now, expected) in table {
        let schedule = Schedule {
            name: "test",
            kind: JobKind::Prune,
            cron,
        };
        let last = schedule.last(at(now)).unwrap();
        assert_eq!(last, at(expected), "{cron} at {now}");
    }
}

#[test]
fn what_is_no_time_is_told() {
    for cron in ["", "soon", "61 * * * *", "0 0 30 2 *"] {
        let schedule = Schedule {
            name: "test",
            kind: JobKind::Prune,
            cron,
        };
        assert!(schedule.last(at("2026-01-01T00:00:00Z")).is_err(), "{cron}");
    }
}

/// Done jobs, and with them their causes, are thrown away after a week: by then the next time has come.
#[test]
fn each_schedule_has_a_name_and_comes_often() {
    let names: BTreeSet<_> = SCHEDULES.iter().map(|schedule| schedule.name).collect();
    assert_eq!(names.len(), SCHEDULES.len());
    let (mut now, hour) = (at("2027-12-01T00:00:00Z"), SignedDuration::from_hours(1));
    let end = at("2028-12-01T00:00:00Z");
    while now < end {
        for schedule in SCHEDULES {
            let age = now.duration_since(schedule.last(now).unwrap());
            assert!(
                age < SignedDuration::from_hours(6 * 24),
                "{} at {now}",
                schedule.name
            );
        }
        now += hour * 12;
    }
}

#[test]
fn a_time_is_one_cause() {
    let prune = SCHEDULES[0];
    let causes = [
        "2026-01-01T03:10:00Z",
        "2026-01-02T03:09:59Z",
        "2026-01-02T03:10:00Z",
    ];
    let causes = causes.map(|now| prune.cause(prune.last(at(now)).unwrap()));
    assert_eq!(causes[0], "prune/2026-01-01T03:10:00Z");
    assert_eq!(causes[0], causes[1]);
    assert_ne!(causes[1], causes[2]);
}
