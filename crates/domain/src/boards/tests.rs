use super::tally::{Tallies, above};
use super::{
    Board, InvalidPrize, Leaderboard, Period, Place, Position, Prize, Prizes, Scored, Standing,
    ranks,
};
use crate::Timestamp;
use crate::ids::UserId;
use crate::quiz::Mode;
use jiff::SignedDuration;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn user(number: u128) -> UserId {
    Uuid::from_u128(number).into()
}

#[test]
fn a_window_begins_and_ends() {
    let table = [
        (
            "2026-11-22T23:59:59.999999Z",
            Period::Daily,
            "2026-11-22",
            "2026-11-23",
        ),
        (
            "2026-11-23T00:00:00Z",
            Period::Daily,
            "2026-11-23",
            "2026-11-24",
        ),
        (
            "2026-11-22T23:59:59.999999Z",
            Period::Weekly,
            "2026-11-16",
            "2026-11-23",
        ),
        (
            "2026-11-23T00:00:00Z",
            Period::Weekly,
            "2026-11-23",
            "2026-11-30",
        ),
        // The first days of a year may be of the last week of the year before.
        (
            "2027-01-01T12:00:00Z",
            Period::Weekly,
            "2026-12-28",
            "2027-01-04",
        ),
        (
            "2028-02-29T12:00:00Z",
            Period::Monthly,
            "2028-02-01",
            "2028-03-01",
        ),
        (
            "2026-12-31T23:59:59Z",
            Period::Monthly,
            "2026-12-01",
            "2027-01-01",
        ),
    ];
    for (instant, period, first, end) in table {
        let board = Board::at(Mode::Comp, period, at(instant));
        assert_eq!(board.first().to_string(), first, "{instant} {period}");
        assert_eq!(board.starts_at(), at(&format!("{first}T00:00:00Z")));
        assert_eq!(
            board.ends_at(),
            Some(at(&format!("{end}T00:00:00Z"))),
            "{instant} {period}"
        );
    }
    let ever = Board::at(Mode::Solo, Period::AllTime, at("2026-11-22T00:00:00Z"));
    assert_eq!((ever.ends_at(), ever.leaderboard()), (None, None));
    assert_eq!(
        ever,
        Board::at(Mode::Solo, Period::AllTime, at("2031-01-01T00:00:00Z"))
    );
}

#[test]
fn a_board_is_named_by_the_first_day_of_its_window() {
    let of = |period, day: &str| Board::of(Mode::Solo, period, day.parse().unwrap());
    assert!(of(Period::Daily, "2026-11-22").is_some());
    assert!(of(Period::Weekly, "2026-11-16").is_some());
    assert!(of(Period::Monthly, "2026-11-01").is_some());
    assert!(of(Period::AllTime, "1970-01-01").is_some());
    assert!(of(Period::Weekly, "2026-11-17").is_none());
    assert!(of(Period::Monthly, "2026-11-02").is_none());
    assert!(of(Period::AllTime, "2026-11-01").is_none());
}

#[test]
fn every_board_has_a_number_and_an_id_of_its_own() {
    let (mut numbers, mut ids) = (BTreeSet::new(), BTreeMap::new());
    for day in 0..800 {
        let instant = at("2026-01-01T05:00:00Z") + SignedDuration::from_hours(24 * day);
        for mode in Mode::ALL {
            for period in Period::ALL {
                let board = Board::at(*mode, *period, instant);
                assert_eq!(Board::from_number(board.number()), Some(board));
                numbers.insert(board.number());
                if let Some(id) = board.leaderboard() {
                    assert_eq!(*ids.entry(id).or_insert(board), board);
                    assert_eq!(
                        (id.uuid().get_version_num(), id.uuid().get_variant()),
                        (7, uuid::Variant::RFC4122)
                    );
                }
            }
        }
    }
    // 800 days, their weeks and months, and all time: of each mode.
    assert_eq!(numbers.len(), 3 * (800 + 115 + 27 + 1));
    let ends: Vec<_> = ids.values().map(Board::ends_at).collect();
    assert!(ends.is_sorted(), "ids grow with the ends of windows");
    for number in [-1, 3, 16 * 20_000 + 12, i64::MAX, i64::MIN] {
        let board = Board::from_number(number);
        assert!(
            board.is_none_or(|board| board.number() == number),
            "{number}"
        );
    }
}

