//! What entries are a transfer, and when two transfers are the same.

use super::*;

fn build() -> TransferBuilder {
    Transfer::build(Uuid::from_u128(1).into(), Category::Transfer, NOW)
}

/// As many entries as asked for: one gives what the others get.
fn spread(entries: usize) -> Result<Transfer, TransferFault> {
    let receivers = (1..entries).map(|number| u128::try_from(number).unwrap());
    let given = i64::try_from(entries).unwrap() - 1;
    let builder = build().entry(AccountKey::mint(inr()), -given);
    let builder = receivers.fold(builder, |builder, number| builder.entry(wallet(number), 1));
    builder.finish()
}

#[test]
fn a_transfer_has_2_to_1000_entries() {
    assert_eq!(spread(2).unwrap().entries().len(), 2);
    assert_eq!(spread(1_000).unwrap().entries().len(), 1_000);
    assert_eq!(spread(1_001), Err(TransferFault::EntryCount(1_001)));
    assert_eq!(build().finish(), Err(TransferFault::EntryCount(0)));
    let alone = build().entry(wallet(1), 1).finish();
    assert_eq!(alone, Err(TransferFault::EntryCount(1)));
}

#[test]
fn every_entry_moves_something_on_an_account_of_its_own() {
    let (mint, fees) = (
        AccountKey::mint(inr()),
        AccountKey::system(Purpose::Fees, inr()),
    );
    let nothing = build().move_amount(mint, wallet(1), 0).finish();
    assert_eq!(nothing, Err(TransferFault::Zero(mint)));
    // It has no opposite.
    let most = build().move_amount(mint, wallet(1), i64::MIN).finish();
    assert_eq!(most, Err(TransferFault::Zero(mint)));
    let to_itself = build().move_amount(mint, mint, 1).finish();
    assert_eq!(to_itself, Err(TransferFault::Repeated(mint)));
    let twice = build()
        .entry(mint, -2)
        .entry(wallet(1), 1)
        .entry(fees, 1)
        .entry(wallet(1), 1)
        .entry(AccountKey::house(inr()), -1)
        .finish();
    assert_eq!(twice, Err(TransferFault::Repeated(wallet(1))));
    let nobodys = AccountKey::system(Purpose::Available, inr());
    let from_nobody = build().move_amount(nobodys, wallet(1), 1).finish();
    assert_eq!(from_nobody, Err(TransferFault::Malformed(nobodys)));
}

#[test]
fn each_currency_sums_to_nothing() {
    let (mint, house) = (AccountKey::mint(inr()), AccountKey::house(inr()));
    let dollars = |number| AccountKey::available(user(number), usd());
    let two = build().entry(mint, -5).entry(wallet(1), 6).finish();
    assert_eq!(two, Err(TransferFault::Unbalanced(inr())));
    let overflowing = build()
        .entry(mint, i64::MAX)
        .entry(wallet(1), i64::MAX)
        .finish();
    assert_eq!(overflowing, Err(TransferFault::Unbalanced(inr())));
    let across = build().entry(mint, -5).entry(dollars(1), 5).finish();
    assert_eq!(across, Err(TransferFault::Unbalanced(inr())));
    let three = |last| {
        let builder = build().entry(mint, -5).entry(wallet(1), 3);
        builder.entry(house, last).finish()
    };
    assert!(three(2).is_ok());
    assert_eq!(three(1), Err(TransferFault::Unbalanced(inr())));
    let both = |cents| {
        let builder = build().entry(mint, -5).entry(wallet(1), 5);
        builder
            .entry(dollars(2), -7)
            .entry(dollars(3), cents)
            .finish()
    };
    assert!(both(7).is_ok());
    assert_eq!(both(8), Err(TransferFault::Unbalanced(usd())));
}

