//! Whole games, thousands of them, against a clock that is moved: players think, tire and go; servers stop for minutes.
//! After each step the session is built anew from its fields, as a node would that reads it from a store.

mod checks;
mod dice;
mod game;

use super::table::*;
use crate::quiz::fixture::bank;
use crate::quiz::session::*;
use crate::quiz::{Profile, ScoringKind};
use Says::{Right, Wrong};
use dice::Dice;
use game::Game;

const GAMES: u64 = 3_000;

#[test]
fn every_game_ends_and_nothing_is_lost() {
    let (mut wins, mut draws, mut losses) = (0, 0, 0);
    for seed in 0..GAMES {
        let mut game = Game::new(seed);
        game.play();
        game.check();
        for result in game.table.results().into_iter().flatten() {
            match result {
                SessionResult::Win => wins += 1,
                SessionResult::Draw => draws += 1,
                SessionResult::Loss => losses += 1,
            }
        }
    }
    assert!(
        wins > 500 && draws > 50 && losses > 500,
        "{wins} {draws} {losses}: games of all sorts"
    );
}
