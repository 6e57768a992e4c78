//! What a hash is over.

use super::*;

fn posted(transfer: &Transfer) -> Posted {
    let mut books = Books::default();
    books.post(transfer, NOW).unwrap()
}

#[test]
fn the_hash_is_over_every_part_that_was_posted() {
    let transfer = gift(1, 5).finish().unwrap();
    let first = posted(&transfer);
    let head = Sealed::genesis(3);
    let sealed = head.next(&transfer, &first);
    assert_eq!((sealed.shard, sealed.position), (3, 1));

    let others = [
        Transfer::build(Uuid::from_u128(2).into(), Category::Bonus, NOW),
        Transfer::build(Uuid::from_u128(1).into(), Category::Reward, NOW),
        Transfer::build(Uuid::from_u128(1).into(), Category::Bonus, later(1)),
    ];
    let mint = AccountKey::mint(inr());
    for other in others {
        let other = other.move_amount(mint, wallet(1), 5).finish().unwrap();
        assert_ne!(head.next(&other, &first).hash, sealed.hash, "{other:?}");
    }
    let mut changed = first.clone();
    changed.posted_at = later(1);
    assert_ne!(head.next(&transfer, &changed).hash, sealed.hash);
    for (at, field) in [(0, "sequence"), (1, "balance_after")] {
        let mut changed = first.clone();
        match field {
            "sequence" => changed.entries[at].sequence += 1,
            _ => changed.entries[at].balance_after += 1,
        }
        assert_ne!(head.next(&transfer, &changed).hash, sealed.hash, "{field}");
    }
    let elsewhere = Sealed::genesis(4).next(&transfer, &first);
    assert_ne!(elsewhere.hash, sealed.hash, "another shard");
    let behind = sealed.next(&transfer, &first);
    assert_ne!(behind.hash, sealed.hash, "another place");
}

#[test]
fn the_first_hash_never_changes() {
    // Stored in every database there is: if this fails, `verify` finds every ledger broken.
    let transfer = gift(1, 5).finish().unwrap();
    let sealed = Sealed::genesis(0).next(&transfer, &posted(&transfer));
    assert_eq!(
        sealed.hash.to_string(),
        "b27218effbb8e87ba3bbb8963fe8d72f6ba449da4248d2d1e83a2505dcd10d60"
    );
}
