//! A thousand people who are signed in: each has a fortune, a history, and the right to move what is anybody's.
//!
//! They are written through the store's door, since a thousand sign-ups would take the password hash minutes. Their
//! tokens are what a sign-in gives, used once already, and last longer than any run.

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use ludger_domain::accounts::{
    AuthSession, Client, PairSecrets, Role, RoleGrant, TokenKind, TokenLifetimes, TokenSecret, User,
};
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{AccountKey, Category, Transfer};
use ludger_domain::money::CurrencyCode;
use ludger_ports::{Changes, Store as _};
use ludger_store_diesel::{DieselStore, Settings};
use uuid::Uuid;

pub(crate) const PEOPLE: usize = 1_000;
/// What they play for; it has no decimals.
pub(crate) const CURRENCY: &str = "WISE";
/// So much that nobody runs out of it.
const FORTUNE: i64 = 1_000_000_000_000;
/// Transactions that each begins with: more than a page.
const HISTORY: usize = 25;

#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: UserId,
    /// The access token, as it is sent.
    pub(crate) token: String,
}

/// Brings the database at `url` up to date, and its people with it.
pub(crate) fn settle(url: &str) -> anyhow::Result<Vec<Person>> {
    ludger_store_diesel::migrate(url)?;
    let store = DieselStore::open(Settings::new(url))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut people = Vec::with_capacity(PEOPLE);
        for number in 0..PEOPLE {
            people.push(arrive(&store, number).await?);
        }
        for _ in 0..HISTORY {
            store.commit(gifts(&people)?).await?;
        }
        Ok(people)
    })
}

async fn arrive(store: &DieselStore, number: usize) -> anyhow::Result<Person> {
    let now = Timestamp::now();
    let name = format!("player{number}").parse();
    let name = name.ok().context("a player's name")?;
    let user = User::service(Uuid::now_v7().into(), name, now);
    let id = user.id;
    let secrets = PairSecrets {
        access: secret(),
        refresh: secret(),
    };
    let lifetimes = TokenLifetimes {
        access: SignedDuration::from_hours(24),
        ..TokenLifetimes::default()
    };
    let mut signed_in = AuthSession::open(
        Uuid::now_v7().into(),
        id,
        Client::default(),
        &secrets,
        &lifetimes,
        now,
    );
    signed_in.session.used_at = Some(now);
    let changes = [Role::Player, Role::Ledger]
        .into_iter()
        .map(|role| RoleGrant {
            user: id,
            role,
            granted_at: now,
            granted_by: None,
        })
        .fold(Changes::at(now).add_user(user), Changes::grant)
        .save_auth_session(signed_in.session)
        .add_tokens(signed_in.pair);
    store.commit(changes).await?;
    Ok(Person {
        id,
        token: secrets.access.text(TokenKind::Access),
    })
}

/// One for each, all at once.
fn gifts(people: &[Person]) -> anyhow::Result<Changes> {
    let now = Timestamp::now();
    let currency: CurrencyCode = CURRENCY.parse()?;
    let mint = AccountKey::mint(currency);
    let amount = FORTUNE / i64::try_from(HISTORY)?;
    people.iter().try_fold(Changes::at(now), |changes, person| {
        let id = Uuid::now_v7().into();
        let between = (mint, AccountKey::available(person.id, currency));
        let gift = Transfer::between(id, Category::Bonus, now, between, amount)?;
        Ok(changes.post(gift))
    })
}

/// Nobody else has it, and nobody has anything to gain by it.
fn secret() -> TokenSecret {
    let mut bytes = [0; 32];
    for half in bytes.chunks_exact_mut(16) {
        half.copy_from_slice(Uuid::now_v7().as_bytes());
    }
    TokenSecret::new(bytes)
}
