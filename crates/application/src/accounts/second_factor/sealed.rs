use crate::Outage;
use ludger_domain::accounts::{SecondFactor, TotpSecret};
use ludger_domain::ids::UserId;
use ludger_ports::{SealedFactor, Vault};

/// As the store keeps it.
pub(super) fn seal(vault: &dyn Vault, factor: SecondFactor) -> SealedFactor {
    let SecondFactor {
        user,
        secret,
        confirmed_at,
        last_step,
        recovery,
        version,
    } = factor;
    SealedFactor {
        user,
        secret: seal_secret(vault, user, &secret),
        confirmed_at,
        last_step,
        recovery,
        version,
    }
}

/// What is shared with the application, as the store keeps it.
pub(super) fn seal_secret(vault: &dyn Vault, user: UserId, secret: &TotpSecret) -> Vec<u8> {
    vault.seal(&label(user), secret.expose())
}

/// As it was before it was sealed.
///
/// # Errors
/// The key is another one than then, or somebody has changed the row.
pub(super) fn open(vault: &dyn Vault, sealed: SealedFactor) -> Result<SecondFactor, Outage> {
    let SealedFactor {
        user,
        secret,
        confirmed_at,
        last_step,
        recovery,
        version,
    } = sealed;
    let bytes = vault.open(&label(user), &secret);
    let bytes = bytes.and_then(|bytes| <[u8; 20]>::try_from(bytes).ok());
    let bytes = bytes.ok_or_else(|| Outage::broken("the secret of a second factor does not open"));
    Ok(SecondFactor {
        user,
        secret: TotpSecret::new(bytes?),
        confirmed_at,
        last_step,
        recovery,
        version,
    })
}

/// A secret that is moved to another user's row does not open there.
fn label(user: UserId) -> String {
    format!("second_factor/{user}")
}
