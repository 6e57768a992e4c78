//! P11: the domain alone. Two-entry transfers folded in memory, on one core.

#![expect(
    clippy::unwrap_used,
    reason = "what is made up here is known to be right"
)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use ludger_domain::Timestamp;
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{AccountKey, AccountState, Books, Category, Transfer};
use uuid::Uuid;

const ACCOUNTS: u128 = 1_000;
const TRANSFERS: u64 = 100_000;

fn fold(criterion: &mut Criterion) {
    let accounts: Vec<AccountKey> = (1..=ACCOUNTS)
        .map(|number| {
            AccountKey::available(
                UserId::from(Uuid::from_u128(number)),
                "WISE".parse().unwrap(),
            )
        })
        .collect();
    let mut books = Books::default();
    for key in &accounts {
        books.load(AccountState {
            key: *key,
            balance: 1_000_000_000,
            sequence: 0,
            floor: Some(0),
            updated_at: Timestamp::UNIX_EPOCH,
        });
    }
    let mut group = criterion.benchmark_group("fold");
    group.throughput(Throughput::Elements(TRANSFERS));
    for (name, transfers) in [
        ("random of 1,000 accounts", random(&accounts)),
        ("one hot account", hot(&accounts)),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter_batched_ref(
                || (books.clone(), Vec::with_capacity(transfers.len())),
                |(books, posted)| {
                    for transfer in &transfers {
                        posted.push(books.post(transfer, Timestamp::UNIX_EPOCH).unwrap());
                    }
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn random(accounts: &[AccountKey]) -> Vec<Transfer> {
    let mut state = 12_345_u64;
    let mut below = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % bound as u64).unwrap()
    };
    (0..TRANSFERS)
        .map(|number| {
            let from = below(accounts.len());
            let other = below(accounts.len() - 1);
            between(
                number,
                accounts[from],
                accounts[if other < from { other } else { other + 1 }],
            )
        })
        .collect()
}

fn hot(accounts: &[AccountKey]) -> Vec<Transfer> {
    (0..TRANSFERS)
        .zip(accounts[1..].iter().cycle())
        .map(|(number, other)| between(number, accounts[0], *other))
        .collect()
}

fn between(number: u64, from: AccountKey, to: AccountKey) -> Transfer {
    let id = Uuid::from_u64_pair(1, number).into();
    Transfer::between(id, Category::Transfer, Timestamp::UNIX_EPOCH, (from, to), 1).unwrap()
}

criterion_group!(benches, fold);
criterion_main!(benches);
