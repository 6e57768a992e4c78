//! What `verify` says of a store that wrote something else than the ledger did.

use super::*;

/// Two gifts, posted and sealed.
fn written() -> Vec<(Transfer, Posted, Sealed)> {
    let mut books = Books::default();
    let mut head = Sealed::genesis(0);
    let mut write = |id, amount| {
        let transfer = gift(id, amount).finish().unwrap();
        let posted = books.post(&transfer, later(10)).unwrap();
        head = head.next(&transfer, &posted);
        (transfer, posted, head)
    };
    vec![write(1, 5), write(2, 7)]
}

#[test]
fn a_chain_that_was_not_touched_fits() {
    let mut check = ChainCheck::start(0);
    for (index, (transfer, posted, sealed)) in written().iter().enumerate() {
        assert_eq!(check.position(), i64::try_from(index).unwrap());
        check
            .next(*sealed, transfer.id(), Ok(transfer), posted)
            .unwrap();
    }
    assert_eq!(check.position(), 2);
    assert_eq!(check.finish(written()[1].2), Ok(()));
}

#[test]
fn a_chain_says_where_it_was_touched() {
    let rows = written();
    let (transfer, posted, sealed) = &rows[1];
    let skipped = ChainCheck::start(0).next(*sealed, transfer.id(), Ok(transfer), posted);
    assert_eq!(
        skipped,
        Err(Discrepancy::Gap {
            shard: 0,
            position: 1,
            next: Some(transfer.id()),
        })
    );
    let (first, first_posted, first_sealed) = &rows[0];
    let swapped = ChainCheck::start(0).next(*first_sealed, first.id(), Ok(transfer), first_posted);
    assert_eq!(
        swapped,
        Err(Discrepancy::BrokenHash {
            transfer: first.id(),
            shard: 0,
            position: 1,
        })
    );
    let fault = TransferFault::EntryCount(1);
    let malformed = ChainCheck::start(0).next(*first_sealed, first.id(), Err(&fault), first_posted);
    assert_eq!(
        malformed,
        Err(Discrepancy::Malformed {
            transfer: first.id(),
            shard: 0,
            position: 1,
            reason: fault.to_string(),
        })
    );
    let cut_short = ChainCheck::start(0).finish(*first_sealed);
    let head = Discrepancy::Head {
        shard: 0,
        position: 0,
    };
    assert_eq!(cut_short, Err(head));
}

fn entry(sequence: i64, amount: i64, balance_after: i64) -> PostedEntry {
    PostedEntry {
        account: wallet(1).id(),
        amount,
        sequence,
        balance_after,
    }
}

fn state(balance: i64, sequence: i64, floor: Option<i64>) -> AccountState {
    AccountState {
        balance,
        sequence,
        floor,
        ..AccountState::opened(wallet(1), NOW)
    }
}

/// After a first entry of 5.
fn begun() -> AccountCheck {
    let mut check = AccountCheck::start(wallet(1).id());
    let first = Uuid::from_u128(1).into();
    check.next(first, later(10), &entry(1, 5, 5)).unwrap();
    check
}

#[test]
fn an_entry_follows_from_the_one_before_it() {
    let id = Uuid::from_u128(2).into();
    let next = |at, entry| begun().next(id, at, &entry).is_ok();
    assert!(next(later(10), entry(2, 7, 12)), "at the same instant");
    assert!(next(later(11), entry(2, -9, -4)));
    assert!(!next(later(9), entry(2, 7, 12)), "before it");
    assert!(!next(later(11), entry(3, 7, 12)), "a gap");
    assert!(!next(later(11), entry(1, 7, 12)), "twice");
    assert!(!next(later(11), entry(2, 7, 13)), "another balance");
    assert!(
        !next(later(11), entry(2, i64::MAX, i64::MIN + 4)),
        "wrapped"
    );
    assert_eq!(
        begun().next(id, later(11), &entry(3, 7, 12)),
        Err(Discrepancy::BrokenAccount {
            account: wallet(1).id(),
            sequence: 3,
            transfer: id,
        })
    );
}

#[test]
fn an_account_is_the_sum_of_its_entries_and_above_its_floor() {
    assert_eq!(begun().finish(&state(5, 1, Some(0))), Ok(()));
    assert_eq!(begun().finish(&state(5, 1, Some(5))), Ok(()));
    assert_eq!(begun().finish(&state(5, 1, None)), Ok(()));
    let forged = |balance, sequence| {
        let found = begun().finish(&state(balance, sequence, Some(0)));
        let expected = Discrepancy::ForgedBalance {
            account: wallet(1).id(),
            balance,
            sum: 5,
            entries: 1,
            transfer: Some(Uuid::from_u128(1).into()),
        };
        assert_eq!(found, Err(expected));
    };
    forged(6, 1);
    forged(5, 2);
    assert_eq!(
        begun().finish(&state(5, 1, Some(6))),
        Err(Discrepancy::BelowFloor {
            account: wallet(1).id(),
            balance: 5,
        })
    );
    assert_eq!(
        AccountCheck::start(wallet(1).id()).finish(&state(0, 0, Some(0))),
        Ok(())
    );
}

#[test]
fn a_finding_names_the_transfer_that_it_is_about() {
    let id = Uuid::from_u128(2);
    let gap = |next| Discrepancy::Gap {
        shard: 0,
        position: 1,
        next,
    };
    assert!(gap(Some(id.into())).to_string().ends_with(&id.to_string()));
    assert!(gap(None).to_string().ends_with("none"));
}