#[test]
fn a_transfer_keeps_what_it_was_built_with() {
    let description = Description::try_from("round 3".to_owned()).unwrap();
    let metadata = Metadata::restore("{}").unwrap();
    let reference = Reference::try_from("round/3".to_owned()).unwrap();
    let at: Timestamp = "2026-01-01T00:00:00.123456789Z".parse().unwrap();
    let id = Uuid::from_u128(9).into();
    let transfer = Transfer::build(id, Category::Reward, at)
        .move_amount(AccountKey::mint(inr()), wallet(1), 5)
        .describe(description.clone())
        .metadata(metadata.clone())
        .reference(reference.clone())
        .finish()
        .unwrap();
    assert_eq!(transfer.id(), id);
    assert_eq!(transfer.category(), Category::Reward);
    assert_eq!(transfer.description(), Some(&description));
    assert_eq!(transfer.metadata(), Some(&metadata));
    assert_eq!(transfer.reference(), Some(&reference));
    assert_eq!((transfer.reverses(), transfer.hold()), (None, None));
    // No store keeps nanoseconds.
    assert_eq!(
        transfer.occurred_at().to_string(),
        "2026-01-01T00:00:00.123456Z"
    );
}

#[test]
fn the_digest_is_over_all_but_id_and_time() {
    let plain = || build().move_amount(AccountKey::mint(inr()), wallet(1), 5);
    let digest = |builder: TransferBuilder| builder.finish().unwrap().content_digest();
    let text = |text: &str| Description::try_from(text.to_owned()).unwrap();
    let reference = |text: &str| Reference::try_from(text.to_owned()).unwrap();
    let same = Transfer::build(Uuid::from_u128(2).into(), Category::Transfer, later(5));
    let same = same.move_amount(AccountKey::mint(inr()), wallet(1), 5);
    assert_eq!(digest(same), digest(plain()));

    let other = Transfer::build(Uuid::from_u128(1).into(), Category::Reward, NOW);
    let different = [
        plain(),
        other.move_amount(AccountKey::mint(inr()), wallet(1), 5),
        plain().describe(text("x")),
        plain().describe(text("xy")),
        plain().metadata(Metadata::restore("{}").unwrap()),
        plain().reference(reference("x")),
        // Neighbours, between which a letter moves.
        plain().describe(text("x")).reference(reference("yz")),
        plain().describe(text("xy")).reference(reference("z")),
        plain().restore(Some(Uuid::from_u128(3).into()), None),
        build().move_amount(AccountKey::mint(inr()), wallet(2), 5),
        build().move_amount(AccountKey::mint(inr()), wallet(1), 6),
        build().move_amount(wallet(1), AccountKey::mint(inr()), 5),
    ];
    let digests: Vec<_> = different.into_iter().map(digest).collect();
    for (index, one) in digests.iter().enumerate() {
        assert!(!digests[..index].contains(one), "{index}");
    }
}

#[test]
fn a_reversal_moves_everything_back_and_names_what_it_undoes() {
    let original = gift(1, 5).finish().unwrap();
    let id = Uuid::from_u128(2).into();
    let reversal = original.reversal(id, later(1)).unwrap().finish().unwrap();
    assert_eq!(reversal.id(), id);
    assert_eq!(reversal.category(), Category::Reversal);
    assert_eq!(reversal.reverses(), Some(original.id()));
    let moved: Vec<_> = reversal
        .entries()
        .iter()
        .map(|e| (e.key, e.amount))
        .collect();
    assert_eq!(moved, [(AccountKey::mint(inr()), 5), (wallet(1), -5)]);
    assert_eq!(
        reversal.reversal(original.id(), NOW).err(),
        Some(TransferFault::ReversalOfReversal(reversal.id()))
    );
    let id = Uuid::from_u128(7).into();
    let of_hold = HoldChange::Capture { id, amount: 5 };
    let of_hold = gift(3, 5).restore(None, Some(of_hold)).finish().unwrap();
    assert_eq!(
        of_hold.reversal(id.uuid().into(), NOW).err(),
        Some(TransferFault::ReversalOfHold(of_hold.id()))
    );
}