#[test]
fn sessions_add_up() {
    let (ada, noon) = (user(1), at("2026-11-22T12:00:00Z"));
    let later = noon + SignedDuration::from_hours(1);
    let finished = |score, ended_at| Scored::finished(Mode::Solo, ada, score, ended_at);
    let standing = |score, sessions, reached_at| {
        Some(Standing {
            score,
            sessions,
            reached_at,
        })
    };
    let first = finished(0, noon).on(None);
    assert_eq!(
        first,
        standing(0, 1, noon),
        "who finished is there, without a point too"
    );
    let second = finished(70, later).on(first);
    assert_eq!(second, standing(70, 2, later));
    // The later end counts, whichever comes in first; and what brings no point is no new score.
    assert_eq!(finished(30, noon).on(second), standing(100, 3, later));
    assert_eq!(finished(0, later).on(first), standing(0, 2, noon));
    let corrected = Scored::corrected(Mode::Solo, ada, (70, 50), later).on(second);
    assert_eq!(corrected, standing(50, 2, later));
    let voided = Scored::voided(Mode::Solo, ada, 70, later).on(second);
    assert_eq!(voided, standing(0, 1, later));
    assert_eq!(Scored::voided(Mode::Solo, ada, 0, noon).on(voided), None);
    // Never below zero; and nothing is made of a correction of nothing.
    assert_eq!(
        Scored::corrected(Mode::Solo, ada, (500, 0), later).on(second),
        standing(0, 2, later)
    );
    assert_eq!(Scored::voided(Mode::Solo, ada, 70, later).on(None), None);
    assert_eq!(
        Scored::corrected(Mode::Solo, ada, (0, 9), later).on(None),
        None
    );
}

#[test]
fn the_order_is_by_score_then_by_time_then_by_id() {
    let (early, late) = (at("2026-01-01T00:00:00Z"), at("2026-01-01T00:00:01Z"));
    let position = |score, reached_at, number| Position {
        score,
        reached_at,
        user: user(number),
    };
    let ordered = [
        position(9, late, 3),
        position(5, early, 2),
        position(5, late, 1),
        position(5, late, 2),
        position(0, early, 1),
    ];
    assert!(ordered.is_sorted());
}

#[test]
fn shares_are_rounded_down() {
    let table = [
        ((0, 1), "0.00"),
        ((1, 3), "33.33"),
        ((2, 3), "66.66"),
        ((999_999, 1_000_000), "99.99"),
        ((1, 10_001), "0.00"),
        ((0, 0), "0.00"),
        ((i64::MAX - 1, i64::MAX), "99.99"),
    ];
    for ((below, players), expected) in table {
        let place = Place {
            rank: 1,
            below,
            players,
        };
        assert_eq!(place.percentile().to_string(), expected);
    }
}

fn number(count: usize) -> i64 {
    count.try_into().unwrap()
}

/// The ranks of a whole board, by counting.
fn counted(scores: &[i64]) -> Vec<i64> {
    let above = |score: &i64| scores.iter().filter(|other| *other > score).count();
    scores
        .iter()
        .map(|score| number(above(score)) + 1)
        .collect()
}

