//! The rule of `AuthSession::refresh`, told as stories.

use super::family::Family;
use crate::accounts::{AccessRefusal, RefreshRefusal};

const DAY: i64 = 24 * 60 * 60;

/// Plays a story: `r1` refreshes with generation 1, `a1` uses its access token, `+8` lets days pass.
/// What comes back: the generation bought, `ok`, or the code of the refusal.
fn play(story: &str) -> String {
    let mut family = Family::open();
    let told = story.split_whitespace().filter_map(|step| {
        let (what, number) = step.split_at(1);
        let number = number.parse().unwrap();
        match what {
            "r" => Some(match family.refresh(number) {
                Ok(generation) => generation.to_string(),
                Err(refusal) => refusal.code().to_owned(),
            }),
            "a" => Some(match family.access(number) {
                Ok(_) => "ok".to_owned(),
                Err(refusal) => refusal.code().to_owned(),
            }),
            _ => {
                family.now += number * DAY;
                None
            }
        }
    });
    told.collect::<Vec<_>>().join(" ")
}

/// Title, story, and what came back.
const STORIES: [[&str; 3]; 19] = [
    ["plain rotation", "a1 r1 a2 r2 a3", "ok 2 ok 3 ok"],
    ["rotation without a request between", "r1 r2 r3", "2 3 4"],
    [
        "requests under way while refreshing",
        "r1 a1 a2 a1",
        "2 ok ok ok",
    ],
    [
        "an access token two pairs old",
        "r1 r2 a1 a2",
        "2 3 token_revoked ok",
    ],
    ["the answer was lost", "r1 r1 a3 r3", "2 3 ok 4"],
    ["it was lost three times", "r1 r1 r1 r1 a5", "2 3 4 5 ok"],
    [
        "the lost pair is dead",
        "r1 r1 a2 a3",
        "2 3 token_revoked ok",
    ],
    [
        "the first answer came in last",
        "r1 r1 a2 r2 a4",
        "2 3 token_revoked 4 ok",
    ],
    [
        "used access: replay",
        "r1 a2 r1 a2 r2",
        "2 ok token_replayed token_revoked token_revoked",
    ],
    [
        "spent refresh: replay",
        "r1 r2 r1 a3",
        "2 3 token_replayed token_revoked",
    ],
    [
        "the grandparent: replay",
        "r1 r2 r2 r1",
        "2 3 4 token_replayed",
    ],
    [
        "a sibling after use: replay",
        "r1 r1 a3 r2 a3",
        "2 3 ok token_replayed token_revoked",
    ],
    [
        "a sibling of old: replay",
        "r1 r1 r3 r2",
        "2 3 4 token_replayed",
    ],
    [
        "using the parent again is no use",
        "r1 a1 r1 a3",
        "2 ok 3 ok",
    ],
    [
        "a lost answer, then eight days",
        "r1 +8 r1",
        "2 token_expired",
    ],
    ["a lost answer, found in time", "r1 +6 r1 a3", "2 3 ok"],
    [
        "a thief, and the owner eight days later",
        "r1 a2 +6 r2 +6 r1",
        "2 ok 3 token_replayed",
    ],
    [
        "expired and unspent",
        "+8 r1 r1",
        "token_expired token_expired",
    ],
    ["past the end", "r1 r2 +91 r1", "2 3 token_expired"],
];

#[test]
fn stories() {
    for [title, story, expected] in STORIES {
        assert_eq!(play(story), expected, "{title}: {story}");
    }
}

#[test]
fn twenty_tabs_at_once_leave_one_live_branch() {
    for kept in 2..=21 {
        let mut family = Family::open();
        for n in 2..=21 {
            assert_eq!(family.refresh(1), Ok(n));
        }
        assert_eq!(
            family.let_in(),
            [1, 21],
            "the pair before, and one of the twenty"
        );
        // The answers come in in any order, and the one that stays is any of them.
        let live = match family.access(kept) {
            Ok(_) => kept,
            Err(refusal) => {
                assert_eq!(refusal, AccessRefusal::Revoked);
                family.refresh(kept).unwrap()
            }
        };
        assert_eq!(
            family.access(live).is_ok(),
            family.session.revoked_at.is_none()
        );
        assert_eq!(
            family.honoured(),
            [live],
            "once used, all others are copies"
        );
    }
}

#[test]
fn a_replay_gives_back_the_revoked_session() {
    let mut family = Family::open();
    family.refresh(1).unwrap();
    family.access(2).unwrap();
    family.now = 30;
    let before = family.session.clone();
    let Err(RefreshRefusal::Replay(revoked)) = family.refresh(1) else {
        panic!("a replay")
    };
    assert_eq!(revoked.revoked_at, Some(super::at(30)));
    assert_eq!(revoked.version, before.version + 1);
    assert_eq!(
        (revoked.generation, revoked.used_at),
        (before.generation, before.used_at)
    );
}
