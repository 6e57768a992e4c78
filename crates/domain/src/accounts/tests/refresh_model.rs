//! The rule of `AuthSession::refresh` against its plain wording, against honest clients and thieves.

use super::family::Family;
use crate::accounts::{AccessRefusal, RefreshRefusal};
use proptest::prelude::*;

/// The specification, word for word: a tree of pairs, each remembering what was done with it.
#[derive(Default)]
struct Tree {
    pairs: Vec<Pair>,
    revoked: bool,
}

#[derive(Default)]
struct Pair {
    parent: Option<usize>,
    successor: Option<usize>,
    access_used: bool,
    replaced: bool,
}

impl Tree {
    fn grow(&mut self, parent: Option<usize>) -> &'static str {
        let new = self.pairs.len();
        if let Some(parent) = parent {
            self.pairs[parent].successor = Some(new);
        }
        self.pairs.push(Pair {
            parent,
            ..Pair::default()
        });
        "bought"
    }

    fn refresh(&mut self, presented: usize) -> &'static str {
        if self.revoked {
            return "token_revoked";
        }
        // Who holds a replaced token held the one that bought it.
        let pair = &self.pairs[presented];
        let presented = if pair.replaced {
            pair.parent.unwrap()
        } else {
            presented
        };
        let Some(successor) = self.pairs[presented].successor else {
            return self.grow(Some(presented));
        };
        let successor = &mut self.pairs[successor];
        if successor.access_used || successor.successor.is_some() {
            self.revoked = true;
            return "token_replayed";
        }
        successor.replaced = true;
        self.grow(Some(presented))
    }

    fn access(&mut self, presented: usize) -> &'static str {
        let live = self.pairs.len() - 1;
        let current = presented == live || self.pairs[live].parent == Some(presented);
        if self.revoked || !current {
            return "token_revoked";
        }
        self.pairs[presented].access_used = true;
        "let in"
    }
}

/// One of the generations given out so far, the newest ones more often.
fn pick(family: &Family, chance: u8) -> i64 {
    let back = i64::from(chance) * i64::from(chance) * family.issued() / (256 * 256);
    family.issued() - back
}

fn refreshed(family: &mut Family, generation: i64) -> &'static str {
    family
        .refresh(generation)
        .map_or_else(|refusal| refusal.code(), |_| "bought")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn any_interleaving_goes_as_the_specification_says(steps: Vec<(bool, u8)>) {
        let (mut family, mut tree) = (Family::open(), Tree::default());
        tree.grow(None);
        for (refresh, chance) in steps {
            let generation = pick(&family, chance);
            let presented = usize::try_from(generation).unwrap() - 1;
            let (is, ought) = if refresh {
                (refreshed(&mut family, generation), tree.refresh(presented))
            } else {
                let is = family.access(generation).map_or_else(AccessRefusal::code, |_| "let in");
                (is, tree.access(presented))
            };
            prop_assert_eq!(is, ought);
        }
    }

    #[test]
    fn there_is_one_live_branch_at_most(steps in prop::collection::vec(any::<(bool, u8)>(), 0..40)) {
        let mut family = Family::open();
        for (refresh, chance) in steps {
            let generation = pick(&family, chance);
            let was_over = family.session.revoked_at.is_some();
            let _refused = if refresh { family.refresh(generation).is_err() } else { family.access(generation).is_err() };
            let (session, honoured, let_in) = (&family.session, family.honoured(), family.let_in());
            if session.revoked_at.is_some() {
                prop_assert!(honoured.is_empty() && let_in.is_empty());
                continue;
            }
            prop_assert!(!was_over, "nothing brings a session back");
            prop_assert!(let_in.iter().all(|g| [session.parent_generation, session.generation].contains(g)));
            prop_assert_eq!(let_in.last(), Some(&session.generation));
            prop_assert_eq!(honoured.last(), Some(&session.generation));
            prop_assert!(session.used_at.is_none() || honoured.len() == 1);
        }
    }

    /// A client that asks until it hears, in as many requests at once as it likes, keeps any answer
    /// it got, and only then goes on.
    #[test]
    fn an_honest_client_is_never_signed_out(rounds in prop::collection::vec((1..8_i64, any::<prop::sample::Index>(), 0..3_u8), 1..30)) {
        let mut family = Family::open();
        let mut held = 1;
        for (requests, answer, uses) in rounds {
            let answers: Vec<i64> = (0..requests).map(|_| family.refresh(held)).collect::<Result<_, _>>().unwrap();
            held = *answer.get(&answers);
            for _ in 0..uses {
                if family.access(held).is_err() {
                    held = family.refresh(held).unwrap();
                    prop_assert!(family.access(held).is_ok());
                }
            }
        }
        prop_assert!(family.session.revoked_at.is_none());
    }

    /// Two hold the same token; whoever refreshes after the other has gone on ends it for both.
    #[test]
    fn a_copy_is_found_out(before in 0..4_i64, steps in prop::collection::vec(any::<(bool, bool)>(), 1..30)) {
        let mut family = Family::open();
        let copied = (0..before).fold(1, |held, _| family.refresh(held).unwrap());
        let (mut held, mut gone_on) = ([copied; 2], [false; 2]);
        for (who, refresh) in steps {
            let (me, other) = (usize::from(who), usize::from(!who));
            if refresh {
                let rotated = held[me] != copied && held[me] == family.session.generation;
                let answer = family.refresh(held[me]);
                if gone_on[other] {
                    prop_assert!(matches!(answer, Err(RefreshRefusal::Replay(_))));
                    prop_assert!(family.let_in().is_empty() && family.honoured().is_empty());
                    return Ok(());
                }
                held[me] = answer.unwrap();
                gone_on[me] |= rotated;
            } else if held[me] != copied {
                gone_on[me] |= family.access(held[me]).is_ok();
            }
        }
        prop_assert!(!(gone_on[0] && gone_on[1]), "never do both go on");
    }
}