#[test]
fn a_frozen_leaderboard_is_the_same_in_any_pieces() {
    let now = at("2026-11-23T00:05:00Z");
    let board = Board::at(Mode::Solo, Period::Daily, at("2026-11-22T12:00:00Z"));
    let scores = [9, 9, 7, 7, 7, 7, 3, 2, 2, 0, 0, 0];
    let positions: Vec<_> = (1..)
        .zip(scores)
        .map(|(n, score)| Position {
            score,
            reached_at: now,
            user: user(n),
        })
        .collect();
    for size in 1..=positions.len() {
        let opened = Leaderboard::opened(board, now).unwrap();
        let (mut leaderboard, mut entries) = (opened.close(now).unwrap(), Vec::new());
        for chunk in positions.chunks(size) {
            let (extended, more) = leaderboard.extended(entries.last(), chunk);
            leaderboard = extended;
            entries.extend(more);
        }
        let told: Vec<_> = entries.iter().map(|entry| entry.rank).collect();
        assert_eq!(told, counted(&scores), "pieces of {size}");
        let places: Vec<_> = entries.iter().map(|entry| entry.place).collect();
        assert_eq!(places, (1..=12).collect::<Vec<_>>());
        assert_eq!(leaderboard.entries, 12);
    }
}

#[test]
fn a_leaderboard_goes_through_its_states_in_their_order() {
    let board = Board::at(Mode::Solo, Period::Daily, at("2026-11-22T12:00:00Z"));
    let (open, over) = (at("2026-11-23T00:04:59Z"), at("2026-11-23T00:05:00Z"));
    let opened = Leaderboard::opened(board, board.starts_at()).unwrap();
    assert_eq!(
        opened.clone().close(open),
        None,
        "what ended in time may still come"
    );
    assert_eq!(opened.clone().freeze(over), None);
    let closed = opened.close(over).unwrap();
    assert_eq!(closed.clone().close(over), None);
    assert_eq!(closed.clone().sweep(over), None);
    let frozen = closed.freeze(over).unwrap();
    assert_eq!(frozen.clone().freeze(over), None);
    let swept = frozen.sweep(over).unwrap();
    assert_eq!(swept.clone().sweep(over), None);
    assert_eq!(swept.version, 4);
    assert_eq!(swept.note(), None);
    let late = Leaderboard {
        late_sessions: 2,
        ..swept
    };
    assert!(late.note().unwrap().starts_with("2 sessions"));
}

#[test]
fn prizes_are_of_a_board_and_a_rank() {
    let prize = |period, ranks, minor| Prize {
        mode: Mode::Comp,
        period,
        ranks,
        minor,
    };
    let prizes = Prizes::new([
        prize(Period::Weekly, 1..=1, 100),
        prize(Period::Weekly, 1..=3, 50),
        prize(Period::Daily, 2..=2, 7),
    ])
    .unwrap();
    let noon = at("2026-11-22T12:00:00Z");
    let of = |mode, period, rank| prizes.of(Board::at(mode, period, noon), rank);
    assert_eq!(of(Mode::Comp, Period::Weekly, 1), 150);
    assert_eq!(of(Mode::Comp, Period::Weekly, 3), 50);
    assert_eq!(of(Mode::Comp, Period::Weekly, 4), 0);
    assert_eq!(of(Mode::Comp, Period::Daily, 2), 7);
    assert_eq!(of(Mode::Solo, Period::Weekly, 1), 0);
    let refused = |prize: Prize| prize.checked().unwrap_err();
    assert_eq!(
        refused(prize(Period::AllTime, 1..=1, 1)),
        InvalidPrize::NeverPaid
    );
    assert_eq!(refused(prize(Period::Daily, 0..=1, 1)), InvalidPrize::Ranks);
    assert_eq!(
        refused(prize(Period::Daily, 1..=1_001, 1)),
        InvalidPrize::Ranks
    );
    assert_eq!(
        refused(prize(Period::Daily, 1..=1, 0)),
        InvalidPrize::NotPositive
    );
}

/// A board in memory, with tallies as a store keeps them.
#[derive(Default)]
struct World {
    players: BTreeMap<UserId, Standing>,
    tallies: BTreeMap<(i16, i64), i64>,
}

impl World {
    fn take(&mut self, scored: &Scored) {
        let before = self.players.remove(&scored.user);
        let after = scored.on(before);
        self.players
            .extend(after.map(|standing| (scored.user, standing)));
        let mut tallies = Tallies::default();
        tallies.moved(0, before.map(|it| it.score), after.map(|it| it.score));
        for ((_, shift, range), change) in tallies.changes() {
            *self.tallies.entry((shift, range)).or_default() += change;
        }
    }

    fn above(&self, score: i64) -> i64 {
        let of = |(shift, from, to): (i16, i64, Option<i64>)| {
            let to = (shift, to.unwrap_or(i64::MAX));
            self.tallies
                .range((shift, from)..to)
                .map(|(_, count)| count)
                .sum::<i64>()
        };
        above(score).into_iter().map(of).sum()
    }

    fn scores(&self) -> Vec<i64> {
        let mut scores: Vec<_> = self.players.values().map(|it| it.score).collect();
        scores.sort_unstable_by(|a, b| b.cmp(a));
        scores
    }

    fn assert_counted(&self) {
        let scores = self.scores();
        let expected = counted(&scores);
        for (score, rank) in scores.iter().zip(&expected) {
            assert_eq!(self.above(*score) + 1, *rank);
            let tied = number(scores.iter().filter(|other| *other == score).count());
            assert_eq!(self.tallies.get(&(0, *score)), Some(&tied));
        }
        let from = scores.len() / 3;
        if let Some(first) = scores.get(from) {
            let (above, tied) = (self.above(*first), self.tallies[&(0, *first)]);
            let told = ranks(above + 1, tied, scores[from..].iter().copied());
            assert_eq!(told, expected[from..]);
        }
    }
}

/// Finished, corrected and voided sessions of a few players with many ties, or of many with few.
fn sessions(count: usize) -> impl Strategy<Value = Vec<Scored>> {
    let ended_at = at("2026-11-22T12:00:00Z");
    let score = prop_oneof![0..5_i64, 0..3_000_i64, 0..3_000_000_i64];
    let session = (1..60_u128, score.clone(), score, 0..10_u8).prop_map(
        move |(number, score, other, kind)| {
            let player = user(number);
            match kind {
                0 => Scored::voided(Mode::Solo, player, score, ended_at),
                1 => Scored::corrected(Mode::Solo, player, (score, other), ended_at),
                _ => Scored::finished(Mode::Solo, player, score, ended_at),
            }
        },
    );
    prop::collection::vec(session, 1..count)
}

proptest! {
    #[test]
    fn tallies_tell_what_counting_tells(sessions in sessions(120)) {
        let mut world = World::default();
        for scored in &sessions {
            world.take(scored);
        }
        world.assert_counted();
    }

    /// Whichever comes in first, as long as nothing has to be cut off at zero.
    #[test]
    fn the_order_in_which_sessions_come_in_does_not_matter(scores in prop::collection::vec((0..9_i64, 0..9_i64), 1..9)) {
        let noon = at("2026-11-22T12:00:00Z");
        let all: Vec<_> = scores
            .iter()
            .map(|(score, minute)| Scored::finished(Mode::Solo, user(1), *score + 1, noon + SignedDuration::from_mins(*minute)))
            .collect();
        let add = |standing, scored: &Scored| scored.on(standing);
        let there = all.iter().fold(None, add);
        prop_assert_eq!(all.iter().rev().fold(None, add), there);
    }
}

#[test]
fn ten_thousand_sessions_are_ranked_as_counted() {
    let (mut world, mut state) = (World::default(), 42_u64);
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let noon = at("2026-11-22T12:00:00Z");
    for _ in 0..10_000 {
        let score = next(40) * 50;
        world.take(&Scored::finished(
            Mode::Solo,
            user(next(700).into()),
            score.try_into().unwrap(),
            noon,
        ));
    }
    assert_eq!(world.players.len(), 700);
    world.assert_counted();
}
